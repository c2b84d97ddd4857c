"""A table seen exporter by exporter: what every decomposition of exports is written in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Matrix, Rows, Table, Vector, membership
from decentwork.footprints.leontief import (
    Leontief,
    domestic_block,
    domestic_requirements,
    reciprocal,
)
from decentwork.footprints.multipliers import as_slice
from decentwork.footprints.participation import value_added_share

VALUE_ADDED = "value_added"
GROUP_MARK = ","


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CountryBlocks:
    """A table of n country-industries seen as p exporters, with one account.

    No whole inverse is held: the largest arrays are (n, p) and the domestic inverses. In what
    follows N is the number of rows of an exporter s.

    Parameters
    ----------
    codes, rows : p places, or groups of places that count as one exporter, and their rows
    account, unit : str
        `VALUE_ADDED` or the name of a labour account; unit of its terms.
    coefficients : (n,) array, money or labour per money
        Value added or labour per unit of output, q; zero where it is not known.
    known : (p,) bool
        Whether the account holds every producing industry of the exporter.
    demand, exports : (n, p) arrays, money
        Final demand by market, y_sr, and exports by importer, e_sr (own place zero).
    local : p arrays (N, N)
        Requirements of domestic stages alone, L_ss = (I − A_ss)⁻¹.
    multipliers : (n,) array
        The account in a unit of final demand, over all origins, qB; one for value added.
    """

    leontief: Leontief
    codes: tuple[str, ...]
    rows: tuple[Rows | slice, ...]
    account: str
    unit: str
    coefficients: Vector
    known: tuple[bool, ...]
    demand: Matrix
    exports: Matrix
    local: tuple[Matrix, ...]
    multipliers: Vector

    @property
    def table(self) -> Table:
        """The table behind the blocks."""
        return self.leontief.table

    def member(self) -> Matrix:
        """Return which exporter each row is of: (n, p), 0/1."""
        found = np.zeros((len(self.coefficients), len(self.rows)))
        for exporter, rows in enumerate(self.rows):
            found[rows, exporter] = 1.0
        return found

    def industries_of(self, exporter: int) -> tuple[str, ...]:
        """Return the industry of each row of an exporter."""
        return tuple(np.array(self.table.industries)[self.rows[exporter]].tolist())

    def own_demand(self) -> Vector:
        """Return final demand at home for home products, y_ss: (n,), money."""
        own = np.empty(len(self.demand))
        for exporter, rows in enumerate(self.rows):
            own[rows] = self.demand[rows, exporter]
        return own

    def final_exports(self) -> Vector:
        """Return final products sold abroad, the sum of y_sr over r: (n,), money."""
        return np.asarray(self.demand.sum(axis=1) - self.own_demand())

    def whole(self, exporter: int) -> Matrix:
        """Return what terms add to: exports, or all labour behind them: (N, p)."""
        exports = self.exports[self.rows[exporter]]
        if self.account == VALUE_ADDED:
            return exports
        return self.multipliers[self.rows[exporter], np.newaxis] * exports

    def contents(self, origins: Sequence[int]) -> Matrix:
        """Return the account of each origin in a unit of demand, q_t B_t·: (origins, n)."""
        own = np.zeros((len(origins), len(self.coefficients)))
        for line, origin in zip(own, origins, strict=True):
            line[self.rows[origin]] = self.coefficients[self.rows[origin]]
        return self.leontief.multipliers(own)

    def local_content(self, exporter: int) -> Vector:
        """Return the exporter's account in its unit of demand, domestic stages, q_s L_ss: (N,)."""
        return np.asarray(self.coefficients[self.rows[exporter]] @ self.local[exporter])

    def local_output(self, demand: Matrix) -> Matrix:
        """Return what each place makes for demand with its own inputs, L_rr d_r: as `demand`."""
        made = np.empty_like(demand)
        for rows, inverse in zip(self.rows, self.local, strict=True):
            made[rows] = inverse @ demand[rows]
        return made

    def inputs_sold(self, exporter: int, output: Matrix) -> Matrix:
        """Return the exporter's inputs in the output of each importer, A_sr o_r: (N, p, m).

        `output` is (n, m), money; the own place is zero.
        """
        sold = self.table.transactions[self.rows[exporter]]
        scaled = output * reciprocal(self.table.output)[:, np.newaxis]
        sales = np.zeros((len(sold), len(self.rows), output.shape[1]))
        for importer, rows in enumerate(self.rows):
            if importer != exporter:
                sales[:, importer] = sold[:, rows] @ scaled[rows]
        return sales


def country_blocks(
    leontief: Leontief, account: LabourAccount | None = None, group: Sequence[str] = ()
) -> CountryBlocks:
    """Return the blocks of a table for value added, or for the labour of `account`.

    The places of `group` count as one exporter, whose own trade is domestic.

    Raises
    ------
    UnknownCode
        A place of the group is not in the table.
    """
    table = leontief.table
    for place in group:
        table.rows_of(place)
    seen_as = dict.fromkeys(group, GROUP_MARK.join(group)) if len(group) > 1 else {}
    places = _renamed(table.places, seen_as)
    codes = tuple(dict.fromkeys(places))
    member = membership(places, codes)
    demand = table.final_demand @ membership(_renamed(table.markets, seen_as), codes)
    rows = tuple(as_slice(np.flatnonzero(column)) for column in member.T)
    counted = value_added_share(table) if account is None else labour_per_output(account, table)
    coefficients = np.nan_to_num(counted)
    return CountryBlocks(
        leontief=leontief,
        codes=codes,
        rows=rows,
        account=VALUE_ADDED if account is None else account.name,
        unit=table.unit if account is None else str(account.unit),
        coefficients=coefficients,
        known=tuple(bool(np.isfinite(counted[of])[table.output[of] > 0].all()) for of in rows),
        demand=demand,
        exports=(table.transactions @ member + demand) * (1.0 - member),
        local=tuple(_local_inverse(table, np.flatnonzero(column)) for column in member.T),
        multipliers=leontief.multipliers(coefficients)[0],
    )


def _renamed(places: Sequence[str], seen_as: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(seen_as.get(place, place) for place in places)


def _local_inverse(table: Table, rows: Rows) -> Matrix:
    return domestic_requirements(domestic_block(table, rows), np.eye(len(rows)))
