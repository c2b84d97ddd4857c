"""Trade agreements (DESTA) and the depth of their labour provisions (LABPTA)."""

from collections import defaultdict
from pathlib import Path

from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_each, read_rows
from decentwork.standards.provisions import (
    Members,
    ProvisionDepth,
    ProvisionDepths,
    Treaties,
    Treaty,
)

DEPTH_COLUMNS = ("desta_number", "agreement", "year", "lp_depth_0_5")
TREATY_COLUMNS = ("number", "base_treaty", "name", "entry_type", "year", "entry_into_force")
MEMBER_COLUMNS = ("number", "iso3")
DEEPEST = 5
FORMER = ("ANT",)  # Netherlands Antilles, dissolved in 2010


def read_depths(path: Path, provenance: Provenance) -> ProvisionDepths:
    """Return the depth of labour provisions, 0 to 5, of each agreement that LABPTA coded."""
    agreements = read_each(path, DEPTH_COLUMNS, _depth)
    return ProvisionDepths(agreements=agreements, provenance=provenance)


def _depth(row: Row, checks: Checks) -> ProvisionDepth:
    for column in ("year", "lp_depth_0_5"):
        checks.given(row, column)
    year, depth = checks.whole(row, "year"), checks.whole(row, "lp_depth_0_5")
    if depth is not None and depth > DEEPEST:
        checks.note(row.where, f"lp_depth_0_5 {depth} is above {DEEPEST}.")
    return ProvisionDepth(
        number=checks.given(row, "desta_number"),
        agreement=" ".join(checks.given(row, "agreement").split()),
        year=year or 0,
        depth=depth or 0,
    )


def read_treaties(path: Path, provenance: Provenance) -> Treaties:
    """Return every entry of DESTA: agreements, amendments, accessions, withdrawals."""
    return Treaties(entries=read_each(path, TREATY_COLUMNS, _treaty), provenance=provenance)


def _treaty(row: Row, checks: Checks) -> Treaty:
    return Treaty(
        number=checks.given(row, "number"),
        base=row["base_treaty"],
        name=" ".join(row["name"].split()),
        entry=row["entry_type"],
        year=checks.whole(row, "year"),
        entry_into_force=checks.whole(row, "entry_into_force"),
    )


def read_members(path: Path, provenance: Provenance) -> Members:
    """Return who is party to each entry of DESTA."""
    rows = read_rows(path, MEMBER_COLUMNS)
    checks = Checks(path.name)
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[checks.given(row, "number")].add(checks.place(row, former=FORMER))
    checks.refuse()
    return Members(
        by_number={number: frozenset(places) for number, places in found.items()},
        provenance=provenance,
    )
