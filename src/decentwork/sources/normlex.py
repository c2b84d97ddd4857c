"""ILO NORMLEX: the ratification tables of June 2023, and tables a person saved from it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from decentwork.classifications.countries import find_country
from decentwork.estimates.errors import AmbiguousName, UnknownCode
from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_rows, read_text
from decentwork.standards.ratifications import (
    LABOUR_INSTRUMENT,
    Coverage,
    Ratification,
    Ratifications,
    State,
)

COLUMNS_2023 = (
    "convention",
    "iso3",
    "country",
    "ratified",
    "state",
    "in_force_from_note",
    "ended",
    "note",
    "declaration",
    "as_of",
)
_STATES_2023 = {
    "in force": State.IN_FORCE,
    "ratified, not yet in force": State.NOT_YET_IN_FORCE,
    "not in force": State.NOT_IN_FORCE,
    "ended": State.ENDED,
}
# NORMLEX prints the ratification of Tanganyika in a cell of its own; the copy lost the country
# (iso3 ESH, no name) and kept the words in the declaration.
_TANGANYIKA = "United Republic of Tanzania.Tanganyika"


def read_2023(path: Path, provenance: Provenance) -> Ratifications:
    """Return the tables "Ratifications by Convention" of June 2023, one file for 18 instruments.

    The list of each instrument is complete as of its date: an absent ILO member had not ratified.
    """
    rows = read_rows(path, COLUMNS_2023)
    checks = Checks(path.name)
    records = [_record_2023(row, checks) for row in rows]
    checks.refuse()
    dated = sorted({(row["convention"], row["as_of"]) for row in rows})
    return Ratifications(
        records=records,
        coverage=[Coverage(instrument=code, complete=True, as_of=day) for code, day in dated],
        provenance=provenance.then("read the ratification tables by Convention"),
    )


def _record_2023(row: Row, checks: Checks) -> Ratification:
    displaced = not row["country"] and row["declaration"].startswith(_TANGANYIKA)
    notes = (row["note"], row["declaration"])
    return Ratification(
        instrument=row["convention"],
        place="TZA" if displaced else checks.place(row),
        state=_STATES_2023.get(checks.one_of(row, "state", tuple(_STATES_2023)), State.IN_FORCE),
        ratified=checks.day(row, "ratified"),
        in_force_from=checks.day(row, "in_force_from_note"),
        ended=checks.day(row, "ended"),
        note=". ".join(note.rstrip(". ") for note in notes if note),
    )


# A table that a person saved from NORMLEX. Any of comma, semicolon and tab separates cells.
#
# a title line "Ratifications for Viet Nam" or "Ratifications of C087 - Freedom of Association …",
# a line "Consulted: 2026-11-20", a header Convention,Date,Status,Note or Country,Date,Status,Note,
# then lines such as "C029 - Forced Labour Convention, 1930 (No. 29)",05 Mar 2007,In Force,
# with lines that hold only the name of a group ("Fundamental") among them.
# The title line may be left out when each row has both Country and Convention: the table is then
# taken as an extract, and absence from it means nothing.

_TITLE_OF_COUNTRY = re.compile(r"^ratifications? for\s+(?P<name>.+)$", re.IGNORECASE)
_TITLE_OF_INSTRUMENT = re.compile(r"^ratifications? of\s+(?P<name>.+)$", re.IGNORECASE)
_CONSULTED = re.compile(r"^consulted:?\s+(?P<day>.+)$", re.IGNORECASE)
_CODE = re.compile(r"^(?P<code>[CP]\d{3})\b")
_WILL_BE_IN_FORCE = re.compile(r"enter into force .*?on (?P<day>\d{1,2} \w{3} \d{4})")
_DENOUNCED_ON = re.compile(r"[Dd]en(?:ounced|unciation) on (?P<day>\d{1,2} \w{3} \d{4})")
_GROUPS = ("fundamental", "governance", "governance (priority)", "technical", "protocols")
_PLACES = {"congo": "COG"}  # NORMLEX writes Congo and Democratic Republic of the Congo
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class _Heading:
    """What stands above the header line of an export."""

    place: str | None
    instrument: str | None
    consulted: str


def read_export(path: Path, provenance: Provenance) -> Ratifications:
    """Return a table that a person saved from NORMLEX, by country or by Convention, as CSV.

    Lines: the title of the NORMLEX page ("Ratifications for Viet Nam" or "Ratifications of
    C087 - …"), "Consulted: YYYY-MM-DD", a header line with Convention or Country (or both), Date,
    Status and Note, then the rows. Dates are "05 Mar 2007" or ISO; lines with a group's name
    ("Fundamental") are passed over. A page by Convention is complete for that Convention, a page
    by country for that country, both as of the day consulted. All problems are told at once.
    """
    checks = Checks(path.name)
    lines = _cells(read_text(path))
    at = next((n for n, (_, cells) in enumerate(lines) if _is_header(cells)), len(lines))
    if at == len(lines):
        hint = "Write: Convention,Date,Status,Note or Country,Date,Status,Note."
        checks.note("header", "no line names the columns Date and Status.", hint)
        checks.refuse()
    heading = _heading([cells for _, cells in lines[:at]], checks)
    rows = list(_rows(lines[at:], checks))
    records = [record for row in rows if (record := _exported(row, heading, checks))]
    if not rows:
        checks.note("rows", "there are none below the header.")
    checks.refuse()
    return Ratifications(
        records=records,
        coverage=_coverage(heading, records),
        provenance=provenance.then(f"read an export from NORMLEX consulted {heading.consulted}"),
    )


def _cells(text: str) -> list[tuple[int, list[str]]]:
    header = next((line for line in text.splitlines() if "status" in line.lower()), "")
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    return [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cells)]


def _is_header(cells: Sequence[str]) -> bool:
    return {"date", "status"} <= {cell.lower() for cell in cells}


def _heading(lines: Sequence[Sequence[str]], checks: Checks) -> _Heading:
    place = instrument = None
    consulted = ""
    for cells in lines:
        text = ", ".join(cell for cell in cells if cell).lstrip("# ")
        if found := _TITLE_OF_COUNTRY.match(text):
            place = _place(found["name"], "title", checks)
        elif found := _TITLE_OF_INSTRUMENT.match(text):
            instrument = _code(found["name"], "title", checks)
        elif found := _CONSULTED.match(text):
            day = _day(found["day"], "Consulted", checks)
            consulted = day.isoformat() if day else ""
    if not consulted:
        hint = "Add a line above the table: Consulted: YYYY-MM-DD."
        checks.note("heading", "the day on which NORMLEX was consulted is missing.", hint)
    return _Heading(place, instrument, consulted)


def _rows(lines: Sequence[tuple[int, list[str]]], checks: Checks) -> Iterator[Row]:
    names = [name.lower() for name in lines[0][1]]
    for number, cells in lines[1:]:
        first, *rest = cells
        if not any(rest) and first.lower() in _GROUPS:
            continue
        if len(cells) > len(names):
            what = f"has {len(cells)} cells where the header has {len(names)}."
            checks.note(f"line {number}", what, "A comma inside a cell needs quotes.")
            continue
        padded = [*cells, *[""] * (len(names) - len(cells))]
        yield Row(number, dict(zip(names, padded, strict=False)))


def _exported(row: Row, heading: _Heading, checks: Checks) -> Ratification | None:
    known = len(checks.problems)
    cells = {"convention": "", "country": "", "note": "", **row.cells}
    place, code = heading.place, heading.instrument
    if cells["country"] or place is None:
        place = _place(cells["country"], row.where, checks)
    if cells["convention"] or code is None:
        code = _code(cells["convention"], row.where, checks)
    ratified = _day(cells["date"], row.where, checks)
    state = _state(cells["status"], cells["note"], row.where, checks)
    if len(checks.problems) > known or place is None or code is None or state is None:
        return None
    return Ratification(
        instrument=code,
        place=place,
        state=state,
        ratified=ratified,
        in_force_from=_day_in(_WILL_BE_IN_FORCE, cells["note"], row.where, checks),
        ended=_day_in(_DENOUNCED_ON, cells["note"], row.where, checks),
        note=cells["note"],
        source="NORMLEX",
        as_of=heading.consulted,
    )


def _state(status: str, note: str, where: str, checks: Checks) -> State | None:
    lowered = status.lower()
    if lowered == "in force":
        return State.IN_FORCE
    if "denounced" in lowered or _DENOUNCED_ON.search(note):
        return State.ENDED
    if lowered == "not in force":
        return State.NOT_YET_IN_FORCE if _WILL_BE_IN_FORCE.search(note) else State.NOT_IN_FORCE
    hint = "NORMLEX writes In Force, Not in force or Denounced."
    checks.note(where, f"status {status!r} is not known.", hint)
    return None


def _coverage(heading: _Heading, records: Sequence[Ratification]) -> list[Coverage]:
    day = heading.consulted
    if heading.instrument:
        return [Coverage(instrument=heading.instrument, complete=True, as_of=day)]
    if heading.place:
        whole = Coverage(
            instrument=LABOUR_INSTRUMENT, complete=True, as_of=day, place=heading.place
        )
        return [whole]
    codes = sorted({record.instrument for record in records})
    return [Coverage(instrument=code, complete=False, as_of=day) for code in codes]


def _place(name: str, where: str, checks: Checks) -> str | None:
    try:
        return _PLACES.get(name.lower()) or find_country(name).iso3
    except (UnknownCode, AmbiguousName) as error:
        checks.note(where, f"country: {error}")
        return None


def _code(text: str, where: str, checks: Checks) -> str | None:
    if text.startswith("MLC"):
        return "C186"  # NORMLEX files the Maritime Labour Convention, 2006 under its letters
    found = _CODE.match(text)
    if not found:
        hint = "It begins with a code such as C029 or P029."
        checks.note(where, f"convention {text!r} has no code.", hint)
        return None
    return found["code"]


def _day(text: str, where: str, checks: Checks) -> date | None:
    for read in (date.fromisoformat, _written_day):
        try:
            return read(text)
        except ValueError:
            continue
    checks.note(where, f"date {text!r} is not a date.", "Write 05 Mar 2007 or 2007-03-05.")
    return None


def _written_day(text: str) -> date:
    day, month, year = text.split()
    # Not strptime's %b: that follows the machine's language.
    return date(int(year), _MONTHS.index(month.title()[:3]) + 1, int(day))


def _day_in(pattern: re.Pattern[str], text: str, where: str, checks: Checks) -> date | None:
    found = pattern.search(text)
    return _day(found["day"], where, checks) if found else None
