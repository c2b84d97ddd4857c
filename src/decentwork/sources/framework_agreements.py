"""Global framework agreements: a partial list put together from public pages."""

from pathlib import Path

from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_each
from decentwork.standards.agreements import CompanyAgreement, CompanyAgreements

COLUMNS = ("company", "hq_iso3", "sector", "federation", "year", "note", "source")


def read_agreements(path: Path, provenance: Provenance) -> CompanyAgreements:
    """Return the agreements in the order of the list."""
    agreements = read_each(path, COLUMNS, _agreement)
    return CompanyAgreements(agreements=agreements, provenance=provenance)


def _agreement(row: Row, checks: Checks) -> CompanyAgreement:
    return CompanyAgreement(
        company=checks.given(row, "company"),
        head_office=checks.place(row, "hq_iso3"),
        sector=checks.given(row, "sector"),
        federation=row["federation"],
        year=checks.whole(row, "year"),
        note=row["note"],
        source=checks.given(row, "source"),
    )
