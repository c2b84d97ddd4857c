"""The ways to resample a recruited sample: what each draws, and the interval that goes with it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from decentwork.estimates.limits import bound_of_none

Matrix = NDArray[np.float64]
AT_ONCE = 1_000_000  # counts held by one thread at a time

DESIGN_EFFECT = 4.0
"""As Wejnert, Pham, Krishna et al. 2012 (AIDS and Behavior 16: 797–806) advise to plan for."""

ALONE = "one person answered, which tells no spread: no interval"
ALIKE = "all answers are alike: exact bound for a quarter as many, taken as independent"
SAME = "resampling changes nothing, which tells no spread: no interval"

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruitmentVariance:
    """A bootstrap: `by_groups` where it resamples anew for each trait with categories.

    `interval` is "percentile" or "normal" (estimate ± z standard errors), as its authors or the
    usual package have it; `weights` the estimators it goes with; `warning` what to say beside every
    interval of it, "" nothing.
    """

    name: str
    by_groups: bool
    interval: str
    weights: frozenset[str]
    source: str
    warning: str = ""


NEIGHBOURS_ONLY = (
    "the neighbourhood bootstrap sees one step of recruitment: where recruits are like their "
    "recruiters the interval contains the truth less often than it says (7 to 9 times in 10 in "
    "simulations); compare the tree bootstrap"
)

_ALL = frozenset({"salganik_heckathorn", "volz_heckathorn", "successive_sampling"})

RECRUITMENT_VARIANCES = {
    each.name: each
    for each in (
        RecruitmentVariance(
            name="tree",
            by_groups=False,
            interval="percentile",
            weights=_ALL,
            source="Baraff, McCormick & Raftery 2016, PNAS 113(51): 14668–14673",
        ),
        RecruitmentVariance(
            name="neighbourhood",
            by_groups=False,
            # Percentiles stand off-centre: who recruited many is a neighbour more often.
            interval="normal",
            weights=_ALL - {"salganik_heckathorn"},
            source="Yauck, Moodie et al. 2020, arXiv:2010.00165, and R package Neighboot 1.0.1",
            warning=NEIGHBOURS_ONLY,
        ),
        RecruitmentVariance(
            name="salganik",
            by_groups=True,
            interval="normal",
            weights=_ALL,
            source="Salganik 2006 as in R package RDS 0.9-10: members in proportion to degree",
        ),
        RecruitmentVariance(
            name="salganik_2006",
            by_groups=True,
            interval="percentile",
            weights=_ALL,
            source="Salganik 2006, Journal of Urban Health 83(1): i98–i112",
        ),
        RecruitmentVariance(
            name="gile",
            by_groups=True,
            interval="normal",
            weights=frozenset({"successive_sampling"}),
            source="Gile 2011, Journal of the American Statistical Association 106(493): 135–146",
        ),
    )
}


def replicate(
    means: Callable[[int, int], Matrix], replicates: int, respondents: int, threads: int | None
) -> Matrix:
    """Return the means of all replicates, made in blocks by several threads.

    Parameters
    ----------
    means
        Takes the first replicate and how many; returns (how many, columns). What it returns must
        depend on these two only: blocks are the same for any number of threads.
    respondents : int
        How many there are; the larger, the fewer replicates are held at a time.
    threads : int, optional
        All processors without it.
    """
    block = max(min(AT_ONCE // respondents, 512), 1)
    firsts = range(0, replicates, block)
    workers = threads or os.cpu_count() or 1
    with threadpool_limits(limits=1), ThreadPoolExecutor(workers) as pool:
        found = pool.map(lambda first: means(first, min(block, replicates - first)), firsts)
        return np.vstack(list(found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Standard error and ends of an interval, None where nothing tells them; `note` what to say."""

    error: float | None = None
    low: float | None = None
    high: float | None = None
    note: str = ""


def interval_around(
    value: float,
    replicates: Matrix,
    weights: Matrix,
    method: RecruitmentVariance,
    level: float,
    *,
    is_share: bool,
) -> Interval:
    """Return the interval that replicates (b,) of a method make around a value.

    `weights` (n,), summing to 1, of those who answered. A share of 0 or 1 has the exact bound for
    as many independent answers as weights and a design effect leave.
    """
    if len(weights) < 2:
        return Interval(note=ALONE)
    if is_share and min(value, 1 - value) < _ROUNDING:
        bound = float(bound_of_none(1 / (weights @ weights) / DESIGN_EFFECT, level))
        error = bound / NormalDist().inv_cdf((1 + level) / 2)
        low, high = (0.0, bound) if value < 0.5 else (1 - bound, 1.0)
        return Interval(error=error, low=low, high=high, note=ALIKE)
    if len(replicates) < 2:
        return Interval()
    error = float(replicates.std(ddof=1))
    if error <= _ROUNDING * max(abs(value), 1.0):
        return Interval(note=SAME)
    low, high = bounds(replicates, value, error, method.interval, level)
    if is_share:
        low, high = max(low, 0.0), min(high, 1.0)
    return Interval(error=error, low=low, high=high, note=method.warning)


def bounds(
    replicates: Matrix, value: float, standard_error: float, interval: str, level: float
) -> tuple[float, float]:
    """Return the ends of an interval around `value`."""
    tail = (1.0 - level) / 2.0
    if interval == "percentile":
        low, high = np.quantile(replicates, [tail, 1.0 - tail])
        return float(low), float(high)
    reach = NormalDist().inv_cdf(1.0 - tail) * standard_error
    return value - reach, value + reach
