"""One measure of one place and industry over the years, with what breaks it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Figure

SECTOR, WIDER, NATIONAL = "sector", "wider", "national"  # how near the industry is to the sector
OBSERVED, DERIVED, EXPERIMENTAL = "observed", "derived", "experimental"
QUALITIES = (OBSERVED, DERIVED, EXPERIMENTAL)
"""As published; computed from published values; with an input that is itself an estimate."""

BREAK = "break in the series"
INDEXED_OVER_A_BREAK = translatable("a break in the series lies between this year and the base")
_NO_INTERVAL = NoInterval("a ratio of two values whose joint error is not published")

# What the publisher writes of a whole series rather than of a year; see the notes of the data sets.
_GARMENT_WAGE = translatable("general floor to 2022, the wage of garment workers from 2023")
_DEFINITION = translatable("change of definition")
_NOTED = translatable(
    "noted with the data set: the household survey of this year breaks the series"
)
_DECLARED: Mapping[tuple[str, str, str], Mapping[int, str]] = {
    ("ilostat_minimum_wage_garment_countries", "BGD", ""): {2023: _GARMENT_WAGE},
    ("ilostat_minimum_wage_garment_countries", "KEN", ""): {2008: _DEFINITION},
    ("ilostat_employment_isic2_garment", "BGD", "isic4:C13"): {2013: _NOTED},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesBreak:
    """From `year` on the values are not comparable with those before; `reason` says why."""

    year: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorSeries:
    """One measure of one place, industry and source: a figure a year, in order, none twice.

    `industry` is a code like "isic4:C14", or "" for the whole economy; `reach` says whether that is
    the sector itself, wider than it, or the nation; `quality` one of `QUALITIES`; `source` entries
    of the data catalogue. `base` is the year that is 100 where the figures are an index.
    """

    measure: str
    place: str
    industry: str
    reach: str
    quality: str
    source: str
    figures: tuple[Figure, ...]
    breaks: tuple[SeriesBreak, ...] = ()
    base: int | None = None

    def __post_init__(self) -> None:
        if not self.figures or sorted(set(self.years)) != list(self.years):
            raise ValueError("a series has at least one figure and at most one a year, in order")

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have a value."""
        return tuple(year_of(it) for it in self.figures)

    @property
    def gaps(self) -> tuple[int, ...]:
        """The years between the first and the last that have none."""
        return tuple(sorted(set(range(self.years[0], self.years[-1])) - set(self.years)))

    @property
    def runs(self) -> tuple[tuple[Figure, ...], ...]:
        """The figures that a line may join: no year is missing between them, nor breaks it."""
        starts = {it.year for it in self.breaks}
        found: list[list[Figure]] = []
        for year, each in zip(self.years, self.figures, strict=True):
            if found and year_of(found[-1][-1]) == year - 1 and year not in starts:
                found[-1].append(each)
            else:
                found.append([each])
        return tuple(map(tuple, found))

    def in_year(self, year: int) -> Figure | None:
        """Return the figure of a year; None where there is none."""
        return next((it for it in self.figures if year_of(it) == year), None)

    def between(self, first: int, last: int) -> "SectorSeries | None":
        """Return the part within two years, both included; None if nothing is left."""
        kept = tuple(it for it in self.figures if first <= year_of(it) <= last)
        breaks = tuple(it for it in self.breaks if first < it.year <= last)
        return replace(self, figures=kept, breaks=breaks) if kept else None

    def indexed(self, base: int) -> "SectorSeries":
        """Return the series with its value of `base` as 100; that year must have one, not zero."""
        at_base = known(self.in_year(base))
        if at_base is None or at_base.value == 0:
            raise ValueError(f"{base} has no value that could be 100")
        figures = tuple(self._indexed(it, at_base.value, base) for it in self.figures)
        return replace(self, figures=figures, base=base)

    def _indexed(self, figure: Figure, hundred: float, base: int) -> Figure:
        estimate = estimated(figure)
        first, last = sorted((year_of(figure), base))
        is_broken = any(first < it.year <= last for it in self.breaks)
        caution = (INDEXED_OVER_A_BREAK,) if is_broken else ()
        index = Estimate(
            value=100.0 * (estimate.value / hundred),
            interval=_NO_INTERVAL,
            unit=Unit.INDEX_BASE_100,
            method="index",
            provenance=estimate.provenance.then(f"divided by the value of {base}, times 100"),
        )
        return replace(figure, known=index, notes=(*figure.notes, *caution))


def year_of(figure: Figure) -> int:
    """Return the year of a figure of a series."""
    return int(figure.at.period or "")


def estimated(figure: Figure) -> Estimate:
    """Return the number of a figure of a series; a fact or an unknown has none (TypeError)."""
    if not isinstance(figure.known, Estimate):
        raise TypeError(f"{figure.indicator} of {figure.at.period} is not a number")
    return figure.known


def known(figure: Figure | None) -> Estimate | None:
    """Return the number of a figure, None where there is no figure."""
    return None if figure is None else estimated(figure)


def breaks_of(source: str, figures: Sequence[Figure]) -> tuple[SeriesBreak, ...]:
    """Return the breaks that the publisher marks on a year, or declares for a whole series."""
    at = figures[0].at
    declared = _DECLARED.get((source, at.place, at.industry or ""), {})
    marked = {year_of(it): note for it in figures for note in it.notes if note.startswith(BREAK)}
    first, last = year_of(figures[0]), year_of(figures[-1])
    every = {**marked, **declared}
    return tuple(
        SeriesBreak(year=year, reason=every[year]) for year in sorted(every) if first < year <= last
    )
