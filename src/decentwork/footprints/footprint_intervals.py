"""The interval of every cell of a footprint, by the delta method or by simulation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.footprints.exports import output_for_exports
from decentwork.footprints.footprint import PERSPECTIVES, Footprint
from decentwork.footprints.labour_footprint import DIMENSIONS
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.uncertainty import (
    LEVEL,
    AccountError,
    account_error,
    delta_interval,
    interval_of,
)

DRAWS = 1000
DELTA = translatable(
    "delta method on the log of the figure, from the errors of industries; control totals and "
    "the table are taken as known"
)
SIMULATED = translatable(
    "simulated errors of industries; control totals and the table are taken as known"
)
_BLOCK = 500  # cells simulated together: what they hold at once is small


def footprint_intervals(
    leontief: Leontief,
    error: AccountError,
    perspective: str = "final_demand",
    by: Sequence[str] = ("place", "market"),
    rng: np.random.Generator | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return a footprint with the interval of each cell: rows of `by`, value, low, high.

    Only the error of the account is in it: the table is taken as known.

    Parameters
    ----------
    error : AccountError
        The account in the rows of the table, and what is uncertain in it.
    perspective : "final_demand", "domestic_L", "domestic_B" or "direct"
        As in `labour_in_exports`.
    rng : Generator, optional
        Simulate with it; by the delta method without.
    """
    strangers = [name for name in by if name not in DIMENSIONS]
    if strangers or not by:
        raise UnknownCode(", ".join(strangers), "the labels of a footprint", DIMENSIONS)
    table = leontief.table
    parts, markets = _parts(leontief, perspective)
    if "market" not in by:
        parts, markets = parts.sum(axis=1, keepdims=True), ("",)
    weights, frame = _cells(table, error, parts, markets, by)
    values = weights @ np.nan_to_num(error.values)
    if rng is None:
        spans = _by_delta(error, weights, values, level)
    else:
        spans = _simulated(error, weights, rng, level)
    frame = frame.assign(value=values, low=[it.low for it in spans], high=[it.high for it in spans])
    if perspective != "final_demand" and {"place", "market"} <= set(by):
        frame = frame[frame["place"] != frame["market"]]
    return frame.reset_index(drop=True)


def with_intervals(
    found: Footprint,
    leontief: Leontief,
    series: AccountSeries,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the rows of a footprint with low, high and a note: the method, or why there is none.

    Parameters
    ----------
    series : AccountSeries
        The account over years, which states its error.
    rng : Generator, optional
        Simulate with it; by the delta method without.
    """
    frame = found.to_frame()
    error = account_error(series, leontief.table)
    if isinstance(error, NoInterval):
        return frame.assign(low=np.nan, high=np.nan, interval_note=error.reason)
    labels = list(found.dimensions)
    spans = footprint_intervals(leontief, error, found.perspective, labels, rng)
    joined = frame.merge(spans[[*labels, "low", "high"]], on=labels, how="left")
    return joined.assign(interval_note=DELTA if rng is None else SIMULATED)


def _parts(leontief: Leontief, perspective: str) -> tuple[Matrix, Sequence[str]]:
    """Return the part of each row's output that serves each market: (n, markets), share."""
    if perspective not in PERSPECTIVES:
        raise UnknownCode(perspective, "the perspectives of a footprint", PERSPECTIVES)
    table = leontief.table
    scale = reciprocal(table.output)[:, np.newaxis]
    if perspective == "final_demand":
        return leontief.requirements(table.demand_by_market()) * scale, table.market_codes
    return output_for_exports(leontief, perspective) * scale, table.place_codes


def _cells(
    table: Table, error: AccountError, parts: Matrix, markets: Sequence[str], by: Sequence[str]
) -> tuple[csr_array, pd.DataFrame]:
    """Return the part of each row of the account in each cell (cells, n), and the cells' labels.

    Rows of which nothing is known are in no cell.
    """
    known = np.flatnonzero(np.isfinite(error.values))
    rows = np.repeat(known, len(markets))
    columns = {
        "place": np.array(table.places)[rows],
        "industry": np.array(table.industries)[rows],
        "market": np.tile(markets, len(known)),
    }
    labels = pd.DataFrame({name: columns[name] for name in by})
    cell = labels.groupby(list(by), sort=False).ngroup().to_numpy()
    frame = labels.drop_duplicates(ignore_index=True)
    weights = csr_array((parts[known].ravel(), (cell, rows)), (len(frame), len(table.places)))
    return weights, frame


def _by_delta(
    error: AccountError, weights: csr_array, values: Vector, level: float
) -> list[Interval]:
    return [
        delta_interval(float(value), float(variance), DELTA, level)
        for value, variance in zip(values, error.variance(weights), strict=True)
    ]


def _simulated(
    error: AccountError, weights: csr_array, rng: np.random.Generator, level: float
) -> list[Interval]:
    drawn = error.draw(DRAWS, rng).T
    return [
        interval_of(cell, SIMULATED, level)
        for first in range(0, weights.shape[0], _BLOCK)
        for cell in weights[first : first + _BLOCK] @ drawn
    ]
