"""Resample a chain of respondents, each in the group that the one before would recruit."""

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit
from decentwork.estimators.recruited_answers import Groups
from decentwork.estimators.recruitment_trees import Forest
from decentwork.estimators.replicate_chance import advanced, below, stream, unit
from decentwork.estimators.salganik_heckathorn import recruitments

Matrix = NDArray[np.float64]
Members = Literal["by_degree", "by_recruiter"]


def next_chances(groups: Groups, forest: Forest, degree: Matrix, members: Members) -> Matrix:
    """Return the chance of each respondent to come next, by the group of the one before: (g, r).

    Parameters
    ----------
    members
        "by_degree": a group by recruitment between groups, then one of its members in proportion
        to degree, as the usual package does. "by_recruiter": one of those whom the group before
        recruited, all alike, as the work of 2006 says.
    """
    number = int(groups.max()) + 1
    chances = np.zeros((number, len(groups)))
    if members == "by_recruiter":
        recruit = forest.recruited
        recruit = recruit[(groups[recruit] >= 0) & (groups[forest.recruiter[recruit]] >= 0)]
        chances[groups[forest.recruiter[recruit]], recruit] = 1.0
    else:
        known = np.isfinite(degree) & (groups >= 0)
        counts = recruitments(groups, forest, number)
        within = np.bincount(groups[known], degree[known], number)
        part = degree[known] / within[groups[known]]
        chances[:, known] = counts[:, groups[known]] * part
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def chain_counts(
    groups: Groups, chances: Matrix, first: int, number: int, seed: int
) -> tuple[Matrix, Matrix]:
    """Return counts of respondents (number, r) and of recruitments by group (number, g, g).

    A chain begins with anyone who has a group and is as long as there are such people. Replicate
    `first + i` depends on `seed` and its number only.

    References
    ----------
    Salganik 2006, Journal of Urban Health 83(1): i98–i112.
    """
    ahead = np.cumsum(chances, axis=1)
    ahead /= ahead[:, -1:]
    counts = np.zeros((number, len(groups)))
    recruited = np.zeros((number, len(chances), len(chances)))
    grouped = np.flatnonzero(groups >= 0)
    _walk(ahead, groups, grouped, np.uint64(seed), first, counts, recruited)
    return counts, recruited


@njit
def _walk(
    ahead: Matrix,
    groups: Groups,
    grouped: Groups,
    seed: np.uint64,
    first: int,
    counts: Matrix,
    recruited: Matrix,
) -> None:
    for row in range(counts.shape[0]):
        state = advanced(stream(seed, first + row))
        one = grouped[below(state, len(grouped))]
        counts[row, one] += 1.0
        for _ in range(len(grouped) - 1):
            state = advanced(state)
            group = groups[one]
            one = np.searchsorted(ahead[group], unit(state), side="right")
            counts[row, one] += 1.0
            recruited[row, group, groups[one]] += 1.0
