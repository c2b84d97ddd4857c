"""The figures of a section as lines to read: the latest value first, the rest beneath it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from decentwork.reporting import names
from decentwork.reporting.exhibits import year_of
from decentwork.reporting.numbers import Plain, Translate, interval_text, plain, value_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure in words, with the plain figure itself for its provenance."""

    id: str
    name: str
    subject: str
    value: str
    interval: str
    interval_note: str
    known: bool
    period: str
    group: str
    place: str
    market: str
    industry: str
    tier: str
    notes: tuple[str, ...]
    plain: Plain

    @property
    def coordinates(self) -> str:
        """Who and where, as far as it is narrower than the dossier."""
        return " · ".join(filter(None, (self.place, self.industry, self.market, self.group)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The latest reading of one indicator and subject; `others` are its years and groups."""

    topic: str
    latest: Reading
    others: tuple[Reading, ...]


def lines(
    figures: Sequence[Plain], home: str, language: str = "en", translate: Translate = plain
) -> tuple[Line, ...]:
    """Return one line for each indicator, subject, industry and tier among the figures."""
    series: dict[Any, list[Plain]] = {}
    for figure in figures:
        key = tuple(figure[part] for part in ("indicator", "subject", "industry", "tier"))
        series.setdefault(key, []).append(figure)
    return tuple(_line(members, home, language, translate) for members in series.values())


def reading(
    figure: Plain, home: str = "", language: str = "en", translate: Translate = plain
) -> Reading:
    """Return one figure in words; its place is named where it is not `home`."""
    place = figure["place"]
    note = figure["interval_note"] or ""
    return Reading(
        id=figure.get("id", ""),
        name=names.indicator_name(figure["indicator"], language),
        subject=figure["subject"] or "",
        value=value_text(figure, language, translate),
        interval=interval_text(figure, language, translate),
        interval_note=names.reason_text(note, translate),
        known=figure["value"] is not None,
        period=(figure["period"] or "").replace("/", "–"),
        group=names.group_name(figure["group"], language, translate),
        place="" if place == home else names.place_name(place, language, translate),
        market=names.place_name(figure["market"], language, translate) if figure["market"] else "",
        industry=names.industry_name(figure["industry"], language) if figure["industry"] else "",
        tier=names.tier_name(figure["tier"], language) if figure["tier"] else "",
        notes=tuple(translate(note) for note in figure["notes"]),
        plain=figure,
    )


def _line(members: list[Plain], home: str, language: str, translate: Translate) -> Line:
    first = max(members, key=lambda figure: _standing(figure, home))
    others = sorted((each for each in members if each is not first), key=_newest_first)
    return Line(
        topic=first["topic"],
        latest=reading(first, home, language, translate),
        others=tuple(reading(each, home, language, translate) for each in others),
    )


def _standing(figure: Plain, home: str) -> tuple[bool, bool, bool, bool, str]:
    """What makes a figure the one to show: of this country, known, for everybody, the latest."""
    return (
        figure["place"] == home,
        figure["value"] is not None,
        not figure["group"],
        not figure["market"],
        figure["period"] or "",
    )


def _newest_first(figure: Plain) -> tuple[Any, ...]:
    return (-(year_of(figure["period"]) or 0), figure["place"], figure["group"] or "")
