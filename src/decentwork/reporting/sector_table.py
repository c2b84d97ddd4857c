"""The table under a sector's chart: a row a year, a column a series, all places together last."""

from collections.abc import Sequence

from babel.numbers import format_decimal

from decentwork.dossiers.sector_series import SectorSeries, estimated
from decentwork.dossiers.sector_totals import PlacesTotal
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.reporting import names
from decentwork.reporting.numbers import Reader, locale, rounding_step

HAVE = translatable("%(have)s of %(of)s places")
TOGETHER = translatable("All %(count)s places")
NO_SUM = translatable(
    "No value for all together: at most %(have)s of %(of)s places have one in the same year."
)
YEAR = translatable("Year")
_BREAK_MARK = "*"


def table_head(
    series: Sequence[SectorSeries], sums: Sequence[PlacesTotal], reader: Reader
) -> tuple[str, ...]:
    """Return the heads of the columns; a place with two sources names them."""
    of_place = [it.place for it in series]
    heads = []
    for it in series:
        name = names.place_name(it.place, reader.language, reader.translate)
        several = of_place.count(it.place) > 1
        title = estimated(it.figures[0]).provenance.origins[0].title
        heads.append(f"{name} ({title})" if several else name)
    together = (reader.translate(TOGETHER) % {"count": sums[0].of},) if sums else ()
    return (reader.translate(YEAR), *heads, *together)


def table_rows(
    series: Sequence[SectorSeries], sums: Sequence[PlacesTotal], reader: Reader
) -> tuple[tuple[str, ...], ...]:
    """Return the rows, newest first; a year without value is "–", one after a break has a star."""
    of_year = {it.year: it for it in sums}
    years = sorted({year for it in series for year in it.years}, reverse=True)
    return tuple(
        (
            str(year),
            *(_cell(it, year, reader) for it in series),
            *((_together(of_year[year], reader),) if sums else ()),
        )
        for year in years
    )


def _cell(series: SectorSeries, year: int, reader: Reader) -> str:
    figure = series.in_year(year)
    if figure is None:
        return "–"
    mark = _BREAK_MARK if any(it.year == year for it in series.breaks) else ""
    estimate = estimated(figure)
    text = number_text(estimate, reader)
    if estimate.low is None or estimate.high is None:
        return text + mark
    low, high = (_scaled(end, estimate, reader) for end in (estimate.low, estimate.high))
    return f"{text}{mark} ({low}–{high})"


def _together(total: PlacesTotal, reader: Reader) -> str:
    known = total.figure.known
    if isinstance(known, Estimate):
        return number_text(known, reader)
    return reader.translate(HAVE) % {"have": total.have, "of": total.of}


def number_text(estimate: Estimate, reader: Reader) -> str:
    """Return a value as its language writes it, rounded as its interval supports, without unit."""
    return _scaled(estimate.value, estimate, reader)


def _scaled(value: float, estimate: Estimate, reader: Reader) -> str:
    factor = 100.0 if estimate.unit is Unit.SHARE else 1.0
    ends = [None if it is None else it * factor for it in (estimate.low, estimate.high)]
    step = rounding_step(estimate.value * factor, *ends)
    digits = max(0, len(f"{step:f}".rstrip("0").partition(".")[2]))
    rounded = round(round(value * factor / step) * step, digits)
    return str(format_decimal(rounded, locale=locale(reader.language)))


def no_sum_text(every: Sequence[PlacesTotal], reader: Reader) -> str:
    """Return why no sum stands: how many places have a value at most."""
    most = max(every, key=lambda it: it.have)
    return reader.translate(NO_SUM) % {"have": most.have, "of": most.of}
