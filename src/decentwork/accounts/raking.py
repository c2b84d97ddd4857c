"""Scale cells to published sums: iterative proportional fitting that names what contradicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array, eye_array, hstack

from decentwork.accounts.tables import Vector
from decentwork.estimates.errors import EstimationError, InputError

Marks = NDArray[np.bool_]

REACHED = 1e-11  # of a margin: how near sums come before raking ends
ENOUGH = 1e-9  # of a margin: what still counts as its sum where progress ends
_SWEEPS = 2000
_AGREE = 1e-9  # of the largest margin: differences up to here are the arithmetic's


class MarginsContradict(InputError):
    """No cells have all these sums."""

    def __init__(self, names: Sequence[str], values: Sequence[float], difference: float) -> None:
        self.names, self.values, self.difference = tuple(names), tuple(values), difference
        listed = ", ".join(
            f"{name} ({value:,.10g})" for name, value in zip(names, values, strict=True)
        )
        least = f"{difference:,.6g}"
        super().__init__(
            f"No cells have these sums together: {listed}; they are {least} apart. Correct or "
            "leave out one of them."
            if len(self.names) > 1
            else f"No cells have this sum: {listed}; cells that are held or zero leave it {least} "
            "off. Correct it, give the cells a key, or let what is held move."
        )


class RakingStalled(EstimationError):
    """The margins do not contradict each other, but only cells near zero would meet them all."""

    def __init__(self, names: Sequence[str], distance: float) -> None:
        self.names, self.distance = tuple(names), distance
        super().__init__(
            f"Raking ends {distance:.2%} away from {', '.join(names)}: the sums leave no room for "
            "cells that the keys say are there. Use other keys, or leave out a margin."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Margin:
    """A published sum: the cells at these positions add to `value`."""

    name: str
    cells: NDArray[np.intp]
    value: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Raked:
    """Cells (c,) that have all the sums, after how many sweeps, and the sums that were rounded.

    `rounded` has the name of each margin that gave way, what was published and what was used.
    """

    values: Vector
    sweeps: int
    rounded: tuple[tuple[str, float, float], ...] = ()


def rake(
    start: Vector, margins: Sequence[Margin], held: Marks | None = None, rounding: float = 0.0
) -> Raked:
    """Return the cells nearest to `start`, in proportion, that add to every margin.

    Parameters
    ----------
    start : (c,) array
        Cells before, none negative; a cell of zero stays zero.
    margins : sequence of Margin
        In any order; they may overlap.
    held : (c,) array of bool, optional
        Cells that stay as they are.
    rounding : float
        How far a margin may give way where margins contradict each other: half of its last digit.

    Raises
    ------
    MarginsContradict
        Names the margins that no cells can meet together, and by how much.
    RakingStalled
        They could be met, but not by scaling in a bounded number of sweeps.

    References
    ----------
    Deming & Stephan 1940, Annals of Mathematical Statistics 11(4): 427–444.
    """
    fixed = np.zeros(len(start), dtype=bool) if held is None else held
    sums = sum_matrix(margins, len(start))
    targets = np.array([margin.value for margin in margins], dtype=float)
    scale = np.maximum(np.abs(targets), np.abs(targets).max(initial=0.0) * 1e-12)
    scale = np.where(scale > 0, scale, 1.0)
    rest = np.where(fixed, 0.0, start)
    wanted = targets - sums @ np.where(fixed, start, 0.0)
    wanted = np.where(np.abs(wanted) <= REACHED * scale, 0.0, wanted)  # rounding of the held sum
    families = [(sums[rows].tocsr(), wanted[rows]) for rows in _disjoint(margins)]
    sweeps, values = 0, rest
    if (wanted >= 0).all():
        for sweeps in range(_SWEEPS + 1):  # noqa: B007 - how many it took is part of the result
            if np.all(np.abs(sums @ values - wanted) <= REACHED * scale):
                break
            for part, target in families:
                values = _scaled(values, part, target)
    off = np.abs(sums @ values - wanted) / scale
    if (off > ENOUGH).any():
        agreed = _rounded(sums, wanted, rest > 0, rounding) if rounding > 0 else None
        if agreed is not None:
            return _raked_to(start, margins, fixed, agreed - wanted)
        _refuse(sums, wanted, rest > 0, margins)
        worst = np.flatnonzero(off > ENOUGH)
        raise RakingStalled([margins[int(at)].name for at in worst], float(off.max()))
    return Raked(values=np.where(fixed, start, values), sweeps=sweeps)


def sum_matrix(margins: Sequence[Margin], cells: int) -> csr_array:
    """Return the 0/1 matrix (margins, cells) that sums cells to margins."""
    rows = np.repeat(np.arange(len(margins)), [len(margin.cells) for margin in margins])
    columns = np.concatenate([np.zeros(0, dtype=np.intp), *(it.cells for it in margins)])
    return csr_array((np.ones(len(columns)), (rows, columns)), (len(margins), cells))


def _scaled(values: Vector, part: csr_array, target: Vector) -> Vector:
    """Return the cells scaled to margins of which no two share a cell."""
    found = part @ values
    factor = np.divide(target, found, out=np.ones_like(found), where=found > 0)
    return np.asarray(values * (1.0 + (factor - 1.0) @ part))


def _disjoint(margins: Sequence[Margin]) -> list[list[int]]:
    """Return positions of margins in families of which no two share a cell, in order."""
    families: list[tuple[list[int], set[int]]] = []
    for position, margin in enumerate(margins):
        cells = set(margin.cells.tolist())
        free = next((it for it in families if not it[1] & cells), None)
        if free is None:
            families.append(([position], cells))
        else:
            free[0].append(position)
            free[1].update(cells)
    return [rows for rows, _ in families]


def _raked_to(start: Vector, margins: Sequence[Margin], held: Marks, change: Vector) -> Raked:
    """Return cells raked to margins that gave way, with what was published and used."""
    used = [
        replace(margin, value=margin.value + float(by))
        for margin, by in zip(margins, change, strict=True)
    ]
    rounded = tuple(
        (one.name, one.value, other.value)
        for one, other in zip(margins, used, strict=True)
        if abs(other.value - one.value) > ENOUGH * max(one.value, other.value)
    )
    return replace(rake(start, used, held), rounded=rounded)


def _rounded(system: csr_array, wanted: Vector, may_hold: Marks, rounding: float) -> Vector | None:
    """Return sums that agree, each within `rounding` of what is wanted; None if there are none."""
    largest = max(np.abs(wanted).max(initial=0.0), 1e-300)
    system = system[:, may_hold].tocsr()
    found = _least_change(system, wanted / largest, rounding / largest)
    if found.x is None:
        return None
    # Sums of cells that the programme found agree to the last digit; its own differences do not.
    return np.asarray(system @ found.x[: system.shape[1]] * largest)


def _refuse(sums: csr_array, wanted: Vector, may_hold: Marks, margins: Sequence[Margin]) -> None:
    """Raise MarginsContradict if no cells meet the margins, naming no more of them than needed."""
    largest = max(np.abs(wanted).max(initial=0.0), 1e-300)
    system, targets = sums[:, may_hold].tocsr(), wanted / largest
    found = _least_change(system, targets)
    if found.fun <= _AGREE:
        return
    against = list(np.flatnonzero(np.abs(found.eqlin.marginals) > 1e-9))
    for at in tuple(against):
        rest = [it for it in against if it != at]
        if rest and _least_change(system[rest], targets[rest]).fun > _AGREE:
            against = rest
    raise MarginsContradict(
        [margins[int(at)].name for at in against],
        [margins[int(at)].value for at in against],
        float(_least_change(system[against], targets[against]).fun) * largest,
    )


def _least_change(system: csr_array, targets: Vector, most: float | None = None) -> OptimizeResult:
    """Return cells, then changes of targets up and down, whose sum is least and makes them agree.

    A linear programme: neither cells nor changes are negative, no change is above `most`.
    """
    count, cells = system.shape
    slack = eye_array(count, format="csr")
    equations = hstack([system, slack, -slack], format="csr")
    costs = np.concatenate([np.zeros(cells), np.ones(2 * count)])
    bounds = [(0.0, None)] * cells + [(0.0, most)] * (2 * count)
    return linprog(costs, A_eq=equations, b_eq=targets, bounds=bounds, method="highs")
