"""Resolutions that may as well be true, drawn from the probabilities of one.

What is counted in each of them, tiers and buyers and weights, differs as far as matching is unsure.
"""

import numpy as np
from numpy.typing import NDArray

from decentwork.matching.groups import Resolution

Places = NDArray[np.int32]


def plausible_resolutions(
    resolution: Resolution, left: Places, right: Places, times: int, rng: np.random.Generator
) -> Places:
    """Return (times, n) the enterprise of each mention, as numbers, in resolutions drawn by chance.

    A mention leaves its enterprise, to stand alone, with the probability that it is not of it; the
    enterprises of a pair that is asked about are united with the pair's probability.

    Parameters
    ----------
    left, right : (m,) places of the pairs that `resolution` was made of
    """
    return np.stack([_drawn(resolution, left, right, rng) for _ in range(times)])


def _drawn(resolution: Resolution, left: Places, right: Places, rng: np.random.Generator) -> Places:
    enterprise = resolution.enterprise
    own = np.arange(len(enterprise), dtype=np.int32)
    leaves = (rng.random(len(own)) > resolution.probability) & (enterprise != own)
    found = np.where(leaves, own, enterprise).astype(np.int32)
    united = resolution.asked[rng.random(len(resolution.asked)) < resolution.asked_probability]
    into = own.copy()
    for pair in united.tolist():
        one, other = _last(into, found[left[pair]]), _last(into, found[right[pair]])
        into[max(one, other)] = min(one, other)
    moved = {at: _last(into, at) for at in np.flatnonzero(into != own).tolist()}
    of = own.copy()
    of[list(moved)] = list(moved.values())
    drawn: Places = of[found]
    return drawn


def _last(into: Places, at: int) -> int:
    while into[at] != at:
        at = int(into[at])
    return at
