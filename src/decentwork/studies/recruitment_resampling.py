"""How a recruited sample is resampled: one way for all traits at once, or one for each."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from decentwork.estimators import salganik_heckathorn, successive_sampling, volz_heckathorn
from decentwork.estimators.recruited_answers import Answers, Groups
from decentwork.estimators.recruitment_trees import Forest
from decentwork.estimators.recruitment_variance import RecruitmentVariance

if TYPE_CHECKING:
    from decentwork.estimators.salganik_bootstrap import Members

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Resampling = Callable[[int, int], Matrix]
"""Takes the first replicate and how many; returns one row a replicate, one column a mean."""

RDS_I = salganik_heckathorn.SALGANIK_HECKATHORN.name
RDS_II = volz_heckathorn.VOLZ_HECKATHORN.name
SS = successive_sampling.SUCCESSIVE_SAMPLING.name


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Plan:
    """What every variable is estimated with: r respondents, and who of them counts.

    `degree` is missing for who has none and is left out; `counted` false for them, and for seeds
    where these do not count.
    """

    forest: Forest
    degree: Vector
    counted: NDArray[np.bool_]
    weights: str
    population: float | None
    seed: int

    @property
    def counted_degree(self) -> Vector:
        """Return the degree of who counts; missing for the others."""
        return np.where(self.counted, self.degree, np.nan)


def resampling(
    plan: Plan, answers: Sequence[Answers], method: RecruitmentVariance
) -> Iterator[Resampling]:
    """Yield what makes the means of replicates: for all answers at once, or for each by groups."""
    if method.by_groups:
        yield from (_by_groups(plan, each, method) for each in answers)
        return
    counts = _counts(plan, method)
    means = _means(plan, answers)
    yield lambda first, number: means(counts(first, number))


def _counts(plan: Plan, method: RecruitmentVariance) -> Resampling:
    if method.name == "tree":
        from decentwork.estimators.tree_bootstrap import tree_counts

        return lambda first, number: tree_counts(plan.forest, first, number, plan.seed)
    from decentwork.estimators.neighbourhood_bootstrap import neighbourhood_counts

    return lambda first, number: neighbourhood_counts(plan.forest, first, number, plan.seed)


def _means(plan: Plan, answers: Sequence[Answers]) -> Callable[[Matrix], Matrix]:
    """Return what gives all means from counts of respondents in resamples that keep the trees."""
    if plan.weights == RDS_II:
        return volz_heckathorn.means_of(plan.counted_degree, answers)
    if plan.weights == SS:
        size = successive_sampling.population_above(plan.population, len(plan.degree))
        return successive_sampling.means_of(plan.degree, plan.counted, answers, size)
    parts = [
        (
            salganik_heckathorn.shares_of(plan.counted_degree, each),
            salganik_heckathorn.recruitments_of(
                each.groups(RDS_I), plan.forest, len(each.categories)
            ),
        )
        for each in answers
    ]
    return lambda counts: np.hstack([shares(counts, made(counts)) for shares, made in parts])


def _by_groups(plan: Plan, answers: Answers, method: RecruitmentVariance) -> Resampling:
    """Return what resamples recruitment between the groups of one trait."""
    groups = answers.groups(f"the {method.name} bootstrap")
    made = salganik_heckathorn.recruitments(groups, plan.forest, len(answers.categories))
    salganik_heckathorn.check_groups(made, answers, plan.counted_degree)
    if method.name == "gile":
        return _recruited_anew(plan, groups)
    from decentwork.estimators.salganik_bootstrap import chain_counts, next_chances

    members: Members = "by_degree" if method.name == "salganik" else "by_recruiter"
    chances = next_chances(groups, plan.forest, plan.counted_degree, members)
    means = None if plan.weights == RDS_I else _means(plan, [answers])
    shares = salganik_heckathorn.shares_of(plan.counted_degree, answers)

    def resample(first: int, number: int) -> Matrix:
        counts, recruited = chain_counts(groups, chances, first, number, plan.seed)
        return means(counts) if means else shares(counts, recruited)

    return resample


def _recruited_anew(plan: Plan, groups: Groups) -> Resampling:
    from decentwork.estimators.gile_bootstrap import rebuild, recruited_shares

    size = successive_sampling.population_above(plan.population, len(plan.degree))
    rebuilt = rebuild(plan.forest, groups, plan.degree, plan.counted, size)
    return lambda first, number: recruited_shares(rebuilt, size, first, number, plan.seed)
