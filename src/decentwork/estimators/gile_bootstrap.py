"""Recruit anew, without return, from the population that the estimate itself describes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit
from decentwork.estimators.inclusion_chances import analytic_chances, whole_parts
from decentwork.estimators.recruited_answers import Groups
from decentwork.estimators.recruitment_trees import Forest
from decentwork.estimators.replicate_chance import advanced, stream, unit
from decentwork.estimators.salganik_heckathorn import recruitments

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rebuilt:
    """A population to recruit from, and how recruitment goes.

    `people` (g, k) by group and degree class; `classes` (k,) degrees; `affinity` (g, g) chance of a
    recruit's group (column) by the recruiter's, over the group's ties: times what is left of these
    it draws the next. Places are respondents' in the order of waves: `recruiter` (r,) the
    recruiter's place, −1 for a seed; `group` (r,) of a seed, −1 for a recruit or where not known;
    `counted` (r,) whether who stands there is averaged.
    """

    people: Matrix
    classes: Vector
    affinity: Matrix
    recruiter: Groups
    group: Groups
    counted: NDArray[np.bool_]


def rebuild(
    forest: Forest,
    groups: Groups,
    degree: Vector,
    counted: NDArray[np.bool_],
    population: float,
) -> Rebuilt:
    """Return the population by group and degree, by successive sampling of `population` people.

    Trees keep the shape that they were seen to have; only who stands in them is drawn anew.

    Parameters
    ----------
    groups, degree : (r,) arrays
        −1 and missing where not known.
    counted : (r,) array
        False for seeds that do not count.
    """
    number = int(groups.max()) + 1
    known = np.isfinite(degree) & (groups >= 0)
    classes, kind = np.unique(degree[known], return_inverse=True)
    sampled = np.zeros((number, len(classes)))
    np.add.at(sampled, (groups[known], kind), 1.0)
    people = sampled / analytic_chances(sampled.sum(axis=0)[None], classes, population)
    whole = np.zeros_like(people)
    whole[people > 0] = whole_parts(
        people[people > 0] * population / people.sum(), round(population)
    )
    mixing = recruitments(groups, forest, number)
    order = np.argsort(forest.wave, kind="stable")
    place = np.argsort(order)
    recruiter = forest.recruiter[order]
    return Rebuilt(
        people=whole,
        classes=classes,
        affinity=mixing / mixing.sum(axis=1, keepdims=True) / (whole @ classes),
        recruiter=np.where(recruiter >= 0, place[recruiter], -1),
        group=np.where(recruiter >= 0, -1, groups[order]),
        counted=(counted & known)[order],
    )


def recruited_shares(
    rebuilt: Rebuilt, population: float, first: int, number: int, seed: int
) -> Matrix:
    """Return the share of each group in each replicate, (number, g), weighed as the sample was.

    Replicate `first + i` depends on `seed` and its number only.

    References
    ----------
    Gile 2011, Journal of the American Statistical Association 106(493): 135–146.
    """
    sampled = np.zeros((number, len(rebuilt.classes)))
    counted = np.zeros((number, *rebuilt.people.shape))
    _recruit(
        rebuilt.people,
        rebuilt.classes,
        rebuilt.affinity,
        rebuilt.recruiter,
        rebuilt.group,
        rebuilt.counted,
        np.uint64(seed),
        first,
        sampled,
        counted,
    )
    chances = analytic_chances(sampled, rebuilt.classes, population)
    weighted = (counted / chances[:, None, :]).sum(axis=2)
    return np.asarray(weighted / weighted.sum(axis=1, keepdims=True))


@njit
def _drawn(weights: Vector, target: float) -> int:
    """Return the first place where the running sum of weights passes `target`."""
    last = 0
    for place in range(len(weights)):
        if weights[place] > 0.0:
            last = place
            target -= weights[place]
            if target < 0.0:
                break
    return last


@njit
def _sum(weights: Vector) -> float:
    total = 0.0
    for place in range(len(weights)):
        total += weights[place]
    return total


@njit
def _recruit(
    people: Matrix,
    classes: Vector,
    affinity: Matrix,
    recruiter: Groups,
    fixed: Groups,
    counted: NDArray[np.bool_],
    seed: np.uint64,
    first: int,
    sampled: Matrix,
    counts: NDArray[np.float64],
) -> None:
    number = len(affinity)
    group = np.empty(len(recruiter), dtype=np.int64)
    chance, mass = np.empty(number), np.empty(number)
    left = np.empty_like(people)  # ties that are left, by group and class
    for row in range(len(sampled)):
        state = stream(seed, first + row)
        for one in range(number):
            for kind in range(len(classes)):
                left[one, kind] = people[one, kind] * classes[kind]
            mass[one] = _sum(left[one])
        for place in range(len(recruiter)):
            for each in range(number):
                chance[each] = mass[each]
                if fixed[place] >= 0 and each != fixed[place]:
                    chance[each] = 0.0
                elif recruiter[place] >= 0:
                    chance[each] *= affinity[group[recruiter[place]], each]
            if _sum(chance) <= 0.0:  # the groups that would be recruited are used up
                for each in range(number):
                    chance[each] = mass[each]
            state = advanced(state)
            one = _drawn(chance, unit(state) * _sum(chance))
            state = advanced(state)
            kind = _drawn(left[one], unit(state) * mass[one])
            group[place] = one
            left[one, kind] -= classes[kind]
            if left[one, kind] < 0.5 * classes[kind]:  # rounding must not leave ties of nobody
                left[one, kind] = 0.0
            mass[one] = _sum(left[one])
            sampled[row, kind] += 1.0
            if counted[place]:
                counts[row, one, kind] += 1.0
