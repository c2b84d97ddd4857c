"""The trees that recruitment grew: who recruited whom, from which seed, in which wave."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decentwork.surveys.recruitment import Recruitment
from decentwork.surveys.recruitment_checks import recruiter_rows

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Forest:
    """One tree a seed, over r respondents named by their row.

    `recruiter` (r,), −1 for a seed; `seeds` rows of the seeds; the recruits of row i are
    `recruits[first[i]:first[i + 1]]`; `wave` (r,), 0 for a seed; `seed_of` (r,) the row of the
    seed that a respondent descends from.
    """

    recruiter: Rows
    seeds: Rows
    first: Rows
    recruits: Rows
    wave: Rows
    seed_of: Rows

    @property
    def recruited(self) -> Rows:
        """Return the rows of all who are no seeds."""
        return np.flatnonzero(self.recruiter >= 0)


def grow(sample: Recruitment) -> Forest:
    """Return the trees of a recruited sample."""
    recruiter = recruiter_rows(sample.people)
    seeds = np.flatnonzero(recruiter < 0)
    recruits = np.argsort(recruiter, kind="stable")[len(seeds) :]
    numbers = np.bincount(recruiter[recruiter >= 0], minlength=len(recruiter))
    wave = np.zeros(len(recruiter), dtype=np.int64)
    seed_of = np.arange(len(recruiter))
    reached, number = seeds, 0
    while len(reached := np.flatnonzero(np.isin(recruiter, reached))):
        number += 1
        wave[reached] = number
        seed_of[reached] = seed_of[recruiter[reached]]
    return Forest(
        recruiter=recruiter,
        seeds=seeds,
        first=np.concatenate([[0], np.cumsum(numbers)]),
        recruits=recruits,
        wave=wave,
        seed_of=seed_of,
    )
