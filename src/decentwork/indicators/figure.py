"""A figure: an indicator at its coordinates; an estimate, a recorded fact or a stated unknown."""

from dataclasses import dataclass, field, fields
from typing import Any

from decentwork.estimates.estimate import Estimate
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Coordinates:
    """Where a figure sits. Each part is a code of `classifications`; None means not specified.

    `place` ISO alpha-3, M49 region or "ROW"; `industry` e.g. "wiod35:c4", "etd12:mining",
    "isic4:C13"; `topic` and `tier` ids of `classifications`; `group` e.g. "female",
    "age:5-17"; `period` "2011", "2010-2014" or an ISO date; `market` ISO alpha-3 of final demand.
    """

    place: str
    topic: str
    industry: str | None = None
    tier: str | None = None
    group: str | None = None
    period: str | None = None
    market: str | None = None

    def to_dict(self) -> dict[str, str | None]:
        """Return the coordinates as plain values; unspecified ones are None, never left out."""
        return {part.name: getattr(self, part.name) for part in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something recorded that is not a quantity, e.g. an instrument in force or a good listed.

    `value` is a code from a closed list of the indicator ("in_force", "listed"), never prose.
    """

    value: str
    provenance: Provenance

    def to_dict(self) -> dict[str, Any]:
        """Return plain values in the shape of `Estimate.to_dict`."""
        return {
            "value": self.value,
            "low": None,
            "high": None,
            "level": None,
            "interval_note": "a recorded fact",
            "unit": str(Unit.FACT),
            "method": "recorded",
            "provenance": self.provenance.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """A stated unknown: what was looked for and why there is no answer.

    `reason` is a code such as "not_in_data", "place_not_in_table", "no_source"; `looked_in` keeps
    the provenance of the data that were searched, None when no data set covers the question.
    """

    reason: str
    unit: Unit | None = None
    looked_in: Provenance | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return plain values in the shape of `Estimate.to_dict`; the value is None."""
        return {
            "value": None,
            "low": None,
            "high": None,
            "level": None,
            "interval_note": self.reason,
            "unit": str(self.unit) if self.unit else None,
            "method": None,
            "provenance": self.looked_in.to_dict() if self.looked_in else None,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An indicator (id of the catalogue) at its coordinates, and what is known of it.

    `subject` tells apart figures that share indicator and coordinates: the instrument code,
    the good, the agreement. `notes` are plain-English cautions that travel with the value.
    """

    indicator: str
    at: Coordinates
    known: Estimate | Fact | Unknown
    subject: str | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def value(self) -> float | str | None:
        """The number, the recorded code, or None when unknown."""
        return None if isinstance(self.known, Unknown) else self.known.value

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: indicator, coordinates, value, interval, unit, provenance."""
        kind = {Estimate: "estimate", Fact: "fact", Unknown: "unknown"}[type(self.known)]
        return {
            "indicator": self.indicator,
            "subject": self.subject,
            "kind": kind,
            **self.at.to_dict(),
            **self.known.to_dict(),
            "notes": list(self.notes),
        }
