"""What several parts of a dossier's page are made of: sentences and actions, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from decentwork.estimates.messages import translatable
from decentwork.programmes.fields import said
from decentwork.reporting import names
from decentwork.reporting.numbers import Plain, Translate, list_text
from decentwork.reporting.wording import sentence

NEARNESS = {
    "other_chain": translatable("in the country, for another chain"),
    "region": translatable("in a region that the country lies in"),
    "world": translatable("in the chain; no place is named"),
}
"""Where something is done that does not reach a chain in a country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence, the ids of the figures behind it, and what would settle it if it asks."""

    text: str
    figures: tuple[str, ...]
    settled_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionView:
    """One recorded activity: what it is, how far it reaches, what its source says it changed.

    `reach` names its tiers or, of what is done nearby, where; `programme` and `record` are where it
    is recorded; `measured` says that its own indicators tell of outcomes.
    """

    id: str
    programme: str
    record: str
    title: str
    reach: str
    topics: str
    since: str
    until: str
    effect: str
    measured: bool
    planned: bool
    over: bool
    provenance: Plain


def sentences(
    messages: Iterable[Plain], language: str, translate: Translate
) -> tuple[Sentence, ...]:
    """Return messages in words."""
    return tuple(
        Sentence(text=sentence(message, translate, language), figures=tuple(message["figures"]))
        for message in messages
    )


def action_view(action: Plain, language: str, translate: Translate) -> ActionView:
    """Return an action in words."""
    tiers = [names.tier_name(tier, language) for tier in action["reach"]]
    near = action["near"]
    programme, _, record = action["id"].partition(".")
    return ActionView(
        id=action["id"],
        programme=programme,
        record=record,
        title=said(action["titles"], language),
        reach=translate(NEARNESS[near]) if near else list_text(tiers, language),
        topics=list_text(
            [names.topic_name(topic, language) for topic in action["topics"]], language
        ),
        since=action["since"] or "",
        until=action["until"] or "",
        effect=said(action["effects"], language),
        measured=bool(action["outcomes"]),
        planned=action["planned"],
        over=action["over"],
        provenance=action["provenance"],
    )
