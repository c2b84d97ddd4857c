"""Writing a programme as the files it can be read from, and as JSON and CSV."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.programmes.fields import in_a_cell
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_file import HEADER, NOTES
from decentwork.programmes.records import SECTIONS, Header
from decentwork.sources.odk_csv import FORMULA_SIGNS, OUR_MARK


def plain_programme(programme: Programme) -> dict[str, Any]:
    """Return the programme as plain values: the header, then a list for each section with any."""
    sections = {
        section: [plain(row) for row in rows] for section, rows in programme.sections.items()
    }
    return {HEADER: plain(programme.header)} | {key: rows for key, rows in sections.items() if rows}


def plain(row: BaseModel) -> dict[str, Any]:
    """Return a record's fields as plain values, those that say nothing left out."""
    held = row.model_dump(mode="json", exclude_defaults=True)
    return {name: value for name, value in held.items() if value not in ([], {}, "", None)}


def write_programme(programme: Programme, path: Path) -> None:
    """Write a programme as .yaml, .xlsx, .json or .csv.zip, told by the name.

    What is written can be read again, to the same programme.

    Raises
    ------
    InvalidInput
        The name ends in none of these.
    """
    for ending, made in WRITERS.items():
        if path.name.lower().endswith(f".{ending}"):
            path.write_bytes(made(programme))
            return
    known = ", ".join(f".{ending}" for ending in WRITERS)
    raise InvalidInput(path.name, [Problem("name", "ends in no known format.", f"Use: {known}.")])


def as_yaml(programme: Programme, notes: Sequence[str] = ()) -> bytes:
    """Return the programme as YAML; `notes` stand at its end and are no part of it."""
    return yaml.dump(
        plain_programme(programme) | _noted(notes),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
    ).encode()


def as_json(programme: Programme, notes: Sequence[str] = ()) -> bytes:
    """Return the programme as JSON; `notes` stand at its end and are no part of it."""
    held = plain_programme(programme) | _noted(notes)
    return json.dumps(held, ensure_ascii=False, indent=1).encode()


def _noted(notes: Sequence[str]) -> dict[str, Any]:
    return {NOTES: list(notes)} if notes else {}


def as_workbook(programme: Programme, notes: Sequence[str] = ()) -> bytes:
    """Return the programme as a workbook with a sheet for each section, also the empty ones.

    `notes` stand on a sheet of their own and are no part of it.
    """
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for name, columns, rows in _tables(programme):
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, columns, bold)
            for number, cells in enumerate(rows, start=1):
                for place, column in enumerate(columns):
                    if column in cells:
                        sheet.write(number, place, cells[column])
        if notes:
            book.add_worksheet(NOTES).write_column(0, 0, [NOTES, *notes])
    return made.getvalue()


def as_csv_archive(programme: Programme) -> bytes:
    """Return the programme as a zip archive of one CSV for each section that has rows.

    A text that a spreadsheet would take for a formula begins with an apostrophe; the empty column
    `OUR_MARK` tells a reader to take it off again.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, columns, rows in _tables(programme):
            if rows:
                text = io.StringIO()
                writer = csv.DictWriter(text, [*columns, OUR_MARK], lineterminator="\n")
                writer.writeheader()
                writer.writerows({key: _inert(value) for key, value in row.items()} for row in rows)
                content = text.getvalue().encode()
                packed.writestr(zipfile.ZipInfo(f"{name}.csv"), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


WRITERS = {
    "yaml": as_yaml,
    "xlsx": as_workbook,
    "json": as_json,
    "csv.zip": as_csv_archive,
}


def columns_of(kind: type[BaseModel]) -> tuple[str, ...]:
    """Return the columns of a sheet: one for a field, three for words."""
    columns: list[str] = []
    for name, field in kind.model_fields.items():
        worded = field.annotation == dict[str, str]
        columns += [f"{name}.{lang}" for lang in LANGUAGES] if worded else [name]
    return tuple(columns)


def _tables(
    programme: Programme,
) -> Iterator[tuple[str, tuple[str, ...], list[dict[str, Any]]]]:
    yield HEADER, columns_of(Header), [_cells(plain(programme.header))]
    for section, kind in SECTIONS.items():
        rows = [_cells(plain(row)) for row in programme.sections[section]]
        yield section, columns_of(kind), rows


def _inert(value: Any) -> Any:  # noqa: ANN401 - text, number or yes-no of a cell
    is_formula = isinstance(value, str) and value.startswith(FORMULA_SIGNS)
    return f"'{value}" if is_formula else value


def _cells(values: Mapping[str, Any]) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, dict):
            cells |= {f"{name}.{lang}": text for lang, text in value.items()}
        elif isinstance(value, list):
            cells[name] = in_a_cell(value)
        else:
            cells[name] = value
    return cells
