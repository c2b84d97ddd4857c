"""Search the seeds and follow-ups that reach a wanted precision at least cost, by simulation."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sampling.chains import SyntheticChain
from decentwork.studies.plan import (
    Assumptions,
    Plan,
    assumed,
    chains_for,
    costs_of,
    fielded,
    interval_limits,
    plan,
)
from decentwork.studies.simulation import simulate
from decentwork.surveys.design import Follow, Stratum, SurveyDesign
from decentwork.surveys.kinds import Kind

_FOLLOWED: tuple[int | None, ...] = (1, 2, 3, 5, 8, None)  # suppliers a kind; None all of them
_STEP = 1.5  # how far a stratum's part of the seeds moves in a trial
_TRIES = 6  # trials until a number of seeds is taken as it is
_SPARE = 0.98  # search for a little more than is wanted: fresh draws decide
_DEARER = 1.2  # a design that costs this much more and still lacks precision is given up
_NEAR = 0.04  # a half-width this much (relative) under what is wanted is close enough

_PEOPLE = (2, 3, 4, 6, 8, 12, 16, 24)  # interviews in a cluster of a season

_Key = tuple[tuple[Stratum, ...], tuple[Follow, ...], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A precision: the 95 % interval of a topic's share in a tier, at most ± `half_width` (0–1)."""

    topic: str
    tier: int
    half_width: float
    universe: str = "workers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A design that was tried: seeds by stratum, follow-ups by kind, mean cost and half-width.

    `per_unit` workers interviewed in a unit.
    """

    seeds: Mapping[str, int]
    at_most: Mapping[Kind, int | None]
    per_unit: int
    cost: float
    half_width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """The cheapest design found for a precision, and what precision costs.

    `design` None where the frame cannot give the precision: `frontier` then ends with the most
    precise design that was tried. `frontier`: no other trial was both cheaper and more precise; in
    order of cost. `verified` is a plan of `design` made with fresh draws.
    """

    wanted: Wanted
    design: SurveyDesign | None
    verified: Plan | None
    frontier: tuple[Trial, ...]

    def __str__(self) -> str:
        wanted = self.wanted
        aim = f"± {wanted.half_width:g} for {wanted.topic} at tier {wanted.tier}"
        if self.design is None or self.verified is None:
            closest = min(trial.half_width for trial in self.frontier)
            return f"{aim} cannot be reached within the frame: the closest is ± {closest:.3g}."
        seeds = ", ".join(f"{each.id} {each.seeds}" for each in self.design.strata)
        cost = self.verified.cost
        over = cost.budget is not None and cost.mean > cost.budget
        beyond = f", above the budget of {cost.budget:,.0f}" if over else ""
        if self.design.links == "clusters":
            seeds = f"{seeds}; {self.design.workers.per_unit} people in each cluster"
        return f"{aim}: seeds {seeds}; mean cost {cost.mean:,.0f} {cost.currency}{beyond}."

    def to_frame(self) -> pd.DataFrame:
        """Return the frontier, one row a design; an empty cell of `follow_…` follows all."""
        return pd.DataFrame(
            {
                "cost": trial.cost,
                "half_width": trial.half_width,
                **{f"seeds_{id}": seeds for id, seeds in trial.seeds.items()},
                **{f"follow_{kind}": most for kind, most in trial.at_most.items()},
                "per_unit": trial.per_unit,
            }
            for trial in self.frontier
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; `seeds` and `at_most` null where the precision is out of reach."""
        design = self.design
        return {
            "wanted": asdict(self.wanted),
            "reached": design is not None,
            "closest": min((trial.half_width for trial in self.frontier), default=None),
            "seeds": design and {each.id: each.seeds for each in design.strata},
            "at_most": design and {str(each.kind): each.at_most for each in design.follow},
            "per_unit": design and design.workers.per_unit,
            "frontier": self.to_frame().astype(object).replace({np.nan: None}).to_dict("records"),
            "verified": self.verified and self.verified.to_dict(),
        }


def cheapest_design(
    design: SurveyDesign,
    assumptions: Assumptions | None,
    wanted: Wanted,
    *,
    draws: int = 200,
    seed: int,
    threads: int | None = None,
) -> Allocation:
    """Return the cheapest seeds and follow-ups found that give the wanted precision.

    Every trial is simulated with the same draws (common random numbers). First all kinds are
    followed alike, 1, 2, 3, 5, 8 or all suppliers a buyer (of a season, from 2 to 24 people are
    interviewed in a cluster), and the seeds made as many as that needs; then single strata and
    kinds are moved as long as that is cheaper; the winner is simulated with five times as many
    fresh draws, and given more seeds where they ask for it. A search, not a proof: a cheaper design
    may exist.

    Parameters
    ----------
    design : where the search begins; kinds that it does not follow stay so
    wanted : the precision
    draws, seed, threads : of one trial

    Raises
    ------
    InvalidInput
        The precision names no figure of the plan, or design and assumptions do not fit.
    """
    assumptions = assumptions or assumed(design)
    _, chain = chains_for(design, assumptions, seed, draws)
    problems = [*_misnamed(wanted, chain)]
    if problems:
        raise InvalidInput("the wanted precision", problems)
    # The plan that verifies draws with `seed`: the search must not have seen these draws.
    search = _Search(
        chain=_of_topic(chain, wanted.topic),
        assumptions=assumptions,
        wanted=wanted,
        draws=draws,
        seed=seed + 1,
        threads=threads,
        tried={},
    )
    best = search.cheapest(_alike(design))
    verified = None
    if best is not None:
        best = search.moved(best)
        verified = _verified(best, assumptions, wanted, 5 * draws, seed, threads)
    return Allocation(
        wanted=wanted,
        design=None if verified is None else verified[0],
        verified=None if verified is None else verified[1],
        frontier=_frontier(search.tried.values()),
    )


def _misnamed(wanted: Wanted, chain: SyntheticChain) -> Iterator[Problem]:
    if wanted.topic not in chain.topics:
        hint = f"Simulated are: {', '.join(chain.topics)}."
        yield Problem("topic", f"{wanted.topic!r} is not among the assumed deficits.", hint)
    if not 0 <= wanted.tier <= chain.deepest_tier:
        yield Problem("tier", f"{wanted.tier} is not followed (0 to {chain.deepest_tier} are).")
    if not 0 < wanted.half_width < 0.5:
        yield Problem("half_width", f"{wanted.half_width} is not a share between 0 and 0.5.")
    if wanted.universe not in ("workers", "units"):
        yield Problem("universe", f"{wanted.universe!r} is neither 'workers' nor 'units'.")


def _verified(
    design: SurveyDesign,
    assumptions: Assumptions,
    wanted: Wanted,
    draws: int,
    seed: int,
    threads: int | None,
) -> tuple[SurveyDesign, Plan] | None:
    """Return the design with as many seeds as fresh draws ask for; None where the frame ends."""
    while True:
        made = plan(design, assumptions, draws=draws, seed=seed, threads=threads)
        figure = made.figure(wanted.topic, wanted.tier, wanted.universe)
        excess = figure.interval_width / 2 / wanted.half_width
        if excess <= 1:
            return design, made
        grown = _sized(design, max(excess**2, 1.02))
        if grown == design:
            return None
        design = grown


@dataclass(frozen=True, slots=True, kw_only=True)
class _Search:
    """Trials on one chain; `tried` remembers them, so that none is simulated twice."""

    chain: SyntheticChain
    assumptions: Assumptions
    wanted: Wanted
    draws: int
    seed: int
    threads: int | None
    tried: dict[_Key, Trial]

    def trial(self, design: SurveyDesign) -> Trial:
        """Return what a design comes to."""
        key = (design.strata, design.follow, design.workers.per_unit)
        if key not in self.tried:
            self.tried[key] = self._simulated(design)
        return self.tried[key]

    def sufficient(
        self, design: SurveyDesign, best: SurveyDesign | None = None
    ) -> SurveyDesign | None:
        """Return the design with as few seeds as do, in its proportions.

        None where the frame ends before, or where it is clearly dearer than `best`.
        """
        found, aim = None, _SPARE * self.wanted.half_width
        limit = math.inf if best is None else _DEARER * self.trial(best).cost
        for _ in range(_TRIES):
            trial = self.trial(design)
            excess = trial.half_width / aim
            if excess > 1 and trial.cost > limit:
                break
            if excess <= 1 and (found is None or self._cheaper(design, found)):
                found = design
            sized = _sized(design, excess**2)
            if 1 - _NEAR <= excess <= 1 or sized == design:
                break
            design = sized
        return found

    def cheapest(self, designs: Iterable[SurveyDesign]) -> SurveyDesign | None:
        """Return the cheapest of designs once each has the seeds that do; None where none can."""
        best = None
        for design in designs:
            found = self.sufficient(design, best)
            if found is not None and (best is None or self._cheaper(found, best)):
                best = found
        return best

    def moved(self, best: SurveyDesign) -> SurveyDesign:
        """Return a design no dearer: one stratum or kind after the other is moved a step."""
        for move in _moves(best):
            found = self.sufficient(move(best), best)
            if found is not None and self._cheaper(found, best):
                best = found
        return best

    def _cheaper(self, design: SurveyDesign, other: SurveyDesign) -> bool:
        return self.trial(design).cost < self.trial(other).cost

    def _simulated(self, design: SurveyDesign) -> Trial:
        made = simulate(
            self.chain,
            fielded(design, self.assumptions),
            draws=self.draws,
            seed=self.seed,
            threads=self.threads,
        )
        column = 2 if self.wanted.universe == "workers" else 3
        low, high = (limits[:, self.wanted.tier, column] for limits in interval_limits(made))
        widths = (high - low)[np.isfinite(high - low)]
        return Trial(
            seeds={stratum.id: stratum.seeds for stratum in design.strata},
            at_most={each.kind: each.at_most for each in design.follow},
            per_unit=design.workers.per_unit,
            cost=float(costs_of(design, made).mean()),
            half_width=float(widths.mean() / 2) if len(widths) else math.inf,
        )


def _of_topic(chain: SyntheticChain, topic: str) -> SyntheticChain:
    """Return the chain with one topic only, which is simulated in a fifth of the time."""
    column = chain.topics.index(topic)
    affected = np.ascontiguousarray(chain.affected[:, column : column + 1])
    return replace(chain, topics=(topic,), affected=affected)


def _alike(design: SurveyDesign) -> Iterator[SurveyDesign]:
    """Yield designs that follow the same number of suppliers of every kind they follow.

    Of a season, designs that interview from few to many people in a cluster.
    """
    if design.links == "clusters":
        for people in _PEOPLE:
            yield replace(design, workers=replace(design.workers, per_unit=people))
        return
    for most in _FOLLOWED:
        yield replace(
            design,
            follow=tuple(
                each if each.at_most == 0 else replace(each, at_most=most) for each in design.follow
            ),
        )


def _moves(design: SurveyDesign) -> Iterator[Callable[[SurveyDesign], SurveyDesign]]:
    """Yield steps that keep all but one stratum's seeds or one kind's follow-ups."""
    if len(design.strata) > 1:
        for stratum in design.strata:
            for factor in (_STEP, 1 / _STEP):
                yield partial(_sized, factor=factor, only=stratum.id)
    for each in design.follow:
        if each.at_most != 0:
            for step in (1, -1):
                yield partial(_stepped, kind=each.kind, step=step)


def _sized(design: SurveyDesign, factor: float, only: str | None = None) -> SurveyDesign:
    """Return the design with `factor` times the seeds, at most four times as many or as few."""
    factor = min(max(factor, 0.25), 4.0)
    strata = []
    for stratum in design.strata:
        least = min(2, stratum.frame_units)
        seeds = min(max(math.ceil(stratum.seeds * factor), least), stratum.frame_units)
        strata.append(replace(stratum, seeds=seeds) if only in (None, stratum.id) else stratum)
    return replace(design, strata=tuple(strata))


def _stepped(design: SurveyDesign, kind: Kind, step: int) -> SurveyDesign:
    """Return the design with the next larger or smaller number of follow-ups of one kind."""
    follow = []
    for each in design.follow:
        if each.kind == kind:
            place = min(max(_FOLLOWED.index(each.at_most) + step, 0), len(_FOLLOWED) - 1)
            each = replace(each, at_most=_FOLLOWED[place])
        follow.append(each)
    return replace(design, follow=tuple(follow))


def _frontier(trials: Iterable[Trial]) -> tuple[Trial, ...]:
    """Return the trials than which no other is both cheaper and more precise."""
    kept: list[Trial] = []
    for trial in sorted(trials, key=lambda trial: (trial.cost, trial.half_width)):
        if not kept or trial.half_width < kept[-1].half_width:
            kept.append(trial)
    return tuple(kept)
