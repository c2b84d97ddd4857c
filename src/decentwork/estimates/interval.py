"""The interval around a figure, or the stated reason for having none."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A range that contains the true value with the stated probability, under the stated method.

    `low` and `high` are in the unit of the figure; `level` is a share (0.95).
    """

    low: float
    high: float
    level: float = 0.95
    method: str = ""

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(f"interval runs from {self.low} down to {self.high}")
        if not 0 < self.level < 1:
            raise ValueError(f"level {self.level} is not between 0 and 1")


@dataclass(frozen=True, slots=True)
class NoInterval:
    """No interval, and why (`reason` is plain English, one sentence without full stop)."""

    reason: str

    def __post_init__(self) -> None:
        if not self.reason:
            raise ValueError("a figure without interval must say why")
