"""The figures of a section as lines to read: the latest value first, the rest beneath it."""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cache
from typing import Any

from decentwork.reporting import names
from decentwork.reporting.exhibits import year_of
from decentwork.reporting.numbers import Plain, Translate, interval_text, plain, value_text
from decentwork.standards.conventions import scopes

LONGEST = 12  # lines of one indicator that are shown without being asked for
INSTRUMENTS = "instrument_in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure in words, with the plain figure itself for its provenance."""

    id: str
    name: str
    subject: str
    value: str
    interval: str
    without_interval: str
    known: bool
    period: str
    group: str
    place: str
    market: str
    industry: str
    tier: str
    cautions: tuple[str, ...]
    plain: Plain

    @property
    def notes(self) -> tuple[str, ...]:
        """Why it has no interval, if it has none, and the cautions that travel with it."""
        return tuple(dict.fromkeys(filter(None, (self.without_interval, *self.cautions))))

    @property
    def title(self) -> str:
        """What it is about, in one line; an instrument's title says enough by itself."""
        if self.plain["indicator"] == INSTRUMENTS:
            return self.subject
        told_apart = self.plain["subject"] not in names.data_sets() and self.subject
        return f"{self.name}: {self.subject}" if told_apart else self.name

    @property
    def coordinates(self) -> str:
        """Who and where, as far as it is narrower than the dossier."""
        position = self.tier if self.id.startswith("tiers.") else ""
        parts = (position, self.place, self.industry, self.market, self.group)
        return " · ".join(filter(None, parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The latest reading of one indicator and subject; `others` are its years and groups."""

    topic: str
    latest: Reading
    others: tuple[Reading, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """Lines of one indicator, told apart by their subject, industry or tier."""

    name: str
    lines: tuple[Line, ...]

    @property
    def known(self) -> tuple[Line, ...]:
        """The lines that have something to say."""
        return tuple(line for line in self.lines if line.latest.known)

    @property
    def is_list(self) -> bool:
        """Say whether every line is one of a kind, so that the kind is named once."""
        return all(line.latest.subject for line in self.known)

    @property
    def is_long(self) -> bool:
        """Say whether the lines are so many that a reader asks for them."""
        return len(self.known) > LONGEST

    @property
    def tally(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Which instruments are in force and which are not, by code; empty for other lines."""
        told: dict[str, list[str]] = {}
        for reading in (line.latest for line in self.known):
            if reading.plain["indicator"] == INSTRUMENTS:
                told.setdefault(reading.value, []).append(reading.plain["subject"])
        return tuple((value, tuple(codes)) for value, codes in told.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """What is not known of one topic for one and the same reason, in its words."""

    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The lines of one topic within a section."""

    topic: str
    name: str
    fundamental: bool
    clusters: tuple[Cluster, ...]

    @property
    def unknown(self) -> tuple[Gathered, ...]:
        """What is not known, gathered by its reason."""
        return gathered(self.clusters)


def gathered(found: Sequence[Cluster]) -> tuple[Gathered, ...]:
    """Return the unknown lines by their reason, in order of first appearance."""
    told: dict[str, list[Line]] = {}
    for line in (line for cluster in found for line in cluster.lines):
        if not line.latest.known:
            told.setdefault(line.latest.value, []).append(line)
    return tuple(Gathered(reason=reason, lines=tuple(same)) for reason, same in told.items())


def clusters(found: Sequence[Line]) -> tuple[Cluster, ...]:
    """Return lines by indicator, each indicator once, in order of first appearance."""
    named: dict[str, list[Line]] = {}
    for line in found:
        named.setdefault(line.latest.name, []).append(line)
    return tuple(Cluster(name=name, lines=tuple(same)) for name, same in named.items())


def lines(
    figures: Sequence[Plain],
    home: str,
    language: str = "en",
    translate: Translate = plain,
    charted: Set[str] = frozenset(),
) -> tuple[Line, ...]:
    """Return one line for each indicator, subject, industry and tier among the figures.

    Figures whose ids are `charted` stand in the table of a chart: they are not repeated, except
    the latest value of a series that is not a part of something (a market, a production round).
    """
    series: dict[Any, list[Plain]] = {}
    for figure in figures:
        key = tuple(figure[part] for part in ("indicator", "subject", "industry", "tier"))
        series.setdefault(key, []).append(figure)
    return tuple(
        _line(members, home, language, translate, charted)
        for members in series.values()
        if not all(_is_charted_part(each, charted) for each in members)
    )


def _is_charted_part(figure: Plain, charted: Set[str]) -> bool:
    return figure["id"] in charted and bool(figure["subject"] or figure["market"])


def reading(
    figure: Plain, home: str = "", language: str = "en", translate: Translate = plain
) -> Reading:
    """Return one figure in words; its place is named where it is not `home`."""
    place = figure["place"]
    known, interval = figure["value"] is not None, interval_text(figure, language, translate)
    reason = "" if interval or not known else figure["interval_note"]
    return Reading(
        id=figure.get("id", ""),
        name=names.indicator_name(figure["indicator"], language),
        subject=_subject(figure, language, translate),
        value=value_text(figure, language, translate),
        interval=interval,
        without_interval=names.reason_text(reason, translate) if reason else "",
        known=known,
        period=(figure["period"] or "").replace("/", "–"),
        group=names.group_name(figure["group"], language, translate),
        place="" if place == home else names.place_name(place, language, translate),
        market=names.place_name(figure["market"], language, translate) if figure["market"] else "",
        industry=names.industry_name(figure["industry"], language) if figure["industry"] else "",
        tier=names.tier_name(figure["tier"], language) if figure["tier"] else "",
        cautions=tuple(translate(note) for note in figure["notes"]),
        plain=figure,
    )


def _subject(figure: Plain, language: str, translate: Translate) -> str:
    """Return what a figure is about; an instrument's code says little without its title."""
    code = figure["subject"]
    title = _titles().get(code or "") if figure["indicator"] == INSTRUMENTS else None
    if title:
        return f"{code} {title}"
    return names.subject_name(code, language, translate)


@cache
def _titles() -> dict[str, str]:
    return {scope.instrument.code: scope.instrument.title for scope in scopes()}


def _line(
    members: list[Plain], home: str, language: str, translate: Translate, charted: Set[str]
) -> Line:
    first = max(members, key=lambda figure: _standing(figure, home))
    rest = (each for each in members if each is not first and each.get("id") not in charted)
    others = sorted(rest, key=_newest_first)
    return Line(
        topic=first["topic"],
        latest=reading(first, home, language, translate),
        others=tuple(reading(each, home, language, translate) for each in others),
    )


def _standing(figure: Plain, home: str) -> tuple[bool, bool, bool, bool, str]:
    """Rank a figure as the one to show: of this country, known, for everybody, the latest."""
    return (
        figure["place"] == home,
        figure["value"] is not None,
        not figure["group"],
        not figure["market"],
        figure["period"] or "",
    )


def _newest_first(figure: Plain) -> tuple[Any, ...]:
    return (-(year_of(figure["period"]) or 0), figure["place"], figure["group"] or "")
