"""Changes of final demand, by scenario: what part of a product's demand in a market is left."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.tables import Matrix, Table
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable

COLUMNS = ("scenario", "product", "market", "factor")
EVERY = ""  # every product, or every market
_TOLD = 20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemandChanges:
    """Rows of `COLUMNS`; a factor of 0.3 leaves 30 per cent of final demand, 1.1 adds a tenth.

    `EVERY` as product or market means all of them. No cell of a scenario is named twice.
    """

    frame: pd.DataFrame

    def __post_init__(self) -> None:
        problems = [*_check_factors(self.frame), *_check_cells(self.frame)]
        if problems:
            raise InvalidInput("Changes of demand", problems)

    @property
    def scenarios(self) -> tuple[str, ...]:
        """The scenarios in order of first appearance."""
        return tuple(dict.fromkeys(self.frame["scenario"]))

    def on(self, table: Table) -> tuple[csr_array, csr_array]:
        """Return the changes as combinations of the demands that they name.

        Returns
        -------
        (scenarios, c) sparse array, share
            What each scenario adds to each of c demands, factor − 1.
        (c, n) sparse array, money
            Final demand for a product in a market, in the rows of `table`.

        Raises
        ------
        InvalidInput
            A product or market that the table lacks; all are told.
        """
        named = self.frame[["product", "market"]].apply(tuple, axis=1)
        cells = list(dict.fromkeys(named))
        problems = _check_known(cells, table)
        if problems:
            raise InvalidInput(f"Changes of demand in {table.name}", problems)
        column = {cell: number for number, cell in enumerate(cells)}
        row = {scenario: number for number, scenario in enumerate(self.scenarios)}
        at = (self.frame["scenario"].map(row), named.map(column))
        shares = csr_array(
            (self.frame["factor"].to_numpy(dtype=float) - 1.0, at), shape=(len(row), len(cells))
        )
        return shares, _demands(table, cells)

    def by_market(self, table: Table) -> Matrix:
        """Return the change of the only scenario by market: (n, markets), money."""
        if len(self.scenarios) > 1:
            raise InvalidInput("Changes of demand", [Problem("scenario", "there are several.")])
        self.on(table)  # refuses what the table lacks
        demand = table.demand_by_market()
        change = np.zeros_like(demand)
        for row in self.frame.itertuples():
            products = np.array([row.product in (EVERY, it) for it in table.industries])
            markets = np.array([row.market in (EVERY, it) for it in table.market_codes])
            change += (row.factor - 1.0) * demand * np.outer(products, markets)
        return change


def _demands(table: Table, cells: Sequence[tuple[str, str]]) -> csr_array:
    """Return final demand for each product in each market: (cells, n)."""
    demand = table.demand_by_market()
    by_market = dict(zip(table.market_codes, demand.T, strict=True)) | {EVERY: demand.sum(axis=1)}
    industries = np.array(table.industries)
    rows = {code: np.flatnonzero(industries == code) for code in table.industry_codes}
    rows[EVERY] = np.arange(len(industries))
    at = [rows[product] for product, _ in cells]
    values = [by_market[market][found] for (_, market), found in zip(cells, at, strict=True)]
    cell = np.repeat(np.arange(len(cells)), [len(found) for found in at])
    shape = (len(cells), len(industries))
    return csr_array((np.concatenate(values), (cell, np.concatenate(at))), shape=shape)


def _check_factors(frame: pd.DataFrame) -> list[Problem]:
    if frame.empty:
        return [Problem("rows", "there are none.")]
    wrong = frame[~(frame["factor"] >= 0.0) | ~np.isfinite(frame["factor"])]
    hint = "0 leaves nothing, 1 leaves demand as it is."
    return [
        Problem(_where(row), f"the factor {row.factor:g} is not a number from 0 upwards.", hint)
        for row in wrong.head(_TOLD).itertuples()
    ]


def _check_cells(frame: pd.DataFrame) -> list[Problem]:
    """Return a problem for each scenario in which two rows name the same demand."""
    repeated = set(frame.loc[frame.duplicated(["scenario", "product", "market"]), "scenario"])
    wide = frame.loc[(frame["product"] == EVERY) | (frame["market"] == EVERY), "scenario"].unique()
    for scenario in wide:
        rows = frame[frame["scenario"] == scenario]
        if _overlap(list(rows["product"]), list(rows["market"])):
            repeated.add(scenario)
    hint = translatable("Name each product in each market once; an empty cell means all of them.")
    return [
        Problem(f"scenario {name!r}", translatable("names a demand twice."), hint)
        for name in sorted(repeated)[:_TOLD]
    ]


def _overlap(products: Sequence[str], markets: Sequence[str]) -> bool:
    """Say whether two cells meet; one that means all meets every other of its row or column."""

    def meet(one: str, other: str) -> bool:
        return one == other or EVERY in (one, other)

    count = len(products)
    return any(
        meet(products[a], products[b]) and meet(markets[a], markets[b])
        for a in range(count)
        for b in range(a)
        if EVERY in (products[a], markets[a], products[b], markets[b])
    )


def _check_known(cells: Sequence[tuple[str, str]], table: Table) -> list[Problem]:
    products = {product for product, _ in cells} - {EVERY, *table.industries}
    markets = {market for _, market in cells} - {EVERY, *table.market_codes}
    return [
        *(Problem(f"product {it!r}", "is no industry of the table.") for it in sorted(products)),
        *(Problem(f"market {it!r}", "is no market of the table.") for it in sorted(markets)),
    ][:_TOLD]


def _where(row: object) -> str:
    names = (getattr(row, name) for name in ("scenario", "product", "market"))
    return " ".join(filter(None, names))
