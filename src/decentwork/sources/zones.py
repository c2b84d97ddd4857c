"""Free-trade zones that an encyclopaedia names; not a register."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_rows

COLUMNS = ("iso3", "country", "zone", "type_from_name", "location")
ENTERPRISE = "enterprise with EPZ status"

NO_REGISTER = translatable(
    "Named in an encyclopaedia, not in a register: zones may be missing, closed or misnamed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """One name; `kind` was read from the words of the name. An enterprise is not a zone."""

    place: str
    name: str
    kind: str
    location: str

    @property
    def is_enterprise(self) -> bool:
        """Whether the name is that of an enterprise with zone status."""
        return self.kind == ENTERPRISE


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedZones:
    """The zones that the encyclopaedia names; a country without any may well have some."""

    zones: Sequence[Zone]
    provenance: Provenance

    def of(self, place: str) -> tuple[Zone, ...]:
        """Return the names of one country in the order of the list, enterprises left out."""
        return tuple(each for each in self.zones if each.place == place and not each.is_enterprise)


def read_zones(path: Path, provenance: Provenance) -> NamedZones:
    """Return the list as it stands."""
    rows = read_rows(path, COLUMNS)
    checks = Checks(path.name)
    zones = [_zone(row, checks) for row in rows]
    checks.refuse()
    return NamedZones(zones=zones, provenance=provenance)


def _zone(row: Row, checks: Checks) -> Zone:
    return Zone(
        place=checks.place(row),
        name=checks.given(row, "zone"),
        kind=row["type_from_name"],
        location=row["location"],
    )
