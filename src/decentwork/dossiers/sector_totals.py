"""A value for several places together: sums where all of them have one, never a mean of shares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decentwork.dossiers.sector_measures import MEASURES, Measure
from decentwork.dossiers.sector_series import DERIVED, SectorSeries, estimated, year_of
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import indicator
from decentwork.indicators.figure import Coordinates, Figure, Unknown

NOT_ALL_PLACES = "not_all_places"
_NOT_JOINT = NoInterval("the errors of the places together are not known")
# What a quotient of sums is multiplied by: millions over thousands of persons give thousands.
_FACTORS = {Unit.USD_PERSON_YEAR: 1000.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesTotal:
    """One measure and year of all places: its figure, and how many of them have a value.

    The figure is a stated unknown unless all of them have one.
    """

    measure: str
    industry: str
    quality: str
    year: int
    have: int
    of: int
    figure: Figure


def totals(name: str, places: Sequence[str], series: Sequence[SectorSeries]) -> list[PlacesTotal]:
    """Return sums over `places` (called `name`), and ratios of sums, for every year of a value."""
    found: list[PlacesTotal] = []
    for measure in MEASURES.values():
        mine = [it for it in series if it.measure == measure.id]
        if len(places) > 1 and (measure.adds or measure.ratio):
            for industry in dict.fromkeys(it.industry for it in mine):
                here = [it for it in mine if it.industry == industry]
                found += _of_industry(measure, name, places, here, series)
    return found


def _of_industry(
    measure: Measure,
    name: str,
    places: Sequence[str],
    here: Sequence[SectorSeries],
    every: Sequence[SectorSeries],
) -> Iterator[PlacesTotal]:
    described, industry = indicator(measure.indicator), here[0].industry
    for year in sorted({year for it in here for year in it.years}):
        have = _of_one_source(measure.id, industry, year, here)
        value = None
        if len(have) == len(places):
            value = _value(measure, industry, year, places, every)
        at = Coordinates(
            place=name,
            topic=described.topic,
            industry=industry or None,
            group=measure.group or None,
            period=str(year),
        )
        known: Estimate | Unknown = Unknown(reason=NOT_ALL_PLACES, unit=described.unit)
        if value is not None:
            known = _summed(value, described.unit, list(have.values()), year)
        yield PlacesTotal(
            measure=measure.id,
            industry=industry,
            quality=here[0].quality if measure.adds else DERIVED,
            year=year,
            have=len(have),
            of=len(places),
            figure=Figure(indicator=described.id, at=at, known=known),
        )


def _value(
    measure: Measure, industry: str, year: int, places: Sequence[str], every: Sequence[SectorSeries]
) -> float | None:
    """Return the sum of all places or the ratio of two; None where one of them lacks its part."""
    if measure.ratio:
        above, below = (_sum(id, industry, year, places, every) for id in measure.ratio)
        factor = _FACTORS.get(indicator(measure.indicator).unit, 1.0)
        return None if above is None or not below else factor * above / below
    return _sum(measure.id, industry, year, places, every)


def _sum(
    id: str, industry: str, year: int, places: Sequence[str], every: Sequence[SectorSeries]
) -> float | None:
    found = _of_one_source(id, industry, year, every)
    figures = [figure for it in found.values() if (figure := it.in_year(year))]
    return sum(estimated(it).value for it in figures) if set(found) == set(places) else None


def _of_one_source(
    id: str, industry: str, year: int, every: Sequence[SectorSeries]
) -> dict[str, SectorSeries]:
    """Return the series by place of the source that has most places in a year, the first if tied.

    Places of different sources are not summed.
    """
    found: dict[str, dict[str, SectorSeries]] = {}
    for it in every:
        if (it.measure, it.industry) == (id, industry) and it.in_year(year):
            found.setdefault(it.source, {}).setdefault(it.place, it)
    return max(found.values(), key=len, default={})


def _summed(value: float, unit: Unit, parts: Sequence[SectorSeries], year: int) -> Estimate:
    figures = [figure for it in parts if (figure := it.in_year(year)) and year_of(figure) == year]
    provenance = estimated(figures[0]).provenance
    for each in figures[1:]:
        provenance = provenance.joined(estimated(each).provenance)
    return Estimate(
        value=value,
        interval=_NOT_JOINT,
        unit=unit,
        method="sum",
        provenance=provenance.then(f"summed over {len(parts)} places"),
    )
