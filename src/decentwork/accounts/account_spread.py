"""How far cells of a built account may be off: errors of totals and shares, through the raking."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array

from decentwork.accounts.raking import Margin, Marks, sum_matrix
from decentwork.accounts.tables import Matrix, Vector

LEVEL = 0.95
_STANDARDS = 2.0 * NormalDist().inv_cdf(0.5 + LEVEL / 2.0)  # standard deviations in an interval
_ROWS = 256  # sums whose errors are held at once


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Errors:
    """Errors of logarithms: which of u of them each of some values has, and their variances.

    A Dirichlet share s of concentration κ is two of them: one of its own of 1 / (s (κ + 1)), and
    one of −1 / (κ + 1) that it has in common with the other shares of the same whole.
    """

    loads: csr_array
    variances: Vector


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AccountSpread:
    """The errors of cells (c,) once they are raked to margins (m,) that err themselves.

    Cells are x = s exp(Mᵀλ) with M x = t, so that to first order dlog x is
    dlog s + Mᵀ (M X Mᵀ)⁺ (dt − M X dlog s); `through` is Mᵀ (M X Mᵀ)⁺, `pushes` what follows it.
    """

    values: Vector
    loads: csr_array
    through: Matrix
    pushes: csr_array
    variances: Vector

    def variance(self, sums: csr_array) -> Vector:
        """Return the variance of weighted sums of cells, (q,), by the delta method.

        Parameters
        ----------
        sums : (q, c) sparse array
            The part of each cell that each sum counts.
        """
        found = np.zeros(sums.shape[0])
        for first in range(0, sums.shape[0], _ROWS):
            weighted = sums[first : first + _ROWS] @ diags_array(self.values)
            response = (weighted @ self.loads).toarray() + (weighted @ self.through) @ self.pushes
            found[first : first + _ROWS] = response**2 @ self.variances
        return np.maximum(found, 0.0)

    def of_cells(self) -> tuple[Vector, Vector]:
        """Return low and high of each cell, (c,) each, as `bounds`."""
        return self.bounds(eye_array(len(self.values), format="csr"))

    def bounds(self, sums: csr_array) -> tuple[Vector, Vector]:
        """Return low and high of weighted sums of cells, (q,) each, whose log is taken as normal.

        NaN where the sum is nothing, or no error of it is known.
        """
        value, variance = sums @ self.values, self.variance(sums)
        known = (value > 0) & (variance > 1e-18 * value**2)
        scale = np.where(known, value, np.nan)
        factor = np.exp(0.5 * _STANDARDS * np.sqrt(variance) / scale)
        return scale / factor, scale * factor


def spread_of(
    values: Vector, margins: Sequence[Margin], held: Marks, cells: Errors, sums: csr_array
) -> AccountSpread:
    """Return the errors of raked cells.

    Parameters
    ----------
    values : (c,) array
        Cells after raking.
    held : (c,) array of bool
        Cells that raking did not move.
    cells : Errors
        Of the cells before raking.
    sums : (m, u) sparse array
        The load of each error on the logarithm of each margin.
    """
    every = sum_matrix(margins, len(values))
    free = every @ diags_array((~held).astype(float))
    system = (free @ diags_array(values) @ free.T).toarray()
    scale = 1.0 / np.sqrt(np.where(np.diag(system) > 0, np.diag(system), 1.0))
    turned = np.linalg.pinv(system * scale[:, np.newaxis] * scale, rcond=1e-10, hermitian=True)
    targets = diags_array(np.array([margin.value for margin in margins], dtype=float))
    return AccountSpread(
        values=values,
        loads=cells.loads,
        through=free.T @ (turned * scale[:, np.newaxis] * scale),
        pushes=csr_array(targets @ sums - every @ diags_array(values) @ cells.loads),
        variances=cells.variances,
    )


def log_deviation(low: float, high: float) -> float:
    """Return the standard deviation of the log of a figure with this 95 % interval.

    Examples
    --------
    >>> round(log_deviation(50.0, 200.0), 4)
    0.3537
    """
    return math.log(high / low) / _STANDARDS
