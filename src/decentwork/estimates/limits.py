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
    Korn & Graubard, Analysis of Health Surveys (1999).
    """
    share, open_end = np.asarray(share, dtype=float), bound_of_none(independent, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.asarray(reach) * np.asarray(error) / (share * (1 - share))
        low, high = expit(logit(share) - width), expit(logit(share) + width)
    low = np.where(share <= 0, 0.0, np.where(share >= 1, 1 - open_end, low))
    return low, np.where(share >= 1, 1.0, np.where(share <= 0, open_end, high))


def total_limits(
    total: ArrayLike, error: ArrayLike, reach: ArrayLike, seen: ArrayLike = 0.0
) -> tuple[Numbers, Numbers]:
    """Return limits of totals of values none of which is below 0.

    Such totals are skewed to the right where few units weigh much. With h the reach over the total,
    limits are its e^h-th part and e^h-fold, symmetric in logarithms, and from h = 1 on the upper
    grows along the tangent, e·h-fold: few seeds have reaches of many totals (t quantiles of 1 to 3
    degrees of freedom), whose exponential says nothing. `seen` is what the sample itself adds up
    to, unweighted: no such total is below it, so no limit is, unless the estimate itself is. A
    total of 0 has none (nan).
    """
    total, error = np.asarray(total, dtype=float), np.asarray(error, dtype=float)
    # By benchmarks/bench_coverage.py few, of 95 % intervals of totals from 2, 3, 5, 8, 12, 25 seeds
    # 93, 91, 92, 89, 91, 92 % hold the truth, with a median upper end of 16, 4.5, 2.4, 2.2, 2.1,
    # 1.7 times the truth. On the log scale throughout, 94, 94, 92, 89, 91, 92 % do, with 5,700,
    # 7.5, 2.6, 2.3, 2.1, 1.7 times; on the plain scale 85, 86, 85, 82, 87, 89 %. Misses lie nearly
    # all below the truth; from 8 seeds on the tangent changes nothing.
    with np.errstate(divide="ignore", invalid="ignore"):
        h = np.asarray(reach) * error / total
        low, high = total * np.exp(-h), total * np.exp(np.minimum(h, 1)) * np.maximum(h, 1)
    return np.minimum(np.maximum(low, seen), total), np.maximum(high, seen)
