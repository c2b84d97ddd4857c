"""One simulated survey of a chain: compiled, with a stream of chance of its own for every draw.

Symbols: `w` a unit's weight, `M` suppliers of a kind that a buyer lists, `m` those of them who were
drawn and answered, `L` a supplier's buyers in the tier before. Positions in `Trace` count visited
units in the order of visits; units of the chain are numbered as in `SyntheticChain`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit

Whole = NDArray[np.int32]
Real = NDArray[np.float64]


class World(NamedTuple):
    """A chain and the rules of a design as plain arrays.

    `lists` (4 n + 1,) where in `supplier` the list of each unit for each kind begins; `at_most`
    (4,) suppliers followed of a kind; `response` (4,) chance of an answer; `first` (strata + 1,)
    where each stratum's lead units begin; `seeds` (strata,).
    """

    tier: Whole
    kind: Whole
    workers: Whole
    affected: Whole
    buyers: Whole
    lists: Whole
    supplier: Whole
    first: Whole
    seeds: Whole
    at_most: Whole
    response: Real
    per_unit: int
    deepest_tier: int


class Trace(NamedTuple):
    """Room for one draw, used again by the next: units visited, links followed, their weights.

    By visit: `unit`, `answered`, `reached` (from the tier before), `weight`, `asked` workers
    interviewed, `found` (…, topics) workers with the deficit as estimated in the unit. By list
    (one buyer and kind): `list_buyer`, `list_first` (its first link), `list_size` M, `list_met` m.
    By link: `link_to`. `place` of a unit of the chain: its visit, −1 without. By seed stratum:
    `drawn_first` visits, `met` seeds who answered.
    """

    unit: Whole
    answered: NDArray[np.bool_]
    reached: NDArray[np.bool_]
    weight: Real
    asked: Whole
    found: Real
    list_buyer: Whole
    list_first: Whole
    list_size: Whole
    list_met: Whole
    link_to: Whole
    place: Whole
    drawn_first: Whole
    met: Whole


def room_for(world: World) -> Trace:
    """Return room for a draw of any size."""
    n, links, strata = len(world.tier), len(world.supplier), len(world.seeds)
    return Trace(
        unit=np.empty(n, np.int32),
        answered=np.empty(n, np.bool_),
        reached=np.empty(n, np.bool_),
        weight=np.empty(n),
        asked=np.empty(n, np.int32),
        found=np.empty((n, world.affected.shape[1])),
        list_buyer=np.empty(4 * n, np.int32),
        list_first=np.empty(4 * n + 1, np.int32),
        list_size=np.empty(4 * n, np.int32),
        list_met=np.empty(4 * n, np.int32),
        link_to=np.empty(links, np.int32),
        place=np.full(n, -1, np.int32),
        drawn_first=np.empty(strata + 1, np.int32),
        met=np.empty(strata, np.int32),
    )


@njit
def _mixed(state: np.uint64) -> np.uint64:
    """Return the bits of a splitmix64 state, mixed (Steele, Lea & Flood 2014)."""
    mixed = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))


@njit
def _chance(state: NDArray[np.uint64]) -> float:
    """Return a number in [0, 1) and move the state on."""
    state[0] += np.uint64(0x9E3779B97F4A7C15)
    return float(_mixed(state[0]) >> np.uint64(11)) / 9007199254740992.0


@njit
def begin(seed: int, draw: int) -> NDArray[np.uint64]:
    """Return the state of a draw's own stream."""
    state = np.empty(1, np.uint64)
    state[0] = _mixed(np.uint64(seed) + np.uint64(0x9E3779B97F4A7C15))
    state[0] = _mixed(state[0] ^ (np.uint64(draw) * np.uint64(0xD1342543DE82EF95)))
    return state


@njit
def _visit(world: World, trace: Trace, unit: int, visits: int, state: NDArray[np.uint64]) -> int:
    """Visit a unit unless it was visited, and return how many were visited then."""
    if trace.place[unit] >= 0:
        return visits
    trace.place[unit] = visits
    trace.unit[visits] = unit
    trace.answered[visits] = _chance(state) < world.response[world.kind[unit]]
    trace.reached[visits] = world.tier[unit] == 0
    trace.weight[visits] = 0.0
    return visits + 1


@njit
def _draw_seeds(world: World, trace: Trace, state: NDArray[np.uint64]) -> int:
    """Draw the seeds, simple random in each stratum; who answers stands for all."""
    visits = 0
    for stratum in range(len(world.seeds)):
        first, end = world.first[stratum], world.first[stratum + 1]
        wanted, trace.drawn_first[stratum], met = world.seeds[stratum], visits, 0
        for unit in range(first, end):
            if _chance(state) * (end - unit) < wanted:
                wanted -= 1
                visits = _visit(world, trace, unit, visits, state)
                met += trace.answered[visits - 1]
        trace.met[stratum] = met
        for visit in range(trace.drawn_first[stratum], visits):
            if trace.answered[visit]:
                trace.weight[visit] = (end - first) / met
    trace.drawn_first[len(world.seeds)] = visits
    return visits


@njit
def _follow(
    world: World, trace: Trace, buyer: int, links: int, visits: int, state: NDArray[np.uint64]
) -> tuple[int, int, int]:
    """Draw from one list: `at_most` suppliers of a kind, simple random; share out the weight.

    `links` is where the list's links begin; `buyer` counts lists in `trace`.
    """
    visit, kind = trace.list_buyer[buyer], trace.list_size[buyer]
    unit = trace.unit[visit]
    first, end = world.lists[4 * unit + kind], world.lists[4 * unit + kind + 1]
    wanted, begun = world.at_most[kind], links
    for at in range(first, end):
        if _chance(state) * (end - at) < wanted:
            wanted -= 1
            supplier = world.supplier[at]
            visits = _visit(world, trace, supplier, visits, state)
            if trace.answered[trace.place[supplier]]:
                trace.link_to[links] = trace.place[supplier]
                links += 1
    met, listed = links - begun, end - first
    for link in range(begun, links):
        to = trace.link_to[link]
        supplier = trace.unit[to]
        if world.tier[supplier] == world.tier[unit] + 1:
            trace.reached[to] = True
            trace.weight[to] += trace.weight[visit] * listed / met / world.buyers[supplier]
    return met, links, visits


@njit
def trace_chain(world: World, trace: Trace, state: NDArray[np.uint64]) -> tuple[int, int]:
    """Draw seeds and follow links to the deepest tier; return how many visits and lists there are.

    Only units reached from the tier before are asked for suppliers: others carry no weight.
    """
    visits, lists, links, visit = _draw_seeds(world, trace, state), 0, 0, 0
    while visit < visits:
        unit = trace.unit[visit]
        asked = trace.answered[visit] and trace.reached[visit]
        if asked and world.tier[unit] < world.deepest_tier:
            for kind in range(4):
                listed = world.lists[4 * unit + kind + 1] - world.lists[4 * unit + kind]
                if listed > 0 and world.at_most[kind] > 0:
                    trace.list_buyer[lists], trace.list_size[lists] = visit, kind
                    trace.list_first[lists] = links
                    met, links, visits = _follow(world, trace, lists, links, visits, state)
                    trace.list_size[lists], trace.list_met[lists] = listed, met
                    lists += 1
        visit += 1
    trace.list_first[lists] = links
    return visits, lists


@njit
def ask_workers(world: World, trace: Trace, visits: int, state: NDArray[np.uint64]) -> None:
    """Interview up to `per_unit` workers of each unit that answered, simple random."""
    for visit in range(visits):
        unit = trace.unit[visit]
        there = world.workers[unit]
        asked = min(world.per_unit, there) if trace.answered[visit] else 0
        trace.asked[visit] = asked
        for topic in range(world.affected.shape[1]):
            affected, found = world.affected[unit, topic], 0
            if affected == there or asked == there:
                found = affected * asked // max(there, 1)  # nobody may be there
            elif affected > 0:
                for nth in range(asked):
                    if _chance(state) * (there - nth) < affected - found:
                        found += 1
            trace.found[visit, topic] = found * there / max(asked, 1)


@njit
def forget(trace: Trace, visits: int) -> None:
    """Make room for the next draw."""
    for visit in range(visits):
        trace.place[trace.unit[visit]] = -1
