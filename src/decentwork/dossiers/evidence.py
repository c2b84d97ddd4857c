"""What is known of a chain: all its figures, each in its section, and ways to look them up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from decentwork.dossiers.dossier import PlacedFigure
from decentwork.indicators.figure import Estimate, Fact, Figure, Unknown


@dataclass(frozen=True, slots=True)
class Evidence:
    """The placed figures of one dossier about one place, in order of section."""

    place: str
    placed: tuple[PlacedFigure, ...]

    def of(self, *indicators: str) -> tuple[PlacedFigure, ...]:
        """Return all figures of the indicators."""
        return tuple(item for item in self.placed if item.figure.indicator in indicators)

    def known(self, *indicators: str) -> tuple[PlacedFigure, ...]:
        """Return the estimates and facts of the indicators, unknowns left out."""
        return tuple(item for item in self.of(*indicators) if item.figure.value is not None)

    def latest(self, indicator: str) -> PlacedFigure | None:
        """Return the latest known figure of this place, both sexes and all ages first, or None."""
        here = [item for item in self.known(indicator) if item.figure.at.place == self.place]
        ungrouped = [item for item in here if not item.figure.at.group]
        return max(ungrouped or here, key=period_of, default=None)


def period_of(item: PlacedFigure) -> str:
    """Return the period a figure is sorted by; a range counts by its last year."""
    return (item.figure.at.period or "").split("/")[-1][-10:]


def placed(section: str, figures: Iterable[Figure]) -> tuple[PlacedFigure, ...]:
    """Return the figures of a section with ids that stay the same for the same coordinates."""
    return tuple(
        PlacedFigure(id=figure_id(section, figure), section=section, figure=figure)
        for figure in figures
    )


def figure_id(section: str, figure: Figure) -> str:
    """Return section, indicator and coordinates as one readable id, safe in an address."""
    at = figure.at
    parts = (
        section,
        figure.indicator,
        figure.subject,
        at.place,
        at.industry,
        at.market,
        at.group,
        at.period,
    )
    return ".".join(re.sub(r"[^A-Za-z0-9_]+", "-", part).strip("-") for part in parts if part)


def number(item: PlacedFigure) -> float:
    """Return the value of an estimate; a fact or an unknown has none (TypeError)."""
    known = item.figure.known
    if not isinstance(known, Estimate):
        raise TypeError(f"{item.id} is not a number")
    return known.value


def is_unknown(item: PlacedFigure) -> bool:
    """Say whether a figure is a stated unknown."""
    return isinstance(item.figure.known, Unknown)


def is_fact(item: PlacedFigure, value: str) -> bool:
    """Say whether a figure records the fact `value`."""
    known = item.figure.known
    return isinstance(known, Fact) and known.value == value
