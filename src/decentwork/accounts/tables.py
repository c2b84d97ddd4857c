"""An input-output table: who buys how much from whom, with labels, money unit and provenance."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array

from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.estimates.provenance import Provenance

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Rows = NDArray[np.intp]

MOST_TOLD = 20  # problems of one kind that are listed one by one; the rest is counted


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Table:
    """A checked input-output table of n country-industries and k columns of final demand.

    Parameters
    ----------
    name, year : str, int
        Name in the data catalogue or of the folder; year of the flows.
    unit : str
        Unit of money, e.g. "million USD".
    places, industries : tuple of n str
        Place (ISO alpha-3, "ROW" or the table's own code) and industry of each row and column.
    markets, categories : tuple of k str
        Place and category of each column of final demand.
    transactions : (n, n) array, money
        Sales of row industry to column industry (Z).
    final_demand : (n, k) array, money
        Sales of row industry to column of final demand (Y).
    output : (n,) array, money
        Gross output (x).
    """

    name: str
    year: int
    unit: str
    places: tuple[str, ...]
    industries: tuple[str, ...]
    markets: tuple[str, ...]
    categories: tuple[str, ...]
    transactions: Matrix
    final_demand: Matrix
    output: Vector
    provenance: Provenance

    def __post_init__(self) -> None:
        problems = [*check_unit(self), *check_labels(self), *check_shapes(self)]
        problems = problems or check_numbers(self)
        if problems:
            raise InvalidInput(f"Table {self.name} {self.year}", problems)

    def __repr__(self) -> str:
        size = f"{len(self.place_codes)} places, {len(self.places)} rows"
        return f"Table({self.name!r}, {self.year}, {size}, {self.unit})"

    @property
    def place_codes(self) -> tuple[str, ...]:
        """The distinct places in order of first appearance."""
        return tuple(dict.fromkeys(self.places))

    @property
    def industry_codes(self) -> tuple[str, ...]:
        """The distinct industries in order of first appearance."""
        return tuple(dict.fromkeys(self.industries))

    @property
    def market_codes(self) -> tuple[str, ...]:
        """The distinct markets, in the order of the places."""
        markets = set(self.markets)
        return tuple(place for place in self.place_codes if place in markets)

    def rows_of(self, place: str) -> Rows:
        """Return the row numbers of a place."""
        rows = np.flatnonzero(np.array(self.places) == place)
        if not rows.size:
            raise UnknownCode(place, f"table {self.name}", self.place_codes)
        return rows

    def rows_by_place(self) -> tuple[Rows, ...]:
        """Return the row numbers of each of `place_codes`."""
        position = {place: code for code, place in enumerate(self.place_codes)}
        codes = np.array([position[place] for place in self.places])
        starts = np.cumsum(np.bincount(codes))[:-1]
        return tuple(np.split(np.argsort(codes, kind="stable"), starts))

    def demand_by_market(self, products: Sequence[str] = ()) -> Matrix:
        """Return final demand summed over categories: (n, markets), money.

        With `products`, only demand for what these industries sell.
        """
        demand = self.final_demand @ membership(self.markets, self.market_codes)
        strangers = [product for product in products if product not in self.industries]
        if strangers:
            what = f"the industries of {self.name}"
            raise UnknownCode(", ".join(strangers), what, self.industry_codes)
        return demand * np.isin(self.industries, products)[:, np.newaxis] if products else demand

    def sales_by_buyer(self) -> Matrix:
        """Return intermediate sales summed over the buyers of a place: (n, places), money."""
        return self.transactions @ membership(self.places, self.place_codes)

    def value_added(self) -> Vector:
        """Return output less intermediate inputs: (n,), money.

        Where the publisher keeps taxes less subsidies on products and transport margins in
        separate rows, they are included.
        """
        return np.asarray(self.output - self.transactions.sum(axis=0))

    def labelled_output(self) -> pd.Series:
        """Return output indexed by place, industry and year."""
        index = pd.MultiIndex.from_arrays(
            [self.places, self.industries, [self.year] * len(self.places)],
            names=["place", "industry", "year"],
        )
        return pd.Series(self.output, index=index)

    def summed(self, groups: Mapping[str, str], name: str) -> "Table":
        """Return the table with industries summed to groups.

        Parameters
        ----------
        groups : mapping of industry to group
            The group of every industry of the table.
        name : str
            Name of the summed table.
        """
        keys = list(zip(self.places, (groups[it] for it in self.industries), strict=True))
        labels = list(dict.fromkeys(keys))
        group = csr_array(membership(keys, labels).T)
        return replace(
            self,
            name=name,
            places=tuple(place for place, _ in labels),
            industries=tuple(industry for _, industry in labels),
            transactions=(group @ (group @ self.transactions).T).T,
            final_demand=group @ self.final_demand,
            output=group @ self.output,
            provenance=self.provenance.then(f"summed to {len(set(groups.values()))} industries"),
        )

    def with_output_as_row_sum(self) -> "Table":
        """Return a copy whose output is what its rows add to, so that rows balance exactly.

        A row that adds to less than nothing (stocks drawn down, rounding) has no output.
        """
        sales = self.transactions.sum(axis=1) + self.final_demand.sum(axis=1)
        return replace(
            self,
            output=np.maximum(sales, 0.0),
            provenance=self.provenance.then("output taken as the row sum of sales"),
        )


def membership(labels: Sequence[Hashable], codes: Sequence[Hashable]) -> Matrix:
    """Return the 0/1 matrix (labels, codes) that says which code each label is."""
    position = {code: column for column, code in enumerate(codes)}
    indicator = np.zeros((len(labels), len(codes)))
    indicator[np.arange(len(labels)), [position[label] for label in labels]] = 1.0
    return indicator


def check_unit(table: Table) -> list[Problem]:
    """Return a problem when the table does not say in what money it counts."""
    if table.unit.strip():
        return []
    return [Problem("unit", "the unit of money is missing.", 'State it, e.g. "million USD".')]


def check_labels(table: Table) -> list[Problem]:
    """Return a problem for each label that is empty, repeated or not of this table."""
    keys = list(zip(table.places, table.industries, strict=False))
    repeated = [key for key in dict.fromkeys(keys) if keys.count(key) > 1] if _repeats(keys) else []
    known = set(table.places)
    strangers = [market for market in dict.fromkeys(table.markets) if market not in known]
    empty = [row for row, key in enumerate(keys) if not all(key)]
    return [
        *(Problem(f"row {row + 1}", "the place or industry is empty.") for row in empty),
        *(Problem(f"{p} {i}", "the place and industry occur twice.") for p, i in repeated),
        *(
            Problem("final demand", f"region {market!r} is not a region of the table.")
            for market in strangers
        ),
    ]


def check_shapes(table: Table) -> list[Problem]:
    """Return a problem for each array whose size does not fit the labels."""
    n, k = len(table.places), len(table.markets)
    wanted = [
        ("industries", (len(table.industries),), (n,)),
        ("final-demand categories", (len(table.categories),), (k,)),
        ("transactions", table.transactions.shape, (n, n)),
        ("final demand", table.final_demand.shape, (n, k)),
        ("output", table.output.shape, (n,)),
    ]
    problems = [
        Problem(what, f"the size is {_size(found)}, not {_size(right)} as the labels say.")
        for what, found, right in wanted
        if found != right
    ]
    if n == 0:
        problems.append(Problem("table", "there is not one row."))
    shape = table.transactions.shape
    if len(shape) == 2 and shape[0] != shape[1]:
        problems.append(Problem("transactions", f"the matrix is not square ({_size(shape)})."))
    return problems


def check_numbers(table: Table) -> list[Problem]:
    """Return a problem for each value that is not finite, and each negative output."""
    labels = [" ".join(pair) for pair in zip(table.places, table.industries, strict=True)]
    markets = [" ".join(pair) for pair in zip(table.markets, table.categories, strict=True)]
    return [
        *_not_finite("transactions", table.transactions, labels, labels),
        *_not_finite("final demand", table.final_demand, labels, markets),
        *_not_finite("output", table.output[:, np.newaxis], labels, ["output"]),
        *_few(
            [
                Problem(f"output, {labels[row]}", f"output is negative ({table.output[row]:g}).")
                for row in np.flatnonzero(table.output < 0)
            ]
        ),
    ]


def _not_finite(
    what: str, values: Matrix, rows: Sequence[str], columns: Sequence[str]
) -> list[Problem]:
    if np.isfinite(values.sum()):  # one pass; infinities and NaN survive a sum
        return []
    return _few(
        [
            Problem(
                f"{what}, row {rows[row]}, column {columns[column]}",
                "the value is missing or not a finite number.",
            )
            for row, column in np.argwhere(~np.isfinite(values))
        ]
    )


def _few(problems: list[Problem]) -> list[Problem]:
    if len(problems) <= MOST_TOLD:
        return problems
    rest = Problem("further", f"{len(problems) - MOST_TOLD} more of the same kind.")
    return [*problems[:MOST_TOLD], rest]


def _repeats(keys: Sequence[tuple[str, str]]) -> bool:
    return len(set(keys)) < len(keys)


def _size(shape: tuple[int, ...]) -> str:
    return " × ".join(str(length) for length in shape)
