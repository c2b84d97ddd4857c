"""Intervals of footprints from the uncertainty of the labour account; ranks as bands."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.sparse import csr_array

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.interval import Interval, NoInterval

LEVEL = 0.95


@cache
def log_spread(median_error: float) -> float:
    """Return the standard deviation of log errors whose median absolute relative error is given.

    Solves P(|exp(σz) − 1| < median_error) = 1/2 for standard normal z.

    Examples
    --------
    >>> round(log_spread(0.30), 4)
    0.4565
    """
    above, below = math.log1p(median_error), math.log1p(-median_error)
    within = NormalDist().cdf
    return float(brentq(lambda s: within(above / s) - within(below / s) - 0.5, 1e-6, 10.0))


def draw_within_controls(
    values: Vector,
    controls: Sequence[str],
    median_error: float,
    draws: int,
    rng: np.random.Generator,
) -> Matrix:
    """Return draws of an account whose cells err log-normally while groups keep their totals.

    The error of the control totals themselves is not in it.

    Parameters
    ----------
    values : (n,) array
        The account.
    controls : n labels
        The group of each cell.

    Returns
    -------
    (draws, n) array, unit of the account
    """
    drawn = values * np.exp(log_spread(median_error) * rng.standard_normal((draws, len(values))))
    names, group = np.unique(np.asarray(controls), return_inverse=True)
    totals = np.zeros((len(values), len(names)))
    totals[np.arange(len(values)), group] = 1.0
    wanted, found = values @ totals, drawn @ totals
    scale = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
    return np.asarray(drawn * scale[:, group])


def interval_of(draws: Vector, method: str, level: float = LEVEL) -> Interval:
    """Return the central interval of simulated values."""
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(draws, [tail, 1.0 - tail])
    return Interval(low=float(low), high=float(high), level=level, method=method)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AccountError:
    """What is not certain in an account: its cells, how totals were allocated, the totals.

    Of a built account `parts` hold every error, and nothing else is looked at. Cells of another err
    log-normally and are scaled to the total of their control group; or, with a `concentration`,
    the shares of a group are Dirichlet around their values. The totals of groups err log-normally.
    A cell whose control is "" is scaled to nothing.

    Parameters
    ----------
    values : (n,) array
        The account in the rows of a table; NaN where not known.
    controls : n labels
        The group whose total each cell is a part of.
    cells : float
        Standard deviation of the log errors of cells.
    totals : float
        Standard deviation of the log errors of control totals.
    concentration : float, optional
        Of the Dirichlet distribution of shares (κ): a share s has variance s(1 − s) / (κ + 1).
    parts : (n, u) sparse array, optional
        What one standard deviation of each of u independent errors adds to each cell.
    """

    values: Vector
    controls: tuple[str, ...]
    cells: float = 0.0
    totals: float = 0.0
    concentration: float | None = None
    parts: csr_array | None = None

    def __post_init__(self) -> None:
        if self.concentration is not None and ("" in self.controls or self.cells):
            what = "shares of a group vary with a concentration, cells without a group do not."
            raise InvalidInput("Error of an account", [Problem("concentration", what)])

    def variance(self, weights: csr_array) -> Vector:
        """Return the variance of weighted sums of the account by the delta method: (m,).

        With w̄ the mean weight of a group by labour l, log-normal cells give
        σ² Σ l² (w − w̄)², Dirichlet shares (Σl Σl w² − (Σl w)²) / (κ + 1), which is exact, and
        totals τ² (Σl w)², each summed over groups.

        Parameters
        ----------
        weights : (m, n) sparse array
            The part of each cell that each sum counts, e.g. output required over output.
        """
        if self.parts is not None:
            return np.asarray((weights @ self.parts).power(2).sum(axis=1))
        labour, member, alone = self._labour(), self._members(), self._alone()
        counted, squared = weights * labour, weights.power(2)
        summed = counted @ member
        held = labour @ member
        totals = self.totals**2 * summed.power(2).sum(axis=1)
        if self.concentration is not None:
            within = ((squared * labour) @ member) * held - summed.power(2)
            return np.asarray(totals + within.sum(axis=1) / (self.concentration + 1.0))
        mean = summed * np.divide(1.0, held, out=np.zeros_like(held), where=held > 0)
        within = (
            (squared * labour**2) @ member
            - 2.0 * mean * ((weights * labour**2) @ member)
            + mean.power(2) * (labour**2 @ member)
        )
        free = counted.power(2) @ alone
        return np.asarray(totals + self.cells**2 * (free + np.maximum(within.sum(axis=1), 0.0)))

    def draw(self, draws: int, rng: np.random.Generator) -> Matrix:
        """Return simulated accounts: (draws, n), unit of the account, zero where not known."""
        if self.parts is not None:
            moved = (self.parts @ rng.standard_normal((self.parts.shape[1], draws))).T
            known = self._labour()
            share = np.divide(moved, known, out=np.zeros_like(moved), where=known > 0)
            return np.asarray(known * np.exp(share))
        labour, member, alone = self._labour(), self._members(), self._alone()
        if self.concentration is None:
            drawn = labour * np.exp(self.cells * rng.standard_normal((draws, len(labour))))
        else:
            held = (labour @ member) @ member.T
            share = np.divide(labour, held, out=np.zeros_like(labour), where=held > 0)
            drawn = rng.standard_gamma(self.concentration * share, (draws, len(labour)))
        totals = np.exp(self.totals * rng.standard_normal((draws, member.shape[1])))
        wanted, found = (labour @ member) * totals, drawn @ member
        scale = np.divide(wanted, found, out=np.ones_like(found), where=found > 0)
        return np.asarray(drawn * (scale @ member.T + alone))

    def _labour(self) -> Vector:
        return np.nan_to_num(self.values)

    def _alone(self) -> Vector:
        """Return 1 for each cell that is in no control group, else 0: (n,)."""
        return np.array([not control for control in self.controls], dtype=float)

    def _members(self) -> csr_array:
        """Return the 0/1 matrix of cells and groups (n, groups), with a row of zeros for none."""
        names, group = np.unique(np.array(self.controls), return_inverse=True)
        indicator = np.eye(len(names))[group]
        return csr_array(indicator[:, names != ""])


def account_error(series: AccountSeries, table: Table) -> AccountError | NoInterval:
    """Return the error of an account in the year of `table`, or why nothing is known of it."""
    if series.errors is not None:
        return _of_built(series, series.errors, table)
    if isinstance(series.median_error, NoInterval):
        return series.median_error
    rows = series.of_places(table.place_codes).frame
    rows = rows[rows["year"] == table.year]
    controls = {(row.place, row.industry): row.control for row in rows.itertuples()}
    cells = list(zip(table.places, table.industries, strict=True))
    return AccountError(
        values=series.of_places(table.place_codes).in_year(table.year).on(table),
        controls=tuple(controls.get(cell, "") for cell in cells),
        cells=log_spread(series.median_error),
    )


def _of_built(series: AccountSeries, errors: pd.DataFrame, table: Table) -> AccountError:
    cells = {cell: at for at, cell in enumerate(zip(table.places, table.industries, strict=True))}
    rows = errors[errors["year"] == table.year]
    labels = zip(rows["place"], rows["industry"], strict=True)
    at = np.array([cells.get(cell, -1) for cell in labels], dtype=int)
    names, error = np.unique(rows["error"].to_numpy(), return_inverse=True)
    known, shape = at >= 0, (len(cells), len(names))
    deviations = rows["deviation"].to_numpy(dtype=float)[known]
    return AccountError(
        values=series.of_places(table.place_codes).in_year(table.year).on(table),
        controls=("",) * len(cells),
        parts=csr_array((deviations, (at[known], error[known])), shape=shape),
    )


def delta_interval(value: float, variance: float, method: str, level: float = LEVEL) -> Interval:
    """Return the interval of a positive figure whose log is taken to be normal."""
    z = NormalDist().inv_cdf(0.5 + level / 2.0)
    factor = math.exp(z * math.sqrt(variance) / value) if value > 0 else 1.0
    return Interval(low=value / factor, high=value * factor, level=level, method=method)


def rank_bands(draws: Matrix, level: float = LEVEL) -> NDArray[np.intp]:
    """Return the first and last rank that each place may have, 1 being the largest: (places, 2).

    One place is above another only if the difference between the two is too large to be chance,
    for all pairs together; the band of a place runs from one below those above it to one above
    those below it. All bands hold at once with probability `level`.

    Parameters
    ----------
    draws : (draws, places) array
        Simulated figures.

    References
    ----------
    Mogstad, Romano, Shaikh & Wilhelm 2024, Review of Economic Studies 91: 476–518.
    """
    centred = draws - draws.mean(axis=0)
    covariance = np.cov(draws, rowvar=False)
    spread = np.diag(covariance)[:, np.newaxis] + np.diag(covariance) - 2.0 * covariance
    error = np.sqrt(np.maximum(spread, 0.0))
    scale = np.divide(1.0, error, out=np.zeros_like(error), where=error > 0)
    largest = [np.abs((row[:, np.newaxis] - row) * scale).max() for row in centred]
    difference = draws.mean(axis=0)[:, np.newaxis] - draws.mean(axis=0)
    above = difference > np.quantile(largest, level) * error
    count = draws.shape[1]
    return np.column_stack([1 + above.sum(axis=0), count - above.sum(axis=1)])
