"""Figures of a dossier as CSV, JSON and XLSX: every coordinate and the provenance in columns.

Texts that a spreadsheet would take for a formula are marked as text; numbers stay numbers.
"""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.dossier import Dossier, PlacedFigure
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.reporting.exhibits import plain_figures
from decentwork.reporting.numbers import Plain, Translate, plain
from decentwork.reporting.pages import DossierPage, dossier_page
from decentwork.reporting.table_files import FIGURES, as_text, write_head, write_sources

if TYPE_CHECKING:
    from xlsxwriter import Workbook

# The order is part of the contract with those who read our files: new columns go to the end.
COLUMNS = (
    "id",
    "section",
    "indicator",
    "subject",
    "kind",
    "place",
    "topic",
    "industry",
    "tier",
    "group",
    "period",
    "market",
    "value",
    "low",
    "high",
    "level",
    "unit",
    "method",
    "interval_note",
    "notes",
    "publisher",
    "title",
    "licence",
    "citation",
    "steps",
)
GAP_COLUMNS = (
    "topic", "tier", "need", "gap", "priority", "reasons", "binding", "done", "planned",
)  # fmt: skip
_OF_PROVENANCE = ("publisher", "title", "licence", "citation", "steps")
_NUMBERS = ("value", "low", "high", "level")

SHEETS = {
    "overview": translatable("In short"),
    "figures": FIGURES,
    "matrix": translatable("Matrix"),
    "action": translatable("Action"),
}


def figure_rows(figures: Iterable[PlacedFigure | Plain]) -> list[dict[str, Any]]:
    """Return one row a figure with all of `COLUMNS`; what is not known is None, never zero."""
    return [_row(figure) for figure in plain_figures(figures).values()]


def figures_csv(figures: Iterable[PlacedFigure | Plain]) -> str:
    """Return figures as CSV; a text that begins like a formula gets an apostrophe before it."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    table.writeheader()
    for row in figure_rows(figures):
        table.writerow({name: as_text(value) for name, value in row.items()})
    return written.getvalue()


def figures_json(figures: Iterable[PlacedFigure | Plain]) -> str:
    """Return figures as one JSON array in their plain form, provenance and all."""
    return json.dumps(list(plain_figures(figures).values()), ensure_ascii=False)


def dossier_xlsx(
    dossier: Dossier | Plain, language: str = "en", translate: Translate = plain
) -> bytes:
    """Return a dossier as a workbook: in short, figures, matrix, needs and action, sources."""
    import xlsxwriter

    values = dossier.to_dict() if isinstance(dossier, Dossier) else dossier
    page = dossier_page(values, language, translate)
    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": page.title, "author": "decentwork"})
        _write_overview(book, page, translate)
        _write_figures(book, figure_rows(values["figures"]), translate)
        _write_matrix(book, page, translate)
        _write_gaps(book, page, translate)
        write_sources(book, page.origins, translate)
    return written.getvalue()


def _row(figure: Plain) -> dict[str, Any]:
    provenance = figure["provenance"] or {}
    row = {name: figure.get(name) for name in COLUMNS}
    row |= {name: provenance.get(name) for name in _OF_PROVENANCE}
    return row | {name: "; ".join(row[name] or ()) for name in ("notes", "steps")}


def _write_overview(book: "Workbook", page: DossierPage, translate: Translate) -> None:
    sheet = book.add_worksheet(translate(SHEETS["overview"]))
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True, "valign": "top"}))
    sheet.write_string(0, 0, page.title, book.add_format({"bold": True, "font_size": 16}))
    texts = [sentence.text for sentence in page.in_short]
    texts += ["", page.section("unknown").title, *(each.text for each in page.open_questions)]
    for line, text in enumerate(texts, start=2):
        sheet.write_string(line, 0, text)


def _write_figures(
    book: "Workbook", rows: Sequence[Mapping[str, Any]], translate: Translate
) -> None:
    sheet = book.add_worksheet(translate(SHEETS["figures"]))
    write_head(book, sheet, COLUMNS)
    shares, numbers = (book.add_format({"num_format": text}) for text in ("0.0%", "#,##0.###"))
    for line, row in enumerate(rows, start=1):
        form = shares if row["unit"] == Unit.SHARE else numbers
        for column, name in enumerate(COLUMNS):
            value = row[name]
            if name in _NUMBERS and isinstance(value, int | float):
                sheet.write_number(line, column, value, shares if name == "level" else form)
            elif value is not None:
                sheet.write_string(line, column, str(value))
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, len(COLUMNS) - 1, 16)


def _write_matrix(book: "Workbook", page: DossierPage, translate: Translate) -> None:
    sheet = book.add_worksheet(translate(SHEETS["matrix"]))
    write_head(book, sheet, ("", *(name for _, name in page.tiers)))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, len(page.tiers), 26, wrapped)
    for line, row in enumerate(page.matrix, start=1):
        sheet.write_string(line, 0, row.name)
        for column, cell in enumerate(row.cells, start=1):
            words = (cell.need_name, cell.obligation_name, cell.action_name, cell.gap_name)
            sheet.write_string(line, column, "; ".join(words))


def _write_gaps(book: "Workbook", page: DossierPage, translate: Translate) -> None:
    """Write need, what binds, what is done and the gap of each row of which something is known."""
    sheet = book.add_worksheet(translate(SHEETS["action"]))
    write_head(book, sheet, GAP_COLUMNS)
    sheet.set_column(0, len(GAP_COLUMNS) - 1, 26, book.add_format({"text_wrap": True}))
    gaps = page.gaps
    for line, row in enumerate((*gaps.named, *gaps.answered, *gaps.unjudged), start=1):
        cells = (
            row.topic,
            row.tier,
            row.need_name,
            row.gap_name,
            row.priority,
            " ".join(it.text for it in row.needs),
            " ".join(it.text for it in row.binding),
            "; ".join(it.title for it in row.counting),
            "; ".join(f"{it.title} ({it.state})" for it in row.plans),
        )
        for column, text in enumerate(cells):
            sheet.write_string(line, column, text)
