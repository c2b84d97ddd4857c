"""Plan before travelling: what a survey design would find, and cost, on an invented chain."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.limits import quantile, share_limits, total_limits
from decentwork.estimates.messages import translatable
from decentwork.sampling.assumptions import ChainAssumptions
from decentwork.sampling.chains import KINDS, SyntheticChain, in_scope, synthetic_chain
from decentwork.sampling.season import DEFICIT, SeasonAssumptions, synthetic_season
from decentwork.sampling.traced import Draws
from decentwork.studies.simulation import simulate
from decentwork.surveys.design import Follow, SurveyDesign
from decentwork.surveys.kinds import Kind

Assumptions = ChainAssumptions | SeasonAssumptions
Real = NDArray[np.float64]

COVERS = (0.92, 0.97)
"""Where a 95 % interval's coverage must lie for a plan not to warn."""

WARNINGS = {
    "covers_too_little": translatable(
        "The 95 % interval contains the truth in fewer than 92 of 100 simulated surveys: "
        "draw more seeds, or publish this figure with care."
    ),
    "covers_too_much": translatable(
        "The 95 % interval contains the truth in more than 97 of 100 simulated surveys: "
        "it is wider than it need be."
    ),
    "biased": translatable(
        "Simulated surveys are off the truth by more than half a standard deviation on average: "
        "see which suppliers buyers do not list or who does not answer; more seeds do not help."
    ),
}
"""What a code in `PlannedFigure.warnings` says, in plain English that the site translates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFigure:
    """What simulated surveys estimate of one figure of one tier.

    `variable` "units", "workers" or a topic; `statistic` "total" or "share" (0–1, with the
    deficit); `universe` "units" or "workers". `mean`, `standard_deviation` of the estimates, `bias`
    mean less true; `interval_width` mean width and `coverage` share of the 95 % intervals that hold
    the truth, None for what the frame tells without survey; `design_effect` variance over that of
    as many units or workers drawn at random, None for totals; `warnings` codes of `WARNINGS`.
    """

    tier: int
    universe: str
    variable: str
    statistic: str
    true: float
    mean: float
    bias: float
    relative_bias: float | None
    standard_deviation: float
    interval_width: float
    coverage: float | None
    design_effect: float | None
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTier:
    """What reaches a tier: mean `units` and `workers` interviewed, and what the design leaves out.

    `empty` share of simulated surveys that interviewed no unit of the tier; `chain_units`,
    `chain_workers` in the invented chain as the design defines it, `left_out_units` and
    `left_out_workers` those beyond its cut-off or of kinds it does not follow.
    """

    tier: int
    units: float
    workers: float
    empty: float
    chain_units: int
    chain_workers: int
    left_out_units: int
    left_out_workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCost:
    """Cost in `currency`: mean, 95th percentile, share of surveys within `budget` (None without).

    A unit that was visited costs the same whether it answers or not.
    """

    currency: str
    mean: float
    high: float
    budget: float | None
    within_budget: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a design would give: a simulation on an invented chain, not an estimate of a real one.

    `assumptions` in plain values, `seed` and `draws` make it again. With 1,000 draws a coverage of
    95 % is known to within 1.4 points.
    """

    design: str
    draws: int
    seed: int
    assumptions: Mapping[str, Any]
    figures: tuple[PlannedFigure, ...]
    tiers: tuple[PlannedTier, ...]
    cost: PlannedCost

    def __str__(self) -> str:
        warned = sum(bool(figure.warnings) for figure in self.figures)
        return (
            f"{self.design}: {self.draws} simulated surveys, mean cost {self.cost.mean:,.0f} "
            f"{self.cost.currency}, {warned} of {len(self.figures)} figures with a warning"
        )

    def figure(self, variable: str, tier: int, universe: str = "workers") -> PlannedFigure:
        """Return one figure; KeyError when the plan has none."""
        for each in self.figures:
            if (each.variable, each.tier, each.universe) == (variable, tier, universe):
                return each
        raise KeyError((variable, tier, universe))

    def to_frame(self) -> pd.DataFrame:
        """Return one row a figure, with the units and workers interviewed in its tier."""
        tiers = {each.tier: each for each in self.tiers}
        return pd.DataFrame(
            {
                **asdict(figure),
                "warnings": " ".join(figure.warnings),
                "units_interviewed": tiers[figure.tier].units,
                "workers_interviewed": tiers[figure.tier].workers,
            }
            for figure in self.figures
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "design": self.design,
            "draws": self.draws,
            "seed": self.seed,
            "invented": True,
            "assumptions": dict(self.assumptions),
            "cost": asdict(self.cost),
            "tiers": [asdict(tier) for tier in self.tiers],
            "figures": [
                {**asdict(figure), "warnings": list(figure.warnings)} for figure in self.figures
            ],
        }

    def chart(self) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return an Altair chart of the interval width of workers' shares by tier and topic."""
        from decentwork.studies.plan_chart import plan_chart

        return plan_chart(self)


def assumed(design: SurveyDesign) -> Assumptions:
    """Return what a design assumes about its chain, or its season; `InvalidInput` if it cannot be.

    Of a season, the topics that it asks about, unless it says otherwise.
    """
    if design.links == "clusters":
        asked = {"deficits": dict.fromkeys(design.topics, DEFICIT)} if design.topics else {}
        return SeasonAssumptions.from_dict({**asked, **design.assumptions})
    return ChainAssumptions.from_dict(design.assumptions)


def plan(
    design: SurveyDesign,
    assumptions: Assumptions | None = None,
    *,
    draws: int = 1000,
    seed: int,
    threads: int | None = None,
    cluster: str | None = None,
) -> Plan:
    """Simulate a design on an invented chain, or season, and tell what it would find and cost.

    Seeds are drawn in their strata, suppliers listed under the cut-off and followed as the design
    says, those who answer interviewed; estimates and intervals are those of the default method
    (generalised weight share, variance from seeds, links and workers). Of a season, clusters are
    the seeds and nobody is followed: two stages, clusters and people in them.

    Parameters
    ----------
    assumptions : what the chain is made from; what the design says where None
    draws : how many surveys are simulated
    seed : makes the chain and every draw; the same seed gives the same plan
    threads, cluster : see `simulation.simulate`

    Raises
    ------
    InvalidInput
        The design and the assumptions do not fit each other; all reasons at once.
    """
    assumptions = assumptions or assumed(design)
    whole, chain = chains_for(design, assumptions, seed, draws)
    design = fielded(design, assumptions)
    made = simulate(chain, design, draws=draws, seed=seed, threads=threads, cluster=cluster)
    return Plan(
        design=design.id,
        draws=draws,
        seed=seed,
        assumptions=assumptions.to_dict(),
        figures=tuple(_figures(chain, made)),
        tiers=tuple(_tiers(whole, chain, made)),
        cost=_cost(design, made),
    )


def chains_for(
    design: SurveyDesign, assumptions: Assumptions, seed: int, draws: int
) -> tuple[SyntheticChain, SyntheticChain]:
    """Return the invented chain, and the part of it that the design defines as its chain."""
    problems = [*_misfits(design, assumptions)]
    if draws < 2:
        problems.append(Problem("draws", f"{draws} tell no spread.", "Simulate 2 at least."))
    if problems:
        raise InvalidInput("the plan", problems)
    leads = {stratum.id: stratum.frame_units for stratum in design.strata}
    rng = np.random.default_rng(seed)
    if isinstance(assumptions, SeasonAssumptions):
        season = synthetic_season(assumptions, leads, rng)
        return season, season
    whole = synthetic_chain(assumptions, leads, rng)
    followed = frozenset(each.kind for each in design.follow if each.at_most != 0)
    chain = in_scope(whole, design.cutoff, followed, design.deepest_tier)
    return whole, replace(
        chain, buyers=chain.all_buyers
    ) if assumptions.counts_all_buyers else chain


def fielded(design: SurveyDesign, assumptions: Assumptions) -> SurveyDesign:
    """Return a design as it is simulated: of a season, clusters respond as is assumed."""
    if isinstance(assumptions, ChainAssumptions):
        return design
    met = Follow(kind=Kind.FORMAL, at_most=0, response=assumptions.response)
    return replace(design, follow=(met,))


def _misfits(design: SurveyDesign, assumptions: Assumptions) -> Iterator[Problem]:
    if isinstance(assumptions, SeasonAssumptions):
        surveyed, name, sizes = "clusters", "size", assumptions.size
    else:
        surveyed, name, sizes = "suppliers", "lead_size", assumptions.lead_size
        if len(assumptions.units) < design.deepest_tier:
            what = f"{len(assumptions.units)} tiers, and the design follows {design.deepest_tier}."
            yield Problem("assumptions, units", what, "Write the units of every tier.")
    if design.links != surveyed:
        yield Problem("design, links", f"the assumptions are those of a survey of {surveyed}.")
    for stratum in design.strata:
        if not 1 <= stratum.seeds <= stratum.frame_units:
            what = f"{stratum.seeds} seeds of {stratum.frame_units} units cannot be drawn."
            yield Problem(f"design, stratum {stratum.id}", what)
    for id in set(sizes) - {stratum.id for stratum in design.strata}:
        yield Problem(f"assumptions, {name}, {id}", "is no stratum of the design.")


def interval_limits(made: Draws) -> tuple[Real, Real]:
    """Return the 95 % limits of every draw, in the shape of `Draws.estimates`."""
    reach, errors = quantile(made.freedom), np.sqrt(made.variances)
    seen = np.stack([made.units, made.interviews], axis=2)
    low, high = total_limits(made.estimates[..., :2], errors[..., :2], reach[..., :2], seen)
    topics = (made.estimates.shape[2] - 2) // 2
    effective = np.repeat(made.effective[..., ::-1], topics, axis=2)  # workers' shares come first
    shares = share_limits(made.estimates[..., 2:], errors[..., 2:], reach[..., 2:], effective)
    return np.concatenate([low, shares[0]], axis=2), np.concatenate([high, shares[1]], axis=2)


def _figures(chain: SyntheticChain, made: Draws) -> Iterator[PlannedFigure]:
    low, high = interval_limits(made)
    topics = chain.topics
    labels = [("units", "units", "total"), ("workers", "workers", "total")]
    labels += [(universe, topic, "share") for universe in ("workers", "units") for topic in topics]
    taken = {"workers": made.interviews.mean(axis=0), "units": made.units.mean(axis=0)}
    for tier, row in enumerate(chain.totals()):
        for column, (universe, variable, statistic) in enumerate(labels):
            at = (slice(None), tier, column)
            answers = float(taken[universe][tier]) if statistic == "share" else None
            facts = _facts(float(row[column]), made.estimates[at], low[at], high[at], answers)
            yield PlannedFigure(
                tier=tier, universe=universe, variable=variable, statistic=statistic, **facts
            )


def _facts(
    true: float, values: Real, low: Real, high: Real, answers: float | None
) -> dict[str, Any]:
    """Return what the estimates of one figure come to; draws without an estimate are left out."""
    there = np.isfinite(values) & np.isfinite(low)
    values, low, high = values[there], low[there], high[there]
    if not len(values):
        values = low = high = np.array([np.nan])
    mean, deviation = float(values.mean()), float(values.std())
    slack = 1e-9 * abs(true)  # what the frame tells is estimated to the last digit but one
    covered = float(np.mean((low <= true + slack) & (true - slack <= high)))
    known = deviation <= 1e-9 * abs(mean) and abs(mean - true) <= slack
    simple = true * (1 - true)
    effect = deviation**2 * answers / simple if answers and simple > 0 else None
    return {
        "true": true,
        "mean": mean,
        "bias": mean - true,
        "relative_bias": (mean - true) / true if true else None,
        "standard_deviation": deviation,
        "interval_width": float(np.mean(high - low)),
        "coverage": None if known else covered,
        "design_effect": effect,
        "warnings": () if known else tuple(_warned(covered, mean - true, deviation)),
    }


def _warned(coverage: float, bias: float, deviation: float) -> Iterator[str]:
    if not coverage >= COVERS[0]:
        yield "covers_too_little"
    if coverage > COVERS[1]:
        yield "covers_too_much"
    if abs(bias) > deviation / 2:
        yield "biased"


def _tiers(whole: SyntheticChain, chain: SyntheticChain, made: Draws) -> Iterator[PlannedTier]:
    for tier in range(made.units.shape[1]):
        here, everyone = chain.tier == tier, whole.tier == tier
        units, workers = int(here.sum()), int(chain.workers[here].sum())
        yield PlannedTier(
            tier=tier,
            units=float(made.units[:, tier].mean()),
            workers=float(made.interviews[:, tier].mean()),
            empty=float((made.units[:, tier] == 0).mean()),
            chain_units=units,
            chain_workers=workers,
            left_out_units=int(everyone.sum()) - units,
            left_out_workers=int(whole.workers[everyone].sum()) - workers,
        )


def costs_of(design: SurveyDesign, made: Draws) -> Real:
    """Return the cost of each draw, (d,) in the design's currency."""
    costs = design.costs
    units = made.visits @ np.array([costs.unit.get(kind, 0.0) for kind in KINDS])
    return np.asarray(costs.fixed + units + costs.worker * made.interviews.sum(axis=1))


def _cost(design: SurveyDesign, made: Draws) -> PlannedCost:
    spent, budget = costs_of(design, made), design.costs.budget
    return PlannedCost(
        currency=design.costs.currency,
        mean=float(spent.mean()),
        high=float(np.quantile(spent, 0.95)),
        budget=budget,
        within_budget=None if budget is None else float((spent <= budget).mean()),
    )
