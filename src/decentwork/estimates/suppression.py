"""Which cells of tables that add up must be withheld so that none can be worked out from others.

The tables are one frame of cells: a column a dimension, missing where the cell is a total over it.
Withheld cells can be told apart only as far as what is shown, what adds up, and (where all sizes
are) that nothing is negative allow: a linear programme gives the range each may lie in.

References
----------
M. Fischetti and J. J. Salazar-González, Solving the cell suppression problem on tabular data with
linear constraints, Management Science 47(7) (2001), 1008-1027: attacker's problem and protection
levels. L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), ch. 6.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sparse
from scipy.optimize import linprog

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Nested = Mapping[str, Mapping[str, str]]

_NOTHING = 1e-7


def relations(
    cells: pd.DataFrame, dimensions: Sequence[str], nested: Nested | None = None
) -> sparse.csr_array:
    """Return what adds up: a row for each total and dimension, 1 for its parts, -1 for it.

    Parameters
    ----------
    cells : one row a cell, a column a dimension
        Missing where a cell is a total over that dimension.
    nested : for a dimension, the wider code that holds each narrower one
        Such as {"region": {"Lower Avon": "Avon"}}; codes without one are parts of the total.
    """
    codes = cells[list(dimensions)].astype(object)
    keys = [tuple(row) for row in codes.where(codes.notna(), None).itertuples(index=False)]
    place = {key: number for number, key in enumerate(keys)}
    entries: dict[tuple[int, int], list[int]] = {}
    for number, key in enumerate(keys):
        for at, dimension in enumerate(dimensions):
            wider = (nested or {}).get(dimension, {})
            code = key[at]
            while code is not None:
                code = wider.get(code)
                total = place.get((*key[:at], code, *key[at + 1 :]))
                if total is not None:
                    entries.setdefault((at, total), []).append(number)
                    break
    rows, columns, signs = [], [], []
    for row, ((_, total), parts) in enumerate(entries.items()):
        rows += [row] * (len(parts) + 1)
        columns += [total, *parts]
        signs += [-1.0] + [1.0] * len(parts)
    return sparse.csr_array((signs, (rows, columns)), shape=(len(entries), len(keys)))


def protection(sizes: Floats, width: float) -> Floats:
    """Return how far from its size each cell must seem to reach: `width` of it, at least one step.

    A step is one where all sizes are whole, else `width` of the smallest size there is.
    """
    known = np.abs(sizes[sizes != 0])
    if not len(known):
        return np.zeros_like(sizes)
    step = 1.0 if np.array_equal(sizes, sizes.round()) else width * float(known.min())
    return np.maximum(width * np.abs(sizes), step)


def withheld(
    adding_up: sparse.csr_array,
    sizes: Floats,
    primary: Bools,
    *,
    width: float,
    costs: Floats,
    known: Bools | None = None,
    already: Bools | None = None,
) -> Bools:
    """Return the cells to withhold: the primary ones, and those that protect them.

    For each primary cell the cheapest ways are sought in which it could be larger, and smaller,
    by its protection while everything still adds up; the cells that would differ are withheld. So
    each primary cell may, for all that is shown, lie anywhere between.

    Parameters
    ----------
    adding_up : (relations, cells)
        As from `relations`.
    sizes : (cells,) array
        What adds up; where one is negative, none is taken to have a lower bound.
    costs : (cells,) array
        What is lost with a cell, such as its respondents.
    known : (cells,) array
        Cells that one respondent makes up alone and so knows: they protect no other cell, unless
        nothing else can.
    already : (cells,) array
        Cells that are withheld for another reason: they cost nothing.
    """
    alone = np.zeros(len(sizes), dtype=bool) if known is None else known
    gone = primary.copy() if already is None else primary | already
    reach = protection(sizes, width)
    floors = np.maximum(sizes, 0.0) if (sizes >= 0).all() else np.full(len(sizes), np.inf)
    moves: list[Floats] = []
    for target in np.flatnonzero(primary).tolist():
        fixed = alone & (np.arange(len(sizes)) != target)
        for change in (reach[target], -min(reach[target], floors[target])):
            if change == 0 or _is_met(moves, target, change, floors, fixed):
                continue
            move = _move(adding_up, target, change, floors, np.where(gone, 0.0, costs), fixed)
            if move is None:
                return np.ones(len(sizes), dtype=bool)
            gone = gone | (move != 0)
            moves.append(move)
    return gone


def _is_met(
    moves: Sequence[Floats], target: int, change: float, floors: Floats, fixed: Bools
) -> bool:
    """Tell whether a move found for another cell, or its opposite, scaled, changes this enough."""
    for move in moves:
        if move[target] and not move[fixed].any():
            scaled = move * (change / move[target])
            if (scaled >= -floors * (1 + _NOTHING)).all():
                return True
    return False


def _move(
    adding_up: sparse.csr_array,
    target: int,
    change: float,
    floors: Floats,
    costs: Floats,
    fixed: Bools,
) -> Floats | None:
    """Return by how much each cell differs when the target changes, in the cheapest way.

    None where the solver finds no way, to which only rounding in huge tables leads.
    """
    cells, amount = len(floors), abs(change)
    most_up = np.where(fixed, 0.0, np.inf)
    most_down = np.where(fixed, 0.0, floors / amount)
    least, most = np.zeros(2 * cells), np.concatenate([most_up, most_down])
    most[[target, cells + target]] = [change > 0, change < 0]
    least[target if change > 0 else cells + target] = 1.0
    found = linprog(
        np.concatenate([costs, costs]),
        A_eq=sparse.hstack([adding_up, -adding_up], format="csr"),
        b_eq=np.zeros(adding_up.shape[0]),
        bounds=np.column_stack([least, most]),
        method="highs",
    )
    if found.x is None and fixed.any():
        return _move(adding_up, target, change, floors, costs, np.zeros_like(fixed))
    if found.x is None:
        return None
    moved = found.x[:cells] - found.x[cells:]
    return np.where(np.abs(moved) > _NOTHING, moved * amount, 0.0)


def ranges(
    adding_up: sparse.csr_array,
    sizes: Floats,
    gone: Bools,
    *,
    is_positive: bool,
    asked: Bools | None = None,
) -> tuple[Floats, Floats]:
    """Return from where to where each withheld cell may lie for someone who sees the others.

    Cells that are shown, or not asked for, come back as they are. Needs the true sizes: what does
    not add up among shown cells (a part that is not in the table) is taken to be known.
    """
    low, high = sizes.astype(float).copy(), sizes.astype(float).copy()
    unknown = np.flatnonzero(gone)
    part = adding_up[:, unknown]
    wanted = np.flatnonzero(gone[unknown] if asked is None else asked[unknown])
    found = bounds(part, part @ sizes[unknown], wanted, is_positive=is_positive)
    for at, (least, most) in zip(unknown[wanted], found, strict=True):
        low[at], high[at] = least, most
    return low, high


def bounds(
    part: sparse.csr_array, told: Floats, wanted: npt.NDArray[np.intp], *, is_positive: bool
) -> list[tuple[float, float]]:
    """Return the range of each wanted unknown x with part @ x = told: the attacker's problem.

    An open end is infinite; a range is missing where nothing fits (the table does not add up).
    """
    scale = max(1.0, float(np.abs(told).max(initial=0.0)))
    least = 0.0 if is_positive else None
    found = []
    for cell in wanted:
        goal = np.zeros(part.shape[1])
        goal[cell] = 1.0
        low, high = (
            linprog(sign * goal, A_eq=part, b_eq=told / scale, bounds=(least, None), method="highs")
            for sign in (1, -1)
        )
        ends = (
            _end(low.status, low.fun, scale, -np.inf),
            _end(high.status, high.fun, -scale, np.inf),
        )
        found.append(ends)
    return found


def _end(status: int, best: float | None, scale: float, unbounded: float) -> float:
    """Return an end of a range: open where the solver tells so (3), missing where none fits."""
    if status == 3:
        return unbounded
    return np.nan if best is None else best * scale


def can_be_worked_out(part: sparse.csr_array) -> Bools:
    """Tell which unknown cells follow exactly from what is shown, whatever the numbers."""
    dense = part.toarray()
    if not dense.size:
        return np.zeros(part.shape[1], dtype=bool)
    _, singular, basis = np.linalg.svd(dense)
    rank = int((singular > 1e-9).sum())
    return np.asarray(np.abs(basis[rank:]).max(axis=0, initial=0.0) < 1e-9)
