"""A sector over countries and years: what is published, derived and experimental, and what lacks.

A series is one measure of one place, industry and source; series of different sources are never
joined, and nothing is filled in between the years that have a value.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from decentwork.classifications.chains import chains_named, find_chain
from decentwork.classifications.countries import country
from decentwork.classifications.industries import Industry
from decentwork.dossiers.sector_accounts import national_accounts, table_accounts
from decentwork.dossiers.sector_measures import MEASURES, measure
from decentwork.dossiers.sector_own_tables import own_table_accounts
from decentwork.dossiers.sector_series import SectorSeries, year_of
from decentwork.dossiers.sector_sources import Scopes, work_series
from decentwork.dossiers.sector_totals import PlacesTotal, totals
from decentwork.dossiers.trade_panel import EXPERIMENTAL_ACCOUNT, OBSERVED_ACCOUNT, TABLE
from decentwork.indicators.catalogue import Indicator, indicator
from decentwork.indicators.figure import Coordinates, Figure, Unknown
from decentwork.sources.data_folder import DataFolder

if TYPE_CHECKING:
    import pandas as pd

COMMON, FIRST = "common", "first"  # base years: one that all have, or each series its own first
NO_BASE = "no_value_in_base_year"
COLUMNS = (
    *("place", "measure", "indicator", "industry", "reach", "group", "period", "value"),
    *("low", "high", "unit", "quality", "base", "break_before", "have", "of", "interval_note"),
    *("notes", "source", "publisher", "licence", "citation"),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sector:
    """What is known of a sector in some places.

    Parameters
    ----------
    name : str
        Slug of a chain, or an industry written "isic4:C14".
    region : str
        What the places are called together; their codes joined by "+" where they have no name.
    absent : figures
        A stated unknown for each measure, industry and place without a series.
    totals : of measures that add up, for all places together
    """

    name: str
    region: str
    places: tuple[str, ...]
    series: tuple[SectorSeries, ...]
    totals: tuple[PlacesTotal, ...]
    absent: tuple[tuple[str, Figure], ...]

    def of(self, measure: str, industry: str | None = None) -> tuple[SectorSeries, ...]:
        """Return the series of a measure, of one industry or of all, in the order of places."""
        return tuple(
            it for it in self.series if it.measure == measure and industry in (None, it.industry)
        )

    def industries_of(self, measure: str) -> tuple[str, ...]:
        """Return the industries that a measure is known for, the narrowest first."""
        return tuple(dict.fromkeys(it.industry for it in self.of(measure)))

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures that some place has, in their order."""
        have = {it.measure for it in self.series}
        return tuple(id for id in MEASURES if id in have)

    def common_years(self, measure: str, industry: str) -> tuple[int, ...]:
        """Return the years in which every series of a measure and industry has a value."""
        years = [set(it.years) for it in self.of(measure, industry)]
        return tuple(sorted(set.intersection(*years))) if years else ()

    def indexed(self, base: int | str = FIRST) -> "Sector":
        """Return the sector with every series as an index; sums of places are left out.

        Parameters
        ----------
        base : year, "common" or "first"
            The year that is 100; "first": the first year of each series; "common": the first year
            that all series of a measure and industry have, their own first years where there is
            none. A series without a value in a named year becomes a stated unknown; each of the
            others says its `base`.
        """
        kept, without = [], []
        for each in self.series:
            year = self._base_of(each, base)
            at_base = each.in_year(year)
            if at_base is not None and at_base.value:
                kept.append(each.indexed(year))
            else:
                without.append((each.measure, _unknown(each.measure, each.place, each.industry)))
        lost = tuple((id, _because(it, NO_BASE)) for id, it in without)
        return replace(self, series=tuple(kept), totals=(), absent=(*self.absent, *lost))

    def _base_of(self, series: SectorSeries, base: int | str) -> int:
        if isinstance(base, int):
            return base
        common = self.common_years(series.measure, series.industry) if base == COMMON else ()
        return common[0] if common else series.years[0]

    def coverage(self) -> list[dict[str, Any]]:
        """Return a row a series: who has what, from when to when, which years lack, what breaks."""
        return [
            {
                "place": it.place,
                "measure": it.measure,
                "industry": it.industry or None,
                "reach": it.reach,
                "quality": it.quality,
                "source": it.source,
                "first": it.years[0],
                "last": it.years[-1],
                "years": len(it.years),
                "gaps": list(it.gaps),
                "breaks": [{"year": each.year, "reason": each.reason} for each in it.breaks],
            }
            for it in self.series
        ]

    def rows(self) -> list[dict[str, Any]]:
        """Return a row of `COLUMNS` for every value, sum and stated unknown."""
        return [*self._values(), *self._sums(), *self._unknowns()]

    def _values(self) -> Iterator[dict[str, Any]]:
        for it in self.series:
            breaks = {each.year: each.reason for each in it.breaks}
            about = {"reach": it.reach, "quality": it.quality, "source": it.source, "base": it.base}
            for each in it.figures:
                yield _row(it.measure, each, **about, break_before=breaks.get(year_of(each)))

    def _sums(self) -> Iterator[dict[str, Any]]:
        for it in self.totals:
            yield _row(it.measure, it.figure, quality=it.quality, have=it.have, of=it.of)

    def _unknowns(self) -> Iterator[dict[str, Any]]:
        for id, figure in self.absent:
            yield _row(id, figure)

    def __str__(self) -> str:
        have = {it.place for it in self.series}
        spans = [year for it in self.series for year in (it.years[0], it.years[-1])]
        years = f", {min(spans)}–{max(spans)}" if spans else ""
        return (
            f"{self.name} in {self.region}: {len(self.series)} series "
            f"of {len(have)} of {len(self.places)} places{years}"
        )

    def __repr__(self) -> str:
        return f"Sector({str(self)!r})"

    def to_frame(self) -> "pd.DataFrame":
        """Return `rows` as a table."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(COLUMNS))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values: what was asked, coverage, and a figure for each value."""
        return {
            "sector": self.name,
            "region": self.region,
            "places": list(self.places),
            "coverage": self.coverage(),
            "figures": [
                {"measure": it.measure, "quality": it.quality, "base": it.base} | each.to_dict()
                for it in self.series
                for each in it.figures
            ],
            "totals": [
                {"measure": it.measure, "quality": it.quality, "have": it.have, "of": it.of}
                | it.figure.to_dict()
                for it in self.totals
            ],
            "absent": [{"measure": id} | it.to_dict() for id, it in self.absent],
        }

    def chart(self, measure: str = "", industry: str | None = None) -> Any:  # noqa: ANN401 - altair.Chart, imported only when drawn
        """Return small multiples of a measure, a place each; of the first known if none is named.

        The narrowest industry it is known for, unless one is named. Nothing known: `UnknownCode`.
        """
        from decentwork.dossiers.sector_chart import drawn

        return drawn(self, measure, industry)


def sector(
    name: str,
    places: Sequence[str],
    folder: DataFolder,
    *,
    region: str = "",
    measures: Sequence[str] = (),
    years: tuple[int, int] | None = None,
) -> Sector:
    """Return what a data folder holds on a sector in some places.

    Parameters
    ----------
    name : chain or industry
        A chain by slug, name or synonym ("garments"), or an industry ("isic4:C14").
    places : ISO alpha-3 codes
    region : what the places are called together
    measures : ids of `sector_measures.MEASURES`; all of them if none is named
    years : first and last, both included

    Raises
    ------
    UnknownCode
        There is no such chain, industry, place or measure.
    """
    wanted = tuple(measure(id).id for id in measures) or tuple(MEASURES)
    codes = tuple(dict.fromkeys(country(code).iso3 for code in places))
    known_as, scopes = _named(name)
    needed = {part for id in wanted for part in (id, *(MEASURES[id].ratio or ()))}
    found = [
        *work_series(codes, scopes, needed, folder),
        *national_accounts(codes, scopes.observed, needed, folder),
        *table_accounts(codes, scopes.experimental, needed, folder),
        *own_table_accounts(codes, scopes.experimental, needed, folder),
    ]
    if years:
        found = [part for it in found if (part := it.between(*years))]
    together = region or "+".join(codes)
    kept = sorted((it for it in found if it.measure in wanted), key=_order(codes, scopes))
    return Sector(
        name=known_as,
        region=together,
        places=codes,
        series=tuple(kept),
        totals=tuple(it for it in totals(together, codes, found) if it.measure in wanted),
        absent=tuple(_absent(wanted, codes, scopes, kept, folder)),
    )


def _named(name: str) -> tuple[str, Scopes]:
    """Return a sector's own name and the industries it is looked up in."""
    if ":" in name and not chains_named(name):
        industry = Industry.parse(name)
        own = (str(industry),) if industry.classification == "isic4" else ()
        observed = str(industry) if industry.classification == "etd12" else ""
        table = str(industry) if industry.classification == "wiod35" else ""
        return str(industry), Scopes(divisions=own, observed=observed, experimental=table)
    chain = find_chain(name)
    return chain.slug, Scopes(
        divisions=tuple(f"isic4:{code}" for code in chain.isic4),
        observed=f"etd12:{chain.etd12}",
        experimental=f"wiod35:{chain.wiod35}",
    )


def _order(codes: Sequence[str], scopes: Scopes) -> Any:  # noqa: ANN401 - a sort key
    measures = list(MEASURES)

    def key(it: SectorSeries) -> tuple[int, int, int, str]:
        nearness = scopes.of(it.measure).index(it.industry)
        return measures.index(it.measure), nearness, codes.index(it.place), it.source

    return key


def _absent(
    wanted: Sequence[str],
    places: Sequence[str],
    scopes: Scopes,
    series: Sequence[SectorSeries],
    folder: DataFolder,
) -> Iterator[tuple[str, Figure]]:
    """Yield a stated unknown for each measure, industry and place without a series."""
    have = {(it.measure, it.industry, it.place) for it in series}
    for id in wanted:
        for industry in scopes.of(id):
            held = any(
                folder.has(it) for it in _searched(indicator(MEASURES[id].indicator), industry)
            )
            reason = "not_in_data" if held else "no_source"
            for place in places:
                if (id, industry, place) not in have:
                    yield id, _because(_unknown(id, place, industry), reason)


def _searched(described: Indicator, industry: str) -> tuple[str, ...]:
    """Return the data sets that could have an indicator for an industry."""
    kind = industry.partition(":")[0]
    if described.id == "employment" and kind == "etd12":
        return (OBSERVED_ACCOUNT,)
    if described.id == "employment" and kind == "wiod35":
        return (EXPERIMENTAL_ACCOUNT,)
    return (TABLE,) if kind == "wiod35" else described.sources


def _unknown(id: str, place: str, industry: str) -> Figure:
    described = indicator(MEASURES[id].indicator)
    at = Coordinates(
        place=place,
        topic=described.topic,
        industry=industry or None,
        group=MEASURES[id].group or None,
    )
    return Figure(
        indicator=described.id, at=at, known=Unknown(reason="not_in_data", unit=described.unit)
    )


def _because(figure: Figure, reason: str) -> Figure:
    return replace(figure, known=Unknown(reason=reason, unit=indicator(figure.indicator).unit))


def _row(id: str, figure: Figure, **about: Any) -> dict[str, Any]:  # noqa: ANN401 - any plain value
    plain = figure.to_dict()
    origin = plain["provenance"] or {}
    values = {"measure": id, **{name: plain.get(name) for name in COLUMNS if name in plain}}
    values |= {name: origin.get(name) for name in ("publisher", "licence", "citation")}
    every = values | about | {"notes": "; ".join(plain["notes"]) or None}
    return {name: every.get(name) for name in COLUMNS}
