"""Submissions as files with every roster a linked table: a zip of CSV, a workbook, JSON.

The tables have the layouts of ODK Central (CSV) and of Kobo (XLSX), so that what reads those reads
these, this library's own reader included.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

import pandas as pd

from decentwork.questionnaires.questionnaire import Questionnaire
from decentwork.studies.identifying import without_identities
from decentwork.surveys.submissions import META, Submissions

# What spreadsheets take for a formula, and the apostrophe itself so that it can be taken off again.
_MARKED = ("=", "+", "-", "@", "\t", "\r", "'")
_OUR_MARK = "_decentwork"
_WRITTEN = (2026, 1, 1, 0, 0, 0)  # no date of making: the same submissions, the same file

MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "json": "application/json",
}
"""What submissions are written as, a zip of CSV files among them, and its name on the web."""

_Table = tuple[Sequence[str], list[list[str | int]]]


def submissions_file(
    submissions: Submissions, questionnaires: Iterable[Questionnaire], kind: str
) -> bytes:
    """Return submissions as one of `MEDIA_TYPES`, without answers that identify somebody."""
    if kind == "xlsx":
        return submissions_xlsx(submissions, questionnaires)
    if kind == "zip":
        return submissions_csv(submissions, questionnaires)
    return submissions_json(submissions, questionnaires).encode()


def submissions_csv(
    submissions: Submissions, questionnaires: Iterable[Questionnaire], *, identities: bool = False
) -> bytes:
    """Return a zip with a CSV of each form and of each of its rosters, linked by PARENT_KEY.

    A text that begins like a formula gets an apostrophe before it. Answers that identify somebody
    are in it only with `identities`.
    """
    known = tuple(questionnaires)
    chosen = submissions if identities else without_identities(submissions, known)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, (columns, rows) in _csv_tables(chosen, known):
            member = zipfile.ZipInfo(f"{name}.csv", _WRITTEN)
            member.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(member, _csv(columns, rows))
    return written.getvalue()


def submissions_xlsx(
    submissions: Submissions, questionnaires: Iterable[Questionnaire], *, identities: bool = False
) -> bytes:
    """Return a workbook with a sheet of each form and of each roster, linked by _parent_index.

    Every cell is text, never a formula. Answers that identify somebody are in it only with
    `identities`.
    """
    import xlsxwriter

    known = tuple(questionnaires)
    chosen = submissions if identities else without_identities(submissions, known)
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        book.set_properties({"author": "decentwork", "created": datetime(*_WRITTEN, tzinfo=UTC)})
        bold = book.add_format({"bold": True, "bottom": 1})
        for name, (columns, rows) in _xlsx_tables(chosen, known):
            sheet = book.add_worksheet(name)
            for column, title in enumerate(columns):
                sheet.write_string(0, column, title, bold)
            for line, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    if isinstance(cell, int):
                        sheet.write_number(line, column, cell)
                    elif cell:
                        sheet.write_string(line, column, cell)
            sheet.freeze_panes(1, 0)
    return written.getvalue()


def submissions_json(
    submissions: Submissions, questionnaires: Iterable[Questionnaire], *, identities: bool = False
) -> str:
    """Return the canonical form, each submission with its rosters nested in it.

    Answers that identify somebody are in it only with `identities`.
    """
    chosen = submissions if identities else without_identities(submissions, questionnaires)
    return json.dumps(chosen.to_dict(), ensure_ascii=False, indent=1) + "\n"


def _csv_tables(
    submissions: Submissions, known: Sequence[Questionnaire]
) -> Iterator[tuple[str, _Table]]:
    for form, table in submissions.forms.items():
        asked = submissions.questions[form]
        stamps = ("SubmissionDate", "FormVersion", "Edits", "Replaces")
        rows = [[*row, id] for id, *row in table[[*asked, *META]].itertuples()]
        yield form, ([*asked, *stamps, "KEY"], rows)
        for roster, entries in _rosters_of(form, submissions, known):
            rows = [
                [*row, id, f"{id}/{roster}[{position}]"]
                for (id, position), *row in entries.itertuples()
            ]
            yield f"{form}-{roster}", ([*entries.columns, "PARENT_KEY", "KEY"], rows)


def _xlsx_tables(
    submissions: Submissions, known: Sequence[Questionnaire]
) -> Iterator[tuple[str, _Table]]:
    for form, table in submissions.forms.items():
        asked = submissions.questions[form]
        stamps = ("_submission_time", "__version__", "_edits", "_replaces")
        place = {id: index for index, id in enumerate(table.index, start=1)}
        rows = [[*row, id, place[id]] for id, *row in table[[*asked, *META]].itertuples()]
        yield form, ([*asked, *stamps, "_uuid", "_index"], rows)
        for roster, entries in _rosters_of(form, submissions, known):
            rows = [
                [*row, index, form, place[id], id]
                for index, ((id, _), *row) in enumerate(entries.itertuples(), start=1)
            ]
            links = ("_index", "_parent_table_name", "_parent_index", "_submission__uuid")
            yield roster, ([*entries.columns, *links], rows)


def _rosters_of(
    form: str, submissions: Submissions, known: Sequence[Questionnaire]
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield the rosters of a form, those without entries too: a reader must see that."""
    for questionnaire in known:
        for roster in questionnaire.rosters if questionnaire.id == form else ():
            if roster.id in submissions.rosters:
                yield roster.id, submissions.rosters[roster.id]


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow([*columns, _OUR_MARK])
    for row in rows:
        table.writerow([*(_as_text(cell) for cell in row), "1"])
    return written.getvalue()


def _as_text(cell: str | int) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_MARKED) else text
