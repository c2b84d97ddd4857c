"""The variance that arises where buyers' suppliers are sub-sampled."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.estimates.limits import left
from decentwork.estimators.propagation import Propagation

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSampling:
    """What drawing m of M listed suppliers adds to the variance of each buyer's value.

    `propagation` has g rosters; `mean` (c, g) sparse averages the spreads between the suppliers of
    rosters over cells of tier and kind, and over tiers; `variance` (g, g + c) sparse turns spreads
    and their means into variances of rosters' totals, M²(1 − m/M)/m each: a roster that followed
    one supplier takes the mean of its cell. `told` false where a cell had no spread to lend.
    """

    propagation: Propagation
    mean: sparse.csr_array
    variance: sparse.csr_array
    told: bool

    @property
    def drawn(self) -> npt.NDArray[np.bool_]:
        """Return (g,): whether some listed suppliers of the roster were not followed."""
        rosters = self.propagation.rosters
        return rosters.followed < rosters.listed

    def of_buyers(self, rows: npt.NDArray[np.intp], values: Numbers, parts: Numbers) -> Numbers:
        """Return (r, k): what the draw of each unit's suppliers adds, for values (n, k) of rows.

        `parts` (n, k) of the denominator of a ratio, 0 for totals: see `TracedVariance.of`.
        """
        rosters = self.propagation.rosters
        reach = self.propagation.reach[:, rows][rosters.supplier]
        links = np.flatnonzero((np.diff(reach.indptr) > 0) & (rosters.share > 0))
        roster = rosters.roster[links]
        drawn = (rosters.followed / rosters.listed)[roster]
        carried = sparse.diags_array(rosters.share[links]) @ reach[links]
        weights = self.propagation.weights[rosters.buyer[roster]]
        rest = left((carried @ parts) * weights[:, None])
        carries = (carried @ values) * drawn[:, None] / rest
        of_roster = _rows_of(roster, len(rosters.buyer))
        count = np.maximum(rosters.followed, 1)[:, None]
        squares, sums = of_roster @ (carries * carries), of_roster @ carries
        spread = (squares - sums * sums / count) / np.maximum(count - 1, 1)
        variances = self.variance @ np.vstack([spread, self.mean @ spread])
        found: Numbers = _rows_of(rosters.buyer, len(self.propagation.tier)) @ variances
        return found

    def taken_in(self, unseen: Numbers, tier: int) -> Numbers:
        """Return (r,): the part of each unit's own variance that `of_buyers` of one tier takes in.

        `unseen` (r,) is by how much the variance at each buyer counts.
        """
        propagation, rosters = self.propagation, self.propagation.rosters
        here = self.drawn & (propagation.tier[rosters.buyer] == tier)
        links = np.flatnonzero(here[rosters.roster] & (rosters.share > 0))
        shares = sparse.diags_array(rosters.share[links])
        parts = (shares @ propagation.reach[rosters.supplier[links]]).tocsr()
        of_roster = _rows_of(rosters.roster[links], len(rosters.buyer))
        sums, squares = of_roster @ parts, of_roster @ parts.power(2)
        several = np.where(rosters.followed > 1, 1 / np.maximum(rosters.followed - 1, 1), 0)
        factor = unseen[rosters.buyer] * (1 - rosters.followed / rosters.listed) * here
        alone = rosters.followed == 1
        own: Numbers = squares.T @ (factor * np.where(alone, 1, several * rosters.followed))
        shared: Numbers = sums.power(2).T @ (factor * several)
        return own - shared


def link_sampling(propagation: Propagation) -> LinkSampling:
    """Return how the sub-sampling of suppliers spreads, for the rosters of a chain."""
    rosters = propagation.rosters
    listed, followed = rosters.listed, rosters.followed
    drawn, tells = followed < listed, followed > 1
    tier = propagation.tier[rosters.buyer]
    finest = pd.factorize(pd.MultiIndex.from_arrays([tier, rosters.kind]))[0]
    cells = np.stack([finest, tier + len(finest)])  # numbers of tiers follow those of the finest
    tellers = np.bincount(cells[:, tells].ravel(), minlength=int(cells.max(initial=0)) + 1)
    borrowed = np.where(tellers[cells[0]] > 0, cells[0], cells[1])
    alone = drawn & ~tells
    lent = alone & (tellers[borrowed] > 0)
    size = len(drawn)
    source = np.where(tells, np.arange(size), size + borrowed)
    counted = np.flatnonzero(drawn & (tells | lent))
    factor = listed**2 * (1 - followed / listed) / followed
    pooled = np.tile(np.flatnonzero(tells), 2)
    into = cells[:, tells].ravel()
    mean = sparse.csr_array((1 / tellers[into], (into, pooled)), shape=(len(tellers), size))
    shape = (size, size + len(tellers))
    variance = sparse.csr_array((factor[counted], (counted, source[counted])), shape=shape)
    return LinkSampling(
        propagation=propagation, mean=mean, variance=variance, told=bool(lent[alone].all())
    )


def _rows_of(row: npt.NDArray[np.intp], rows: int) -> sparse.csr_array:
    """Return (rows, n) sparse that adds up n entries by the row each is of."""
    return sparse.csr_array((np.ones(len(row)), (row, np.arange(len(row)))), shape=(rows, len(row)))
