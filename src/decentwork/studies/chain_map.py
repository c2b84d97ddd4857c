"""The chain as a page may show it: bubbles of many units and bundles of many links.

A drawn unit could be found by its position, a drawn link by who knows their own. So the map holds
no unit and no link. Its bubbles are released figures. Its bundles are cells of tables that pass
the same disclosure control, with all their totals; a bundle that stays in cannot be told from one
that nobody saw, and numbers of links are rounded at random.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from decentwork.estimates.disclosure import Released, protect
from decentwork.estimates.disclosure_rule import DEFAULT, DisclosureRule
from decentwork.studies.estimate import estimate_weighed
from decentwork.studies.weighing import Weighing
from decentwork.surveys.estimated import Estimated
from decentwork.surveys.kinds import Kind
from decentwork.surveys.sample import ChainSample

ENDS = ("buyer_tier", "buyer_kind", "supplier_kind")
_TABLES = (ENDS, ENDS[1:], ENDS[:1], ())
_REGISTERED = ("buyer_registered", "supplier_registered")
_STEPS = (5, 10, 20, 50, 100, 200, 500, 1000)


Tables = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainMap:
    """A chain without anyone in it.

    `bubbles`: `tier`, `kind`, `units`, `low`, `high`, all three missing where withheld or too thin.
    `bundles`: `ENDS` and `links`, from a tier to the next. `mixing`: the same links by what their
    ends are told apart by ("tier", "kind", "registered"), columns `buyer`, `supplier`, `links`.
    `links`: all of them, None where withheld. `step`: what numbers of links are rounded to; the
    seed of the rounding is not here, as rounding that can be repeated can be undone.
    """

    bubbles: pd.DataFrame
    bundles: pd.DataFrame
    mixing: Mapping[str, pd.DataFrame]
    links: int | None
    step: int

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        bubbles = self.bubbles.astype(object)
        return {
            "step": self.step,
            "links": self.links,
            "bubbles": bubbles.where(bubbles.notna(), None).to_dict("records"),
            "bundles": self.bundles.to_dict("records"),
            "mixing": {name: table.to_dict("records") for name, table in self.mixing.items()},
        }


def sizes_by_kind(sample: ChainSample, weighing: Weighing, level: float) -> list[Estimated]:
    """Return how many units of each kind there are in tiers that have several."""
    several = sample.units.groupby("tier")["kind"].nunique() > 1
    rows = estimate_weighed(sample, weighing, (), by=("kind",), level=level)
    return [
        row
        for row in rows
        if row.universe == "units" and row.group and row.tier is not None and several[row.tier]
    ]


def chain_map(
    units: pd.DataFrame,
    links: pd.DataFrame,
    sizes: Sequence[Released],
    *,
    seed: int,
    rule: DisclosureRule = DEFAULT,
) -> ChainMap:
    """Return the map of a chain that cannot reveal a respondent by position.

    Parameters
    ----------
    units : units that answered, index id
        `tier`, `kind`, and `registered` ("yes", "no", else not known).
    links : links between them
        `buyer_id`, `supplier_id` and `links`: how many links of the chain each stands for. Those
        that lead to another tier than the next are few, and left out.
    sizes : released figures of the same study
        Those of units by tier and kind are the bubbles.
    seed : kept by the study, and the same for all its maps
        A number rounded twice with the same seed comes out the same, so that maps drawn again
        cannot be averaged.
    rule
        A bundle is made by at least `rule.units` links, buyers and suppliers, and no unit makes
        more than `rule.dominance` of it.
    """
    told = links.join(units.add_prefix("buyer_"), on="buyer_id")
    told = told.join(units.add_prefix("supplier_"), on="supplier_id")
    told = told[told["supplier_tier"] == told["buyer_tier"] + 1]
    step = rounding_step(told["links"])
    shown = shown_links(told, _TABLES, rule, step=step, seed=seed)
    is_known = told[list(_REGISTERED)].isin(["yes", "no"]).all(axis=1)
    by_registered = shown_links(told[is_known], (_REGISTERED,), rule, step=step, seed=seed)
    by_tier = told_apart(shown, ["buyer_tier"]).rename(columns={"buyer_tier": "buyer"})
    by_tier.insert(1, "supplier", by_tier["buyer"] + 1)
    names = {"buyer_kind": "buyer", "supplier_kind": "supplier"}
    names |= {"buyer_registered": "buyer", "supplier_registered": "supplier"}
    bundles = told_apart(shown, ENDS)
    return ChainMap(
        bubbles=_bubbles(units, sizes),
        bundles=bundles.sort_values("links", ascending=False, kind="stable", ignore_index=True),
        mixing={
            "tier": by_tier,
            "kind": told_apart(shown, ENDS[1:]).rename(columns=names),
            "registered": told_apart(by_registered, _REGISTERED).rename(columns=names),
        },
        links=next(iter(told_apart(shown, ())["links"].tolist()), None),
        step=step,
    )


def shown_links(
    links: pd.DataFrame, tables: Tables, rule: DisclosureRule, *, step: int, seed: int
) -> pd.DataFrame:
    """Return the cells of tables of the same links that may leave, all beside each other.

    Parameters
    ----------
    links : one row a link
        The dimensions, `buyer_id`, `supplier_id` and `links`.
    tables : the dimensions of each table, the first having all
    rule, step, seed : see `chain_map`

    Returns
    -------
    DataFrame
        The dimensions, missing where a cell is a total over one, and `links`, rounded.
    """
    dimensions, known = tables[0], links[links["links"] > 0]
    columns = [*dimensions, "links"]
    if known.empty:
        return pd.DataFrame(columns=columns)
    sizes = range(len(dimensions) + 1)
    subsets = [kept for size in sizes for kept in combinations(dimensions, size)]
    counted = [_cells(known, list(kept)).assign(linking=kept not in tables) for kept in subsets]
    cells = pd.concat(counted, ignore_index=True).astype(dict.fromkeys(dimensions, object))
    protected = protect(cells, rule, dimensions=dimensions, values=("links",), rounding=step)
    shown = protected.frame.loc[protected.frame["reason"] == "", columns]
    return _rounded_links(shown.reset_index(drop=True), step, seed)


def rounding_step(links: pd.Series) -> int:
    """Return the least of 5, 10, 20, 50, … that hides what a usual link stands for."""
    usual = float(links.mean()) if len(links) else 0.0
    return next((step for step in _STEPS if step >= usual), _STEPS[-1])


def _rounded_links(cells: pd.DataFrame, step: int, seed: int) -> pd.DataFrame:
    """Return a table of links with its numbers rounded at random."""
    names = [name for name in cells if name != "links"]
    codes = cells[names].astype(object).where(cells[names].notna(), "*")
    labels = ["links", *names]
    values = [
        rounded(value, step, seed, "|".join([*labels, *map(str, row)]))
        for value, *row in zip(cells["links"], *(codes[name] for name in names), strict=True)
    ]
    return cells.assign(links=np.array(values, dtype=int))


def told_apart(cells: pd.DataFrame, kept: Sequence[str]) -> pd.DataFrame:
    """Return the cells of a table of links that are told apart by some dimensions and no other."""
    names = [name for name in cells if name != "links"]
    wanted = (cells[names].notna() == [name in kept for name in names]).all(axis=1)
    found = cells.loc[wanted, [*kept, "links"]].reset_index(drop=True)
    return found.astype({name: int for name in kept if name.endswith("tier")})


def rounded(value: float, step: int, seed: int, label: str) -> int:
    """Return a multiple of `step` next to a number, by a chance of its own for each label."""
    of_label = int.from_bytes(hashlib.sha256(label.encode()).digest()[:8])
    lower, rest = divmod(value, step)
    up = np.random.default_rng([seed, of_label]).random() < rest / step
    return int(lower + up) * step


def _cells(links: pd.DataFrame, kept: list[str]) -> pd.DataFrame:
    """Return a cell for each combination: its links, and what its makers could be known by.

    The two largest contributions are those of the end, buyers or suppliers, where they are larger.
    """
    keys = kept or (lambda _: 0)
    by = links.groupby(keys, observed=True)
    cells = by.agg(
        links=("links", "sum"),
        n_units=("links", "size"),
        buyers=("buyer_id", "nunique"),
        suppliers=("supplier_id", "nunique"),
    )
    tops = [_largest(links, kept, end) for end in ("buyer_id", "supplier_id")]
    cells = cells.assign(
        fewest=cells[["buyers", "suppliers"]].min(axis=1),
        largest=np.maximum(*(top["largest"] for top in tops)),
        second=np.maximum(*(top["second"] for top in tops)),
    )
    return cells.reset_index()[[*kept, "links", "n_units", "fewest", "largest", "second"]]


def _largest(links: pd.DataFrame, kept: list[str], end: str) -> pd.DataFrame:
    made = links.groupby([*kept, end], observed=True)["links"].sum().sort_values(ascending=False)
    by = made.groupby(level=kept) if kept else made.groupby(lambda _: 0)
    second = by.nth(1).droplevel(end) if kept else by.nth(1).set_axis([0] * (len(made) > 1))
    found = pd.DataFrame({"largest": by.max()})
    return found.assign(second=second.reindex(found.index).fillna(0.0))


def _bubbles(units: pd.DataFrame, sizes: Sequence[Released]) -> pd.DataFrame:
    """Return a bubble for each tier and kind that answered, with its figure where it is shown."""
    figures = {
        (each.tier, each.group.get("kind", "")): each
        for each in sizes
        if (each.variable, each.universe, each.statistic) == ("units", "units", "total")
        and set(each.group) <= {"kind"}
    }
    kinds = units.groupby("tier")["kind"].nunique()
    order = [str(kind) for kind in Kind]
    groups = units[["tier", "kind"]].drop_duplicates().itertuples(index=False, name=None)
    rows = []
    for tier, kind in sorted(groups, key=lambda it: (it[0], order.index(it[1]))):
        # In a tier of one kind, the figure of the tier is that of the kind.
        found = figures.get((tier, kind if kinds[tier] > 1 else ""))
        ends = ("value", "low", "high")
        rows.append((tier, kind, *(getattr(found, end, None) for end in ends)))
    return pd.DataFrame(rows, columns=["tier", "kind", "units", "low", "high"])
