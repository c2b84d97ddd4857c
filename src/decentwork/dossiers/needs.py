"""Evidence judged against a named norm: a deficit, a norm that is met, or nothing."""

from collections.abc import Iterable
from typing import Any

from decentwork.dossiers.dossier import Message, PlacedFigure
from decentwork.dossiers.goods_evidence import INPUT_MEANS
from decentwork.dossiers.survey_evidence import kind_of
from decentwork.estimates.estimate import Estimate
from decentwork.indicators.catalogue import Verdict, indicator
from decentwork.indicators.figure import Fact

LISTED = "listed"  # facts that begin so record a reason to believe that a deficit exists


def judged(item: PlacedFigure) -> Verdict:
    """Return what one figure says against the norm of its indicator; an unknown says nothing."""
    known = item.figure.known
    if isinstance(known, Fact):
        return Verdict.DEFICIT if known.value.startswith(LISTED) else Verdict.CONTEXT
    if not isinstance(known, Estimate):
        return Verdict.CONTEXT
    if kind_of(item.figure.indicator) == "opportunity":
        return Verdict.OPPORTUNITY if known.value > 0 else Verdict.CONTEXT
    return indicator(item.figure.indicator).judge(known.value)


def need(figures: Iterable[PlacedFigure]) -> tuple[str, tuple[Message, ...]]:
    """Return the need that figures of one topic and tier show, and the reasons.

    Returns
    -------
    need : "deficit" where one figure at least misses its norm, else "opportunity" where one shows
        an opening, "none" where all that can be judged meet their norm, "unknown" where nothing
        can be judged
    reasons : a message for each figure that decided it
    """
    verdicts = [(item, judged(item)) for item in figures]
    missed = [item for item, verdict in verdicts if verdict is Verdict.DEFICIT]
    met = [item for item, verdict in verdicts if verdict is Verdict.MET]
    openings = [item for item, verdict in verdicts if verdict is Verdict.OPPORTUNITY]
    if missed or openings:
        shown = "deficit" if missed else "opportunity"
        return shown, tuple(_reason(item) for item in (*missed, *openings))
    if met and not any(verdict is Verdict.INCONCLUSIVE for _, verdict in verdicts):
        return "none", tuple(_reason(item) for item in met)
    return "unknown", ()


def _reason(item: PlacedFigure) -> Message:
    figure = item.figure
    if isinstance(figure.known, Fact):
        fields: dict[str, Any] = {
            "good": figure.subject,
            "kind": figure.known.value,
            "edition": figure.at.period,
        }
        id = "need_from_listed_input" if INPUT_MEANS in figure.notes else "need_from_list"
        return Message(id=id, fields=fields, figures=(item.id,))
    of = {"subject": figure.subject, "industry": figure.at.industry, "group": figure.at.group}
    ends = (figure.known.low, figure.known.high) if isinstance(figure.known, Estimate) else None
    fields = {
        "indicator": figure.indicator,
        "of": {name: code for name, code in of.items() if code} or None,
        "value": figure.value,
        "low": ends and ends[0],
        "high": ends and ends[1],
        "unit": str(indicator(figure.indicator).unit),
        "period": figure.at.period,
        "norm": indicator(figure.indicator).norm,
    }
    opening = kind_of(figure.indicator) == "opportunity"
    id = "opportunity_from_figure" if opening else "need_from_figure"
    return Message(id=id, fields=fields, figures=(item.id,))
