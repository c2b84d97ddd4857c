"""How severe a deficit is: scale, scope and irremediability in bands, and what follows from them.

Bands instead of ranks, and never one hidden score: each band has its reason, what the data do not
tell spans all bands, and a priority says whether it would change under other weights.

References
----------
United Nations, Guiding Principles on Business and Human Rights (2011), principles 14 and 24, with
commentary: severity is judged by scale, scope and irremediable character.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from decentwork.dossiers.dossier import PlacedFigure
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import indicator


class Band(IntEnum):
    """A step of severity."""

    LOW = 1
    MEDIUM = 2
    HIGH = 3


SCOPE_FROM = ((0.10, Band.HIGH), (0.01, Band.MEDIUM), (0.0, Band.LOW))
"""Share of the people or units that a figure is about, from which on a band holds: a convention of
this software; one in a hundred, one in ten."""

LEAST_WEIGHT, MOST_WEIGHT = 0.2, 0.6
"""Each of the three parts weighs between these, and all three weigh 1 together."""

WEIGHTINGS = tuple(
    tuple(MOST_WEIGHT if part == heavy else LEAST_WEIGHT for part in range(3)) for heavy in range(3)
)
"""The corners of that range: a weighted mean is lowest and highest at one of them."""

EQUAL = (1 / 3, 1 / 3, 1 / 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """From which band to which a part of severity lies, and why, in plain English."""

    low: Band
    high: Band
    why: str

    @property
    def is_known(self) -> bool:
        """Say whether it narrows anything down."""
        return (self.low, self.high) != (Band.LOW, Band.HIGH)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; bands by name, None for a part of which nothing is known."""
        low, high = (
            (self.low.name.lower(), self.high.name.lower()) if self.is_known else (None,) * 2
        )
        return {"low": low, "high": high, "why": self.why}


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """The three parts of the severity of what one figure shows; `figure` is its id."""

    figure: str
    scale: Grade
    scope: Grade
    irremediability: Grade

    @property
    def parts(self) -> tuple[Grade, Grade, Grade]:
        """Scale, scope, irremediability."""
        return self.scale, self.scope, self.irremediability

    def to_dict(self) -> dict[str, Any]:
        """Return plain values."""
        return {
            "figure": self.figure,
            "scale": self.scale.to_dict(),
            "scope": self.scope.to_dict(),
            "irremediability": self.irremediability.to_dict(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """The bands in which a need may lie: with equal weights, and with any weights in the range."""

    low: Band
    high: Band
    lowest: Band
    highest: Band

    @property
    def changes_with_weights(self) -> bool:
        """Say whether some weights of the range give a band that equal weights do not."""
        return (self.low, self.high) != (self.lowest, self.highest)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; bands by name."""
        return {
            "low": self.low.name.lower(),
            "high": self.high.name.lower(),
            "lowest_with_any_weights": self.lowest.name.lower(),
            "highest_with_any_weights": self.highest.name.lower(),
            "changes_with_weights": self.changes_with_weights,
            "weights_from": LEAST_WEIGHT,
            "weights_to": MOST_WEIGHT,
        }


NOT_TOLD = translatable("The data do not tell.")
DEATH = translatable("A death cannot be undone.")
LIBERTY = translatable("Work under threat takes a person's freedom; harm may outlast it.")
CHILDHOOD = translatable("Years of schooling and health lost to work are hard to give back.")
HAZARD = translatable("The work is by definition likely to harm a child's health or safety.")
INJURY = translatable("An injury may heal or may stay for life; the figure does not tell which.")
RIGHT = translatable("It is one of the fundamental rights, on which others depend.")
OWED = translatable("What is owed can be paid later; the want in between cannot be undone.")

UNKNOWN = Grade(low=Band.LOW, high=Band.HIGH, why=NOT_TOLD)


def _from(low: Band, high: Band, why: str) -> Grade:
    return Grade(low=low, high=high, why=why)


_OF_INDICATOR: dict[str, tuple[Grade, Grade]] = {
    "fatal_injury_rate": (_from(Band.HIGH, Band.HIGH, DEATH),) * 2,
    "fatal_injuries": (_from(Band.HIGH, Band.HIGH, DEATH),) * 2,
    "nonfatal_injury_rate": (_from(Band.MEDIUM, Band.HIGH, INJURY), UNKNOWN),
    "surveyed_injured": (_from(Band.MEDIUM, Band.HIGH, INJURY), UNKNOWN),
    "surveyed_unit_injuries": (_from(Band.MEDIUM, Band.HIGH, INJURY), UNKNOWN),
    "child_hazardous_work": (_from(Band.HIGH, Band.HIGH, HAZARD),) * 2,
    "surveyed_pay_late": (UNKNOWN, _from(Band.LOW, Band.MEDIUM, OWED)),
    "surveyed_unit_pay_late": (UNKNOWN, _from(Band.LOW, Band.MEDIUM, OWED)),
    "surveyed_season_pay_late": (UNKNOWN, _from(Band.LOW, Band.MEDIUM, OWED)),
    "surveyed_deductions": (UNKNOWN, _from(Band.LOW, Band.MEDIUM, OWED)),
    "surveyed_fee_paid": (UNKNOWN, _from(Band.LOW, Band.MEDIUM, OWED)),
}
"""Scale and irremediability of what an indicator counts, where that follows from its definition."""

_OF_TOPIC: dict[str, tuple[Grade, Grade]] = {
    "forced_labour": (
        _from(Band.HIGH, Band.HIGH, LIBERTY),
        _from(Band.MEDIUM, Band.HIGH, LIBERTY),
    ),
    "child_labour": (
        _from(Band.MEDIUM, Band.HIGH, CHILDHOOD),
        _from(Band.MEDIUM, Band.HIGH, CHILDHOOD),
    ),
    "freedom_of_association": (_from(Band.MEDIUM, Band.HIGH, RIGHT), UNKNOWN),
    "equality": (_from(Band.MEDIUM, Band.HIGH, RIGHT), UNKNOWN),
}


def severity(item: PlacedFigure) -> Severity:
    """Return how severe the deficit is that a figure shows; what nothing tells spans all bands."""
    id = item.figure.indicator
    by_topic = _OF_TOPIC.get(indicator(id).topic, (UNKNOWN, UNKNOWN))
    scale, irremediability = _OF_INDICATOR.get(id, by_topic)
    return Severity(figure=item.id, scale=scale, scope=scope(item), irremediability=irremediability)


def scope(item: PlacedFigure) -> Grade:
    """Return how many of those a figure is about are affected, over its interval if it has one."""
    known = item.figure.known
    if not isinstance(known, Estimate):
        return UNKNOWN
    interval = known.interval
    ends = (interval.low, interval.high) if isinstance(interval, Interval) else (known.value,) * 2
    shares = [_affected(item.figure.indicator, end) for end in ends]
    told = sorted(share for share in shares if share is not None)
    if not told:
        return UNKNOWN
    why = SHARE if isinstance(interval, Interval) else SHARE_ALONE
    return Grade(low=_scope_band(told[0]), high=_scope_band(told[-1]), why=why)


SHARE = translatable("The share affected, from one end of its interval to the other.")
SHARE_ALONE = translatable("The share affected; the figure has no interval.")
_PER = {Unit.SHARE: 1.0, Unit.PER_1_000_PERSONS: 1e-3, Unit.PER_100_000_WORKERS: 1e-5}


def _affected(id: str, value: float) -> float | None:
    """Return the share of people or units below the norm, None where the figure is no share."""
    described = indicator(id)
    per = _PER.get(described.unit)
    if per is None or described.norm_value is None:
        return None
    if described.norm_kind == "at_most" and described.norm_value == 0:
        return value * per
    if described.norm_kind == "at_least" and described.norm_value == 1:
        return 1 - value
    return None


def _scope_band(share: float) -> Band:
    return next(band for start, band in SCOPE_FROM if share >= start or band is Band.LOW)


def priority(severities: Sequence[Severity]) -> Priority | None:
    """Return the bands of the most severe of some deficits; None where there is none.

    Part by part the highest of all deficits counts: several deficits at one topic and tier do not
    make each other smaller.
    """
    if not severities:
        return None
    lows = [max(it.parts[part].low for it in severities) for part in range(3)]
    highs = [max(it.parts[part].high for it in severities) for part in range(3)]
    return Priority(
        low=_band(lows, EQUAL),
        high=_band(highs, EQUAL),
        lowest=min(_band(lows, weights) for weights in WEIGHTINGS),
        highest=max(_band(highs, weights) for weights in WEIGHTINGS),
    )


def _band(parts: Sequence[Band], weights: Sequence[float]) -> Band:
    """Return the nearest band of a weighted mean; halfway is the higher one."""
    mean = sum(weight * part for weight, part in zip(weights, parts, strict=True))
    return Band(int(mean + 0.5 + 1e-9))
