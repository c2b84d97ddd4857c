"""How far back a footprint reaches: the seller, its domestic suppliers, or all suppliers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from decentwork.accounts.tables import Matrix, Rows
from decentwork.footprints.leontief import Leontief, domestic_coefficients, domestic_requirements

THROUGH = ("direct", "domestic_indirect", "imported")
"""The parts of a footprint: in the industry that sells what is bought, or exported; upstream of it
through domestic sales alone; behind a sale that crossed a border, wherever the work is done."""

_NESTED = ("direct", "domestic_L")


def reaches_to(perspective: str) -> tuple[str, ...]:
    """Return the perspectives that a perspective contains, and itself; they differ by `THROUGH`."""
    if perspective in _NESTED:
        return _NESTED[: _NESTED.index(perspective) + 1]
    return (*_NESTED, perspective)


@dataclass(frozen=True, eq=False)
class ProductionStages:
    """The matrix R of a perspective, from either side: R f, or q R.

    R is I for "direct", the domestic inverses for "domestic_L", the domestic blocks of (I − A)⁻¹
    for "domestic_B" and all of it for "final_demand".
    """

    leontief: Leontief

    def output(self, reach: str, demand: Matrix) -> Matrix:
        """Return the output that demand (n, m) requires, R f: (n, m), money."""
        if reach == "direct":
            return demand
        if reach == "domestic_L":
            return self._local(demand, lambda inverse, part: inverse @ part)
        if reach == "final_demand":
            return self.leontief.requirements(demand)
        return self._own(demand, self.leontief.requirements)

    def content(self, reach: str, sides: Matrix) -> Matrix:
        """Return what a unit of demand holds of each row of sides (k, n), q R: (k, n)."""
        if reach == "direct":
            return sides
        if reach == "domestic_L":
            return self._local(sides.T, lambda inverse, part: inverse.T @ part).T
        if reach == "final_demand":
            return self.leontief.multipliers(sides)
        return self._own(sides.T, lambda part: self.leontief.multipliers(part.T).T).T

    @cached_property
    def _inverses(self) -> list[tuple[Rows, Matrix]]:
        return [
            (rows, domestic_requirements(block, np.eye(len(rows))))
            for rows, block in domestic_coefficients(self.leontief.table)
        ]

    def _local(self, columns: Matrix, product: Callable[[Matrix, Matrix], Matrix]) -> Matrix:
        found = np.empty_like(columns)
        for rows, inverse in self._inverses:
            found[rows] = product(inverse, columns[rows])
        return found

    def _own(self, columns: Matrix, solve: Callable[[Matrix], Matrix]) -> Matrix:
        """Return for each place what the columns in its own rows give there."""
        found = np.zeros_like(columns)
        for rows in self.leontief.table.rows_by_place():
            some = np.flatnonzero(columns[rows].any(axis=0))
            own = np.zeros((len(columns), len(some)))
            own[rows] = columns[np.ix_(rows, some)]
            found[np.ix_(rows, some)] = solve(own)[rows]
        return found
