"""Intervals of the cells of any footprint, and the ranks of places as bands."""

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix, Vector
from decentwork.footprints.footprint_cells import FootprintCells
from decentwork.footprints.footprint_intervals import DRAWS, cell_intervals, weights_of_cells
from decentwork.footprints.uncertainty import LEVEL, AccountError, rank_bands

RANK, RANK_LOW, RANK_HIGH = RANKS = ("rank", "rank_low", "rank_high")


def footprint_bands(
    cells: FootprintCells,
    error: AccountError,
    rng: np.random.Generator | None = None,
    level: float = LEVEL,
) -> pd.DataFrame:
    """Return a footprint with the interval of each cell and, with chance, the rank of each place.

    Only the error of the account is in it: the table is taken as known.

    Parameters
    ----------
    cells : FootprintCells
        As `footprint_cells` returns them.
    error : AccountError
        The account in the rows of the table, and what is uncertain in it.
    rng : Generator, optional
        Draws accounts for the ranks. Places are ranked by themselves or by one other label.

    Returns
    -------
    DataFrame of the labels, `value`, `low` and `high` (delta method), and maybe `rank`, `rank_low`
    and `rank_high`: among places of the same other labels, 1 being the largest, and all bands of
    these hold at once with probability `level`.
    """
    frame = cell_intervals(cells, error, level=level)
    others = [name for name in cells.by if name != "place"]
    if rng is not None and "place" in cells.by and len(others) <= 1:
        frame = frame.assign(**_ranks(frame, others, _draws(cells, error, rng), level))
    return cells.shown(frame)


def rank_columns(draws: Matrix, values: Vector, level: float = LEVEL) -> dict[str, Vector]:
    """Return the rank of each value (m,) and its band from draws of them (m, draws)."""
    order = np.empty(len(values), dtype=int)
    order[np.argsort(-values, kind="stable")] = np.arange(1, len(values) + 1)
    bands = rank_bands(draws.T, level) if len(values) > 1 else np.ones((1, 2), dtype=int)
    return dict(zip(RANKS, (order, *bands.T), strict=True))


def _draws(cells: FootprintCells, error: AccountError, rng: np.random.Generator) -> Matrix:
    """Return simulated values of each cell, in the order of its labels: (cells, draws)."""
    drawn = error.draw(DRAWS, rng).T
    count = cells.work.shape[0]
    columns = len(cells.products) * len(cells.purchases[1])
    found = np.zeros((count, columns, len(cells.reaches), DRAWS))
    for block, stage, weights in weights_of_cells(cells):
        found[:, block, stage] = (weights @ drawn).reshape(count, -1, DRAWS)
    return found.reshape(-1, DRAWS)


def _ranks(
    frame: pd.DataFrame, others: list[str], draws: Matrix, level: float
) -> dict[str, Vector]:
    found = {name: np.zeros(len(frame), dtype=int) for name in RANKS}
    groups = frame.groupby(others, sort=False).indices.values() if others else [slice(None)]
    for at in groups:
        ranked = rank_columns(draws[at], frame["value"].to_numpy()[at], level)
        for name, values in ranked.items():
            found[name][at] = values
    return found
