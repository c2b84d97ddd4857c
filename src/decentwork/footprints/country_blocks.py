"""The matrices that export decompositions are written in, made once for a table."""

from dataclasses import dataclass

import numpy as np

from decentwork.accounts.tables import Matrix, Table, Vector, membership
from decentwork.footprints.exports import bilateral_exports
from decentwork.footprints.leontief import factorise, input_coefficients
from decentwork.footprints.participation import value_added_share


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountryBlocks:
    """A table seen country by country; n country-industries and p places.

    Decompositions need the whole inverse: meant for up to some thousand industries.

    Parameters
    ----------
    member : (n, p) array, 0/1
        The place of each row.
    foreign_inputs : (n, n) array, money per money
        Input coefficients bought from another place (A with zero domestic blocks).
    total : (n, n) array
        Total requirements B = (I − A)⁻¹.
    local : (n, n) array
        Requirements of domestic stages alone: blocks L_ss = (I − A_ss)⁻¹ on the diagonal.
    value : (n,) array
        Value added per unit of output, v.
    demand, exports : (n, p) arrays, money
        Final demand by market, y_sr, and exports by importer, e_sr (own place zero).
    """

    table: Table
    member: Matrix
    foreign_inputs: Matrix
    total: Matrix
    local: Matrix
    value: Vector
    demand: Matrix
    exports: Matrix

    @property
    def own_demand(self) -> Vector:
        """Final demand at home for home products, y_ss: (n,)."""
        return np.asarray((self.demand * self.member).sum(axis=1))

    @property
    def final_exports(self) -> Vector:
        """Final products sold abroad, the sum of y_sr: (n,)."""
        return np.asarray((self.demand * (1.0 - self.member)).sum(axis=1))

    @property
    def gross_exports(self) -> Vector:
        """Exports, final and intermediate, E_s: (n,)."""
        return np.asarray(self.exports.sum(axis=1))

    @property
    def local_content(self) -> Vector:
        """Own value added in a unit of demand, domestic stages only, v_s L_ss: (n,)."""
        return np.asarray(self.value @ self.local)

    @property
    def content_by_origin(self) -> Matrix:
        """Value added of each place in a unit of demand, v_t B_ts: (p, n)."""
        return np.asarray((self.member * self.value[:, np.newaxis]).T @ self.total)

    def by_place(self, values: Vector) -> Vector:
        """Return the sums of values (n,) by place: (p,)."""
        return np.asarray(values @ self.member)


def country_blocks(table: Table) -> CountryBlocks:
    """Return the blocks of a table; output must be what rows add to for terms to close."""
    leontief = factorise(table)
    member = membership(table.places, table.place_codes)
    inputs = input_coefficients(table)
    local = np.zeros_like(inputs)
    for rows in table.rows_by_place():
        block = np.ix_(rows, rows)
        local[block] = np.linalg.inv(np.eye(len(rows)) - inputs[block])
    return CountryBlocks(
        table=table,
        member=member,
        foreign_inputs=inputs * (1.0 - member @ member.T),
        total=leontief.total_requirements(),
        local=local,
        value=value_added_share(leontief),
        demand=table.final_demand @ membership(table.markets, table.place_codes),
        exports=bilateral_exports(table),
    )
