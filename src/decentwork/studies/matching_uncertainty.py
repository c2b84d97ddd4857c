"""Intervals widened by what matching leaves open: the same figures under plausible resolutions.

References
----------
Rubin, D. (1987), Multiple Imputation for Nonresponse in Surveys, section 3.1: the variance between
completed data sets is added to that within one, raised by one over their number.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from scipy.stats import t

from decentwork.studies.verdicts import verdict
from decentwork.surveys.estimated import Estimated, Verdict

RESOLUTIONS = 20
"""How many plausible resolutions are drawn."""

WORST_LAST = (Verdict.PUBLISHABLE, Verdict.WITH_CARE, Verdict.TOO_THIN)

ABSENT = "in {missing} of {all} plausible matchings of suppliers nobody is in this group"

Scale = tuple[Callable[[float], float], Callable[[float], float]]
Key = tuple[object, ...]


def widened(
    rows: Iterable[Estimated], drawn: Sequence[Iterable[Estimated]], level: float
) -> tuple[Estimated, ...]:
    """Return estimates whose errors and intervals cover how else suppliers may be matched.

    Parameters
    ----------
    rows : estimates under the resolution at hand
    drawn : the same estimates under each of several plausible resolutions
    level : of the intervals

    Notes
    -----
    The spread is taken around the published figure and not around the mean of the draws: decisions
    of people stand behind the one, chance behind the other. It is added to the square of each half
    of an interval, on the scale that keeps the limits possible: logarithms of what is never below
    0, log odds of shares. A row without an interval stays so.
    """
    found = [{_key(row): row.value for row in each} for each in drawn]
    return tuple(_widened(row, found, level) for row in rows)


def _key(row: Estimated) -> Key:
    group = tuple(sorted(row.group.items()))
    return row.variable, row.category, row.statistic, row.universe, row.tier, group


def _widened(row: Estimated, drawn: Sequence[Mapping[Key, float]], level: float) -> Estimated:
    values = [each[_key(row)] for each in drawn if _key(row) in each]
    if row.low is None or row.high is None or row.standard_error is None or not values:
        return row
    into, back = _scale(row.statistic, [row.value, row.low, row.high, *values])
    reach = float(t.ppf((1 + level) / 2, max(len(values) - 1, 1)))
    spread = reach**2 * _between(values, row.value, into)
    center = into(row.value)
    low = back(center - math.hypot(center - into(row.low), math.sqrt(spread)))
    high = back(center + math.hypot(into(row.high) - center, math.sqrt(spread)))
    error = math.sqrt(row.standard_error**2 + _between(values, row.value, float))
    missing = len(drawn) - len(values)
    said = ABSENT.format(missing=missing, all=len(drawn)) if missing else ""
    return replace(
        row,
        low=low,
        high=high,
        standard_error=error,
        verdict=_verdict(row, error, high - low),
        note="; ".join(filter(None, (said, row.note))),
    )


def _between(values: Sequence[float], published: float, into: Callable[[float], float]) -> float:
    """Return the variance of draws around the published figure, on a scale."""
    center = into(published)
    return (1 + 1 / len(values)) * sum((into(it) - center) ** 2 for it in values) / len(values)


def _scale(statistic: str, values: Sequence[float]) -> Scale:
    if statistic == "share" and all(0 < it < 1 for it in values):
        return lambda it: math.log(it / (1 - it)), lambda it: 1 / (1 + math.exp(-it))
    if statistic == "share":
        return float, lambda it: min(max(it, 0.0), 1.0)
    if statistic in ("total", "ratio") and all(it > 0 for it in values):
        return math.log, math.exp
    if all(it >= 0 for it in values):
        return float, lambda it: max(it, 0.0)
    return float, float


def _verdict(row: Estimated, error: float, width: float) -> Verdict:
    """Return the verdict of the wider interval; it is never better than that of the narrower."""
    found = verdict(
        statistic=row.statistic,
        value=row.value,
        standard_error=error,
        answers=row.n,
        seeds=row.seeds,
        width=width,
    )
    return max(found, row.verdict, key=WORST_LAST.index)
