"""Means and totals over a frame from networks that were followed from a random sample of it."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.limits import quantile
from decentwork.estimators.adaptive_clusters import (
    FrameMean,
    mean_of_networks,
    total_of_networks,
)
from decentwork.studies.verdicts import verdict
from decentwork.surveys.cluster_networks import ClusterNetworks
from decentwork.surveys.design_keys import near
from decentwork.surveys.estimated import Estimated, Estimates

HANSEN_HURWITZ, HORVITZ_THOMPSON = "hansen_hurwitz", "horvitz_thompson"
CLUSTER_ESTIMATORS = (HANSEN_HURWITZ, HORVITZ_THOMPSON)

_ROUNDING = 1e-9  # of the squared value: a variance this near 0 is 0

ONE_DRAW = "a single unit was drawn: nothing tells how uncertain this is"
NEGATIVE = (
    "the variance of the mean was estimated as {variance:.4g}, below zero, as this estimator can: "
    "it says nothing of the uncertainty, so no interval is given; try the other estimator"
)
ALIKE = "all networks are alike: they tell no spread, so no interval is given"
ROUGH = "{n} units were drawn, fewer than 30: the interval is rough where clusters are rare"


def estimate_clusters(
    sample: ClusterNetworks,
    variables: Sequence[str],
    *,
    frame: int,
    estimator: str = HORVITZ_THOMPSON,
    level: float = 0.95,
) -> Estimates:
    """Return mean and total of each variable over all units of the frame, met or not.

    Parameters
    ----------
    sample : ClusterNetworks
    variables : names of its columns
    frame : units in the frame that the initial sample was drawn from
    estimator : {"hansen_hurwitz", "horvitz_thompson"}
        Both are unbiased; the second varies less in general, and its variance may be estimated
        below zero.
    level : of the intervals: t with as many degrees of freedom as draws less one

    Raises
    ------
    InvalidInput
        An unknown variable or estimator, or a frame smaller than what was met. All at once.

    References
    ----------
    Thompson 1990, J. American Statistical Association 85: 1050–1059.
    """
    if problems := [*_problems(sample, variables, frame, estimator)]:
        raise InvalidInput("the estimate", problems)
    return Estimates(
        row
        for name in variables
        for row in _rows(sample, name, frame=frame, estimator=estimator, level=level)
    )


def _problems(
    sample: ClusterNetworks, variables: Sequence[str], frame: int, estimator: str
) -> Iterator[Problem]:
    for name in variables:
        if name not in sample.variables:
            yield Problem(name, "is no variable of the file.", near(name, sample.variables))
    if not sample.variables:
        yield Problem("variables", "the file has none.", "Add a column of numbers.")
    if estimator not in CLUSTER_ESTIMATORS:
        hint = f"Choose one of: {', '.join(CLUSTER_ESTIMATORS)}."
        yield Problem("estimator", f"{estimator!r} is unknown.", hint)
    if frame < len(sample.units):
        what = f"{frame} units, and the file has {len(sample.units)}."
        yield Problem("frame", what, "Count all units that could be drawn.")


@dataclass(frozen=True, slots=True)
class _Error:
    """A standard error of the mean, None where there is none, and the notes beside it."""

    size: float | None
    notes: tuple[str, ...]


def _rows(
    sample: ClusterNetworks, name: str, *, frame: int, estimator: str, level: float
) -> Iterator[Estimated]:
    found = _mean(sample, name, frame, estimator)
    error = _error(found, sample.draws, frame)
    reach = float(quantile(max(sample.draws - 1, 1), level))
    inside = sample.units["network"] != ""
    never_below = bool((sample.units.loc[inside, name] >= 0).all())
    for statistic, times in (("mean", 1), ("total", frame)):
        value, size = times * found.value, None if error.size is None else times * error.size
        low, high = (None, None) if size is None else (value - reach * size, value + reach * size)
        if low is not None and never_below:
            low = max(low, times * _seen(sample, name) / frame)
        yield Estimated(
            variable=name,
            category=None,
            statistic=statistic,
            value=value,
            low=low,
            high=high,
            standard_error=size,
            weights=estimator,
            variance=estimator,
            n=int(inside.sum()),
            seeds=sample.draws,
            verdict=verdict(
                statistic=statistic,
                value=value,
                standard_error=size,
                answers=int(inside.sum()),
                seeds=sample.draws,
            ),
            note="; ".join(error.notes),
        )


def _seen(sample: ClusterNetworks, name: str) -> float:
    """Return what the units in networks add up to: where nothing is below 0, the least total."""
    return float(sample.units.loc[sample.units["network"] != "", name].sum())


def _mean(sample: ClusterNetworks, name: str, frame: int, estimator: str) -> FrameMean:
    inside = sample.units[sample.units["network"] != ""]
    by_network = inside.groupby("network")[name]
    if estimator == HORVITZ_THOMPSON:
        return total_of_networks(
            by_network.sum(), by_network.size(), frame=frame, draws=sample.draws
        )
    drawn = inside.loc[inside["drawn"] == 1, "network"]
    return mean_of_networks(drawn.map(by_network.mean()), frame)


def _error(found: FrameMean, draws: int, frame: int) -> _Error:
    if draws == frame:
        return _Error(0.0, ())
    if draws < 2:
        return _Error(None, (ONE_DRAW,))
    if abs(found.variance) <= _ROUNDING * found.value**2:
        return _Error(None, (ALIKE,))
    if found.variance < 0:
        return _Error(None, (NEGATIVE.format(variance=found.variance),))
    return _Error(math.sqrt(found.variance), (ROUGH.format(n=draws),) if draws < 30 else ())
