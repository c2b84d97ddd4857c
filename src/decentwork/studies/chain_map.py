"""The chain as a page may show it: bubbles of many units and bundles of many links.

A drawn unit could be found by its position, a drawn link by who knows their own. So the map holds
no unit and no link: units are put together until every bubble stands for enough of them, bundles
of links that few units make are left out, and numbers are rounded at random.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.estimates.disclosure_rule import DEFAULT, DisclosureRule
from decentwork.studies.chain_graph import ChainGraph, Tiers

Key = tuple[int, str, str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainMap:
    """A chain without anyone in it.

    `bubbles` (index number): `tiers`, `kinds`, `regions` that it puts together, as tuples, and
    `units`, rounded. `bundles`: `buyers`, `suppliers` (numbers of bubbles) and `links`, rounded.
    `step`: what numbers are rounded to; the seed of the rounding is not here, as rounding that can
    be repeated can be undone.
    """

    bubbles: pd.DataFrame
    bundles: pd.DataFrame
    step: int

    def to_dict(self) -> dict[str, Any]:
        """Return bubbles and bundles as plain values."""
        return {
            "step": self.step,
            "bubbles": self.bubbles.reset_index().to_dict("records"),
            "bundles": self.bundles.to_dict("records"),
        }


def chain_map(
    graph: ChainGraph,
    tiers: Tiers,
    *,
    seed: int,
    regions: pd.Series | None = None,
    weights: pd.Series | None = None,
    rule: DisclosureRule = DEFAULT,
    step: int = 5,
) -> ChainMap:
    """Return the map of a chain that cannot reveal a respondent by position.

    Parameters
    ----------
    graph, tiers
        Units that no seed leads to are left out.
    seed : kept by the study in its release log, and the same for all its maps
        A number rounded twice with the same seed comes out the same, so that maps drawn again
        cannot be averaged.
    regions : by unit id
    weights : by unit id
        What units stand for; bubbles then hold estimated numbers of units, and links count with
        their buyer's weight. How many answered is judged without weights.
    rule
        A bubble holds at least `rule.units` units; a bundle is made by at least as many buyers and
        as many suppliers, and no unit makes more than `rule.dominance` of it.
    step
        Numbers are rounded to a multiple of it, up or down at random so that means stay right.
    """
    of_unit, labels = _bubbles(graph, tiers, regions, rule.units)
    each = np.ones(len(graph.ids))
    if weights is not None:
        each = weights.reindex(graph.ids).fillna(0.0).to_numpy(float)
    held = of_unit >= 0
    sizes = np.bincount(of_unit[held], each[held], minlength=len(labels))
    rounded = [
        _rounded(size, step, seed, f"units {label}")
        for size, label in zip(sizes, labels, strict=True)
    ]
    bubbles = pd.DataFrame(
        {
            **{
                name: [tuple(sorted({key[at] for key in label})) for label in labels]
                for at, name in enumerate(("tiers", "kinds", "regions"))
            },
            "units": rounded,
        },
        index=pd.RangeIndex(len(labels), name="number"),
    )
    bundles = _bundles(graph, of_unit, each, labels, rule, step, seed)
    return ChainMap(bubbles=bubbles, bundles=bundles, step=step)


def _bubbles(
    graph: ChainGraph, tiers: Tiers, regions: pd.Series | None, fewest: int
) -> tuple[npt.NDArray[np.int64], list[tuple[Key, ...]]]:
    """Return each unit's bubble (-1 for none) and the tier, kind and region put into each."""
    place = np.full(len(graph.ids), "", dtype=object)
    if regions is not None:
        place = regions.reindex(graph.ids).fillna("").to_numpy(object)
    reached = np.flatnonzero(tiers.shortest >= 0)
    keys = [(int(tiers.shortest[it]), str(graph.kinds[it]), str(place[it])) for it in reached]
    counts = pd.Series(keys, dtype=object).value_counts()
    labels = _joined({(key,): int(count) for key, count in counts.items()}, fewest)
    number = {key: at for at, label in enumerate(labels) for key in label}
    of_unit = np.full(len(graph.ids), -1)
    of_unit[reached] = [number.get(key, -1) for key in keys]
    return of_unit, labels


def _joined(sizes: dict[tuple[Key, ...], int], fewest: int) -> list[tuple[Key, ...]]:
    """Return bubbles with the smallest joined to their nearest until each holds enough units.

    None where all units together are too few.
    """
    bubbles = dict(sizes)
    while bubbles:
        small = min(bubbles, key=lambda label: (bubbles[label], label))
        if bubbles[small] >= fewest:
            break
        count = bubbles.pop(small)
        if bubbles:
            near = min(bubbles, key=lambda label: (_distance(small, label), bubbles[label], label))
            bubbles[tuple(sorted((*small, *near)))] = bubbles.pop(near) + count
    return sorted(bubbles)


def _distance(one: tuple[Key, ...], other: tuple[Key, ...]) -> tuple[int, int]:
    """Return how unlike two bubbles are: tiers apart, then whether no kind is shared."""
    apart = min(abs(a[0] - b[0]) for a in one for b in other)
    return apart, int(not {key[1] for key in one} & {key[1] for key in other})


def _bundles(
    graph: ChainGraph,
    of_unit: npt.NDArray[np.int64],
    weights: npt.NDArray[np.float64],
    labels: list[tuple[Key, ...]],
    rule: DisclosureRule,
    step: int,
    seed: int,
) -> pd.DataFrame:
    """Return the bundles that enough units make at both ends, and none of them most of it."""
    buyers, suppliers = graph.buyers(), graph.targets
    links = pd.DataFrame(
        {
            "buyers": of_unit[buyers],
            "suppliers": of_unit[suppliers],
            "buyer": buyers,
            "supplier": suppliers,
            "links": weights[buyers],
        }
    )
    links = links[(links["buyers"] >= 0) & (links["suppliers"] >= 0)]
    ends = ["buyers", "suppliers"]
    bundles = links.groupby(ends, as_index=False).agg(
        buyer=("buyer", "nunique"), supplier=("supplier", "nunique"), links=("links", "sum")
    )
    largest = [
        links.groupby([*ends, end])["links"].sum().groupby(ends).max().to_numpy()
        for end in ("buyer", "supplier")
    ]
    is_own = np.max(largest, axis=0) > rule.dominance * bundles["links"]
    kept = bundles[(bundles[["buyer", "supplier"]].min(axis=1) >= rule.units) & ~is_own]
    rounded = [
        _rounded(row.links, step, seed, f"links {labels[row.buyers]} {labels[row.suppliers]}")
        for row in kept.itertuples()
    ]
    shown = kept[["buyers", "suppliers"]].assign(links=np.array(rounded, dtype=int))
    return shown.reset_index(drop=True)


def _rounded(value: float, step: int, seed: int, label: str) -> int:
    """Return a multiple of `step` next to a number, by a chance of its own for each label."""
    of_label = int.from_bytes(hashlib.sha256(label.encode()).digest()[:8])
    lower, rest = divmod(value, step)
    up = np.random.default_rng([seed, of_label]).random() < rest / step
    return int(lower + up) * step
