"""Seven human-rights treaties of the United Nations: who signed, ratified or acceded."""

from pathlib import Path

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_each
from decentwork.standards.ratifications import Coverage, Ratification, Ratifications, State

COLUMNS = ("treaty", "iso3", "signed", "ratified_or_acceded", "in_force", "ended")

AS_OF = "2022-09"
"""The data set gives no date of its own; its newest signature and ratification are of that month.
Nothing says that its lists are complete, so absence means nothing."""

SIGNED_ONLY = translatable("Signed, not ratified.")


def read_treaties(path: Path, provenance: Provenance) -> Ratifications:
    """Return where each State stands towards each treaty; a signature alone is not in force."""
    records = read_each(path, COLUMNS, _record)
    codes = sorted({record.instrument for record in records})
    return Ratifications(
        records=records,
        coverage=[Coverage(instrument=code, complete=False, as_of=AS_OF) for code in codes],
        provenance=provenance,
    )


def _record(row: Row, checks: Checks) -> Ratification:
    checks.day(row, "signed")
    ratified, ended = checks.day(row, "ratified_or_acceded"), checks.day(row, "ended")
    in_force = checks.day(row, "in_force")
    return Ratification(
        instrument=checks.given(row, "treaty"),
        place=checks.place(row),
        state=_state(bool(ratified), bool(in_force), bool(ended)),
        ratified=ratified,
        in_force_from=in_force,
        ended=ended,
        note="" if ratified else SIGNED_ONLY,
    )


def _state(ratified: bool, in_force: bool, ended: bool) -> State:
    if ended:
        return State.ENDED
    if in_force:
        return State.IN_FORCE
    return State.RATIFIED if ratified else State.NOT_IN_FORCE
