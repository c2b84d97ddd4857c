"""Intervals around estimates of a survey, from standard errors and degrees of freedom."""

import math

import numpy as np
import numpy.typing as npt
from scipy import stats


def quantiles(level: float, freedom: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return how many standard errors an interval reaches to each side: t, normal for infinite."""
    reach: npt.NDArray[np.float64] = stats.t.ppf((1 + level) / 2, freedom)
    return reach


def positive_interval(value: float, standard_error: float, reach: float) -> tuple[float, float]:
    """Return the interval of a total of values none of which is below 0, on the log scale.

    Such totals are skewed to the right where few units weigh much: on the plain scale the upper end
    falls short, and the lower may pass below 0.
    """
    factor = math.exp(min(reach * standard_error / value, 700.0))  # exp overflows beyond
    return value / factor, value * factor


def share_interval(share: float, standard_error: float, reach: float) -> tuple[float, float]:
    """Return the interval of a share within (0, 1), `reach` standard errors on the logit scale.

    On that scale the interval is lopsided near 0 and 1, as the distribution of a share is (Korn &
    Graubard 1998, Survey Methodology 24: 193–201).
    """
    centre = math.log(share / (1 - share))
    half = reach * standard_error / (share * (1 - share))
    return _share(centre - half), _share(centre + half)


def _share(logit: float) -> float:
    return 1 / (1 + math.exp(-max(min(logit, 700.0), -700.0)))  # exp overflows beyond


def bound_of_none(independent: float, level: float) -> float:
    """Return the largest share that gives no case among so many independent answers.

    The exact binomial bound (Clopper & Pearson 1934), for answers that are all alike, which have no
    standard error of their own.
    """
    return float(1 - ((1 - level) / 2) ** (1 / max(independent, 1.0)))
