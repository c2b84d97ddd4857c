"""The variance of a traced total: the draw of seeds, of links, and of workers within units."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from decentwork.estimates.limits import left
from decentwork.estimators.link_sampling import LinkSampling, link_sampling
from decentwork.estimators.propagation import Propagation
from decentwork.estimators.seed_design import SeedDesign

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

NO_SPREAD = (
    "suppliers were followed one a buyer and tell no spread: variance without finite population "
    "correction, conservative"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Variances of k totals, and their degrees of freedom (infinite: normal)."""

    variances: Numbers
    freedom: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedVariance:
    """How uncertain totals over traced units are under the design that traced them.

    `design` of the seeds; `contributions` (s, r) sparse, the part of each unit's weight that comes
    from each seed; `links` the draws among suppliers; `unseen` (r,) how much of the variance that
    arises at a unit (by drawing among its suppliers or workers) the seeds' formula leaves out: w_u²
    less what it takes in. A seed of chance f leaves out f·w²; one supplier shared by all seeds
    nearly all of it.
    """

    design: SeedDesign
    contributions: sparse.csr_array
    links: LinkSampling
    unseen: Numbers

    def of(
        self,
        rows: Positions,
        values: Numbers,
        parts: Numbers | None = None,
        within: Numbers | None = None,
    ) -> Spread:
        """Return how uncertain the totals Σ_j w_j y_j are, or ratios that y_j linearise.

        Parameters
        ----------
        rows : (n,) positions among the r units
            Units of the domain; y is 0 elsewhere.
        values : (n, k) array
            y of these units; (y − R x)/X of a ratio R with the denominator X.
        parts : (n, k) array, optional
            x/X of ratios, 0 of totals: what a seed or link brings is then taken over what is left
            of X without it.
        within : (n, k) array, optional
            Variance of each unit's own value, where it was estimated from some of its workers.
        """
        parts = np.zeros_like(values) if parts is None else parts
        brought = self.contributions[:, rows]
        contributed = (brought @ values) / left(brought @ parts)
        variances = self.design.variance(contributed)
        if self.links.drawn.any():
            variances = variances + self.unseen @ self.links.of_buyers(rows, values, parts)
        if within is not None:
            variances = variances + self.unseen[rows] @ within
        return Spread(variances=variances, freedom=self.design.freedom(contributed, variances))


def traced_variance(propagation: Propagation, design: SeedDesign) -> TracedVariance:
    """Return the variance of generalised weight share totals under a seed design.

    With z_i = Σ_j Q_ij y_j the total is Σ_i w_i z_i over seeds, an ordinary estimator of the seed
    design (Lavallée 2007, ch. 4). Where buyers' suppliers were sub-sampled, z_i is itself estimated
    and the seeds' formula with its finite population correction takes in only part of that; the
    rest is added, never less than nothing (two-stage sampling, Cochran 1977, eq. 11.24).
    """
    links = link_sampling(propagation)
    if not links.told:
        design = design.with_replacement(NO_SPREAD)
    contributions = propagation.contributions
    return TracedVariance(
        design=design,
        contributions=contributions,
        links=links,
        unseen=_unseen(propagation, links, design.variance(contributions)),
    )


def _unseen(propagation: Propagation, links: LinkSampling, taken_in: Numbers) -> Numbers:
    """Return (r,) what is left of w² after what the seeds and then each tier's buyers take in."""
    squares = propagation.weights**2
    for tier in np.unique(propagation.tier[propagation.rosters.buyer[links.drawn]]):
        unseen = np.maximum(squares - taken_in, 0)
        taken_in = taken_in + links.taken_in(unseen, int(tier))
    unseen_at_last: Numbers = np.maximum(squares - taken_in, 0)
    return unseen_at_last
