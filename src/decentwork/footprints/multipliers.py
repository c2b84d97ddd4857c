"""A few accounts or markets alone, faster than a factorisation in full precision."""

from dataclasses import dataclass
from functools import cached_property, partial
from typing import Protocol

import numpy as np
from scipy.linalg import lapack

from decentwork.accounts.tables import Matrix, Rows, Table, Vector
from decentwork.footprints.leontief import (
    domestic_block,
    domestic_requirements,
    factorise,
    reciprocal,
)

PRECISION = 1e-10  # of each multiplier, relative, where inputs are not negative
STEPS, RESTARTS = 20, 6  # beyond, the table is factorised in full precision
LARGE = 1000  # rows from which on iterating costs less than a factorisation
SMALL = 300  # rows below which full precision costs no time
FIRST_GOAL = 1e-8  # of the residual's length; what is left is seen only in full precision
MARGIN = 0.3  # a length that is short enough can still have an element that is not
ITERATED, ROUGH = 66, 24  # rows to a side from which on steps, or rough factors, cost the least
SLACK = 1e-3  # of the mean coefficient: what an industry without labour is measured against


@dataclass(frozen=True, eq=False)
class _System:
    """The system m (I − A) = q of a table, or (I − A) x = f as rows; A itself is never formed."""

    table: Table
    scale: Vector  # 1 / x
    forward: bool = False  # from demand to the output it requires

    @cached_property
    def local(self) -> list[tuple[Rows | slice, Matrix]]:
        """The rows of each place and its domestic inverse, L; transposed when forward."""
        found = []
        for rows in self.table.rows_by_place():
            block = domestic_block(self.table, rows)
            inverse = domestic_requirements(block, np.eye(len(rows)))
            found.append((as_slice(rows), inverse.T if self.forward else inverse))
        return found

    def apply(self, sides: Matrix) -> Matrix:
        """Return m (I − A); forward, the rows of (I − A) x."""
        flows = self.table.transactions
        if self.forward:
            return np.asarray(sides - (sides * self.scale) @ flows.T)
        return np.asarray(sides - (sides @ flows) * self.scale)

    def approximate(self, sides: Matrix) -> Matrix:
        """Return q L, with L the inverse of the domestic blocks; forward, the rows of L f."""
        found = np.empty_like(sides)
        for rows, inverse in self.local:
            found[:, rows] = sides[:, rows] @ inverse
        return found


class _Rough(Protocol):
    def __call__(self, residual: Matrix, goal: float) -> Matrix: ...


def multipliers(table: Table, coefficients: Matrix) -> Matrix:
    """Return q(I − A)⁻¹ for a few rows q, faster than `Leontief`: (s, n), labour per demand.

    A rough solution is improved by its residual, taken in full precision, until the residual
    bounds the error: for A ≥ 0, |q − m(I − A)| ≤ ε q element by element implies an error of at
    most ε m. Rough is a factorisation in single precision; for few rows of a large table, some
    steps of GMRES, all rows in step, with the domestic inverses as preconditioner. A table on
    which this does not converge, or with too many rows, is factorised in full precision.

    Parameters
    ----------
    coefficients : (s, n) array, labour per money
        Labour per unit of output, not negative.

    References
    ----------
    Saad & Schultz 1986, SIAM Journal on Scientific and Statistical Computing 7: 856–69.
    """
    wanted = np.atleast_2d(coefficients)
    found = _solved(_System(table, reciprocal(table.output)), wanted)
    return factorise(table).multipliers(wanted) if found is None else found


def requirements(table: Table, demand: Matrix) -> Matrix:
    """Return (I − A)⁻¹ f for a few columns f, faster than `Leontief`: (n, m), money.

    As `multipliers`; demand may have negative entries (inventories run down), for which the bound
    is on their size.

    Parameters
    ----------
    demand : (n, m) array, money
    """
    wanted = np.ascontiguousarray(demand.T)
    found = _solved(_System(table, reciprocal(table.output), forward=True), wanted)
    return factorise(table).requirements(demand) if found is None else found.T


def cheapest(sides: int, rows: int) -> str:
    """Return what costs the least for so many sides: "steps", "rough factors" or "factors"."""
    if rows >= LARGE and sides * ITERATED <= rows:
        return "steps"
    return "rough factors" if rows >= SMALL and sides * ROUGH <= rows else "factors"


def _solved(system: _System, wanted: Matrix) -> Matrix | None:
    """Return the solution for each row of `wanted`; None where full precision costs less.

    That is so for many rows, and where rough steps do not converge.
    """
    way = cheapest(*wanted.shape)
    if way == "factors":
        return None
    rough = partial(_gmres, system) if way == "steps" else _single_precision(system)
    size = np.abs(wanted)
    limit = PRECISION * (size + SLACK * size.mean(axis=1, keepdims=True))
    found, residual, goal = np.zeros_like(wanted), wanted, FIRST_GOAL
    for _ in range(RESTARTS):
        found = found + rough(residual, goal)
        residual = wanted - system.apply(found)
        excess = _excess(residual, limit)
        if excess <= 1:
            return found
        goal = max(MARGIN / excess, FIRST_GOAL)
    return None


def _excess(residual: Matrix, limit: Matrix) -> float:
    """Return by how many times the residual is over its limit, where it is so most."""
    over = np.divide(np.abs(residual), limit, out=np.zeros_like(limit), where=limit > 0)
    return np.inf if residual[limit == 0].any() else float(over.max())


def _single_precision(system: _System) -> _Rough:
    """Return what solves with factors of I − A in single precision."""
    n = len(system.scale)
    buffer = np.empty((n, n), dtype=np.float32)
    np.multiply(system.table.transactions, -system.scale, out=buffer, casting="unsafe")
    buffer[np.diag_indices(n)] += 1.0
    factors, pivots, _ = lapack.sgetrf(buffer.T, overwrite_a=1)
    transposed = int(system.forward)

    def solve(residual: Matrix, goal: float) -> Matrix:  # noqa: ARG001 - as fine as it gets
        sides = residual.T.astype(np.float32)
        found, _ = lapack.sgetrs(factors, pivots, sides, trans=transposed)
        return np.asarray(found.T, dtype=np.float64)

    return solve


def as_slice(rows: Rows) -> Rows | slice:
    """Return adjacent rows as a slice, which needs no copy."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def _gmres(system: _System, residual: Matrix, goal: float) -> Matrix:
    """Return what at most `STEPS` steps of GMRES add for each row of the residual.

    They stop when the length of what is left is at most `goal` of that of the residual.
    """
    count, n = residual.shape
    basis = np.zeros((STEPS + 1, count, n))
    projected = np.zeros((count, STEPS + 1, STEPS))
    size = np.linalg.norm(residual, axis=1)
    basis[0] = _normed(residual, size)
    for step in range(STEPS):
        new = system.apply(system.approximate(basis[step]))
        known = basis[: step + 1]
        for _ in range(2):  # twice is enough to keep the basis orthogonal
            parts = np.einsum("jkn,kn->jk", known, new)
            new -= np.einsum("jk,jkn->kn", parts, known)
            projected[:, : step + 1, step] += parts.T
        length = np.linalg.norm(new, axis=1)
        projected[:, step + 1, step] = length
        basis[step + 1] = _normed(new, length)
        weights, left = _least_squares(projected[:, : step + 2, : step + 1], size)
        if left <= goal:
            break
    return system.approximate(np.einsum("jk,jkn->kn", weights, basis[: len(weights)]))


def _least_squares(projected: Matrix, size: Vector) -> tuple[Matrix, float]:
    """Return the weights of the basis (steps, s), and the largest residual left, relative."""
    target = np.zeros(projected.shape[:2])
    target[:, 0] = 1.0
    solutions = [np.linalg.lstsq(one, aim)[0] for one, aim in zip(projected, target, strict=True)]
    weights = np.array(solutions)
    gaps = np.einsum("kij,kj->ki", projected, weights) - target
    return (weights * size[:, np.newaxis]).T, float(np.linalg.norm(gaps, axis=1).max())


def _normed(vectors: Matrix, lengths: Vector) -> Matrix:
    return np.asarray(vectors * reciprocal(lengths)[:, np.newaxis])
