"""The algebra: one factorisation of a table, then any demand or any coefficients."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.linalg import lapack

from decentwork.accounts.tables import Matrix, Rows, Table, Vector
from decentwork.estimates.errors import SingularTable

SMALLEST_PIVOT = 1e-13  # of the largest; below it no digit can be trusted


@dataclass(frozen=True, slots=True, eq=False)
class Leontief:
    """A table and the factors of I − A; use `factorise` to make one.

    The inverse is never formed: `requirements` and `multipliers` solve with the factors, which
    take one (n, n) buffer. Industries without output have input coefficients of zero.
    """

    table: Table
    factors: Matrix  # of the transpose of I − A, as LAPACK leaves them
    pivots: Rows

    def requirements(self, demand: Matrix) -> Matrix:
        """Return the output that each column of demand requires, (I − A)⁻¹ f.

        Parameters
        ----------
        demand : (n, m) array, money
            Final demand, or exports, in m cases.

        Returns
        -------
        (n, m) array, money
        """
        return self._solve(demand, transposed=1)

    def multipliers(self, coefficients: Matrix) -> Matrix:
        """Return what a unit of final demand for each industry requires, q(I − A)⁻¹.

        Parameters
        ----------
        coefficients : (s, n) array, labour (or other) per money
            Labour per unit of output, one row an account.

        Returns
        -------
        (s, n) array, labour per money of final demand
        """
        return self._solve(np.atleast_2d(coefficients).T, transposed=0).T

    def total_requirements(self) -> Matrix:
        """Return the whole inverse (n, n), for decompositions that need its blocks."""
        return self.requirements(np.eye(len(self.table.output)))

    def _solve(self, sides: Matrix, transposed: int) -> Matrix:
        solution, _ = lapack.dgetrs(self.factors, self.pivots, sides, trans=transposed)
        return np.asarray(solution)


def factorise(table: Table) -> Leontief:
    """Return the factors of I − A of `table`, with A = Z / x.

    Raises
    ------
    SingularTable
        When total requirements do not exist.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 2.
    """
    # The C-ordered buffer of I − A is, to LAPACK, its transpose in Fortran order: no copy is made.
    buffer = np.multiply(table.transactions, -reciprocal(table.output))
    buffer[np.diag_indices_from(buffer)] += 1.0
    factors, pivots, _ = lapack.dgetrf(buffer.T, overwrite_a=1)
    # Pivots of I − A, A not negative, are reciprocals of total requirements of part of the table:
    # one fades where these do not exist, which spares an estimate of the condition number.
    sizes = np.abs(np.diagonal(factors))
    if sizes.min() < SMALLEST_PIVOT * sizes.max():
        raise SingularTable(
            f"{table.name} {table.year}",
            "I − A cannot be inverted; some industries together buy all that they produce",
        )
    return Leontief(table=table, factors=factors, pivots=pivots)


def input_coefficients(table: Table) -> Matrix:
    """Return inputs per unit of output, A = Z / x: (n, n); zero where output is zero."""
    return np.asarray(table.transactions * reciprocal(table.output))


def reciprocal(output: Vector) -> Vector:
    """Return 1 / x (n,), and zero where output is zero."""
    return np.divide(1.0, output, out=np.zeros_like(output), where=output > 0)


def domestic_coefficients(table: Table) -> Iterator[tuple[Rows, Matrix]]:
    """Yield for each place its i rows and its domestic input coefficients, A_ss: (i, i)."""
    for rows in table.rows_by_place():
        yield rows, domestic_block(table, rows)


def domestic_block(table: Table, rows: Rows) -> Matrix:
    """Return the input coefficients among `rows`, A_ss: (rows, rows), money per money."""
    return np.asarray(table.transactions[np.ix_(rows, rows)] * reciprocal(table.output[rows]))


def domestic_requirements(block: Matrix, demand: Matrix) -> Matrix:
    """Return output required at home for a demand, (I − A_ss)⁻¹ f: shape of `demand`."""
    solution: Any = np.linalg.solve(np.eye(len(block)) - block, demand)
    return np.asarray(solution)
