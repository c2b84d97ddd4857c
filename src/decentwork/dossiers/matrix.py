"""The matrix of a dossier: for each topic and tier the need, what binds, what is done, the gap."""

from collections.abc import Sequence

from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topics
from decentwork.dossiers.actions import Action
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
    shown, need_reasons = need(_on(evidence, topic, tier))
    binding, binding_reasons = obligation_state(obligations, topic, tier)
    on_topic = [action for action in actions if topic in action.topics]
    here = [action for action in on_topic if action.tier == tier]
    left = gap(
        need=shown,
        obligation=binding,
        action_here=bool(here),
        action_elsewhere=len(on_topic) > len(here),
        effect_known=any(action.effect for action in here),
    )
    nothing = (Message(id="nothing_known_at_tier", fields={"tier": tier}),)
    done = tuple(
        Message(id="action_recorded", fields={"title": each.title, "tier": each.tier})
        for each in on_topic
    )
    return Cell(
        topic=topic,
        tier=tier,
        need=shown,
        obligation=binding,
        action="yes" if here else "no",
        gap=left,
        reasons=(need_reasons or nothing) + binding_reasons + (done or (NO_ACTION,)),
    )


NO_ACTION = Message(id="no_action_recorded", fields={})


def _on(evidence: Evidence, topic: str, tier: str) -> list[PlacedFigure]:
    """Return the newest figures that can show a need there; older ones are history."""
    return evidence.newest(
        item
        for item in evidence.placed
        if item.section in JUDGED_SECTIONS
        and (item.figure.at.topic, item.figure.at.tier) == (topic, tier)
    )
