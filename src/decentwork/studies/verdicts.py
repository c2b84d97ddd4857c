"""Whether an estimate may be published: the rules, as data that pages print, and their use.

An estimate is publishable with at least 30 answers that descend from at least 10 seeds, a relative
standard error of at most 16.5 % (totals, means) or a standard error of at most 5 points and an
interval of at most 20 points (shares). It is to be read with care with at least 10 answers from 4
seeds and 33.3 %, or 10 and 40 points. Anything else, and all without standard error, is too thin.
Where weights explode (the largest above 10 times the median, or a Kish design effect above 5) the
best verdict is "with care".
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from decentwork.surveys.estimated import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What an estimate must have to earn a verdict.

    `relative_error` is the largest standard error of a total, mean or ratio over its value,
    `share_error` that of a share, `share_width` the widest interval of one. The relative errors
    0.165 and 0.333 are those up to which Statistics Canada's guides to public-use microdata call an
    estimate acceptable, and marginal.
    """

    verdict: Verdict
    answers: int
    seeds: int
    relative_error: float
    share_error: float
    share_width: float


RULES = (
    Rule(
        verdict=Verdict.PUBLISHABLE,
        answers=30,
        seeds=10,
        relative_error=0.165,
        share_error=0.05,
        share_width=0.20,
    ),
    Rule(
        verdict=Verdict.WITH_CARE,
        answers=10,
        seeds=4,
        relative_error=0.333,
        share_error=0.10,
        share_width=0.40,
    ),
)
"""From the best verdict down; what meets none is too thin."""

LARGEST_OVER_MEDIAN = 10.0
LARGEST_KISH_EFFECT = 5.0

EXPLODING = "weights explode: the largest is {ratio:.0f} times the median, Kish effect {kish:.1f}"


def verdict(
    *,
    statistic: str,
    value: float,
    standard_error: float | None,
    answers: int,
    seeds: int | None,
    exploding: bool = False,
    width: float = 0.0,
) -> Verdict:
    """Return what an estimate is good for, by `RULES`.

    Parameters
    ----------
    statistic : {"total", "mean", "share", "ratio"}
    value, standard_error : float
        In the unit of the variable, shares 0–1; None where the method gives no standard error.
    answers : int
        Units, workers or people who answered.
    seeds : int or None
        Seeds that they descend from; None is not judged.
    exploding : bool
        What `exploding_weights` said of their weights.
    width : float
        Of the interval of a share, 0–1: few degrees of freedom show in it, not in the error.
    """
    if standard_error is None:
        return Verdict.TOO_THIN
    for rule in RULES:
        if statistic == "share":
            precise = standard_error <= rule.share_error and width <= rule.share_width
        else:
            precise = standard_error <= rule.relative_error * abs(value)
        enough = answers >= rule.answers and (seeds is None or seeds >= rule.seeds)
        if precise and enough and not (exploding and rule.verdict is Verdict.PUBLISHABLE):
            return rule.verdict
    return Verdict.TOO_THIN


def exploding_weights(weights: npt.NDArray[np.float64]) -> str:
    """Return a note where a few units carry an estimate, "" where none does.

    `weights` are those of units with an answer, all above 0. Kish's effect n Σw²/(Σw)² is by how
    much unequal weights alone inflate the variance of a mean (Kish 1965, Survey Sampling, 11.2C).
    """
    if not len(weights):
        return ""
    ratio = float(weights.max() / np.median(weights))
    kish = kish_effect(weights)
    if ratio <= LARGEST_OVER_MEDIAN and kish <= LARGEST_KISH_EFFECT:
        return ""
    return EXPLODING.format(ratio=ratio, kish=kish)


def kish_effect(weights: npt.NDArray[np.float64]) -> float:
    """Return n Σw²/(Σw)², 1 where all weights are equal."""
    return float(len(weights) * (weights @ weights) / weights.sum() ** 2)
