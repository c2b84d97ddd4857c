"""Small worlds of ratifications, drawn in a test."""

from datetime import date

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.standards.ratifications import Coverage, Ratification, Ratifications, State


def provenance(title: str = "A drawn list") -> Provenance:
    origin = Origin(publisher="Nobody", title=title, licence="none", citation="drawn in a test")
    return Provenance(origins=(origin,))


def drawn(records: str, coverage: str, title: str = "A drawn list") -> Ratifications:
    """Read "C029 XAA in_force 1960-05-04 [as of]" and "C029 complete 2023-06 [place]" lines."""
    return Ratifications(
        records=[_record(*line.split()) for line in records.strip().splitlines()],
        coverage=[_coverage(*line.split()) for line in coverage.strip().splitlines()],
        provenance=provenance(title),
    )


def _record(code: str, place: str, state: str, day: str = "-", as_of: str = "") -> Ratification:
    return Ratification(
        instrument=code,
        place=place,
        state=State(state),
        ratified=None if day == "-" else date.fromisoformat(day),
        as_of=as_of,
    )


def _coverage(code: str, complete: str, as_of: str, place: str | None = None) -> Coverage:
    return Coverage(instrument=code, complete=complete == "complete", as_of=as_of, place=place)
