"""Resample neighbourhoods: respondents with replacement, each with those next to them in a tree."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, eye_array

from decentwork.estimators.recruitment_trees import Forest


def neighbourhood_counts(forest: Forest, first: int, number: int, seed: int) -> NDArray[np.float64]:
    """Return how often each respondent is in each resample, (number, r).

    As many respondents are drawn as make about one sample with their neighbours: r over the mean
    number of neighbours. Draws depend on `seed`, `first` and `number` only.

    References
    ----------
    Yauck, Moodie et al., the neighbourhood bootstrap for respondent-driven sampling.
    """
    size, recruited = len(forest.recruiter), forest.recruited
    pairs = (np.ones(len(recruited)), (recruited, forest.recruiter[recruited]))
    upward = csr_array(pairs, shape=(size, size))
    reach = eye_array(size, format="csr") + upward + upward.T
    mean_neighbours = max(2.0 * len(recruited) / size, 1.0)
    draws = max(round(size / mean_neighbours), 1)
    rng = np.random.default_rng([seed, first])
    centre = rng.integers(size, size=(number, draws)) + size * np.arange(number)[:, None]
    centres = np.bincount(centre.ravel(), minlength=number * size).reshape(number, size)
    return np.asarray(centres @ reach, dtype=float)
