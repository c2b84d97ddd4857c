"""A sector over countries and years as a reader meets it: panels, tables, what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.sector import Sector
from decentwork.dossiers.sector_chart import LOGARITHMIC, OWN, SAME, panels, scale_of
from decentwork.dossiers.sector_measures import MEASURES
from decentwork.dossiers.sector_series import (
    BREAK,
    DERIVED,
    EXPERIMENTAL,
    OBSERVED,
    WIDER,
    SectorSeries,
    estimated,
    year_of,
)
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import Indicator, indicator
from decentwork.indicators.figure import Figure
from decentwork.reporting import names
from decentwork.reporting.drawings import EXPERIMENTAL as EXPERIMENTAL_OF
from decentwork.reporting.drawings import OBSERVED as OBSERVED_OF
from decentwork.reporting.marks import THOUSAND_PEOPLE
from decentwork.reporting.numbers import (
    Plain,
    Reader,
    unit_text,
)
from decentwork.reporting.palette import config
from decentwork.reporting.sector_table import no_sum_text, number_text, table_head, table_rows
from decentwork.sources import catalogue

if TYPE_CHECKING:
    import altair as alt

DERIVED_OF = translatable("derived: %(industry)s")
WHOLE_ECONOMY = translatable("the whole economy")
ABOUT_WIDER = translatable("A wider industry that contains the sector: not the sector alone.")
ABOUT_NATIONAL = translatable(
    "Published for the whole country, not by industry; where it is otherwise, a note says so."
)
BREAK_BEFORE = translatable("%(place)s, before %(year)s: %(reason)s")
OF_YEARS = translatable("%(place)s, %(years)s: %(reason)s")
ONE_BASE = translatable("Index: %(year)s is 100.")
OWN_BASES = translatable("Index: the first year of each series is 100; no one year is the base.")
ALTERNATIVE = translatable(
    "%(title)s: %(places)s places, a panel each, %(first)s to %(last)s; the table has every value."
)
SCALES = {
    OWN: translatable("Each panel has a scale of its own, from zero."),
    SAME: translatable("All panels have one scale."),
    LOGARITHMIC: translatable("All panels have one scale, on which every doubling is as high."),
}
UNITS = {
    Unit.THOUSAND_PERSONS: THOUSAND_PEOPLE,
    Unit.MILLION_USD: translatable("million US dollars"),
    Unit.MILLION_LOCAL_2015: translatable("million, local currency at 2015 prices"),
}
_TITLES = {OBSERVED: OBSERVED_OF, DERIVED: DERIVED_OF, EXPERIMENTAL: EXPERIMENTAL_OF}


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Which places have nothing of a measure and industry, and why."""

    industry: str
    places: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPanel:
    """One chart of a measure for an industry, and its table: a row a year, a column a series.

    A cell with a star stands behind a break, which `breaks` explains.
    """

    id: str
    title: str
    about: str
    unit: str
    scale: str
    base: str
    no_sum: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    breaks: tuple[str, ...]
    notes: tuple[str, ...]
    no_interval: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorPage:
    """One measure of a sector: charts from the narrowest industry on, and what is not known."""

    measure: str
    definition: Indicator
    first: int | None
    last: int | None
    have: int
    panels: tuple[SectorPanel, ...]
    missing: tuple[Missing, ...]
    origins: tuple[Plain, ...]
    steps: tuple[str, ...]


def measure_name(id: str, language: str = "en", translate: Any = str) -> str:  # noqa: ANN401 (gettext)
    """Return what a measure is called, and for whom."""
    found = MEASURES[id]
    name = names.indicator_name(found.indicator, language)
    who = names.group_name(found.group, language, translate)
    return f"{name}: {who}" if who else name


def sector_page(found: Sector, measure: str, reader: Reader) -> SectorPage:
    """Return one measure of a sector in words."""
    series = found.of(measure)
    years = [year for it in series for year in it.years]
    provenances = [estimated(it.figures[0]).provenance.to_dict() for it in series]
    origins = {it["citation"]: it for each in provenances for it in each["origins"]}
    return SectorPage(
        measure=measure_name(measure, reader.language, reader.translate),
        definition=indicator(MEASURES[measure].indicator),
        first=min(years, default=None),
        last=max(years, default=None),
        have=len({it.place for it in series}),
        panels=tuple(_panel(found, measure, it, reader) for it in found.industries_of(measure)),
        missing=_missing(found, measure, reader),
        origins=tuple(it | {"note": _note(it["entry"])} for it in origins.values()),
        steps=tuple(dict.fromkeys(step for each in provenances for step in each["steps"])),
    )


def sector_chart(
    found: Sector, measure: str, industry: str, reader: Reader, width: int
) -> "alt.FacetChart":
    """Return the panels of a measure and industry, a place each, in the reader's language."""
    series = found.of(measure, industry)
    spans = [year for it in series for year in (it.years[0], it.years[-1])]
    text = reader.translate(ALTERNATIVE) % {
        "title": panel_title(series[0], reader),
        "places": len({it.place for it in series}),
        "first": min(spans),
        "last": max(spans),
    }
    factor = 100.0 if estimated(series[0].figures[0]).unit is Unit.SHARE else 1.0
    drawn = panels(
        series,
        width,
        name=lambda code: names.place_name(code, reader.language, reader.translate),
        text=lambda figure: number_text(estimated(figure), reader),
        factor=factor,
    )
    return drawn.properties(description=text).configure(**config(reader.language))


def panel_id(industry: str) -> str:
    """Return the industry of a panel as an address writes it: "isic4-C14", "national"."""
    return industry.replace(":", "-") or "national"


def panel_title(series: SectorSeries, reader: Reader) -> str:
    """Return what a panel shows: how it is known, and of which industry."""
    if not series.industry:
        industry = reader.translate(WHOLE_ECONOMY)
    else:
        industry = names.industry_name(series.industry, reader.language)
    return reader.translate(_TITLES[series.quality]) % {"industry": industry}


def _panel(found: Sector, measure: str, industry: str, reader: Reader) -> SectorPanel:
    series = found.of(measure, industry)
    every = [it for it in found.totals if (it.measure, it.industry) == (measure, industry)]
    sums = every if any(it.have == it.of for it in every) else []
    unit = estimated(series[0].figures[0]).unit
    about = {"": ABOUT_NATIONAL}.get(industry, ABOUT_WIDER if series[0].reach == WIDER else "")
    words = reader.translate(UNITS[unit]) if unit in UNITS else unit_text(unit, reader.translate)
    figures = [figure for it in series for figure in it.figures]
    intervals = [estimated(it).to_dict() for it in figures]
    reasons = dict.fromkeys(it["interval_note"] for it in intervals if it["low"] is None)
    return SectorPanel(
        id=panel_id(industry),
        title=panel_title(series[0], reader),
        about=reader.translate(about) if about else "",
        unit="" if series[0].base else words,
        scale=reader.translate(SCALES[scale_of(series)]),
        base=_base(series, reader),
        no_sum="" if sums or not every else no_sum_text(every, reader),
        head=table_head(series, sums, reader),
        rows=table_rows(series, sums, reader),
        breaks=_breaks(series, reader),
        notes=_notes(figures, reader),
        no_interval=tuple(names.reason_text(it, reader.translate) for it in reasons),
    )


def _notes(figures: Sequence[Figure], reader: Reader) -> tuple[str, ...]:
    """Return the notes of all figures once; those of some with their place and years."""
    noted: dict[str, dict[str, list[int]]] = {}
    for it in figures:
        for note in it.notes:
            if not note.startswith(BREAK):  # breaks have a list of their own
                noted.setdefault(note, {}).setdefault(it.at.place, []).append(year_of(it))
    told = []
    for note, places in noted.items():
        reason = reader.translate(note)
        if sum(map(len, places.values())) == len(figures):
            told.append(reason)
            continue
        for place, years in places.items():
            name = names.place_name(place, reader.language, reader.translate)
            at = {"place": name, "years": _spans(years), "reason": reason}
            told.append(reader.translate(OF_YEARS) % at)
    return tuple(told)


def _spans(years: Sequence[int]) -> str:
    """Return years as spans.

    Examples
    --------
    >>> _spans([1990, 1991, 1992, 1995])
    '1990–1992, 1995'
    """
    spans: list[list[int]] = []
    for year in years:
        if spans and spans[-1][-1] == year - 1:
            spans[-1][1:] = [year]
        else:
            spans.append([year])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _base(series: Sequence[SectorSeries], reader: Reader) -> str:
    bases = {it.base for it in series}
    if bases == {None}:
        return ""
    if len(bases) == 1:
        return reader.translate(ONE_BASE) % {"year": series[0].base}
    return reader.translate(OWN_BASES)


def _breaks(series: Sequence[SectorSeries], reader: Reader) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            reader.translate(BREAK_BEFORE)
            % {
                "place": names.place_name(it.place, reader.language, reader.translate),
                "year": each.year,
                "reason": reader.translate(each.reason),
            }
            for it in series
            for each in it.breaks
        )
    )


def _missing(found: Sector, measure: str, reader: Reader) -> tuple[Missing, ...]:
    lacking: dict[tuple[str, str], list[str]] = {}
    for id, figure in found.absent:
        if id == measure:
            at = (figure.at.industry or "", figure.to_dict()["interval_note"])
            lacking.setdefault(at, []).append(figure.at.place)
    return tuple(
        Missing(
            industry=names.industry_name(industry, reader.language)
            if industry
            else reader.translate(WHOLE_ECONOMY),
            places=tuple(
                sorted(names.place_name(it, reader.language, reader.translate) for it in places)
            ),
            reason=names.reason_text(reason, reader.translate),
        )
        for (industry, reason), places in lacking.items()
    )


def _note(entry: str | None) -> str:
    """Return the catalogue's note on a data set; an invented one is not in the catalogue."""
    return next((it.note for it in catalogue.entries() if it.name == entry), "")
