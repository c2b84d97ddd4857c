"""A table of ratifications typed in by hand, with a source for each row."""

from pathlib import Path

from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_each
from decentwork.standards.ratifications import Coverage, Ratification, Ratifications, State

COLUMNS = ("instrument", "iso3", "state", "ratified", "source")
OPTIONAL = ("in_force_from", "ended", "as_of", "note")
"""`as_of` is the day on which the source was read."""

STATES = tuple(str(state) for state in State if state is not State.NOT_IN_DATA)

_AS_NORMLEX = {"ratified_not_yet_in_force": "not_yet_in_force", "denounced": "ended"}


def read_ratifications(path: Path, provenance: Provenance) -> Ratifications:
    """Return the rows of a hand-entry table; all problems of all rows are told at once.

    A state may be written as a code ("in_force") or in words ("In force", "denounced").

    A row counts as of `as_of`; where that is empty, as of the latest of its own dates, so that a
    ratification of 2025 prevails over a list of 2023 in which it could not be. A row without
    any date gives way to every dated data set.
    """
    records = read_each(path, COLUMNS, _record, OPTIONAL)
    codes = sorted({record.instrument for record in records})
    return Ratifications(
        records=records,
        coverage=[Coverage(instrument=code, complete=False, as_of="") for code in codes],
        provenance=provenance.then("typed in by hand, with a source for each row"),
    )


def _record(row: Row, checks: Checks) -> Ratification:
    days = {name: checks.day(row, name) for name in ("ratified", "in_force_from", "ended")}
    known = [day.isoformat() for name in ("ratified", "ended") if (day := days[name])]
    read_on = checks.day(row, "as_of")
    written = row["state"].lower().replace(",", "").replace(" ", "_")
    state = _AS_NORMLEX.get(written, written)
    if state not in STATES:
        hint = f"Write one of: {', '.join(STATES)}."
        checks.note(row.where, f"state {row['state']!r} is not in the list.", hint)
    if state == State.ENDED and not days["ended"]:
        checks.note(row.where, "the state is ended without a date.", "Fill the column ended.")
    return Ratification(
        instrument=checks.given(row, "instrument"),
        place=checks.place(row),
        state=State(state) if state in STATES else State.NOT_IN_DATA,
        **days,
        note=row["note"],
        source=checks.given(row, "source"),
        as_of=read_on.isoformat() if read_on else max(known, default=""),
    )
