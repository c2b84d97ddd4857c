"""What is known of a chain: all its figures, each in its section, and ways to look them up."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from decentwork.dossiers.dossier import PlacedFigure
from decentwork.estimates.estimate import Estimate
from decentwork.indicators.figure import Fact, Figure, Unknown


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

    def latest(self, indicator: str, tier: str | None = None) -> PlacedFigure | None:
        """Return the newest known figure of this place for the main group, or None."""
        known = [item for item in self.known(indicator) if tier in (None, item.figure.at.tier)]
        return next(iter(self.newest(known)), None)

    def newest(self, items: Iterable[PlacedFigure]) -> list[PlacedFigure]:
        """Return the newest figure of this place for each indicator, subject and industry.

        Makers of figures put the widest group first: the group of the first figure is kept, so
        that a newer figure of women alone does not stand for all.
        """
        groups: dict[tuple[str | None, ...], str | None] = {}
        found: dict[tuple[str | None, ...], PlacedFigure] = {}
        for item in items:
            figure, at = item.figure, item.figure.at
            key = (figure.indicator, figure.subject, at.industry, at.tier)
            if at.place != self.place or groups.setdefault(key, at.group) != at.group:
                continue
            if key not in found or last_year(item) > last_year(found[key]):
                found[key] = item
        return list(found.values())


def last_year(item: PlacedFigure) -> str:
    """Return what a figure's age is judged by: its date, or the last year of its period."""
    period = item.figure.at.period or ""
    return period[5:] if re.fullmatch(r"\d{4}-\d{4}", period) else period


def placed(section: str, figures: Iterable[Figure]) -> tuple[PlacedFigure, ...]:
    """Return the figures of a section with ids that stay the same for the same coordinates.

    Two sources may give a figure with the same coordinates: the second one's id ends in "~2".
    """
    seen: Counter[str] = Counter()
    found = []
    for figure in figures:
        id = figure_id(section, figure)
        seen[id] += 1
        unique = id if seen[id] == 1 else f"{id}~{seen[id]}"
        found.append(PlacedFigure(id=unique, section=section, figure=figure))
    return tuple(found)


def figure_id(section: str, figure: Figure) -> str:
    """Return section, indicator and coordinates as one readable id, safe in an address."""
    at = figure.at
    parts = (
        section,
        figure.indicator,
        figure.subject,
        at.place,
        at.tier if section == "tiers" else None,  # elsewhere the industry tells the tier
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


def why_unknown(item: PlacedFigure) -> str | None:
    """Return the reason of a stated unknown; None for what is known."""
    known = item.figure.known
    return known.reason if isinstance(known, Unknown) else None


def is_fact(item: PlacedFigure, value: str) -> bool:
    """Say whether a figure records the fact `value`."""
    known = item.figure.known
    return isinstance(known, Fact) and known.value == value
