"""What is not known of a chain, strongest first, each with what would settle it (by id)."""

from collections.abc import Sequence

from decentwork.dossiers.actions import Action, begun
from decentwork.dossiers.dossier import Message, PlacedFigure
from decentwork.dossiers.evidence import Evidence, is_unknown, why_unknown


def open_questions(
    evidence: Evidence, chain: str, actions: Sequence[Action]
) -> tuple[Message, ...]:
    """Return the open questions of a dossier; `chain` is its slug.

    The order is that of weight: no survey of the tiers first, then trade, standards, topics
    without any figure, and actions.
    """
    asked = (
        _survey(evidence, chain),
        _table(evidence),
        _instruments(evidence),
        *_indicators(evidence),
        None
        if begun(actions)
        else Message(id="actions_not_recorded", fields={"place": evidence.place}),
    )
    return tuple(question for question in asked if question is not None)


def _survey(evidence: Evidence, chain: str) -> Message | None:
    if any(item.section == "tiers" for item in evidence.placed):
        return None
    return Message(id="survey_missing", fields={"place": evidence.place, "chain": chain})


def _table(evidence: Evidence) -> Message | None:
    missing = [item for item in evidence.placed if item.section == "trade" and is_unknown(item)]
    known = [item for item in evidence.placed if item.section == "trade" and not is_unknown(item)]
    if not missing or known:
        return None
    searched = why_unknown(missing[0]) != "no_source"
    fields = {"place": evidence.place, "table": "wiod2013" if searched else None}
    return Message(id="table_missing", fields=fields, figures=(missing[0].id,))


def _instruments(evidence: Evidence) -> Message | None:
    missing = [item for item in evidence.of("instrument_in_force") if is_unknown(item)]
    if not missing:
        return None
    codes = [item.figure.subject for item in missing]
    fields = {"place": evidence.place, "instruments": codes}
    return Message(
        id="instrument_not_in_data", fields=fields, figures=tuple(item.id for item in missing)
    )


def _indicators(evidence: Evidence) -> tuple[Message, ...]:
    """Ask for the figures on work that are missing, of the country and of the industry."""
    missing = [item for item in evidence.placed if item.section == "work" and is_unknown(item)]
    by_industry: dict[str | None, list[PlacedFigure]] = {}
    for item in missing:
        by_industry.setdefault(item.figure.at.industry, []).append(item)
    return tuple(
        Message(
            id="industry_indicators_missing" if industry else "indicators_missing",
            fields={
                "place": evidence.place,
                "industry": industry,
                "indicators": [item.figure.indicator for item in items],
            },
            figures=tuple(item.id for item in items),
        )
        for industry, items in by_industry.items()
    )
