"""Multipliers of a few accounts alone, faster than a factorisation in full precision."""

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
ENOUGH = 1e-12  # of the residual's length, where a restart begins with the residual itself
SLACK = 1e-3  # of the mean coefficient: what an industry without labour is measured against


@dataclass(frozen=True, eq=False)
class _System:
    """The system m (I − A) = q of a table; A itself is never formed."""

    table: Table
    scale: Vector  # 1 / x

    @property
    def transactions(self) -> Matrix:
        """Z."""
        return self.table.transactions

    @cached_property
    def local(self) -> list[tuple[Rows | slice, Matrix]]:
        """The rows of each place and its domestic inverse, L."""
        return [
            (
                as_slice(rows),
                domestic_requirements(domestic_block(self.table, rows), np.eye(len(rows))),
            )
            for rows in self.table.rows_by_place()
        ]

    def apply(self, multipliers: Matrix) -> Matrix:
        """Return m (I − A)."""
        return np.asarray(multipliers - (multipliers @ self.transactions) * self.scale)

    def approximate(self, coefficients: Matrix) -> Matrix:
        """Return q L, with L the inverse of the domestic blocks."""
        found = np.empty_like(coefficients)
        for rows, inverse in self.local:
            found[:, rows] = coefficients[:, rows] @ inverse
        return found


class _Rough(Protocol):
    def __call__(self, residual: Matrix) -> Matrix: ...


def multipliers(table: Table, coefficients: Matrix) -> Matrix:
    """Return q(I − A)⁻¹ for a few rows q, faster than `Leontief`: (s, n), labour per demand.

    A rough solution is improved by its residual, taken in full precision, until the residual
    bounds the error: for A ≥ 0, |q − m(I − A)| ≤ ε q element by element implies an error of at
    most ε m. Rough is a factorisation in single precision; for large tables, a few steps of
    GMRES, all rows in step, with the domestic inverses as preconditioner. A table on which this
    does not converge is factorised in full precision.

    Parameters
    ----------
    coefficients : (s, n) array, labour per money
        Labour per unit of output, not negative.

    References
    ----------
    Saad & Schultz 1986, SIAM Journal on Scientific and Statistical Computing 7: 856–69.
    """
    wanted = np.atleast_2d(coefficients)
    system = _System(table, reciprocal(table.output))
    rough = _single_precision(system) if wanted.shape[1] < LARGE else partial(_gmres, system)
    limit = PRECISION * (wanted + SLACK * wanted.mean(axis=1, keepdims=True))
    found, residual = np.zeros_like(wanted), wanted
    for _ in range(RESTARTS):
        found = found + rough(residual)
        residual = wanted - system.apply(found)
        if (np.abs(residual) <= limit).all():
            return found
    return factorise(table).multipliers(wanted)


def _single_precision(system: _System) -> _Rough:
    """Return what solves with factors of I − A in single precision."""
    n = len(system.scale)
    buffer = np.empty((n, n), dtype=np.float32)
    np.multiply(system.transactions, -system.scale, out=buffer, casting="unsafe")
    buffer[np.diag_indices(n)] += 1.0
    factors, pivots, _ = lapack.sgetrf(buffer.T, overwrite_a=1)

    def solve(residual: Matrix) -> Matrix:
        found, _ = lapack.sgetrs(factors, pivots, residual.T.astype(np.float32))
        return np.asarray(found.T, dtype=np.float64)

    return solve


def as_slice(rows: Rows) -> Rows | slice:
    """Return adjacent rows as a slice, which needs no copy."""
    first, last = int(rows[0]), int(rows[-1])
    return slice(first, last + 1) if last - first + 1 == len(rows) else rows


def _gmres(system: _System, residual: Matrix) -> Matrix:
    """Return what GMRES of `STEPS` steps adds to the multipliers, for each row of residual."""
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
        if left <= ENOUGH:
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
