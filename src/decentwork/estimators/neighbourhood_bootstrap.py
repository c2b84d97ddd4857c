"""Resample neighbourhoods: for respondents drawn with replacement, those next to them in a tree."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from decentwork.estimators.recruitment_trees import Forest


def neighbourhood_counts(forest: Forest, first: int, number: int, seed: int) -> NDArray[np.float64]:
    """Return how often each respondent is in each resample, (number, r).

    Respondents are drawn, and their recruiters and recruits resampled, not they themselves: r over
    the mean number of neighbours, so that a resample is about as large as the sample. (With those
    drawn it would be half as large again, and its spread too small by a fifth even where recruits
    are not like their recruiters.) Draws depend on `seed`, `first` and `number` only.

    References
    ----------
    Yauck, Moodie, Apelian et al., Neighbourhood bootstrap for respondent-driven sampling (2020),
    arXiv:2010.00165; the neighbours without those drawn as in the authors' R package Neighboot.
    """
    size, recruited = len(forest.recruiter), forest.recruited
    pairs = (np.ones(len(recruited)), (recruited, forest.recruiter[recruited]))
    upward = csr_array(pairs, shape=(size, size))
    neighbours = upward + upward.T
    mean_neighbours = max(2.0 * len(recruited) / size, 1.0)
    draws = max(round(size / mean_neighbours), 1)
    rng = np.random.default_rng([seed, first])
    centre = rng.integers(size, size=(number, draws)) + size * np.arange(number)[:, None]
    centres = np.bincount(centre.ravel(), minlength=number * size).reshape(number, size)
    return np.asarray(centres @ neighbours, dtype=float)
