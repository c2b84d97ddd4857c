"""Resample recruitment trees: seeds first, then each one's recruits, all with replacement."""

import numpy as np
from numpy.typing import NDArray

from decentwork.estimates.compiled import njit
from decentwork.estimators.recruitment_trees import Forest
from decentwork.estimators.replicate_chance import advanced, below, stream


def tree_counts(forest: Forest, first: int, number: int, seed: int) -> NDArray[np.float64]:
    """Return how often each respondent is in each resample.

    Parameters
    ----------
    forest : Forest
        The trees of r respondents.
    first, number : int
        Which replicates: `first` to `first + number` − 1. Each depends on `seed` and its own
        number only.

    Returns
    -------
    (number, r) array of counts

    References
    ----------
    Baraff, McCormick & Raftery 2016, PNAS 113(51): 14668–14673.
    """
    counts = np.zeros((number, len(forest.recruiter)))
    starts = forest.first.astype(np.int32)
    _grow(starts, forest.recruits.astype(np.int32), forest.seeds, np.uint64(seed), first, counts)
    return counts


@njit
def _grow(
    starts: NDArray[np.int32],
    recruits: NDArray[np.int32],
    seeds: NDArray[np.int64],
    seed: np.uint64,
    first: int,
    counts: NDArray[np.float64],
) -> None:
    # Nobody is twice on one way down a tree, so those who wait are never more than respondents.
    waiting = np.empty(len(starts), dtype=np.int32)
    for row in range(counts.shape[0]):
        state = stream(seed, first + row)
        count = counts[row]
        for _ in range(len(seeds)):
            state = advanced(state)
            waiting[0] = seeds[below(state, len(seeds))]
            left = 1
            while left > 0:
                left -= 1
                one = waiting[left]
                count[one] += 1.0
                begin, end = starts[one], starts[one + 1]
                while end - begin == 1:  # an only recruit follows without a draw
                    one = recruits[begin]
                    count[one] += 1.0
                    begin, end = starts[one], starts[one + 1]
                for _ in range(begin, end):
                    state = advanced(state)
                    waiting[left] = recruits[begin + below(state, end - begin)]
                    left += 1
