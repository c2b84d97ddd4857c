"""The chain as a directed graph: who supplies whom, at which tier, in which circles."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.estimates.errors import InputError
from decentwork.surveys.links import Links

Ints = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]

LONGEST_WALK = 62  # lengths are kept as bits of one word
_BLOCKS = 8  # parts that sampled sources are summed in, whatever the number of threads


class UnknownUnits(InputError):
    """Units are named that the graph does not hold."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(ids)
        shown = ", ".join(map(repr, self.ids[:5])) + (", …" if len(self.ids) > 5 else "")
        super().__init__(f"{len(self.ids)} units are not in the chain graph: {shown}.")


class NoSeeds(InputError):
    """Tiers were asked for without a unit to count from."""

    def __init__(self) -> None:
        super().__init__("No seed was named: tiers are counted from lead firms and exporters.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tiers:
    """How far each unit is from the seeds, over links from buyers to suppliers.

    `shortest` (units) links of the shortest way, -1 where no way leads there; `lengths` (units)
    bit d set where some walk of d ≤ `depth` links leads there. A walk may pass a circle of buyers
    several times, so units in or behind one have many lengths.
    """

    ids: pd.Index
    shortest: Ints
    lengths: npt.NDArray[np.uint64]
    depth: int

    @property
    def unreachable(self) -> tuple[str, ...]:
        """Return the units that no way from a seed leads to."""
        return tuple(self.ids[self.shortest < 0])

    def counts(self) -> pd.Series:
        """Return the number of units at each tier, unreachable ones left out."""
        reached = self.shortest[self.shortest >= 0]
        return pd.Series(np.bincount(reached), name="units").rename_axis("tier")

    def at(self, unit: str) -> tuple[int, ...]:
        """Return all tiers that a unit sits in, up to `depth`; UnknownUnits where it is none."""
        if unit not in self.ids:
            raise UnknownUnits([unit])
        bits = int(self.lengths[self.ids.get_loc(unit)])
        return tuple(length for length in range(self.depth + 1) if bits >> length & 1)

    def to_frame(self) -> pd.DataFrame:
        """Return one row a unit: `tier` (missing where unreachable) and `tiers`, e.g. "1 3"."""
        words, where = np.unique(self.lengths, return_inverse=True)
        span = range(self.depth + 1)
        texts = [" ".join(str(it) for it in span if int(word) >> it & 1) for word in words]
        tier = pd.array(self.shortest, dtype="Int32")
        tier[self.shortest < 0] = pd.NA
        columns = {"tier": tier, "tiers": np.array(texts, dtype=object)[where]}
        return pd.DataFrame(columns, index=self.ids)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChainGraph:
    """Units and the links from each buyer to its suppliers, one link a pair, in compressed rows.

    `ids` (units); `kinds` (units) as in `Kind`, "" where unknown; `starts` (units + 1) and
    `targets` (links): the suppliers of unit i are `targets[starts[i]:starts[i + 1]]`; `shares`
    (links) of the buyer's purchases, over its products, missing where not told; `abroad` (units)
    foreign suppliers of each, at which the domestic chain ends.
    """

    ids: pd.Index
    kinds: npt.NDArray[np.object_]
    starts: Ints
    targets: Ints
    shares: Floats
    abroad: Ints

    def __repr__(self) -> str:
        """Return counts only."""
        return f"ChainGraph({len(self.ids)} units, {len(self.targets)} links)"

    def places(self, units: Iterable[str]) -> Ints:
        """Return the place of each named unit among `ids`; UnknownUnits names those missing."""
        named = pd.Index(units)
        found = self.ids.get_indexer(named)
        if (found < 0).any():
            raise UnknownUnits(named[found < 0])
        return np.asarray(found, dtype=np.int32)

    def buyers(self) -> Ints:
        """Return the place of each link's buyer, in the order of `targets`."""
        return np.repeat(np.arange(len(self.ids), dtype=np.int32), np.diff(self.starts))

    def tiers(self, seeds: Iterable[str], depth: int = 8) -> Tiers:
        """Return how far units are from `seeds`; all lengths of walks up to `depth` links.

        Raises
        ------
        NoSeeds, UnknownUnits
        ValueError
            Where `depth` is over 62.
        """
        from decentwork.studies import traversals

        if not 0 <= depth <= LONGEST_WALK:
            raise ValueError(f"depth {depth} is not within 0 and {LONGEST_WALK}")
        from_units = self.places(seeds)
        if not len(from_units):
            raise NoSeeds
        return Tiers(
            ids=self.ids,
            shortest=traversals.shortest(self.starts, self.targets, from_units),
            lengths=traversals.walk_lengths(self.starts, self.targets, from_units, depth),
            depth=depth,
        )

    def components(self) -> Ints:
        """Return a number for each unit, equal for units that supply each other, however far."""
        from decentwork.studies import traversals

        return traversals.strong_components(self.starts, self.targets)

    def circles(self) -> tuple[tuple[str, ...], ...]:
        """Return the sets of units that supply each other round a circle, largest first."""
        numbers = self.components()
        held = np.flatnonzero(np.bincount(numbers)[numbers] > 1)
        order = held[np.argsort(numbers[held], kind="stable")]
        parts = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1) if len(order) else []
        return tuple(sorted((tuple(self.ids[part]) for part in parts), key=len, reverse=True))

    def reciprocal(self) -> pd.DataFrame:
        """Return the pairs that buy from each other, `first` and `second`: to be asked about."""
        one, other = self.buyers().astype(np.int64), self.targets.astype(np.int64)
        units = len(self.ids)
        both = np.intersect1d(one * units + other, other * units + one)
        first, second = np.divmod(both, max(units, 1))
        once = first < second
        return pd.DataFrame({"first": self.ids[first[once]], "second": self.ids[second[once]]})

    def hubs(self, largest: int = 20) -> pd.DataFrame:
        """Return the units with most links, index `id`.

        Columns: `buyers` and `suppliers` (domestic), `abroad`, and the first two as shares of all
        links.
        """
        buyers = np.bincount(self.targets, minlength=len(self.ids))
        suppliers = np.diff(self.starts)
        links = max(len(self.targets), 1)
        frame = pd.DataFrame(
            {
                "buyers": buyers,
                "suppliers": suppliers,
                "abroad": self.abroad,
                "buyers_share": buyers / links,
                "suppliers_share": suppliers / links,
            },
            index=self.ids,
        )
        order = np.argsort(-(buyers + suppliers), kind="stable")[:largest]
        return frame.iloc[order]

    def betweenness(
        self, rng: np.random.Generator, *, sources: int = 256, threads: int = 2
    ) -> pd.Series:
        """Return how many shortest ways between two units pass through each, by id.

        Estimated from a simple random sample of `sources` units that ways start at (all of them:
        exact), scaled up to all; the same for any number of threads.

        References
        ----------
        U. Brandes and C. Pich, Centrality estimation in large networks, Int. J. Bifurcation and
        Chaos 17(7) (2007), 2303-2318.
        """
        drawn = rng.choice(len(self.ids), min(sources, len(self.ids)), replace=False)
        through = self.dependencies(np.sort(drawn).astype(np.int32), threads)
        return pd.Series(through * len(self.ids) / max(len(drawn), 1), self.ids, name="ways")

    def dependencies(self, sources: Ints, threads: int = 2) -> Floats:
        """Return for each unit the shortest ways from `sources` (places) that pass through it."""
        from decentwork.studies import traversals

        # Parts are summed in one order: a sum of floats depends on it.
        parts = np.array_split(sources, _BLOCKS)
        walk = partial(traversals.dependencies, self.starts, self.targets)
        with ThreadPoolExecutor(threads) as pool:
            return np.asarray(sum(pool.map(walk, parts)))


def chain_graph(links: Links, units: pd.DataFrame | None = None) -> ChainGraph:
    """Return the graph of domestic links; foreign suppliers are counted, and end the chain.

    `units` (index `id`, a column `kind` where known) adds those without a link; without it the
    units are those that links name, and a supplier's kind is the first that a link told.
    """
    frame = links.frame
    is_foreign = (frame["country"] != "").to_numpy()
    home = frame[~is_foreign]
    told = pd.concat([frame["buyer_id"], home["supplier_id"]], ignore_index=True)
    ids = pd.Index(told.unique() if units is None else units.index, name="id")
    buyers, suppliers = _places(ids, home["buyer_id"]), _places(ids, home["supplier_id"])
    abroad = _places(ids, frame.loc[is_foreign, "buyer_id"])
    return _graph(
        ids=ids,
        kinds=_kinds(ids, home, units),
        buyers=buyers,
        suppliers=suppliers,
        shares=home["share"].to_numpy(float),
        abroad=np.bincount(abroad, minlength=len(ids)).astype(np.int32),
    )


def _graph(
    *,
    ids: pd.Index,
    kinds: npt.NDArray[np.object_],
    buyers: Ints,
    suppliers: Ints,
    shares: Floats,
    abroad: Ints,
) -> ChainGraph:
    from decentwork.studies import traversals

    starts, targets, went = traversals.compressed_rows(buyers, suppliers, len(ids))
    known = ~np.isnan(shares)
    summed = np.bincount(went[known], shares[known], minlength=len(targets))
    is_told = np.bincount(went[known], minlength=len(targets)) > 0
    return ChainGraph(
        ids=ids,
        kinds=kinds,
        starts=starts,
        targets=targets,
        shares=np.where(is_told, summed, np.nan),
        abroad=abroad,
    )


def _places(ids: pd.Index, named: pd.Series) -> Ints:
    places = ids.get_indexer(pd.Index(named))
    if (places < 0).any():
        raise UnknownUnits(named[places < 0].unique())
    return np.asarray(places, dtype=np.int32)


def _kinds(
    ids: pd.Index, home: pd.DataFrame, units: pd.DataFrame | None
) -> npt.NDArray[np.object_]:
    if units is not None and "kind" in units:
        return np.asarray(units["kind"].fillna(""), dtype=object)
    told = home.loc[home["kind"] != ""].drop_duplicates("supplier_id")
    by_supplier = told.set_index("supplier_id")["kind"]
    return np.asarray(by_supplier.reindex(ids).fillna(""), dtype=object)
