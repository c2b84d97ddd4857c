"""What is done in a country or chain, with its reach, dates and evidence of effect."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from decentwork.estimates.provenance import Origin, Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """One recorded activity.

    `places` ISO alpha-3; `chains` slugs, empty when national; `topics` ids, empty when the source
    names none; `effect` what the source says it changed, empty when it says nothing.
    """

    id: str
    title: str
    places: tuple[str, ...]
    chains: tuple[str, ...]
    topics: tuple[str, ...]
    provenance: Provenance
    since: str | None = None
    until: str | None = None
    effect: str = ""

    @property
    def tier(self) -> str:
        """How far it reaches: the whole chain (tier not stated), or the country."""
        return "whole_chain" if self.chains else "context"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "id": self.id,
            "title": self.title,
            "tier": self.tier,
            "topics": list(self.topics),
            "since": self.since,
            "until": self.until,
            "effect": self.effect or None,
            "provenance": self.provenance.to_dict(),
        }


def actions_in(place: str, chain: str) -> tuple[Action, ...]:
    """Return the recorded actions in a country (ISO alpha-3) that reach a chain (slug)."""
    return tuple(
        action
        for action in _recorded()
        if place in action.places and (not action.chains or chain in action.chains)
    )


@cache
def _recorded() -> tuple[Action, ...]:
    text = resources.files(__package__).joinpath("actions.toml").read_text(encoding="utf-8")
    document = tomllib.loads(text)
    origin = Origin(**document["source"])
    return tuple(_action(record, origin) for record in document["action"])


def _action(record: dict[str, Any], origin: Origin) -> Action:
    step = f"paragraph {record['paragraph']}, in our own words"
    return Action(
        id=record["id"],
        title=record["title"],
        places=tuple(record["places"]),
        chains=tuple(record["chains"]),
        topics=tuple(record["topics"]),
        since=record.get("since"),
        until=record.get("until"),
        effect=record.get("effect", ""),
        provenance=Provenance(origins=(origin,), steps=(step,)),
    )
