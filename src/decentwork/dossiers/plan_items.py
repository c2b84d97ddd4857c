"""From a gap to a plan: activities drafted for a gap, and what became of those planned for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.countries import country
from decentwork.classifications.names import LANGUAGES
from decentwork.classifications.tiers import tier as tier_of
from decentwork.classifications.topics import topic as topic_of
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, ActivityKind, Indicator, Result, Target
from decentwork.programmes.rollup import PartsDisagree, reached
from decentwork.programmes.standing import aimed_at
from decentwork.programmes.status import status

NATIONAL = "context"
NO_TIER = "whole_chain"


def gap_key(place: str, chain: str, topic: str, tier: str) -> str:
    """Return the key by which an activity names a gap it answers: VNM/electronics/earnings/lead."""
    return f"{place}/{chain}/{topic}/{tier}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanItem:
    """An activity planned for a gap: how it stands, and what its results have reached.

    `results` hold, for each indicator, the result's and the indicator's title, its measure and
    unit, baseline, target and what approved updates reached; None where nothing was approved.
    """

    programme: str
    activity: str
    title: str
    titles: dict[str, str]
    state: str
    results: tuple[dict[str, Any], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "programme": self.programme,
            "activity": self.activity,
            "title": self.title,
            "titles": self.titles,
            "state": self.state,
            "results": list(self.results),
        }


def plan_items(key: str, programmes: Iterable[Programme], on: date) -> tuple[PlanItem, ...]:
    """Return the activities that name a gap as one they answer, in any state, as of a day."""
    return tuple(
        PlanItem(
            programme=programme.header.id,
            activity=activity.id,
            title=activity.name(),
            titles=activity.title,
            state=status(programme, activity, on).state,
            results=tuple(_results(programme, activity)),
        )
        for programme in programmes
        for activity in programme.all(Activity)
        if key in activity.answers
    )


def _results(programme: Programme, activity: Activity) -> Iterable[dict[str, Any]]:
    for result in programme.all(Result):
        if result.of != activity.id:
            continue
        for indicator in programme.all(Indicator):
            if indicator.result == result.id:
                yield {
                    "result": result.name(),
                    "level": result.level,
                    "indicator": indicator.name(),
                    "titles": indicator.title,
                    "measure": indicator.measure,
                    "unit": indicator.unit,
                    "scale": list(indicator.scale),
                    "baseline": indicator.baseline,
                    "target": _target(programme, indicator.id),
                    "reached": _reached(programme, indicator),
                }


def _reached(programme: Programme, indicator: Indicator) -> float | None:
    try:
        return reached(programme, indicator).value
    except PartsDisagree:  # told where the programme is edited; here its value is not known
        return None


def _target(programme: Programme, indicator: str) -> float | None:
    """Return the value of the last target for the whole, of a percentage its share, or None."""
    own = [it for it in programme.all(Target) if it.indicator == indicator and not it.part]
    return aimed_at(max(own, key=lambda it: it.ends)) if own else None


def draft_activity(
    key: str, *, id: str, kind: ActivityKind, area: str, deliverable: str | None = None
) -> Activity:
    """Return a planned activity that answers a gap; it names the gap and promises nothing more.

    Parameters
    ----------
    key : str
        The gap, as `gap_key` writes it.
    id, kind, area, deliverable
        The record's own id, what sort of activity it is to be, and where it stands in the
        programme: a person decides them.

    Raises
    ------
    UnknownCode
        A part of the key is in no classification.
    ValueError
        The key has not four parts.
    """
    place, chain, topic, tier = key.split("/")
    where, what, about, at = country(place), chain_of(chain), topic_of(topic), tier_of(tier)
    title = {
        lang: f"{about.name(lang)}: {what.name(lang)}, {where.name(lang)} ({at.name(lang)})"
        for lang in LANGUAGES
    }
    return Activity.model_validate(
        {
            "id": id,
            "title": title,
            "kind": kind,
            "area": area,
            "deliverable": deliverable,
            "places": [where.iso3],
            "chains": [] if tier == NATIONAL else [what.slug],
            "tiers": [] if tier in (NATIONAL, NO_TIER) else [tier],
            "topics": [about.id],
            "state": "planned",
            "answers": [key],
        }
    )
