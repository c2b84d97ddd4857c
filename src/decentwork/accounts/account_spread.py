"""How far cells of a built account may be off: errors of totals and shares, through the raking."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from scipy.sparse import csr_array, diags_array, eye_array, vstack

from decentwork.accounts.raking import Margin, Marks, sum_matrix
from decentwork.accounts.tables import Matrix, Vector

LEVEL = 0.95
_STANDARDS = 2.0 * NormalDist().inv_cdf(0.5 + LEVEL / 2.0)  # standard deviations in an interval
_ROWS = 256  # sums whose errors are held at once
_SEEN = 1e-6  # of a sum's standard deviation: smaller parts of it are not kept


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
        parts = [(part**2).sum(axis=1) for part in self._deviations(sums)]
        return np.concatenate([np.zeros(0), *parts])

    def deviations(self, sums: csr_array) -> csr_array:
        """Return what one standard deviation of each error adds to weighted sums of cells: (q, u).

        What is too little to be seen in a sum's own deviation is left out.
        """
        kept = []
        for part in self._deviations(sums):
            own = np.sqrt((part**2).sum(axis=1, keepdims=True))
            kept.append(csr_array(np.where(np.abs(part) > _SEEN * own, part, 0.0)))
        return csr_array(vstack(kept)) if kept else csr_array((0, len(self.variances)))

    def _deviations(self, sums: csr_array) -> Iterator[Matrix]:
        scale = np.sqrt(self.variances)
        for first in range(0, sums.shape[0], _ROWS):
            weighted = sums[first : first + _ROWS] @ diags_array(self.values)
            response = (weighted @ self.loads).toarray() + (weighted @ self.through) @ self.pushes
            yield response * scale

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
    values: Vector,
    margins: Sequence[Margin],
    held: Marks,
    loads: csr_array,
    sums: csr_array,
    variances: Vector,
) -> AccountSpread:
    """Return the errors of raked cells.

    Parameters
    ----------
    values : (c,) array
        Cells after raking.
    held : (c,) array of bool
        Cells that raking did not move.
    loads, sums : (c, u), (m, u) sparse arrays
        The load of each error on the logarithm of each cell before raking, and of each margin.
    variances : (u,) array
        Of the errors, which are independent.
    """
    every = sum_matrix(margins, len(values))
    free = every @ diags_array((~held).astype(float))
    system = (free @ diags_array(values) @ free.T).toarray()
    scale = 1.0 / np.sqrt(np.where(np.diag(system) > 0, np.diag(system), 1.0))
    turned = np.linalg.pinv(system * scale[:, np.newaxis] * scale, rcond=1e-10, hermitian=True)
    targets = diags_array(np.array([margin.value for margin in margins], dtype=float))
    return AccountSpread(
        values=values,
        loads=loads,
        through=free.T @ (turned * scale[:, np.newaxis] * scale),
        pushes=csr_array(targets @ sums - every @ diags_array(values) @ loads),
        variances=variances,
    )


def log_deviation(low: float, high: float) -> float:
    """Return the standard deviation of the log of a figure with this 95 % interval.

    Examples
    --------
    >>> round(log_deviation(50.0, 200.0), 4)
    0.3537
    """
    return math.log(high / low) / _STANDARDS
