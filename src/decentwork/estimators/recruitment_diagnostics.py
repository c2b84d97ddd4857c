"""Signs that peer recruitment did, or did not, go as its estimators assume."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from statistics import NormalDist
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimators.recruited_answers import Answers, answers_to
from decentwork.estimators.recruitment_trees import Forest, grow
from decentwork.estimators.salganik_heckathorn import recruitments
from decentwork.surveys.recruitment import Recruitment

Vector = NDArray[np.float64]
Series = tuple[float | None, ...]
HEAPING_FROM = 8  # below it, people count rather than guess


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeShape:
    """How far recruitment went.

    `wave_sizes` respondents by wave, seeds first; `largest_seed_share` of all respondents those of
    the largest tree, its seed among them; `trees` respondents by seed; `mean_recruits` of those who
    recruited anyone; `heaping` of degrees of 8 and more, the share that are multiples of five,
    times five: 1 without any preference, 5 where all are; None without such degrees.
    """

    respondents: int
    seeds: int
    wave_sizes: tuple[int, ...]
    largest_seed_share: float
    trees: Mapping[str, int]
    mean_recruits: float | None
    heaping: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return _plain(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraitSigns:
    """What recruitment tells about one answer to one trait, against all other answers.

    `recruitment_homophily` of the whole trait: recruitments within a group over those expected were
    recruits chosen without regard to it; `population_homophily` ties across expected were ties
    made without regard to the answer, over ties across estimated; `differential_activity` mean
    degree of those who answered so over that of the others, weighted; `convergence` the weighted
    share among the first 1, 2, … respondents; `bottlenecks` the same within each seed's tree;
    `by_wave` the weighted share in each wave; `trend_p` the chance of a trend over waves at least
    as steep were there none (Cochran–Armitage; it treats respondents as independent, so it finds
    trends too easily). Missing values are None.
    """

    variable: str
    category: str
    recruitment_homophily: float | None
    population_homophily: float | None
    differential_activity: float | None
    convergence: Series
    bottlenecks: Mapping[str, Series]
    by_wave: Series
    trend_p: float | None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return _plain(self)


def tree_shape(sample: Recruitment) -> TreeShape:
    """Return how far recruitment went and from how many it grew."""
    forest = grow(sample)
    numbers = np.diff(forest.first)
    trees = np.bincount(forest.seed_of, minlength=len(numbers))[forest.seeds]
    names = map(str, sample.people.index[forest.seeds])
    return TreeShape(
        respondents=len(numbers),
        seeds=len(forest.seeds),
        wave_sizes=tuple(np.bincount(forest.wave).tolist()),
        largest_seed_share=float(trees.max() / len(numbers)),
        trees=dict(zip(names, trees.tolist(), strict=True)),
        mean_recruits=_known(numbers[numbers > 0].mean()) if numbers.any() else None,
        heaping=_heaping(pd.to_numeric(sample.people["degree"]).to_numpy(dtype=float)),
    )


def trait_signs(sample: Recruitment, variable: str, weights: Vector) -> tuple[TraitSigns, ...]:
    """Return the signs of each answer to a trait, in the order of its categories.

    Parameters
    ----------
    variable : str
        A trait with categories.
    weights : (r,) array
        From any estimator; 0 for who does not count.

    Raises
    ------
    NeedsGroups
        The trait is a quantity.
    """
    (answers,) = answers_to(sample, [variable])
    groups = answers.groups("recruitment diagnostics")
    forest = grow(sample)
    degree = pd.to_numeric(sample.people["degree"]).to_numpy(dtype=float)
    counts = recruitments(groups, forest, len(answers.categories))
    return tuple(
        _signs(sample, answers, column, forest, np.nan_to_num(degree), weights, counts)
        for column in range(len(answers.categories))
    )


def _signs(
    sample: Recruitment,
    answers: Answers,
    column: int,
    forest: Forest,
    degree: Vector,
    weights: Vector,
    counts: NDArray[np.float64],
) -> TraitSigns:
    answer = answers.values[:, column]
    weight = weights * answers.answered
    trees = {
        str(sample.people.index[seed]): _running(answer, weight, forest.seed_of == seed)
        for seed in forest.seeds
    }
    return TraitSigns(
        variable=answers.variable,
        category=answers.categories[column],
        recruitment_homophily=recruitment_homophily(counts),
        population_homophily=_population_homophily(answer, weight, degree, forest),
        differential_activity=_ratio(
            _mean(degree, weight * answer), _mean(degree, weight * (1.0 - answer))
        ),
        convergence=_running(answer, weight, np.ones(len(answer), dtype=bool)),
        bottlenecks=trees,
        by_wave=tuple(
            _known(_mean(answer, weight * (forest.wave == wave)))
            for wave in range(forest.wave.max() + 1)
        ),
        trend_p=_trend(answer[weight > 0], forest.wave[weight > 0]),
    )


def recruitment_homophily(counts: NDArray[np.float64]) -> float | None:
    """Return recruitments within groups over those expected by chance: trace C / Σ C_k· C_·k / T.

    `counts` (g, g) are recruitments by recruiter's and recruit's group. None without recruitment.
    """
    total = counts.sum()
    expected = counts.sum(axis=1) @ counts.sum(axis=0) / total if total else 0.0
    return _ratio(float(np.trace(counts)), float(expected))


def _population_homophily(
    answer: Vector, weight: Vector, degree: Vector, forest: Forest
) -> float | None:
    """Return 2 p D0 (1 − p) D1 / (D · E[ties across]), all of those who recruited someone.

    A respondent's ties across are their degree times the part of their recruits who answered
    otherwise.
    """
    recruit = forest.recruited
    recruit = recruit[weight[recruit] > 0]
    giver = forest.recruiter[recruit]
    size = len(answer)
    made = np.bincount(giver, minlength=size)
    across = np.bincount(giver, answer[giver] != answer[recruit], minlength=size)
    weight = weight * (made > 0)
    share = _mean(answer, weight)
    within = _mean(degree, weight * answer) * _mean(degree, weight * (1.0 - answer))
    ties = _mean(degree * across / np.maximum(made, 1), weight)
    return _ratio(2.0 * share * (1.0 - share) * within, ties * _mean(degree, weight))


def _mean(values: Vector, weights: Vector) -> float:
    total = weights.sum()
    return float(values @ weights / total) if total > 0 else np.nan


def _running(answer: Vector, weight: Vector, within: NDArray[np.bool_]) -> Series:
    """Return the weighted share among the first 1, 2, … respondents that stand `within`."""
    total = np.cumsum(weight[within])
    part = np.cumsum(weight[within] * answer[within])
    shares = np.divide(part, total, out=np.full_like(total, np.nan), where=total > 0)
    return tuple(map(_known, shares))


def _trend(answer: Vector, wave: NDArray[np.int64]) -> float | None:
    if len(answer) < 3 or not answer.std() or not wave.std():
        return None
    correlation = float(np.corrcoef(answer, wave)[0, 1])
    return 2.0 * NormalDist().cdf(-abs(correlation) * len(answer) ** 0.5)


def _heaping(degree: Vector) -> float | None:
    large = degree[degree >= HEAPING_FROM]
    return float(5.0 * (large % 5 == 0).mean()) if len(large) else None


def _ratio(above: float, below: float) -> float | None:
    return _known(above / below) if below else None


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def _plain(signs: TreeShape | TraitSigns) -> dict[str, Any]:
    values = {field.name: getattr(signs, field.name) for field in fields(signs)}
    return {name: _unpacked(value) for name, value in values.items()}


def _unpacked(value: Any) -> Any:  # noqa: ANN401 - any field of the two classes
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _unpacked(each) for key, each in value.items()}
    return value
