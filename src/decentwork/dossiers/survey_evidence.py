"""What surveys released of a chain say, tier by tier."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from decentwork.classifications.chains import Chain
from decentwork.classifications.tiers import tiers
from decentwork.estimates.disclosure import Released
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.provenance import Provenance
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.survey_releases import releases
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.release import SurveyRelease, group_of, is_main, position

PREFIX = "surveyed_"
_NO_INTERVAL = NoInterval("the survey's method gives no interval for it")
_WITH_CARE = "Use with care: few answers or a wide interval, by the office's stated rules."


def survey_figures(place: str, chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return the figures of every survey released of a chain in a country (ISO alpha-3).

    They stand by indicator as the release has them, then down the chain, everybody before groups.
    """
    found = [
        figure
        for name, release in releases(folder, place, chain.slug)
        for figure in _figures(release, folder.provenance(name))
    ]
    order = {tier.id: place for place, tier in enumerate(tiers())}
    indicators = {id: place for place, id in enumerate(dict.fromkeys(it.indicator for it in found))}
    return sorted(
        found,
        key=lambda it: (indicators[it.indicator], order[it.at.tier or ""], it.at.group or ""),
    )


def surveyed_chain(place: str, chain: Chain, folder: DataFolder) -> dict[str, Any] | None:
    """Return the newest map of a chain's links that a survey released, with place and period."""
    found = [it for _, it in releases(folder, place, chain.slug) if it.chain_map is not None]
    if not found:
        return None
    newest = max(found, key=lambda it: (it.decided_on, it.round))
    return {"place": newest.place, "period": newest.period, **(newest.chain_map or {})}


def kind_of(indicator: str) -> str | None:
    """Return "deficit", "opportunity" or "quantity" for what a questionnaire scores, else None."""
    return _kinds().get(indicator)


@cache
def _kinds() -> dict[str, str]:
    return {rule.indicator: rule.kind for form in questionnaires() for rule in form.indicators}


def _figures(release: SurveyRelease, provenance: Provenance) -> Iterator[Figure]:
    """Yield one figure an indicator, position and group that coordinates can tell apart."""
    traced = provenance
    for step in release.method:
        traced = traced.then(step)
    for released in release.figures:
        group = group_of(released)
        if group is None or released.category is not None or not is_main(released):
            continue
        if released.tier is not None:  # the survey's own tiers; coordinates have positions
            continue
        described = indicator(PREFIX + released.variable)
        yield Figure(
            indicator=described.id,
            at=Coordinates(
                place=release.place,
                topic=described.topic,
                tier=position(released),
                group=group or None,
                period=release.period,
            ),
            known=_known(released, traced),
            notes=(_WITH_CARE,) if released.verdict == Verdict.WITH_CARE else (),
        )


def _known(released: Released, provenance: Provenance) -> Estimate | Unknown:
    unit = indicator(PREFIX + released.variable).unit
    if released.value is None:
        return Unknown(reason="withheld", unit=unit, looked_in=provenance)
    interval: Interval | NoInterval = _NO_INTERVAL
    if released.low is not None and released.high is not None:
        interval = Interval(low=released.low, high=released.high, method=released.variance)
    return Estimate(
        value=released.value,
        interval=interval,
        unit=unit,
        method=released.weights,
        provenance=provenance,
    )
