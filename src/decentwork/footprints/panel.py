"""What each industry's output serves, year by year: the part of a footprint without labour.

Footprints are linear in the labour account, so this part is computed once for all places, years
and accounts; labour per output times it gives every figure of a dossier.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix, Rows, Table, Vector
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.exports import gross_exports
from decentwork.footprints.leontief import domestic_block, factorise
from decentwork.footprints.participation import (
    foreign_content_per_export,
    participation,
    value_by_origin,
)

FIXED = ("place", "industry", "year", "output", "exports", "foreign_content")
SERVES, INPUT = "serves ", "input "


def served_output(table: Table) -> pd.DataFrame:
    """Return one row for each country-industry of a table.

    Columns are `place`, `industry`, `year`, `output`, `exports` (money), `foreign_content` (per
    unit of exports), `backward` and `forward` (shares, of the place), "serves M" (output that
    final demand of market M requires) and "input J" (domestic input of this industry in a unit of
    output of industry J).
    """
    leontief = factorise(table)
    served = leontief.requirements(table.demand_by_market())
    origin, exports = value_by_origin(table, leontief), gross_exports(table)
    shares = participation(table, origin, exports).frame.set_index("place")
    fixed = pd.DataFrame(
        {
            "place": table.places,
            "industry": table.industries,
            "year": table.year,
            "output": table.output,
            "exports": exports,
            "foreign_content": foreign_content_per_export(table, origin),
            "backward": shares["backward"].reindex(table.places).to_numpy(),
            "forward": shares["forward"].reindex(table.places).to_numpy(),
        }
    )
    markets = pd.DataFrame(served, columns=[SERVES + market for market in table.market_codes])
    return pd.concat([fixed, markets, _domestic_inputs(table)], axis=1)


def _domestic_inputs(table: Table) -> pd.DataFrame:
    codes = table.industry_codes
    inputs = np.zeros((len(table.places), len(codes)))
    for rows in table.rows_by_place():
        columns = np.array([codes.index(table.industries[row]) for row in rows])
        inputs[np.ix_(rows, columns)] = domestic_block(table, rows)
    return pd.DataFrame(inputs, columns=[INPUT + industry for industry in codes])


@dataclass(frozen=True)
class PlacePanel:
    """The rows of `served_output` of one place, for y years and i industries.

    Industries that a year lacks have no output and serve nobody.
    """

    place: str
    frame: pd.DataFrame

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years, in order."""
        return tuple(sorted({int(year) for year in self.frame["year"]}))

    @cached_property
    def industries(self) -> tuple[str, ...]:
        """The industries, in the table's order."""
        return tuple(dict.fromkeys(self.frame["industry"]))

    @cached_property
    def markets(self) -> tuple[str, ...]:
        """The markets, own one included."""
        found = (name for name in self.frame.columns if name.startswith(SERVES))
        return tuple(name.removeprefix(SERVES) for name in found)

    def position(self, industry: str) -> int:
        """Return where an industry stands in `industries`."""
        if industry not in self.industries:
            raise UnknownCode(industry, f"the industries of {self.place}", self.industries)
        return self.industries.index(industry)

    @cached_property
    def output(self) -> Matrix:
        """Gross output: (y, i), money."""
        return self._values("output")

    @cached_property
    def exports(self) -> Matrix:
        """Gross exports: (y, i), money."""
        return self._values("exports")

    @cached_property
    def foreign_content(self) -> Matrix:
        """Foreign value added in a unit of exports: (y, i)."""
        return self._values("foreign_content")

    @cached_property
    def served(self) -> Matrix:
        """Output that each market's final demand requires: (y, i, markets), money."""
        return np.stack([self._values(SERVES + market) for market in self.markets], axis=-1)

    @cached_property
    def served_abroad(self) -> Matrix:
        """Output that final demand abroad requires: (y, i), money."""
        abroad = [position for position, it in enumerate(self.markets) if it != self.place]
        return np.asarray(self.served[:, :, abroad].sum(axis=2))

    @cached_property
    def inputs(self) -> Matrix:
        """Domestic input coefficients: (y, selling industry, buying industry)."""
        columns = [self._values(INPUT + industry) for industry in self.industries]
        return np.stack(columns, axis=-1)

    def share_of_place(self, column: str) -> Vector:
        """Return a share that is the place's own, "backward" or "forward": (y,)."""
        shares = self.frame.groupby("year")[column].first().reindex(self.years)
        return np.asarray(shares.to_numpy(dtype=float))

    def exports_of(self, industry: str | None = None) -> Matrix:
        """Return exports of one industry, the others zero; or of all: (y, i), money."""
        if industry is None:
            return self.exports
        own = np.zeros_like(self.exports)
        own[:, self.position(industry)] = self.exports[:, self.position(industry)]
        return own

    def required_for_exports(self, industry: str | None = None) -> Matrix:
        """Return domestic output behind exports of one industry or all, L_ss e: (y, i), money."""
        system = np.eye(len(self.industries)) - self.inputs
        demand = self.exports_of(industry)[:, :, np.newaxis]
        return np.asarray(np.linalg.solve(system, demand)[:, :, 0])

    def rounds_of_exports(self, industry: str, year: int, last: int) -> Matrix:
        """Return domestic output by production round, remainder last: (last + 2, i), money."""
        at = self.years.index(year)
        rounds = [self.exports_of(industry)[at]]
        for _ in range(last):
            rounds.append(self.inputs[at] @ rounds[-1])
        rest = self.required_for_exports(industry)[at] - np.sum(rounds, axis=0)
        return np.array([*rounds, rest])

    @cached_property
    def _cells(self) -> tuple[Rows, Rows]:
        years = pd.Index(self.years).get_indexer(self.frame["year"])
        return years, pd.Index(self.industries).get_indexer(self.frame["industry"])

    def _values(self, column: str) -> Matrix:
        values = np.zeros((len(self.years), len(self.industries)))
        values[self._cells] = self.frame[column].to_numpy(dtype=float)
        return values
