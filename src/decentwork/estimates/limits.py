"""Limits of intervals around survey estimates that cannot leave the range of what they estimate."""

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit, logit
from scipy.stats import norm, t

Numbers = NDArray[np.float64]


def quantile(freedom: ArrayLike, level: float = 0.95) -> Numbers:
    """Return how many standard errors an interval reaches; normal where `freedom` is 0."""
    freedom, tail = np.asarray(freedom, dtype=float), (1 + level) / 2
    reach: Numbers = np.where(freedom > 0, t.ppf(tail, np.maximum(freedom, 1)), norm.ppf(tail))
    return reach


def share_limits(
    share: ArrayLike, error: ArrayLike, reach: ArrayLike, answers: ArrayLike, level: float = 0.95
) -> tuple[Numbers, Numbers]:
    """Return limits of shares, symmetric in log odds (Korn & Graubard 1999, section 3.2).

    `error` standard errors, `reach` how many of them (`quantile`). A share of 0 or 1 has no
    standard error: its open end is that of `answers` at random (Clopper & Pearson 1934).
    All arguments broadcast.
    """
    share, error, answers = (np.asarray(each, dtype=float) for each in (share, error, answers))
    open_end = 1 - ((1 - level) / 2) ** (1 / np.maximum(answers, 1))
    with np.errstate(divide="ignore", invalid="ignore"):
        width = np.asarray(reach) * error / (share * (1 - share))
        low, high = expit(logit(share) - width), expit(logit(share) + width)
    low = np.where(share <= 0, 0.0, np.where(share >= 1, 1 - open_end, low))
    return low, np.where(share >= 1, 1.0, np.where(share <= 0, open_end, high))


def total_limits(total: ArrayLike, error: ArrayLike, reach: ArrayLike) -> tuple[Numbers, Numbers]:
    """Return limits of positive totals, symmetric in logarithms; a total of 0 has none (nan)."""
    total, error = np.asarray(total, dtype=float), np.asarray(error, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(np.asarray(reach) * error / total)
    return total / factor, total * factor
