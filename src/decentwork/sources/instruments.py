"""The list of ILO instruments: codes, titles, years, types."""

from pathlib import Path

from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_rows
from decentwork.standards.conventions import Instrument, Instruments, Kind

COLUMNS = ("code", "kind", "title", "year", "type", "confirm")
KINDS = tuple(str(kind) for kind in Kind)


def read_instruments(path: Path, provenance: Provenance) -> Instruments:
    """Return the instruments; a title whose row says confirm = yes is not yet confirmed."""
    rows = read_rows(path, COLUMNS)
    checks = Checks(path.name)
    listed = [_instrument(row, checks) for row in rows]
    checks.refuse()
    return Instruments(listed=listed, provenance=provenance)


def _instrument(row: Row, checks: Checks) -> Instrument:
    kind = checks.one_of(row, "kind", KINDS)
    return Instrument(
        code=checks.given(row, "code"),
        title=checks.given(row, "title"),
        year=checks.whole(row, "year") or 0,
        kind=Kind(kind) if kind in KINDS else Kind.CONVENTION,
        type=row["type"],
        title_confirmed=row["confirm"] != "yes",
    )
