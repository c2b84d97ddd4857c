"""Which labour and which purchases the cells of a footprint add up; solved without the tensor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.tables import Matrix, Rows, Vector, membership
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.exports import bilateral_exports
from decentwork.footprints.footprint import LABELS, PERSPECTIVES
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.named_codes import named_codes
from decentwork.footprints.production_stages import THROUGH, ProductionStages, reaches_to

WORK = ("place", "industry")
_BLOCK = 256  # right-hand sides solved together


@dataclass(frozen=True, eq=False)
class FootprintCells:
    """The cells of a footprint by some labels: w of work × p products × m markets × t stages.

    `place`, `industry`, `market` and `product` are codes of the table; none of them stands for
    all. `regions` names the group of each place and market; what has none stays by itself. The
    industries of an unknown labour (NaN) are in no cell.

    Parameters
    ----------
    labour : (n,) array, labour per money
        Labour per unit of output, NaN where not known.
    demand : (n, markets) array, money, optional
        What is bought in the end, in place of all final demand.
    """

    leontief: Leontief
    labour: Vector
    by: tuple[str, ...]
    perspective: str
    chosen: Mapping[str, tuple[str, ...]]
    regions: Mapping[str, str]
    demand: Matrix | None = None

    @cached_property
    def rows(self) -> Rows:
        """The rows of the table in which the labour is done."""
        table = self.leontief.table
        wanted = np.isfinite(self.labour)
        for name, labels in (("place", table.places), ("industry", table.industries)):
            if codes := self.chosen.get(name):
                wanted &= np.isin(labels, codes)
        return np.flatnonzero(wanted)

    @cached_property
    def work_keys(self) -> list[tuple[str, ...]]:
        """The labels of work of each of `rows`."""
        table = self.leontief.table
        columns = {
            "place": [self.regions.get(it, it) for it in table.places],
            "industry": table.industries,
        }
        kept = [columns[name] for name in WORK if name in self.by]
        return [tuple(column[row] for column in kept) for row in self.rows.tolist()]

    @cached_property
    def work(self) -> csr_array:
        """Which row is in which group of work: (w, n), 0 or 1."""
        order = {key: at for at, key in enumerate(dict.fromkeys(self.work_keys))}
        at = [order[key] for key in self.work_keys]
        shape = (len(order), len(self.labour))
        return csr_array((np.ones(len(at)), (at, self.rows)), shape=shape)

    @cached_property
    def purchases(self) -> tuple[Matrix, tuple[str, ...]]:
        """Final demand, or exports, of each market label (n, m), and the labels."""
        table = self.leontief.table
        if self.perspective == "final_demand":
            bought = table.demand_by_market() if self.demand is None else self.demand
            codes = table.market_codes
        else:
            bought, codes = bilateral_exports(table), table.place_codes
        kept = [at for at, it in enumerate(codes) if it in (self.chosen.get("market") or codes)]
        names = [
            self.regions.get(codes[at], codes[at]) if "market" in self.by else "" for at in kept
        ]
        labels = tuple(dict.fromkeys(names))
        return bought[:, kept] @ membership(names, labels), labels

    @cached_property
    def products(self) -> list[tuple[str, Rows]]:
        """The label of each product, and the rows that sell it."""
        made = np.array(self.leontief.table.industries)
        codes = self.chosen.get("product") or self.leontief.table.industry_codes
        if "product" not in self.by:
            return [("", np.flatnonzero(np.isin(made, codes)))]
        return [(code, np.flatnonzero(made == code)) for code in codes]

    @cached_property
    def stages(self) -> ProductionStages:
        """What each perspective requires of the table."""
        return ProductionStages(self.leontief)

    @property
    def reaches(self) -> tuple[str, ...]:
        """The perspectives whose differences the cells show; the one asked for comes last."""
        return reaches_to(self.perspective) if "through" in self.by else (self.perspective,)

    def values(self) -> Matrix:
        """Return the labour of each cell: (w, p, m, t).

        Either the purchases or the groups of work are the sides of the solves: the fewer.
        """
        shape = (self.work.shape[0], len(self.products), len(self.purchases[1]))
        few_sales = shape[1] * shape[2] <= shape[0] and "domestic_B" not in self.reaches
        solve = self._by_sale if few_sales else self._by_work
        nested = [solve(reach).reshape(shape) for reach in self.reaches]
        return np.diff(np.stack(nested, axis=-1), axis=-1, prepend=0.0)

    def demands(self) -> Iterator[tuple[slice, Matrix]]:
        """Yield the p × m purchases, some columns at a time: where they stand, (n, columns)."""
        bought, markets = self.purchases
        count = len(self.products) * len(markets)
        for first in range(0, count, _BLOCK):
            block = slice(first, min(first + _BLOCK, count))
            columns = np.zeros((len(bought), block.stop - first))
            for at in range(first, block.stop):
                product, market = divmod(at, len(markets))
                sellers = self.products[product][1]
                columns[sellers, at - first] = bought[sellers, market]
            yield block, columns

    def outputs(self, demand: Matrix) -> list[Matrix]:
        """Return the output that demand (n, m) requires, in each part of `THROUGH` shown."""
        nested = [self.stages.output(reach, demand) for reach in self.reaches]
        return [nested[0], *map(np.subtract, nested[1:], nested)]

    def whole(self) -> csr_array:
        """Return the part of each row that all cells together count: (1, n), share."""
        bought = np.concatenate([self.purchases[0][it].sum(axis=1) for _, it in self.products])
        demand = np.zeros((len(self.labour), 1))
        demand[np.concatenate([it for _, it in self.products]), 0] = bought
        served = self.stages.output(self.perspective, demand)[self.rows, 0]
        parts = served * reciprocal(self.leontief.table.output)[self.rows]
        return csr_array((parts, ([0] * len(parts), self.rows)), shape=(1, len(demand)))

    def frame(self) -> pd.DataFrame:
        """Return the labels of each cell in the order of `values`, its last axis fastest."""
        keys = list(dict.fromkeys(self.work_keys))
        sizes = [len(keys), len(self.products), len(self.purchases[1]), len(self.reaches)]
        position = np.unravel_index(np.arange(np.prod(sizes)), sizes)
        names = [name for name in WORK if name in self.by]
        axes = {
            **{name: ([key[at] for key in keys], 0) for at, name in enumerate(names)},
            "product": ([name for name, _ in self.products], 1),
            "market": (self.purchases[1], 2),
            "through": (THROUGH[: len(self.reaches)], 3),
        }
        return pd.DataFrame(
            {
                name: np.array(axes[name][0], dtype=object)[position[axes[name][1]]]
                for name in self.by
            }
        )

    def shown(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return rows of cells without a place's exports to itself, of which there are none."""
        exports = self.perspective != "final_demand" and not self.regions
        if not exports or not {"place", "market"} <= {*self.by}:
            return frame
        return frame[frame["place"] != frame["market"]].reset_index(drop=True)

    def _by_sale(self, reach: str) -> Matrix:
        weights = self._weights
        parts = [weights @ self.stages.output(reach, columns) for _, columns in self.demands()]
        return np.hstack(parts)

    def _by_work(self, reach: str) -> Matrix:
        bought, markets = self.purchases
        found = [np.empty((0, len(self.products) * len(markets)))]
        for first in range(0, self.work.shape[0], _BLOCK):
            sides = self._weights[first : first + _BLOCK].toarray()
            content = self.stages.content(reach, sides)
            found.append(np.hstack([content[:, it] @ bought[it] for _, it in self.products]))
        return np.vstack(found)

    @cached_property
    def _weights(self) -> csr_array:
        """Labour per output of each row, in its group of work: (w, n)."""
        return csr_array(self.work * np.nan_to_num(self.labour))


def footprint_cells(
    leontief: Leontief,
    labour: Vector,
    by: Sequence[str],
    perspective: str = "final_demand",
    asked: Mapping[str, Sequence[str]] | None = None,
    regions: Mapping[str, str] | None = None,
    demand: Matrix | None = None,
) -> FootprintCells:
    """Return the cells of a footprint; what does not exist is refused.

    Parameters
    ----------
    labour : (n,) array, labour per money
        Labour per unit of output, NaN where not known.
    asked : mapping of "place", "industry", "market" or "product" to texts, optional
        What to count, as in `named_codes`; all where nothing is named.
    demand : (n, markets) array, money, optional
        What is bought in the end, in place of all final demand.
    """
    labels = tuple(dict.fromkeys(by))
    strangers = [name for name in labels if name not in LABELS]
    if strangers or not labels:
        raise UnknownCode(", ".join(strangers), "the labels of a footprint", LABELS)
    if perspective not in PERSPECTIVES:
        raise UnknownCode(perspective, "the perspectives of a footprint", PERSPECTIVES)
    return FootprintCells(
        leontief=leontief,
        labour=labour,
        by=labels,
        perspective=perspective,
        chosen=named_codes(leontief.table, **(asked or {})),
        regions=regions or {},
        demand=demand,
    )
