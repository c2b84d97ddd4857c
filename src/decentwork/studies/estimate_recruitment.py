"""Shares and means from a recruited sample, to rows with an interval and a verdict."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.errors import InputError, InvalidInput, Problem
from decentwork.estimators import salganik_heckathorn, successive_sampling, volz_heckathorn
from decentwork.estimators.peer_degree import (
    MissingDegree,
    Seeds,
    UnknownChoice,
    degrees,
    relative,
)
from decentwork.estimators.population_size import over_sizes
from decentwork.estimators.recruited_answers import Answers, answers_to
from decentwork.estimators.recruitment_trees import grow
from decentwork.estimators.recruitment_variance import (
    RECRUITMENT_VARIANCES,
    RecruitmentVariance,
    interval_around,
    replicate,
)
from decentwork.studies.recruitment_resampling import RDS_I, RDS_II, SS, Plan, resampling
from decentwork.studies.verdicts import exploding_weights, verdict
from decentwork.surveys.estimated import Estimated, Estimates
from decentwork.surveys.recruitment import Recruitment

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]

WEIGHTS = (RDS_I, RDS_II, SS)
OF_SIZE = "population {size:,.10g}"


class DoNotGoTogether(InputError):
    """A way to resample does not go with a way to weigh."""

    def __init__(self, variance: str, weights: str) -> None:
        self.variance, self.weights = variance, weights
        fitting = [it.name for it in RECRUITMENT_VARIANCES.values() if weights in it.weights]
        self.fitting = tuple(fitting)
        super().__init__(
            f"The variance {variance!r} does not go with {weights}. Choose one of: "
            f"{', '.join(fitting)}."
        )


def estimate_recruitment(
    sample: Recruitment,
    variables: Sequence[str],
    *,
    weights: str = RDS_II,
    variance: str = "tree",
    population: float | None = None,
    seeds: Seeds = "include",
    missing_degree: MissingDegree = "refuse",
    replicates: int = 1000,
    seed: int = 1,
    level: float = 0.95,
    threads: int | None = None,
) -> Estimates:
    """Estimate the share of each answer, and the mean of each quantity, among all peers.

    Parameters
    ----------
    sample : Recruitment
    variables : names of traits
        One of words, or of 0 and 1, gives one row an answer; another number one row, its mean.
        Respondents without an answer do not count for that trait.
    weights : {"volz_heckathorn", "salganik_heckathorn", "successive_sampling"}
    variance : {"tree", "neighbourhood", "salganik", "salganik_2006", "gile"}
        How the sample is resampled; see `RECRUITMENT_VARIANCES` for which go with which weights
        and whether the interval is of percentiles or normal.
    population : float, optional
        How many people there are: needed by successive_sampling. With it the design effect is over
        simple random sampling without return.
    seeds, missing_degree
        See `peer_degree.degrees`.
    replicates : int
        Resamples; all variables share them under "tree" and "neighbourhood".
    seed : int
        Of chance; the same seed gives the same rows for any number of `threads`.

    Raises
    ------
    InputError
        An unknown trait, method or choice; a population that is needed or too small; degrees that
        are missing and nobody said what to do about.
    EstimationError
        Groups that never recruit each other, or a quantity for a method that needs groups.
    """
    _check(weights, variance, replicates, level)
    if weights == SS or population is not None:
        population = successive_sampling.population_above(population, len(sample.people))
    plan = Plan(
        forest=grow(sample),
        degree=degrees(sample, missing_degree),
        counted=np.isfinite(degrees(sample, missing_degree, seeds)),
        weights=weights,
        population=population,
        seed=seed,
    )
    method = RECRUITMENT_VARIANCES[variance]
    answers = answers_to(sample, dict.fromkeys(variables))
    weight = [
        _weights(plan, each, sample, seeds=seeds, missing_degree=missing_degree) for each in answers
    ]
    resamples = [
        replicate(means, replicates, len(sample.people), threads)
        for means in resampling(plan, answers, method)
    ]
    drawn = np.hstack(resamples)
    rows: list[Estimated] = []
    for each, its_weight in zip(answers, weight, strict=True):
        width = each.values.shape[1]
        rows += _rows(plan, each, its_weight, drawn[:, :width], method, level)
        drawn = drawn[:, width:]
    return Estimates(rows)


def over_populations(
    sample: Recruitment,
    variables: Sequence[str],
    populations: Sequence[float] = (),
    **choices: Any,  # noqa: ANN401 - those of estimate_recruitment
) -> Estimates:
    """Return what `estimate_recruitment` does for each size that the population may have.

    Rows of a size stand together and name it in group and note. Without a size, or with one, they
    are those of `estimate_recruitment`.
    """
    if len(populations) < 2:
        population = populations[0] if populations else None
        return estimate_recruitment(sample, variables, population=population, **choices)

    def estimated(size: float) -> Estimates:
        return estimate_recruitment(sample, variables, population=size, **choices)

    return Estimates(
        replace(
            row,
            group={"population": f"{size:.10g}"},
            note="; ".join(filter(None, (OF_SIZE.format(size=size), row.note))),
        )
        for size, rows in over_sizes(estimated, populations)
        for row in rows
    )


def _check(weights: str, variance: str, replicates: int, level: float) -> None:
    if weights not in WEIGHTS:
        raise UnknownChoice("weights", weights, WEIGHTS)
    if variance not in RECRUITMENT_VARIANCES:
        raise UnknownChoice("variance", variance, tuple(RECRUITMENT_VARIANCES))
    if weights not in RECRUITMENT_VARIANCES[variance].weights:
        raise DoNotGoTogether(variance, weights)
    problems = []
    if replicates < 2:
        problems.append(Problem("replicates", f"{replicates} are too few.", "Ask for 2 or more."))
    if not 0 < level < 1:
        problems.append(Problem("level", f"{level} is not between 0 and 1."))
    if problems:
        raise InvalidInput("options", problems)


def _weights(
    plan: Plan,
    answers: Answers,
    sample: Recruitment,
    *,
    seeds: Seeds,
    missing_degree: MissingDegree,
) -> Vector:
    """Return weights that sum to 1 over the respondents who count for these answers."""
    if plan.weights == RDS_I:
        return salganik_heckathorn.weigh(
            sample, trait=answers.variable, seeds=seeds, missing_degree=missing_degree
        )
    if plan.weights == RDS_II:
        found = volz_heckathorn.weigh(sample, seeds=seeds, missing_degree=missing_degree)
    else:
        found = successive_sampling.weigh(
            sample, population=plan.population, seeds=seeds, missing_degree=missing_degree
        )
    found = found * answers.answered
    if not found.any():
        what = "nobody who answered counts."
        raise InvalidInput("answers", [Problem(answers.variable, what)])
    return relative(found)


def _rows(
    plan: Plan,
    answers: Answers,
    weights: Vector,
    drawn: Matrix,
    method: RecruitmentVariance,
    level: float,
) -> Iterator[Estimated]:
    told = weights > 0
    seeds = len(np.unique(plan.forest.seed_of[told]))
    explodes = exploding_weights(weights[told])
    for column, category in enumerate(answers.categories or (None,)):
        values = answers.values[:, column]
        value = float(weights @ values)
        kept = drawn[np.isfinite(drawn[:, column]), column]
        is_share = category is not None
        found = interval_around(value, kept, weights[told], method, level, is_share=is_share)
        statistic = "share" if is_share else "mean"
        yield Estimated(
            variable=answers.variable,
            category=category,
            statistic=statistic,
            value=value,
            low=found.low,
            high=found.high,
            standard_error=found.error,
            weights=plan.weights,
            variance=method.name,
            n=int(told.sum()),
            seeds=seeds,
            universe="people",
            design_effect=_design_effect(plan, values[told], weights[told], found.error),
            # Seeds of peer recruitment are chosen, not drawn: their number earns no verdict.
            verdict=verdict(
                statistic=statistic,
                value=value,
                standard_error=found.error,
                answers=int(told.sum()),
                seeds=None,
                exploding=bool(explodes),
                width=0.0 if found.low is None or found.high is None else found.high - found.low,
            ),
            note="; ".join(filter(None, (found.note, explodes, _lost(drawn, kept)))),
        )


def _lost(drawn: Matrix, kept: Vector) -> str:
    lost = len(drawn) - len(kept)
    return f"{lost} of {len(drawn)} replicates give no estimate and are left out" if lost else ""


def _design_effect(
    plan: Plan, values: Vector, weights: Vector, error: float | None
) -> float | None:
    """Return the variance over that of a simple random sample of as many."""
    mean = weights @ values
    spread = float(weights @ (values - mean) ** 2)
    part = len(values) / plan.population if plan.population else 0.0
    simple = spread / len(values) * (1.0 - part)
    return error**2 / simple if error is not None and simple > 0 else None
