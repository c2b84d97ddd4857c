"""Ratifications of C144, C188, C189 and C190, put together from public lists."""

import re
from datetime import date
from pathlib import Path

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_rows
from decentwork.standards.ratifications import Coverage, Ratification, Ratifications, State

COLUMNS = ("convention", "iso3", "ratified", "state", "completeness", "as_of", "source", "note")

STATES = ("in force or due", "ratified")

_COMPLETE = re.compile(r"^(complete as of|list of states complete)")
# The list of C188 is complete for 2016 only, before the Convention entered into force, and the
# copy warns that absence means little; it counts as partial.
_LATER = "entered into force later"

ONE_YEAR = translatable(
    "In force twelve months after ratification; the list gives the ratification only."
)


def read_ratifications(path: Path, provenance: Provenance) -> Ratifications:
    """Return the records; whether absence means anything is read from the column completeness."""
    rows = read_rows(path, COLUMNS)
    checks = Checks(path.name)
    records = [_record(row, checks) for row in rows]
    stated = {(row["convention"], row["completeness"], row["as_of"]) for row in rows}
    for code in sorted({code for code, _, _ in stated}):
        if len([each for each in stated if each[0] == code]) > 1:
            checks.note(code, "its rows disagree on completeness or on the date of the list.")
    checks.refuse()
    coverage = [
        Coverage(instrument=code, complete=_is_complete(words), as_of=day)
        for code, words, day in sorted(stated)
    ]
    return Ratifications(records=records, coverage=coverage, provenance=provenance)


def _is_complete(words: str) -> bool:
    return bool(_COMPLETE.match(words)) and _LATER not in words


def _record(row: Row, checks: Checks) -> Ratification:
    ratified = checks.day(row, "ratified")
    due = None
    state = State.RATIFIED
    if checks.one_of(row, "state", STATES) == "in force or due" and ratified:
        # Both Conventions concerned say so: C189 article 21(3), C190 article 14(3).
        due = _a_year_later(ratified)
        state = State.IN_FORCE if due.isoformat() <= row["as_of"] else State.NOT_YET_IN_FORCE
    return Ratification(
        instrument=checks.given(row, "convention"),
        place=checks.place(row),
        state=state,
        ratified=ratified,
        in_force_from=due,
        note=row["note"] or (ONE_YEAR if due else ""),
        source=checks.given(row, "source"),
        as_of=row["as_of"],
    )


def _a_year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:  # 29 February
        return date(day.year + 1, 3, 1)
