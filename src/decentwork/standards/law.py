"""Labour standards in national law, as a publisher reports them."""

from collections.abc import Sequence
from dataclasses import dataclass

from decentwork.estimates.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStandard:
    """What the law of a country says on one point, as a publisher reports it for one year.

    `standard` is the publisher's name for the point; `age` is in years where the law sets one;
    `meets_international` is the publisher's own judgement, None where there is none.
    """

    place: str
    year: int
    standard: str
    age: float | None
    meets_international: bool | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalStandards:
    """National law on labour standards as one publisher reports it."""

    rows: Sequence[LegalStandard]
    provenance: Provenance

    def latest(self, place: str) -> tuple[LegalStandard, ...]:
        """Return the newest row of each point for one country, by name of the point."""
        newest: dict[str, LegalStandard] = {}
        for row in self.rows:
            known = newest.get(row.standard)
            if row.place == place and (known is None or row.year > known.year):
                newest[row.standard] = row
        return tuple(newest[name] for name in sorted(newest))
