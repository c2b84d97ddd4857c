"""What binds in a chain: instruments in force, national law, trade and company agreements."""

from collections.abc import Sequence
from dataclasses import dataclass

from decentwork.classifications.chains import Chain
from decentwork.dossiers.agreement_evidence import (
    company_figures,
    inspector_figures,
    law,
    law_figure,
    provision_figures,
)
from decentwork.dossiers.dossier import Message
from decentwork.dossiers.evidence import figure_id
from decentwork.dossiers.instrument_evidence import instrument_figure, ratification_data, statuses
from decentwork.indicators.figure import Figure
from decentwork.sources.data_folder import DataFolder
from decentwork.standards.conventions import PRODUCTION_TIERS, Scope
from decentwork.standards.law import LegalStandard
from decentwork.standards.ratifications import State, Status

SECTION = "rules"
NOT_IN_DATA = "instruments_not_in_data"


def rule_figures(place: str, chain: Chain, folder: DataFolder) -> list[Figure]:
    """Return all that is known of the rules of a chain in a country (ISO alpha-3).

    First each instrument that concerns the chain, fundamental ones first; then points of national
    law and the number of inspectors; then the labour provisions of trade agreements and the
    framework agreements of companies in the chain's sectors.
    """
    instruments = statuses(place, chain, ratification_data(folder))
    return [
        *(instrument_figure(scope, answer) for scope, answer in instruments),
        *(law_figure(point, provenance) for point, provenance in law(place, folder)),
        *inspector_figures(place, folder),
        *provision_figures(place, folder),
        *company_figures(chain, folder),
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One rule that binds, does not bind, or may bind on a topic at some tiers of a chain.

    `binding` is None when the data do not tell. `reason` says in which way, and names the figure
    that shows it.
    """

    topic: str
    tiers: tuple[str, ...]
    name: str
    binding: bool | None
    reason: Message


def obligations(place: str, chain: Chain, folder: DataFolder) -> list[Obligation]:
    """Return the obligations on each topic that the data tell of, or are silent on.

    Trade and company agreements are not among them: the data give neither their topics nor, for
    companies, whether they have suppliers in the country, so they fill no cell of the matrix.
    """
    instruments = statuses(place, chain, ratification_data(folder))
    return [
        *(
            _from_instrument(topic, scope, answer)
            for scope, answer in instruments
            for topic in scope.topics
        ),
        *(_from_law(point, law_figure(point, source)) for point, source in law(place, folder)),
    ]


def obligation_state(
    obligations: Sequence[Obligation], topic: str, tier: str
) -> tuple[str, tuple[Message, ...]]:
    """Return whether something binds on a topic at a tier, and why that is known or not.

    Returns
    -------
    state : "yes" when one obligation binds there; "no" when the data cover all that could bind
        and none does; else "unknown"
    reasons : what binds, or what does not, or the instruments that the data lack
    """
    here = [each for each in obligations if each.topic == topic and tier in each.tiers]
    binding = tuple(each.reason for each in here if each.binding)
    if binding:
        return "yes", binding
    open_ended = [each for each in here if each.binding is None]
    if open_ended or not here:
        return "unknown", _what_is_open(open_ended)
    return "no", tuple(each.reason for each in here)


def _what_is_open(open_ended: Sequence[Obligation]) -> tuple[Message, ...]:
    """Return one message for all instruments that the data lack, and the others as they are."""
    lacking = [each.name for each in open_ended if each.reason.id == NOT_IN_DATA]
    others = tuple(each.reason for each in open_ended if each.reason.id != NOT_IN_DATA)
    missing = Message(id=NOT_IN_DATA, fields={"instruments": lacking})
    return (*others, missing) if lacking else others


def _from_instrument(topic: str, scope: Scope, answer: Status) -> Obligation:
    return Obligation(
        topic=topic,
        tiers=scope.tiers,
        name=scope.instrument.code,
        binding=answer.binding,
        reason=_reason(scope, answer),
    )


_REASONS = {
    State.IN_FORCE: "in_force",
    State.RATIFIED: "ratified",
    State.NOT_YET_IN_FORCE: "ratified",
    State.NOT_IN_FORCE: "not_in_force",
    State.ENDED: "not_in_force",
    State.NOT_IN_DATA: NOT_IN_DATA,
}


def _reason(scope: Scope, answer: Status) -> Message:
    fields = {
        "instrument": str(scope.instrument),
        "instruments": [scope.instrument.code],
        "ratified": answer.ratified.isoformat() if answer.ratified else None,
        "since": answer.in_force_from.isoformat() if answer.in_force_from else None,
        "data_end": answer.as_of,
    }
    shown = figure_id(SECTION, instrument_figure(scope, answer))
    return Message(id=_REASONS[answer.state], fields=fields, figures=(shown,))


def _from_law(point: LegalStandard, figure: Figure) -> Obligation:
    """Return the obligation of a point of law: an age that it sets, or a standard that it meets.

    A law below the standard may still oblige in part, so the data do not tell.
    """
    sets_age = point.age is not None
    meets = "law_meets_standard" if point.meets_international else "law_below_standard"
    fields = {"indicator": figure.indicator, "value": figure.value, "period": str(point.year)}
    return Obligation(
        topic=figure.at.topic,
        tiers=PRODUCTION_TIERS,
        name=figure.indicator,
        binding=True if sets_age or point.meets_international else None,
        reason=Message(
            id="law_sets_age" if sets_age else meets,
            fields=fields,
            figures=(figure_id(SECTION, figure),),
        ),
    )
