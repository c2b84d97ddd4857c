"""Who is present by topic and place, and what ties supervision, projects and research together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from decentwork.dossiers.actions import Action
from decentwork.dossiers.dossier import PlacedFigure
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Finding, Organisation, Role

SUPERVISED = (
    "labour_rights_noncompliance",
    "forced_labour_law_meets_standard",
    "minimum_age_work",
    "minimum_age_hazardous_work",
    "labour_inspectors",
)
"""Indicators that tell what supervision and inspection found, or what the law says."""

RESEARCH = ("research", "publication", "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """An organisation that has a role in records on a topic in a country.

    `records` are ids of actions; `here` says whether one of them reaches the chain itself.
    """

    organisation: str
    name: str
    kind: str
    roles: tuple[str, ...]
    records: tuple[str, ...]
    here: bool

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "organisation": self.organisation,
            "name": self.name,
            "kind": self.kind,
            "roles": list(self.roles),
            "records": list(self.records),
            "here": self.here,
        }


def present(
    topic: str, actions: Sequence[Action], programmes: Iterable[Programme]
) -> tuple[Present, ...]:
    """Return the organisations with a role in actions on a topic, those in the chain first.

    `actions` are those that reach a chain and those nearby; of the nearby ones only those in the
    country itself show that an organisation is there.
    """
    there = {
        action.id: action
        for action in actions
        if topic in action.topics and (action.reach or action.near == "other_chain")
    }
    found = [each for programme in programmes for each in _of(programme, there)]
    return tuple(sorted(found, key=lambda each: (not each.here, each.name)))


def _of(programme: Programme, there: dict[str, Action]) -> Iterable[Present]:
    held: dict[str, list[Role]] = defaultdict(list)
    for role in programme.all(Role):
        if f"{programme.header.id}.{role.record}" in there:
            held[role.organisation].append(role)
    for id, roles in held.items():
        organisation = programme.by_id[id]
        if isinstance(organisation, Organisation):
            records = tuple(dict.fromkeys(f"{programme.header.id}.{it.record}" for it in roles))
            yield Present(
                organisation=f"{programme.header.id}.{id}",
                name=organisation.name(),
                kind=organisation.kind,
                roles=tuple(dict.fromkeys(it.role for it in roles)),
                records=records,
                here=any(there[record].reach for record in records),
            )


def linked(
    topic: str,
    place: str,
    figures: Iterable[PlacedFigure],
    actions: Sequence[Action],
    programmes: Iterable[Programme],
) -> dict[str, list[str]]:
    """Return, on one topic: what supervision and law tell, findings, projects, and research.

    `supervision` holds ids of figures; `findings`, `projects` and `research` ids of records that
    name the country. Each list may be empty: then the data have nothing.
    """
    in_country = [it for it in actions if it.reach or it.near == "other_chain"]
    on_topic = [it for it in in_country if topic in it.topics]
    return {
        "supervision": [
            it.id
            for it in figures
            if it.figure.indicator in SUPERVISED
            and it.figure.at.topic == topic
            and it.figure.value is not None
        ],
        "findings": [
            f"{programme.header.id}.{it.id}"
            for programme in programmes
            for it in programme.all(Finding)
            if topic in it.topics and place in it.places
        ],
        "projects": [it.id for it in on_topic if it.kind not in RESEARCH],
        "research": [it.id for it in on_topic if it.kind in RESEARCH],
    }
