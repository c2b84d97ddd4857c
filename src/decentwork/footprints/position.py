"""Where an industry stands: distance to final demand, to primary inputs, and between two."""

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.footprints.leontief import Leontief, factorise, reciprocal


def upstreamness(table: Table) -> Vector:
    """Return the average number of stages to final demand, (I − B*)⁻¹ 1 with B* = z_ij / x_i: (n,).

    References
    ----------
    Antràs, Chor, Fally & Hillberry 2012, American Economic Review 102(3): 412–16.
    """
    system = np.eye(len(table.output)) - output_coefficients(table)
    return np.asarray(np.linalg.solve(system, np.ones(len(table.output))))


def downstreamness(leontief: Leontief) -> Vector:
    """Return the average number of stages from primary inputs, 1'(I − A)⁻¹: (n,).

    References
    ----------
    Antràs & Chor 2018, in Developments in Global Sourcing (MIT Press), ch. 5.
    """
    return np.asarray(leontief.multipliers(np.ones((1, len(leontief.table.output))))[0])


def position(leontief: Leontief, **further: Vector) -> pd.DataFrame:
    """Return region, industry, upstreamness, downstreamness; NaN where nothing is produced.

    `further` are columns (n,) to put beside them.
    """
    table = leontief.table
    columns = {
        "upstreamness": upstreamness(table),
        "downstreamness": downstreamness(leontief),
        **further,
    }
    frame = pd.DataFrame({"region": table.places, "industry": table.industries, **columns})
    frame.loc[table.output <= 0, list(columns)] = np.nan
    return frame


def average_propagation_length(table: Table) -> Matrix:
    """Return the average number of steps from row to column industry: (n, n), NaN if no path.

    With L = (I − A)⁻¹, steps t of all paths of the column's inputs from the row, weighted by what
    they carry, A^t: [L(L − I)]_ij / (L − I)_ij.

    References
    ----------
    Dietzenbacher, Romero & Bosma 2005, Estudios de Economía Aplicada 23: 405–22.
    """
    total = factorise(table).total_requirements()
    beyond = total - np.eye(len(total))
    return _over(total @ beyond, beyond)


def propagation_to(leontief: Leontief, row: int) -> Vector:
    """Return the column of `average_propagation_length` to an industry by two solves: (n,)."""
    beyond = np.zeros((len(leontief.table.output), 1))
    beyond[row] = 1.0
    beyond = leontief.requirements(beyond) - beyond
    return _over(leontief.requirements(beyond)[:, 0], beyond[:, 0])


def propagation_from(leontief: Leontief, row: int) -> Vector:
    """Return the row of `average_propagation_length` from an industry by two solves: (n,)."""
    beyond = np.zeros((1, len(leontief.table.output)))
    beyond[0, row] = 1.0
    beyond = leontief.multipliers(beyond) - beyond
    return _over(leontief.multipliers(beyond)[0], beyond[0])


def output_coefficients(table: Table) -> Matrix:
    """Return sales per unit of output of the seller, z_ij / x_i: (n, n); zero without output."""
    return np.asarray(table.transactions * reciprocal(table.output)[:, np.newaxis])


def _over(steps: Matrix, beyond: Matrix) -> Matrix:
    return np.divide(steps, beyond, out=np.full_like(beyond, np.nan), where=np.abs(beyond) > 0)
