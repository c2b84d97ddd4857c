"""The interval of every cell of a footprint, by the delta method or by simulation."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.labour import per_output
from decentwork.accounts.tables import Matrix
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.footprints.footprint_cells import FootprintCells, footprint_cells
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.uncertainty import LEVEL, AccountError, delta_interval, interval_of

DRAWS = 1000
DELTA = translatable(
    "delta method on the log of the figure, from the errors of industries; control totals and "
    "the table are taken as known"
)
SIMULATED = translatable(
    "simulated errors of industries; control totals and the table are taken as known"
)
DELTA_OF_BUILT = translatable(
    "delta method on the log of the figure, from the stated errors of totals, shares and keys of "
    "the account; the table is taken as known"
)
SIMULATED_OF_BUILT = translatable(
    "simulated from the stated errors of totals, shares and keys of the account; the table is "
    "taken as known"
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
        As in `footprint`.
    rng : Generator, optional
        Simulate with it; by the delta method without.
    """
    labour = per_output(error.values, leontief.table.output)
    cells = footprint_cells(leontief, labour, by, perspective)
    return cells.shown(cell_intervals(cells, error, rng, level))


def method_of(error: AccountError, *, simulated: bool = False) -> str:
    """Return what an interval holds, in words."""
    if error.parts is None:
        return SIMULATED if simulated else DELTA
    return SIMULATED_OF_BUILT if simulated else DELTA_OF_BUILT


def cell_intervals(
    cells: FootprintCells,
    error: AccountError | NoInterval,
    rng: np.random.Generator | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return the labels of all cells, in their order, and their value, low and high (or NaN)."""
    if isinstance(error, NoInterval):
        return cells.frame().assign(value=cells.values().ravel(), low=np.nan, high=np.nan)
    count = cells.work.shape[0]
    columns = len(cells.products) * len(cells.purchases[1])
    found = np.zeros((3, count, columns, len(cells.reaches)))
    drawn = None if rng is None else error.draw(DRAWS, rng).T
    method = method_of(error, simulated=rng is not None)
    for block, stage, weights in weights_of_cells(cells):
        values = weights @ np.nan_to_num(error.values)
        if drawn is None:
            pairs = zip(values.tolist(), error.variance(weights).tolist(), strict=True)
            spans = [delta_interval(value, variance, method, level) for value, variance in pairs]
        else:
            spans = _simulated(weights, drawn, method, level)
        told = [values, [it.low for it in spans], [it.high for it in spans]]
        found[:, :, block, stage] = np.reshape(told, (3, count, -1))
    value, low, high = found.reshape(3, -1)
    return cells.frame().assign(value=value, low=low, high=high)


def weights_of_cells(cells: FootprintCells) -> Iterator[tuple[slice, int, csr_array]]:
    """Yield for columns of purchases and a stage the part of each row in each cell: (w · b, n)."""
    group = cells.work.tocsc().indices  # of each of the rows, in their order
    scale = reciprocal(cells.leontief.table.output)[:, np.newaxis]
    for block, demand in cells.demands():
        width = demand.shape[1]
        at = group[:, np.newaxis] * width + np.arange(width)
        where = (at.ravel(), np.repeat(cells.rows, width))
        shape = (cells.work.shape[0] * width, len(cells.labour))
        for stage, output in enumerate(cells.outputs(demand)):
            yield block, stage, csr_array(((output * scale)[cells.rows].ravel(), where), shape)


def _simulated(weights: csr_array, drawn: Matrix, method: str, level: float) -> list[Interval]:
    return [
        interval_of(cell, method, level)
        for first in range(0, weights.shape[0], _BLOCK)
        for cell in weights[first : first + _BLOCK] @ drawn
    ]
