"""What is done in a country or chain, with its reach, dates and evidence of effect.

Actions are the activities of programmes. One that was dropped, suspended or merged into another is
none; one that is planned is told and does not count.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from decentwork.classifications.chains import Chain
from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.countries import country
from decentwork.classifications.industries import Industry
from decentwork.dossiers.programmes_at_hand import (
    NO_ACTION,
    is_planned,
    outcomes_of,
    provenance_of,
    wholes_of,
)
from decentwork.estimates.provenance import Provenance
from decentwork.programmes.fields import last_day, said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity

Nearness = Literal["other_chain", "region", "world"]
Where = tuple[tuple[str, ...], Nearness | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One activity of a programme, as it reaches a chain in a country.

    `id` is the programme's id, a point and the record's. `reach` holds tiers: those the record
    names, else the whole chain where it names the chain, else the national context; it is empty
    for what is done nearby, and `near` then says where. `topics` and `groups` are empty where the
    source names none. `planned` has not begun and does not count. `wholes` are the ids of the
    activities it is a part of. `effects` is what a source says it changed, by language;
    `outcomes` are its indicators of outcome with a baseline and approved updates.
    """

    id: str
    kind: str
    titles: Mapping[str, str]
    reach: tuple[str, ...]
    topics: tuple[str, ...]
    provenance: Provenance
    near: Nearness | None = None
    groups: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    planned: bool = False
    over: bool = False
    effects: Mapping[str, str]
    wholes: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    workers_reached: int | None = None

    @property
    def title(self) -> str:
        """The title in English, else in the language it has."""
        return said(dict(self.titles))

    @property
    def effect(self) -> str:
        """What a source says it changed, empty when none does."""
        return said(dict(self.effects))

    @property
    def shows_effect(self) -> bool:
        """Say whether a source tells what it changed, or its own indicators measure it."""
        return bool(self.effect or self.outcomes)

    @property
    def tier(self) -> str:
        """The first tier it reaches, or how near it is."""
        return self.reach[0] if self.reach else str(self.near)

    def answers(self, topic: str, tier: str, groups: Iterable[str | None] = ()) -> bool:
        """Say whether it counts as action on a topic at a tier, for one at least of the groups."""
        if self.planned or topic not in self.topics or tier not in self.reach:
            return False
        needed = set(groups)
        return not self.groups or not needed or bool(needed & set(self.groups))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "titles": dict(self.titles),
            "tier": self.tier,
            "reach": list(self.reach),
            "near": self.near,
            "topics": list(self.topics),
            "groups": list(self.groups),
            "since": self.since,
            "until": self.until,
            "planned": self.planned,
            "over": self.over,
            "effect": self.effect or None,
            "effects": dict(self.effects),
            "outcomes": list(self.outcomes),
            "workers_reached": self.workers_reached,
            "part_of": list(self.wholes[:1]),
            "provenance": self.provenance.to_dict(),
        }


def actions_in(
    place: str, chain: str, programmes: Iterable[Programme], on: date | None = None
) -> tuple[Action, ...]:
    """Return the actions in a country (ISO alpha-3) that reach a chain (slug), on a day.

    A record of a region alone is none: it does not say that it reached this country.
    """
    what = chain_of(chain)

    def where(activity: Activity) -> Where:
        return (reach_of(activity, what) if place in activity.places else ()), None

    return tuple(_actions(programmes, on or date.today(), where))


def actions_nearby(
    place: str, chain: str, programmes: Iterable[Programme], on: date | None = None
) -> tuple[Action, ...]:
    """Return what is done near a chain and does not reach it: who does it may know the place.

    In the country for another chain; in a region that the country lies in; in the chain, where the
    record names no place.
    """
    what = chain_of(chain)

    def where(activity: Activity) -> Where:
        return (), _near(activity, place, what)

    return tuple(_actions(programmes, on or date.today(), where))


def reach_of(activity: Activity, chain: Chain) -> tuple[str, ...]:
    """Return the tiers of a chain that an activity reaches in its places; empty for none."""
    if activity.chains or activity.industries:
        named = chain.slug in activity.chains or _has_industry(activity, chain)
        return (activity.tiers or ("whole_chain",)) if named else ()
    return activity.tiers or ("context",)


def counted(actions: Sequence[Action]) -> list[Action]:
    """Return actions without the parts whose whole is among them: a project counts once."""
    held = {action.id for action in actions}
    return [action for action in actions if not held & set(action.wholes)]


def begun(actions: Iterable[Action]) -> list[Action]:
    """Return the actions that are more than a plan, parts beside their whole left out."""
    return counted([action for action in actions if not action.planned])


def _has_industry(activity: Activity, chain: Chain) -> bool:
    """Say whether the record names one of the chain's divisions, or a section or class of it."""
    named = [Industry.parse(code) for code in activity.industries]
    return any(
        it.classification == "isic4" and (own.startswith(it.code) or it.code.startswith(own))
        for it in named
        for own in chain.isic4
    )


def _near(activity: Activity, place: str, chain: Chain) -> Nearness | None:
    if place in activity.places:
        return None if reach_of(activity, chain) else "other_chain"
    if activity.chains or activity.industries:
        if chain.slug not in activity.chains and not _has_industry(activity, chain):
            return None
    if not activity.places and not activity.regions:
        return "world" if activity.chains or activity.industries else None
    at = country(place)
    around = {at.m49_region, at.m49_subregion, at.m49_intermediate}
    return "region" if around & set(activity.regions) else None


def _actions(
    programmes: Iterable[Programme], on: date, where: Callable[[Activity], Where]
) -> Iterator[Action]:
    for programme in programmes:
        outcomes = outcomes_of(programme)
        for activity in programme.all(Activity):
            reach, near = where(activity)
            if activity.state not in NO_ACTION and (reach or near):
                measured = outcomes.get(activity.id, ())
                yield _action(programme, activity, reach, near, on, measured)


def _action(
    programme: Programme,
    activity: Activity,
    reach: tuple[str, ...],
    near: Nearness | None,
    on: date,
    outcomes: tuple[str, ...],
) -> Action:
    return Action(
        id=f"{programme.header.id}.{activity.id}",
        kind=activity.kind,
        titles=activity.title,
        reach=reach,
        near=near,
        topics=activity.topics,
        groups=activity.groups,
        since=activity.starts,
        until=activity.ends,
        planned=is_planned(programme, activity, on),
        over=activity.state == "done" or bool(activity.ends and last_day(activity.ends) < on),
        effects=activity.effect,
        outcomes=outcomes,
        wholes=tuple(f"{programme.header.id}.{it}" for it in wholes_of(programme, activity)),
        workers_reached=activity.workers_reached,
        provenance=provenance_of(programme, activity),
    )
