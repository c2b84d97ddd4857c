"""Adaptive cluster sampling: a unit that meets a condition brings its whole network with it.

For clusters of workshops found from a random sample of places: a network is a set of places that
all meet the condition and lead to each other; a place that does not is a network of itself. Edge
places, found but neither drawn nor meeting the condition, are left out.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from decentwork.estimators.horvitz_thompson import inclusion_chance

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameMean:
    """The mean over all units of a frame, and its estimated variance.

    The variance may come out below 0; it is not a number where a single unit was drawn.
    """

    value: float
    variance: float


def mean_of_networks(network_means: npt.ArrayLike, frame: int) -> FrameMean:
    """Return the modified Hansen–Hurwitz estimator: the mean over draws of their networks' means.

    Parameters
    ----------
    network_means : (n,) array
        Mean of the network of each unit drawn at random without replacement, repeated where a
        network was met more than once.
    frame : int
        Units in the frame (N).

    References
    ----------
    Thompson 1990, J. American Statistical Association 85: 1050–1059, section 3.2.
    """
    means = np.asarray(network_means, dtype=np.float64)
    draws = len(means)
    variance = (1 - draws / frame) * means.var(ddof=1) / draws if draws > 1 else np.nan
    return FrameMean(value=float(means.mean()), variance=float(variance))


def total_of_networks(
    totals: npt.ArrayLike, sizes: npt.ArrayLike, *, frame: int, draws: int
) -> FrameMean:
    """Return the modified Horvitz–Thompson estimator: Σ y_k/α_k /N over distinct networks.

    Parameters
    ----------
    totals, sizes : (k,) arrays
        Sum of the variable over each distinct network met, and how many units it has.
    frame, draws : int
        Units in the frame (N), and drawn at random without replacement (n).

    References
    ----------
    Thompson 1990, section 3.3: α_k = 1 − C(N − m_k, n)/C(N, n).
    """
    y, size = np.asarray(totals, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    chance = inclusion_chance(frame, draws, size)
    either = inclusion_chance(frame, draws, size[:, None] + size[None, :])
    both = chance[:, None] + chance[None, :] - either
    np.fill_diagonal(both, chance)
    expanded = y / chance
    product = np.outer(chance, chance)
    variance = np.outer(expanded, expanded) * (both - product) / both
    return FrameMean(value=float(expanded.sum() / frame), variance=float(variance.sum() / frame**2))
