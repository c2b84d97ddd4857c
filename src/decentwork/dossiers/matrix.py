"""The matrix of a dossier: for each topic and tier the need, what binds, what is done, the gap."""

from collections.abc import Sequence

from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topics
from decentwork.dossiers.actions import Action, begun, counted
from decentwork.dossiers.dossier import Cell, Message, PlacedFigure
from decentwork.dossiers.evidence import Evidence
from decentwork.dossiers.gaps import gap
from decentwork.dossiers.needs import need
from decentwork.dossiers.obligations import Obligation, obligation_state

JUDGED_SECTIONS = ("work", "goods", "tiers")


def matrix(
    evidence: Evidence, obligations: Sequence[Obligation], actions: Sequence[Action]
) -> tuple[Cell, ...]:
    """Return one cell for each topic and tier, topics in their fixed order."""
    return tuple(
        _cell(topic.id, tier.id, evidence, obligations, actions)
        for topic in topics()
        for tier in tiers()
    )


def _cell(
    topic: str,
    tier: str,
    evidence: Evidence,
    obligations: Sequence[Obligation],
    actions: Sequence[Action],
) -> Cell:
    figures = judgeable(evidence, topic, tier)
    shown, need_reasons = need(figures)
    decided = {id for reason in need_reasons for id in reason.figures}
    groups = {item.figure.at.group for item in figures if item.id in decided}
    binding, binding_reasons = obligation_state(obligations, topic, tier)
    on_topic = [action for action in actions if topic in action.topics]
    here = [action for action in on_topic if action.answers(topic, tier, groups)]
    left = gap(
        need=shown,
        obligation=binding,
        action_here=bool(here),
        action_elsewhere=any(not action.planned for action in on_topic),
        effect_known=any(action.shows_effect for action in here),
    )
    nothing = (Message(id="nothing_known_at_tier", fields={"tier": tier}),)
    done = (*map(_told, begun(on_topic)), *map(_told, counted(_planned(on_topic))))
    return Cell(
        topic=topic,
        tier=tier,
        need=shown,
        obligation=binding,
        action="yes" if here else "no",
        gap=left,
        reasons=(need_reasons or nothing) + binding_reasons + (done or (NO_ACTION,)),
    )


def _planned(actions: Sequence[Action]) -> list[Action]:
    return [action for action in actions if action.planned]


def _told(action: Action) -> Message:
    """Return the sentence that names an action, or a plan, and how far it reaches."""
    id = "action_planned" if action.planned else "action_recorded"
    return Message(id=id, fields={"title": dict(action.titles), "tier": action.tier})


NO_ACTION = Message(id="no_action_recorded", fields={})


def judgeable(evidence: Evidence, topic: str, tier: str) -> list[PlacedFigure]:
    """Return the newest figures that can show a need there; older ones are history."""
    return evidence.newest(
        item
        for item in evidence.placed
        if item.section in JUDGED_SECTIONS
        and (item.figure.at.topic, item.figure.at.tier) == (topic, tier)
    )
