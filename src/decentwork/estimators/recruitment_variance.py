"""The ways to resample a recruited sample: what each draws, and the interval that goes with it."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

Matrix = NDArray[np.float64]
AT_ONCE = 1_000_000  # counts held by one thread at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class RecruitmentVariance:
    """A bootstrap: `by_groups` where it resamples anew for each trait with categories.

    `interval` is "percentile" or "normal" (estimate ± z standard errors), as its authors or the
    usual package have it; `weights` the estimators it goes with.
    """

    name: str
    by_groups: bool
    interval: str
    weights: frozenset[str]
    source: str


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
            interval="percentile",
            weights=_ALL - {"salganik_heckathorn"},
            source="Yauck & Moodie, neighbourhood bootstrap (R package Neighboot, 2022)",
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
