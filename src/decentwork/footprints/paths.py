"""Single paths of supply, from where labour is done to the market, and what they leave out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Rows, Table, Vector
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.leontief import reciprocal
from decentwork.footprints.multipliers import multipliers
from decentwork.footprints.named_codes import named_codes

STEP = "labour per output along single paths of supply (structural path analysis)"
MOST = 100_000  # paths; a lower threshold gives more than anybody reads


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StructuralPaths:
    """The paths of a footprint that hold at least a share of it, largest first, and the rest.

    `frame` has a row a path: `path` (tuple of (place, industry), where the labour is done first,
    who sells to the market last), `steps` between the two, `place` and `industry` of the labour,
    `value` in `unit` and `share` of the footprint. Paths and `remainder` add to `total`.
    """

    table: str
    year: int
    account: str
    unit: str
    markets: tuple[str, ...]
    threshold: float
    depth: int
    total: float
    frame: pd.DataFrame
    provenance: Provenance

    @property
    def found(self) -> float:
        """Labour on the paths that are told."""
        return float(self.frame["value"].sum())

    @property
    def remainder(self) -> float:
        """Labour on all other paths: each below the threshold, or longer than `depth` steps."""
        return self.total - self.found

    def __str__(self) -> str:
        share = self.found / self.total if self.total else 0.0
        return (
            f"{self.account} for {', '.join(self.markets)}, {self.table} {self.year}: "
            f"{len(self.frame)} paths of at least {self.threshold:.3g} of it hold {share:.1%} of "
            f"{self.total:,.6g} {self.unit}"
        )

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each path, with its unit."""
        return self.frame.assign(unit=self.unit)

    def rows(self) -> pd.DataFrame:
        """Return `to_frame` with paths as texts, and the remainder as a last row without a path."""
        paths = [[" ".join(step) for step in path] for path in self.frame["path"]]
        share = self.remainder / self.total if self.total else 0.0
        rest = {"value": self.remainder, "share": share, "unit": self.unit}
        rows = [*self.to_frame().assign(path=paths).to_dict(orient="records"), rest]
        return pd.DataFrame(rows, columns=[*self.frame.columns, "unit"], dtype=object)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "table": self.table,
            "year": self.year,
            "account": self.account,
            "markets": list(self.markets),
            "threshold": self.threshold,
            "depth": self.depth,
            "total": self.total,
            "remainder": self.remainder,
            "rows": self.to_frame().to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }


def structural_paths(
    table: Table,
    account: LabourAccount,
    *,
    market: Sequence[str] = (),
    product: Sequence[str] = (),
    place: Sequence[str] = (),
    threshold: float = 0.001,
    depth: int = 10,
) -> StructuralPaths:
    """Return the paths q_k A_kj … A_ih f_h that hold at least a share of a footprint.

    A branch is left where all that is behind it, by the multipliers of its head, is below the
    threshold: where inputs are not negative, no path above it is missed. What is not known of
    labour counts for nothing.

    Parameters
    ----------
    market, product, place : sequences of str
        Whose demand, for what, and where the labour is done; none is all. As in `named_codes`.
    threshold : float
        The least share of the footprint that a path holds, above 0.
    depth : int
        The most steps of a path; 0 is labour at the seller itself.

    Raises
    ------
    InvalidInput
        Codes that the table lacks; a threshold or depth that means nothing; a threshold so low
        that more than `MOST` paths are above it.

    References
    ----------
    Defourny & Thorbecke 1984, Economic Journal 94: 111–36; Lenzen 2007, Structural path analysis
    of ecosystem networks, Ecological Modelling 200: 334–42.
    """
    _check(threshold, depth)
    codes = named_codes(table, market=market, product=product, place=place)
    demand, labour = demand_of(table, codes), _labour(table, account, codes["place"])
    behind = multipliers(table, labour)[0]
    total = float(behind @ demand)
    search = _Search(
        table=table, labour=labour, behind=behind, least=threshold * abs(total), depth=depth
    )
    found = _counted(_above(search, demand)) if total else []
    return StructuralPaths(
        table=table.name,
        year=table.year,
        account=account.name,
        unit=str(account.unit),
        markets=codes["market"] or ("all markets",),
        threshold=threshold,
        depth=depth,
        total=total,
        frame=_frame(table, found, total),
        provenance=table.provenance.joined(account.provenance).then(STEP),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class _Search:
    """What a search for paths looks at; suppliers of an industry are put in order only once."""

    table: Table
    labour: Vector  # per output
    behind: Vector  # labour per unit of final demand for each industry
    least: float
    depth: int
    ordered: dict[int, tuple[Rows, Vector, Vector]] = field(default_factory=dict)

    def suppliers(self, row: int, flow: float) -> tuple[Rows, Vector]:
        """Return who sells an industry so much that the labour behind it counts, and how much."""
        if row not in self.ordered:
            output = self.table.output[row : row + 1]
            inputs = self.table.transactions[:, row] * reciprocal(output)
            size = np.abs(inputs * self.behind)
            order = np.argsort(-size)[: np.count_nonzero(size)]
            self.ordered[row] = (order, inputs[order], -size[order])
        rows, inputs, smallest = self.ordered[row]
        count = int(np.searchsorted(smallest, -self.least / abs(flow), side="right"))
        return rows[:count], inputs[:count] * flow


def _above(search: _Search, demand: Vector) -> Iterator[tuple[tuple[int, ...], float]]:
    """Yield each path that counts, seller first, and the labour at its end, depth first."""
    size = np.abs(demand * search.behind)
    heads = np.flatnonzero((size >= search.least) & (size > 0))
    branches: list[tuple[tuple[int, ...], float]] = [
        ((it,), float(demand[it])) for it in heads.tolist()
    ]
    while branches:
        path, flow = branches.pop()
        value = float(search.labour[path[-1]] * flow)
        if abs(value) >= search.least:
            yield path, value
        if len(path) <= search.depth:
            rows, flows = search.suppliers(path[-1], flow)
            further = zip(rows.tolist(), flows.tolist(), strict=True)
            branches += [((*path, row), sold) for row, sold in further]


def _counted(paths: Iterator[tuple[tuple[int, ...], float]]) -> list[tuple[tuple[int, ...], float]]:
    found = list(islice(paths, MOST + 1))
    if len(found) > MOST:
        what = f"more than {MOST:,} paths are above it."
        raise InvalidInput("Paths", [Problem("threshold", what, "Take a higher one.")])
    return found


def _check(threshold: float, depth: int) -> None:
    problems = []
    if not 0 < threshold <= 1:
        problems.append(Problem("threshold", f"{threshold:g} is no share above 0, up to 1."))
    if depth < 0:
        problems.append(Problem("depth", f"{depth} is no number of steps."))
    if problems:
        raise InvalidInput("Paths", problems)


def demand_of(table: Table, codes: Mapping[str, tuple[str, ...]]) -> Vector:
    """Return the final demand of some markets for some products: (n,), money."""
    demand = table.demand_by_market(codes["product"])
    markets = codes["market"] or table.market_codes
    return np.asarray(demand[:, np.isin(table.market_codes, markets)].sum(axis=1))


def _labour(table: Table, account: LabourAccount, places: Sequence[str]) -> Vector:
    """Return labour per output at some places, zero elsewhere and where it is not known: (n,)."""
    labour = np.nan_to_num(labour_per_output(account, table))
    return labour * np.isin(table.places, places) if places else labour


def _frame(table: Table, found: list[tuple[tuple[int, ...], float]], total: float) -> pd.DataFrame:
    ordered = sorted(found, key=lambda it: (-it[1], it[0]))
    paths = [
        tuple((table.places[it], table.industries[it]) for it in path[::-1]) for path, _ in ordered
    ]
    values = np.array([value for _, value in ordered], dtype=float)
    return pd.DataFrame(
        {
            "path": pd.Series(paths, dtype=object),
            "steps": [len(path) - 1 for path in paths],
            "place": [path[0][0] for path in paths],
            "industry": [path[0][1] for path in paths],
            "value": values,
            "share": values / total if total else values,
        }
    )
