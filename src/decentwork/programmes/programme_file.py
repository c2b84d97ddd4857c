"""Reading a programme from the files an office prepares: YAML, JSON, a workbook, or CSV."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.programmes.plain_yaml import plain_yaml, read_plain
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import SECTIONS, Header, Row
from decentwork.sources.odk_csv import read_csv_files, read_csv_zip
from decentwork.sources.odk_tables import Sheet
from decentwork.sources.odk_workbook import opened_workbook, read_workbook

HEADER = "programme"
NOTES = "notes"  # a sheet or section for the reader's own words
KNOWN = (
    "A programme is a .yaml, .json or .xlsx file, a .zip of .csv files, or a folder of .yaml or "
    ".csv files."
)
YAML = (".yaml", ".yml")
WRITTEN_OUT = (*YAML, ".json")

M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file as it stands there, and how a problem names it."""

    section: str
    values: Mapping[str, Any]
    where: str


def read_programme(path: Path) -> Programme:
    """Return the programme of a YAML or JSON file, a folder of YAML files, or of tables.

    Tables are a workbook, or CSV files in a folder or a zip; each is named by its section.

    Raises
    ------
    UnknownFile, DamagedFile
        It is no such file, or cannot be read.
    InvalidInput
        Entries break a rule, or do not fit together; all problems of a kind are told at once.
    """
    return programme_of(path.name, list(_entries(path)))


def programme_of(name: str, entries: Sequence[Entry]) -> Programme:
    """Return the programme that the entries of a file make, whatever its format.

    Raises
    ------
    InvalidInput
        As `read_programme`.
    """
    headers = [entry for entry in entries if entry.section == HEADER]
    if len(headers) != 1:
        what = "is not there." if not headers else f"is there {len(headers)} times."
        hint = "Write it once: id, title, organisation, starts, ends."
        raise InvalidInput(name, [Problem(HEADER, what, hint)])
    problems: list[Problem] = []
    header = _made(Header, headers[0], {}, problems)
    language = headers[0].values.get("language") or "en"
    rows = [
        _made(SECTIONS[entry.section], entry, {"language": language}, problems)
        for entry in entries
        if entry.section != HEADER
    ]
    if problems or header is None:
        raise InvalidInput(name, problems)
    return Programme.of(header, [row for row in rows if isinstance(row, Row)])


def _made(
    kind: type[M], entry: Entry, context: Mapping[str, str], problems: list[Problem]
) -> M | None:
    made, found = _tried(kind, entry.values, context)
    wrong = {str(it["loc"][0]) for it in found if it["loc"]}
    if wrong:  # what fields must agree on is looked at only where each is sound: once more without
        sound = {name: value for name, value in entry.values.items() if name not in wrong}
        found += [it for it in _tried(kind, sound, context)[1] if not it["loc"]]
    problems += [_problem(entry, it) for it in found]
    return made


def _tried(
    kind: type[M], values: Mapping[str, Any], context: Mapping[str, str]
) -> tuple[M | None, list[Mapping[str, Any]]]:
    try:
        return kind.model_validate(dict(values), context=dict(context)), []
    except ValidationError as error:
        return None, list(error.errors())


def _problem(entry: Entry, found: Mapping[str, Any]) -> Problem:
    field = ".".join(part for part in found["loc"] if isinstance(part, str))
    what = {"missing": "is not there.", "extra_forbidden": "is no field of it."}.get(
        found["type"], str(found["msg"]).removeprefix("Value error, ")
    )
    fields = ", ".join(_kind(entry.section).model_fields)
    hint = f"Its fields: {fields}." if found["type"] == "extra_forbidden" else ""
    return Problem(f"{entry.where}, {field}" if field else entry.where, what, hint)


def _kind(section: str) -> type[BaseModel]:
    return Header if section == HEADER else SECTIONS[section]


def _entries(path: Path) -> Iterator[Entry]:
    if path.is_dir():
        yield from _in_folder(path)
    elif not path.is_file():
        raise UnknownFile(str(path), "There is no such file.", KNOWN)
    elif path.suffix.lower() in WRITTEN_OUT:
        yield from _written_out(path)
    elif path.suffix.lower() == ".xlsx":
        yield from _in_tables(path.name, read_workbook(path, path.name))
    elif path.suffix.lower() == ".zip":
        yield from _in_tables(path.name, read_csv_zip(path, path.name))
    else:
        raise UnknownFile(str(path), "This is no programme.", KNOWN)


def _in_folder(path: Path) -> Iterator[Entry]:
    written = sorted(it for it in path.iterdir() if it.suffix in YAML)
    tables = {it.name: it for it in sorted(path.glob("*.csv"))}
    if not written and not tables:
        raise UnknownFile(str(path), "The folder holds no .yaml and no .csv file.", KNOWN)
    for file in written:
        yield from _written_out(file)
    yield from _in_tables(path.name, read_csv_files(tables))


def _written_out(path: Path) -> Iterator[Entry]:
    held = read_plain(path)
    if not isinstance(held, dict):
        raise DamagedFile(str(path), "It has no sections.", "Begin with: programme:")
    problems = []
    for section, entries in held.items():
        if section == HEADER and isinstance(entries, dict):
            yield Entry(HEADER, entries, f"{path.name}, {HEADER}")
        elif section in SECTIONS and isinstance(entries, list):
            for number, values in enumerate(entries, start=1):
                if isinstance(values, dict):
                    yield Entry(section, values, _where(path, section, values, number))
                else:
                    where = f"{path.name}, {section}, entry {number}"
                    problems.append(Problem(where, "is no list of fields."))
        elif section != NOTES:
            problems.append(_unknown_section(path.name, section))
    if problems:
        raise InvalidInput(path.name, problems)


def read_notes(path: Path) -> tuple[str, ...]:
    """Return the notes of a file that `read_programme` read: what is no part of the programme."""
    if path.suffix.lower() == ".zip":
        return ()
    if path.suffix.lower() == ".xlsx":
        with opened_workbook(path, path.name) as book:
            rows = book[NOTES].iter_rows(values_only=True) if NOTES in book.sheetnames else ()
            return tuple(str(cell) for row in rows for cell in row if cell is not None)
    text = path.read_text(encoding="utf-8")
    if path.suffix.lower() == ".json":
        held = json.loads(text).get(NOTES, ())
    else:
        begin = text.rfind(f"\n{NOTES}:")
        held = plain_yaml(text[begin:])[NOTES] if begin >= 0 else ()
    return tuple(map(str, held)) if isinstance(held, list) else ()


def _where(path: Path, section: str, values: Mapping[str, Any], number: int) -> str:
    return f"{path.name}, {section}, {values.get('id') or f'entry {number}'}"


def _unknown_section(name: str, section: object) -> Problem:
    hint = f"Sections: {HEADER}, {', '.join(SECTIONS)}, {NOTES}."
    return Problem(f"{name}, {section}", "is no section of a programme.", hint)


def _in_tables(name: str, sheets: Sequence[Sheet]) -> Iterator[Entry]:
    problems = []
    for sheet in sheets:
        if sheet.name in (HEADER, *SECTIONS):
            for number, cells in sheet.rows:
                where = f"{name}, {sheet.name}, row {number}"
                yield Entry(sheet.name, _nested(cells), where)
        elif sheet.name != NOTES:
            problems.append(_unknown_section(name, sheet.name))
    if problems:
        raise InvalidInput(name, problems)


def _nested(cells: Mapping[str, str]) -> dict[str, Any]:
    """Return the cells of a row without the empty ones: title.en and title.fr are one field."""
    values: dict[str, Any] = {}
    for column, text in cells.items():
        field, dot, language = column.partition(".")
        if not text:
            continue
        if dot:
            values.setdefault(field, {})[language] = text
        else:
            values[field] = text
    return values
