"""Survey a synthetic chain many times under one design."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit
from decentwork.sampling.chains import KINDS, SyntheticChain
from decentwork.sampling.traced_draw import (
    Trace,
    World,
    ask_workers,
    begin,
    forget,
    room_for,
    trace_chain,
)
from decentwork.sampling.traced_estimates import estimate_tiers, variances_of_tier
from decentwork.surveys.design import SurveyDesign

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """What `d` simulated surveys estimated, and what they took.

    `estimates`, `variances`, `freedom` (d, tiers, 2 + 2 topics) in the columns of
    `SyntheticChain.totals`; `freedom` degrees of freedom of the variance, infinite where it is
    known; `effective` (d, tiers, 2) seeds of equal weight that units and workers are worth; `units`
    (d, tiers) who answered; `interviews` (d, tiers) workers interviewed; `visits` (d, 4) units
    visited by kind, answered or not.
    """

    estimates: Real
    variances: Real
    freedom: Real
    effective: Real
    units: NDArray[np.int32]
    interviews: NDArray[np.int32]
    visits: NDArray[np.int32]

    @classmethod
    def joined(cls, blocks: list["Draws"]) -> "Draws":
        """Return the draws of all blocks, in their order."""
        names = cls.__slots__
        return cls(**{name: np.concatenate([getattr(it, name) for it in blocks]) for name in names})


def simulated(
    chain: SyntheticChain, design: SurveyDesign, *, seed: int, first: int, end: int
) -> Draws:
    """Return draws `first` to `end` − 1 of the surveys that `seed` numbers.

    A draw depends on its number alone, not on the block, thread or computer it is made in. `chain`
    is what the design can reach (`chains.in_scope`), its strata those of the design.
    """
    shape = (end - first, chain.deepest_tier + 1, 2 + 2 * len(chain.topics))
    draws = Draws(
        estimates=np.empty(shape),
        variances=np.empty(shape),
        freedom=np.empty(shape),
        effective=np.empty((*shape[:2], 2)),
        units=np.zeros(shape[:2], np.int32),
        interviews=np.zeros(shape[:2], np.int32),
        visits=np.zeros((shape[0], len(KINDS)), np.int32),
    )
    world = world_of(chain, design)
    results = (getattr(draws, name) for name in Draws.__slots__)
    _simulate(world, room_for(world), seed, first, *results)
    return draws


def world_of(chain: SyntheticChain, design: SurveyDesign) -> World:
    """Return a chain and a design as the arrays that compiled code reads."""
    heard = chain.listed
    lists = np.zeros(len(KINDS) * len(chain.tier) + 1, np.int32)
    place = chain.buyer[heard].astype(np.int64) * len(KINDS) + chain.kind[chain.supplier[heard]]
    np.cumsum(np.bincount(place, minlength=len(lists) - 1), out=lists[1:])
    follow = [design.following(kind) for kind in KINDS]
    everyone = len(chain.tier)
    leads = np.bincount(chain.stratum, minlength=len(chain.strata))
    return World(
        tier=chain.tier,
        kind=chain.kind,
        workers=chain.workers,
        affected=chain.affected,
        buyers=chain.buyers,
        lists=lists,
        supplier=chain.supplier[heard],
        first=np.concatenate([[0], np.cumsum(leads)]).astype(np.int32),
        seeds=np.array([design.stratum(id).seeds for id in chain.strata], np.int32),
        at_most=np.array(
            [0 if it is None else everyone if it.at_most is None else it.at_most for it in follow],
            np.int32,
        ),
        response=np.array([1.0 if it is None else it.response for it in follow]),
        per_unit=design.workers.per_unit,
        deepest_tier=min(design.deepest_tier, chain.deepest_tier),
    )


@njit
def _simulate(
    world: World,
    trace: Trace,
    seed: int,
    first: int,
    estimates: Real,
    variances: Real,
    freedom: Real,
    effective: Real,
    units: NDArray[np.int32],
    interviews: NDArray[np.int32],
    visited: NDArray[np.int32],
) -> None:
    carried = np.empty((len(world.tier), estimates.shape[2]))
    for nth in range(len(estimates)):
        state = begin(seed, first + nth)
        visits, lists = trace_chain(world, trace, state)
        ask_workers(world, trace, visits, state)
        estimate_tiers(world, trace, visits, estimates[nth])
        for tier in range(estimates.shape[1]):
            variances_of_tier(
                world,
                trace,
                visits,
                lists,
                tier,
                estimates[nth, tier],
                carried,
                variances[nth, tier],
                freedom[nth, tier],
                effective[nth, tier],
            )
        for visit in range(visits):
            unit = trace.unit[visit]
            visited[nth, world.kind[unit]] += 1
            units[nth, world.tier[unit]] += trace.answered[visit]
            interviews[nth, world.tier[unit]] += trace.asked[visit]
        forget(trace, visits)
