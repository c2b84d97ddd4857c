"""Weigh respondents by their chance to be among n people taken one by one, without return (SS)."""

import math
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.errors import InputError
from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.inclusion_chances import analytic_chances, simulated_chances
from decentwork.estimators.peer_degree import (
    MissingDegree,
    Seeds,
    UnknownChoice,
    degrees,
    relative,
)
from decentwork.estimators.recruited_answers import Answers, columns_of, ratios
from decentwork.surveys.recruitment import Recruitment

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Inclusion = Literal["analytic", "simulated"]
METHOD = "successive_sampling"


class PopulationNeeded(InputError):
    """The size of the population was not given."""

    def __init__(self) -> None:
        super().__init__(
            f"{METHOD} needs to know how many people there are. Give population=N (--population N "
            "on the command line), and try a low and a high N to see how much depends on it."
        )


class PopulationTooSmall(InputError):
    """More people answered than there are said to be, or what is said is no number of people."""

    def __init__(self, population: float, respondents: int) -> None:
        self.population, self.respondents = population, respondents
        is_number = math.isfinite(population)
        super().__init__(
            f"A population of {population:g} is smaller than the {respondents} respondents."
            if is_number
            else f"A population of {population:g} is no number of people."
        )


def population_above(population: float | None, respondents: int) -> float:
    """Return the population's size, or raise where it is missing or cannot be."""
    if population is None:
        raise PopulationNeeded
    if not respondents <= population < math.inf:
        raise PopulationTooSmall(population, respondents)
    return float(population)


def weigh(
    sample: Recruitment,
    *,
    population: float | None = None,
    inclusion: Inclusion = "analytic",
    missing_degree: MissingDegree = "refuse",
    seeds: Seeds = "include",
    seed: int = 1,
) -> Weights:
    """Return one weight a respondent, one over the chance of inclusion; they sum to 1.

    Weights go to those of `volz_heckathorn` as the population grows, and to equal ones as the
    sample takes in everyone; there is no size from which on another estimator is used instead.

    Parameters
    ----------
    population : float
        How many people there are, known or supposed.
    inclusion
        "analytic": to second order, in microseconds; "simulated": by drawing 500 samples for each
        of five guesses of the population, with `seed`.

    Raises
    ------
    PopulationNeeded, PopulationTooSmall
        The size was not given, or is less than the number of respondents.
    """
    if inclusion not in get_args(Inclusion):
        raise UnknownChoice("inclusion", inclusion, get_args(Inclusion))
    degree = degrees(sample, missing_degree)
    counted = np.isfinite(degrees(sample, missing_degree, seeds))
    known = np.isfinite(degree)
    classes, kind = np.unique(degree[known], return_inverse=True)
    sampled = np.bincount(kind).astype(float)
    people = population_above(population, len(degree))
    if inclusion == "analytic":
        chances = analytic_chances(sampled[None], classes, people)[0]
    else:
        rng = np.random.default_rng(seed)
        chances = simulated_chances(sampled, classes, round(people), rng)
    weights = np.zeros(len(degree))
    weights[known] = 1.0 / chances[kind]
    return relative(np.where(counted, weights, 0.0))


def means_of(
    degree: Vector, counted: NDArray[np.bool_], answers: Sequence[Answers], population: float
) -> Callable[[Matrix], Matrix]:
    """Return what gives every mean of resamples: (b, r) counts to (b, columns) means.

    Each resample's chances are computed anew from its own degrees, scaled to the respondents there
    were: a resample of another size is no larger part of the population.

    Parameters
    ----------
    degree : (r,) array
        Missing for who does not count at all.
    counted : (r,) array
        False for seeds that do not count.
    """
    known = np.isfinite(degree)
    classes, kind = np.unique(np.where(known, degree, 1.0), return_inverse=True)
    member = (kind[:, None] == np.arange(len(classes))) & known[:, None]
    member = member.astype(float)
    columns = columns_of(answers, (counted & known).astype(float))

    def means(counts: Matrix) -> Matrix:
        sampled = counts @ member
        sampled *= known.sum() / sampled.sum(axis=1, keepdims=True)
        chances = analytic_chances(sampled, classes, population)
        return ratios((counts / chances[:, kind]) @ columns, answers)

    return means


SUCCESSIVE_SAMPLING = Estimator(
    name=METHOD,
    sample="recruitment",
    needs=frozenset({"recruiter_id", "degree"}),
    weigh=weigh,
    gives_totals=False,
    assumes=(
        "people enter the sample one after another, in proportion to how many peers they know",
        "the size of the population is known",
        "peers know each other both ways",
        "degrees are reported without error",
    ),
    source="Gile 2011, Journal of the American Statistical Association 106(493): 135–146",
    options=(
        ("population", None),
        ("inclusion", "analytic"),
        ("missing_degree", "refuse"),
        ("seeds", "include"),
        ("seed", 1),
    ),
)
