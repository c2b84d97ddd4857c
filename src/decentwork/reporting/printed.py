"""A dossier as plain content for printed documents: headings, sentences, tables, drawings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from decentwork.estimates.messages import translatable
from decentwork.reporting.charts import exhibit_chart
from decentwork.reporting.dossier_parts import ActionView
from decentwork.reporting.exhibits import COLUMNS
from decentwork.reporting.gap_pages import GapView
from decentwork.reporting.numbers import Plain, Reader
from decentwork.reporting.pages import CellView, DossierPage, ExhibitView, Section, dossier_page

CHART_WIDTH = 520  # pixels; a page of A4 between its margins

LABELS = {
    "matrix": translatable("Need, obligation, action and gap, by topic and tier"),
    "topic": translatable("Topic"),
    "sources": translatable("Sources and method"),
    "method": translatable(
        "A figure is shown as its publisher gives it, or is computed from published tables in "
        "steps that each figure lists. An interval contains the true value with the stated "
        "probability under the stated method; where there is none, the figure says why."
    ),
    "indicator": translatable("Indicator"),
    "what": translatable("What"),
    "value": translatable("Value"),
    "interval": translatable("Interval"),
    "period": translatable("Period"),
    "source": translatable("Source"),
    "notes": translatable("Notes"),
    "gaps": translatable("Need, obligation, action and the gap left"),
    "need": translatable("Need"),
    "gap": translatable("Gap"),
    "priority": translatable("Priority"),
    "binds": translatable("What binds"),
    "done": translatable("What is done here"),
    "together": translatable("Who could act together"),
    "recorded": translatable("All that is recorded here"),
    "action": translatable("What is done"),
    "reach": translatable("Reach"),
    "since": translatable("Since"),
    "effect": translatable("What it changed"),
    "question": translatable("Question without answer"),
    "settled": translatable("What would settle it"),
}
INVENTED = translatable(
    "This is the invented sample world: the country does not exist and its figures are made up to "
    "show how the software works."
)
KEY = translatable(
    "§ an obligation binds; ▲ an action is recorded; ! a gap is left. A national figure is context "
    "and fills no tier. Not known is not the same as having no problem."
)
EMPTY = translatable(
    "The data at hand have nothing here. That is not the same as there being nothing."
)
MADE = translatable("Made by decentwork %(version)s from the data with key %(key)s.")
NOT_STATED = translatable("not stated")
NONE_AT_HAND = translatable("none at hand")
MOST_REASONS = 3  # sentences of a need that a printed row tells; the others stand in the work part
PLANNED = translatable("planned, not yet begun")

Draw = Callable[[Any], Any]


def printed(dossier: Plain, reader: Reader, draw: Draw) -> dict[str, Any]:
    """Return all that a printed dossier says, as plain values in the reader's language.

    Parameters
    ----------
    dossier : the plain form of a dossier
    reader : language and gettext
    draw : makes a picture of an Altair chart, in the form the document wants
    """
    page = dossier_page(dossier, reader.language, reader.translate)
    inner = [s for s in page.sections if s.id not in ("overview", "unknown", "action")]
    return {
        "labels": {name: reader.translate(text) for name, text in LABELS.items()},
        "language": reader.language,
        "title": page.title,
        "notice": reader.translate(INVENTED) if page.invented else "",
        "in_short_title": page.section("overview").title,
        "in_short": [sentence.text for sentence in page.in_short],
        "tiers": [name for _, name in page.tiers],
        "matrix": [
            {"topic": row.name, "cells": [_cell(cell) for cell in row.cells]} for row in page.matrix
        ],
        "key": reader.translate(KEY),
        "sections": [_section(section, dossier, reader, draw) for section in inner],
        "action_title": page.section("action").title,
        "gaps": [_gap(row, reader) for row in (*page.gaps.named, *page.gaps.answered)],
        "actions": list(_actions(page, reader)),
        "empty": reader.translate(EMPTY),
        "unknown_title": page.section("unknown").title,
        "questions": [{"text": q.text, "settled": q.settled_by} for q in page.open_questions],
        "sources": [
            {"citation": o["citation"], "from": f"{o['publisher']} · {o['licence']}"}
            for o in page.origins
        ],
        "made": reader.translate(MADE) % {"version": page.version, "key": page.key[:12]},
    }


def _cell(cell: CellView) -> dict[str, str]:
    marks = [
        "§" if cell.obligation == "yes" else "",
        "▲" if cell.action == "yes" else "",
        "!" if cell.gap and cell.gap != "nothing_known" else "",
    ]
    return {"need": cell.need, "text": " ".join(filter(None, [cell.need_name, *marks]))}


def _section(section: Section, dossier: Plain, reader: Reader, draw: Draw) -> dict[str, Any]:
    rows = list(_rows(section))
    return {
        "title": section.title,
        "is_empty": not rows and not section.exhibits,
        "exhibits": [_exhibit(each, dossier, reader, draw) for each in section.exhibits],
        "rows": rows,
        "notes": [{"letter": section.letter(note), "text": note} for note in section.notes],
    }


def _rows(section: Section) -> Iterator[dict[str, str]]:
    """Return one row a line; the first of a topic carries the topic's name."""
    for group in section.groups:
        topic = group.name
        for reading in (line.latest for c in group.clusters for line in c.lines):
            origins = (reading.plain["provenance"] or {"origins": []})["origins"]
            yield {
                "topic": topic,
                "name": ": ".join(filter(None, (reading.name, reading.subject))),
                "where": reading.coordinates,
                "value": reading.value,
                "notes": section.marks(reading.notes),
                "interval": reading.interval,
                "period": reading.period,
                "source": origins[0]["publisher"] if origins else "",
            }
            topic = ""


def _exhibit(view: ExhibitView, dossier: Plain, reader: Reader, draw: Draw) -> dict[str, Any]:
    exhibit = next(each for each in dossier["exhibits"] if each["id"] == view.id)
    chart = exhibit_chart(
        exhibit,
        dossier["figures"],
        reader.translate,
        reader.language,
        CHART_WIDTH,
        titled=False,
    ).to_dict()
    return {
        "title": view.title,
        "alternative": chart["description"],
        "picture": draw(chart),
        "rows": list(_by_series([_row(row, reader) for row in view.rows])),
    }


def _row(row: Mapping[str, str], reader: Reader) -> dict[str, str]:
    """Return a row of an exhibit's table in four columns: what, value, interval, period."""
    heads = {name: reader.translate(COLUMNS[name]) for name in ("value", "interval", "period")}
    others: Sequence[str] = [text for head, text in row.items() if head not in heads.values()]
    told = {name: row.get(head, "") for name, head in heads.items()}
    return {"what": " · ".join(filter(None, others)), **told}


def _by_series(rows: Sequence[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Return rows by what they are about, each said once above its periods."""
    names = dict.fromkeys(row["what"] for row in rows)
    for name in names:
        said = name
        for row in rows:
            if row["what"] == name:
                yield row | {"what": said}
                said = ""


def _gap(row: GapView, reader: Reader) -> dict[str, str]:
    """Return a row of the printed table: what is needed, binds, is done, is left, is planned."""
    nothing = reader.translate(NONE_AT_HAND)
    plans = [f"{plan.title} ({plan.state})" for plan in row.plans]
    done = [_named(action, reader) for action in row.counting]
    return {
        "topic": row.topic,
        "tier": row.tier,
        "need": " ".join(it.text for it in row.needs[:MOST_REASONS]) or row.need_name,
        "gap": row.gap_name,
        "priority": f"{row.priority} ({row.weights})" if row.priority else "",
        "binds": " ".join(it.text for it in row.binding) or nothing,
        "done": "; ".join([*done, *plans]) or nothing,
        "together": "; ".join(it.name for it in row.together),
    }


def _named(action: ActionView, reader: Reader) -> str:
    since = action.since or reader.translate(NOT_STATED)
    span = f"{since}–{action.until}" if action.until else since
    return f"{action.title} ({action.reach}, {span})"


def _actions(page: DossierPage, reader: Reader) -> Iterator[dict[str, str]]:
    for action in page.actions:
        since = action.since or reader.translate(NOT_STATED)
        planned = f" ({reader.translate(PLANNED)})" if action.planned else ""
        yield {
            "title": action.title + planned,
            "reach": action.reach,
            "since": f"{since}–{action.until}" if action.until else since,
            "effect": action.effect or reader.translate(NOT_STATED),
        }
