"""A figure with unit, interval, method and origin."""

import math
from dataclasses import dataclass
from typing import Any

from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.provenance import Provenance
from decentwork.estimates.units import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A number that can be published: value, interval or reason for none, unit, method, origin.

    `value` is finite and in `unit`; shares run from 0 to 1. `method` is a registered name,
    e.g. "published", "volz_heckathorn", "leontief_final_demand".
    """

    value: float
    interval: Interval | NoInterval
    unit: Unit
    method: str
    provenance: Provenance

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError("an estimate is a finite number; a missing one is an Unknown")
        if not self.method:
            raise ValueError("an estimate names its method")

    @property
    def low(self) -> float | None:
        """Lower end of the interval, in `unit`; None without interval."""
        return self.interval.low if isinstance(self.interval, Interval) else None

    @property
    def high(self) -> float | None:
        """Upper end of the interval, in `unit`; None without interval."""
        return self.interval.high if isinstance(self.interval, Interval) else None

    def __str__(self) -> str:
        span = "" if self.low is None else f" ({self.low:g}–{self.high:g})"
        return f"{self.value:g}{span} {self.unit}"

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; `interval_note` says why there is no interval, or its method."""
        interval = self.interval
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "level": interval.level if isinstance(interval, Interval) else None,
            "interval_note": interval.method if isinstance(interval, Interval) else interval.reason,
            "unit": str(self.unit),
            "method": self.method,
            "provenance": self.provenance.to_dict(),
        }
