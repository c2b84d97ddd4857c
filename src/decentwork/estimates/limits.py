"""Intervals around survey estimates: how far they reach, within the range of what they estimate.

A survey that was made (`studies.estimate`) and one that is planned (`studies.plan`) use the same.
"""

from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit
from scipy.stats import t

Numbers = NDArray[np.float64]
Part = TypeVar("Part", float, Numbers)

LEAST_LEFT = 0.1

_WIDEST = 700.0  # exp overflows beyond


def left(part: Part) -> Part:
    """Return what is left of a ratio's denominator without the `part` (0–1) that a seed brings.

    What a seed adds to a linearised ratio, over this, is what the ratio loses without the seed: the
    jackknife, linearised (Yung & Rao 1996, Survey Methodology 22: 23–31). Without it the variance
    is too small where few seeds bring much of the denominator. Never below `LEAST_LEFT`: one seed
    that brings nearly all would blow up. Runs compiled too.
    """
    rest: Part = np.maximum(1 - part, LEAST_LEFT)
    return rest


def quantile(freedom: ArrayLike, level: float = 0.95) -> Numbers:
    """Return how many standard errors an interval reaches: t, normal where `freedom` is inf."""
    reach: Numbers = t.ppf((1 + level) / 2, freedom)
    return reach


def bound_of_none(independent: ArrayLike, level: float = 0.95) -> Numbers:
    """Return the largest share that gives no case among so many independent answers.

    The exact binomial bound (Clopper & Pearson 1934, Biometrika 26: 404–413), for answers that are
    all alike, which have no standard error of their own.
    """
    bound: Numbers = 1 - ((1 - level) / 2) ** (1 / np.maximum(independent, 1.0))
    return bound


def share_limits(
    share: ArrayLike,
    error: ArrayLike,
    reach: ArrayLike,
    independent: ArrayLike,
    level: float = 0.95,
) -> tuple[Numbers, Numbers]:
    """Return limits of shares, symmetric in log odds, lopsided as shares near 0 and 1 are.

    `error` standard errors, `reach` how many of them (`quantile`); a share of 0 or 1 has an open
    end, `bound_of_none` of so many `independent` answers: the seeds in effect, as answers under one
    seed are alike. All arguments broadcast.

    References
    ----------
    Korn & Graubard, Analysis of Health Surveys (1999), section 3.2.
    """
    share, open_end = np.asarray(share, dtype=float), bound_of_none(independent, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.asarray(reach) * np.asarray(error) / (share * (1 - share))
        low, high = expit(logit(share) - width), expit(logit(share) + width)
    low = np.where(share <= 0, 0.0, np.where(share >= 1, 1 - open_end, low))
    return low, np.where(share >= 1, 1.0, np.where(share <= 0, open_end, high))


def total_limits(total: ArrayLike, error: ArrayLike, reach: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return limits of totals of values none of which is below 0, symmetric in logarithms.

    Such totals are skewed to the right where few units weigh much: on the plain scale the upper end
    falls short, and the lower may pass below 0. A total of 0 has none (nan).
    """
    total, error = np.asarray(total, dtype=float), np.asarray(error, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(np.minimum(np.asarray(reach) * error / total, _WIDEST))
    return total / factor, total * factor
