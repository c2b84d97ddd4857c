"""Make a synthetic supply chain: invented units, links and workers with known totals."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import expit

from decentwork.sampling.assumptions import BUYING, ChainAssumptions
from decentwork.surveys.design import CutOff
from decentwork.surveys.kinds import Kind

KINDS = tuple(Kind)
"""The kind that each code of `SyntheticChain.kind` stands for."""

Whole = NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SyntheticChain:
    """An invented chain of `n` units and `l` links, with everything a survey could ask.

    Units stand in order of tier, lead units in order of stratum. `tier`, `kind` (position in
    `KINDS`), `region` and `workers` (n,); `affected` (n, topics) workers with the deficit;
    `stratum` (lead units,) position in `strata`; `buyer`, `supplier` (l,) positions of units, in
    order of buyer and the supplier's kind; `value` (l,) of purchases; `listed` (l,) whether the
    buyer names the supplier; `buyers` (n,) each unit's buyers in the tier before under the cut-off,
    0 for lead units; `all_buyers` (n,) the same without a cut-off.
    """

    strata: tuple[str, ...]
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    stratum: Whole
    tier: Whole
    kind: Whole
    region: Whole
    workers: Whole
    affected: Whole
    buyer: Whole
    supplier: Whole
    value: NDArray[np.float64]
    listed: NDArray[np.bool_]
    buyers: Whole
    all_buyers: Whole

    def __repr__(self) -> str:
        return f"SyntheticChain({len(self.tier)} units, {len(self.buyer)} links)"

    @property
    def deepest_tier(self) -> int:
        """Return the last tier of the chain."""
        return int(self.tier.max())

    def totals(self) -> NDArray[np.float64]:
        """Return what is true, (tiers, 2 + 2 topics).

        Columns: units, workers; by topic, the share of workers with the deficit; by topic, the
        share of units where anyone has it.
        """
        rows = []
        for tier in range(self.deepest_tier + 1):
            here = self.tier == tier
            workers, affected = self.workers[here].sum(), self.affected[here]
            shares = (affected.sum(axis=0) / workers, (affected > 0).mean(axis=0))
            rows.append(np.concatenate([[here.sum(), workers], *shares]))
        return np.array(rows)


def synthetic_chain(
    assumptions: ChainAssumptions, leads: Mapping[str, int], rng: np.random.Generator
) -> SyntheticChain:
    """Return an invented chain that follows the assumptions.

    Parameters
    ----------
    assumptions : what the chain is made from
    leads : lead units (tier 0) by stratum of the seeds' frame
    rng : the only source of chance; the same state gives the same chain
    """
    counts = (sum(leads.values()), *assumptions.units)
    tier = np.repeat(np.arange(len(counts)), counts)
    stratum = np.repeat(np.arange(len(leads)), list(leads.values()))
    kind = _kinds(assumptions, counts, rng)
    workers = _workers(assumptions, kind, [*leads], stratum, rng)
    buyer, supplier = _links(assumptions, tier, kind, workers, rng)
    order = np.lexsort((supplier, kind[supplier], buyer))
    buyer, supplier = buyer[order], supplier[order]
    unlisted = np.array([assumptions.unlisted.get(each, 0.0) for each in KINDS])
    buyers = _multiplicity(tier, buyer, supplier)
    return SyntheticChain(
        strata=tuple(leads),
        topics=tuple(assumptions.deficits),
        regions=assumptions.regions,
        stratum=_whole(stratum),
        tier=_whole(tier),
        kind=_whole(kind),
        region=_whole(rng.integers(len(assumptions.regions), size=len(tier))),
        workers=_whole(workers),
        affected=_affected(assumptions, tier, workers, buyer, supplier, rng),
        buyer=_whole(buyer),
        supplier=_whole(supplier),
        value=workers[supplier] * rng.lognormal(0.0, 1.0, len(buyer)),
        listed=rng.random(len(buyer)) >= unlisted[kind[supplier]],
        buyers=buyers,
        all_buyers=buyers,
    )


def in_scope(
    chain: SyntheticChain, cutoff: CutOff, kinds: frozenset[Kind], deepest_tier: int
) -> SyntheticChain:
    """Return the part of a chain that a survey can reach: its cut-off, kinds followed and tiers.

    Units that lose every buyer of the tier before, and what hangs on them alone, are left out.
    """
    follows = np.array([kind in kinds for kind in KINDS])[chain.kind[chain.supplier]]
    kept = _above(chain, cutoff) & follows & (chain.tier[chain.supplier] <= deepest_tier)
    within = chain.tier == 0
    deeper = chain.tier[chain.supplier] == chain.tier[chain.buyer] + 1
    for tier in range(1, deepest_tier + 1):
        arrives = kept & deeper & (chain.tier[chain.supplier] == tier) & within[chain.buyer]
        within[chain.supplier[arrives]] = True
    kept &= within[chain.buyer] & within[chain.supplier]
    place = np.cumsum(within) - 1
    buyer, supplier = place[chain.buyer[kept]], place[chain.supplier[kept]]
    return SyntheticChain(
        strata=chain.strata,
        topics=chain.topics,
        regions=chain.regions,
        stratum=chain.stratum,
        tier=chain.tier[within],
        kind=chain.kind[within],
        region=chain.region[within],
        workers=chain.workers[within],
        affected=chain.affected[within],
        buyer=_whole(buyer),
        supplier=_whole(supplier),
        value=chain.value[kept],
        listed=chain.listed[kept],
        buyers=_multiplicity(chain.tier[within], buyer, supplier),
        all_buyers=chain.all_buyers[within],
    )


def _whole(values: NDArray[np.integer]) -> Whole:
    return np.ascontiguousarray(values, dtype=np.int32)


def _kinds(
    assumptions: ChainAssumptions, counts: tuple[int, ...], rng: np.random.Generator
) -> NDArray[np.int64]:
    drawn = [np.full(counts[0], KINDS.index(Kind.FORMAL))]
    for count, shares in zip(counts[1:], assumptions.kinds, strict=True):
        chances = np.array([shares.get(kind, 0.0) for kind in KINDS])
        drawn.append(rng.choice(len(KINDS), size=count, p=chances / chances.sum()))
    return np.concatenate(drawn)


def _workers(
    assumptions: ChainAssumptions,
    kind: NDArray[np.int64],
    strata: list[str],
    stratum: NDArray[np.int64],
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    mean = np.array([assumptions.workers[each] for each in KINDS])[kind]
    size = np.array([assumptions.lead_size.get(id, 1.0) for id in strata])
    mean[: len(stratum)] = assumptions.lead_workers * size[stratum]
    spread = assumptions.spread
    drawn = mean * rng.lognormal(-(spread**2) / 2, spread, len(kind))
    alone = kind == KINDS.index(Kind.HOME_WORKER)
    return np.where(alone, 1, np.maximum(np.rint(drawn), 1)).astype(np.int64)


def _links(
    assumptions: ChainAssumptions,
    tier: NDArray[np.int64],
    kind: NDArray[np.int64],
    workers: NDArray[np.int64],
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return buyers and suppliers of all links, each pair once.

    A unit has one buyer and, where it is a hub, many more: their number is drawn around a mean
    that itself has a Pareto tail.
    """
    buys = np.isin(kind, [KINDS.index(each) for each in BUYING])
    means = np.array([assumptions.buyers[each] for each in KINDS])
    buyers, suppliers = [], []
    for level in range(1, tier[-1] + 1):
        here, above = np.flatnonzero(tier == level), np.flatnonzero((tier == level - 1) & buys)
        hub = rng.pareto(assumptions.tail, len(here)) * (assumptions.tail - 1)
        count = np.minimum(1 + rng.poisson((means[kind[here]] - 1) * hub), len(above))
        reach = np.cumsum(workers[above], dtype=float)
        chosen = np.searchsorted(reach, rng.random(count.sum()) * reach[-1], side="right")
        buyers.append(above[np.minimum(chosen, len(above) - 1)])
        suppliers.append(np.repeat(here, count))
    others = _other_links(assumptions, tier, buys, sum(map(len, buyers)), rng)
    pairs = np.concatenate([*buyers, others[0]]) * len(tier)
    pairs = np.unique(pairs + np.concatenate([*suppliers, others[1]]))
    return pairs // len(tier), pairs % len(tier)


def _other_links(
    assumptions: ChainAssumptions,
    tier: NDArray[np.int64],
    buys: NDArray[np.bool_],
    links: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return links to a unit of the buyer's own or a nearer tier, lead units apart."""
    wanted = round(links * assumptions.other_links / (1 - assumptions.other_links))
    able = np.flatnonzero(buys & (tier > 0))
    if not len(able):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    buyer = rng.choice(able, wanted)
    first, last = np.searchsorted(tier, 1), np.searchsorted(tier, tier[buyer], side="right")
    supplier = first + (rng.random(wanted) * (last - first)).astype(np.int64)
    apart = supplier != buyer
    return buyer[apart], supplier[apart]


def _affected(
    assumptions: ChainAssumptions,
    tier: NDArray[np.int64],
    workers: NDArray[np.int64],
    buyer: NDArray[np.int64],
    supplier: NDArray[np.int64],
    rng: np.random.Generator,
) -> Whole:
    """Return workers with each deficit, tier after tier, since buyers weigh on their suppliers."""
    deeper = tier[supplier] == tier[buyer] + 1
    buyer, supplier = buyer[deeper], supplier[deeper]
    buyers = np.maximum(np.bincount(supplier, minlength=len(tier)), 1)
    has = np.zeros((len(tier), len(assumptions.deficits)), dtype=bool)
    for column, topic in enumerate(assumptions.deficits):
        for level in range(tier[-1] + 1):
            here = tier == level
            held = np.bincount(supplier, weights=has[buyer, column], minlength=len(tier))
            lean = np.log(assumptions.homophily) * (held / buyers)[here]
            chance = _chances(lean, assumptions.level(topic, level))
            has[here, column] = rng.random(len(lean)) < chance
    extra = rng.binomial((workers - 1)[:, None], assumptions.affected, has.shape)
    return _whole(np.where(has, 1 + extra, 0))


def _chances(lean: NDArray[np.float64], level: float) -> NDArray[np.float64]:
    """Return chances whose log odds differ by `lean` and whose mean is `level`."""
    if not 0 < level < 1:
        return np.full(len(lean), level)
    base = brentq(lambda at: expit(at + lean).mean() - level, -40, 40, xtol=1e-9)
    return np.asarray(expit(base + lean))


def _multiplicity(
    tier: NDArray[np.integer], buyer: NDArray[np.integer], supplier: NDArray[np.integer]
) -> Whole:
    deeper = tier[supplier] == tier[buyer] + 1
    return _whole(np.bincount(supplier[deeper], minlength=len(tier)))


def _above(chain: SyntheticChain, cutoff: CutOff) -> NDArray[np.bool_]:
    """Say of each link whether the buyer's list has room for it under the cut-off."""
    if cutoff.rule == "share":
        spent = np.bincount(chain.buyer, weights=chain.value, minlength=len(chain.tier))
        return np.asarray(chain.value / spent[chain.buyer] >= (cutoff.share or 0.0))
    if cutoff.rule == "top":
        group = chain.buyer.astype(np.int64) * len(KINDS) + chain.kind[chain.supplier]
        order = np.lexsort((-chain.value, group))
        first = np.searchsorted(group, group)  # links stand in order of group
        rank = np.empty(len(group), dtype=np.int64)
        rank[order] = np.arange(len(group))
        return np.asarray(rank - first < (cutoff.number or 0))
    return np.ones(len(chain.buyer), dtype=bool)
