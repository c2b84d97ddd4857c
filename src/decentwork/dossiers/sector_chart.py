"""Small multiples of one measure of a sector: a panel a place, its last value written beside it.

A line joins only years that follow each other with no break between: what is missing stays open.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.sector_series import EXPERIMENTAL, SectorSeries, estimated, year_of
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.units import Unit
from decentwork.indicators.figure import Figure

if TYPE_CHECKING:
    import altair as alt

    from decentwork.dossiers.sector import Sector

COLOURS = ("#0b5763", "#c05a1c", "#3a7ebf", "#8a5a99", "#7d7a12", "#444c52")
"""One a source, in order: the six of `reporting.palette`, which stands above this folder."""

OWN, SAME, LOGARITHMIC = "own", "same", "logarithmic"  # scales of panels
_COMPARABLE = (Unit.SHARE, Unit.HOURS_WEEK)  # places can be compared without more
_WIDE, _NARROW = 640, 420  # pixels from which three and two panels stand side by side
_HEIGHT, _BESIDE = 96, 92  # pixels: of a panel; of its axis and the value beside its line
_NARROWEST = 90

Rows = list[dict[str, Any]]


def drawn(found: "Sector", measure: str = "", industry: str | None = None) -> "alt.FacetChart":
    """Return the panels of a measure (the first known) and industry (the narrowest)."""
    known = found.measures
    id = measure or next(iter(known), "")
    series = found.of(id, industry)
    if not series:
        raise UnknownCode(id, f"the measures known of {found}", known)
    return panels([it for it in series if it.industry == series[0].industry])


def panels(
    series: Sequence[SectorSeries],
    width: int = 720,
    *,
    name: Callable[[str], str] = str,
    text: Callable[[Figure], str] | None = None,
    factor: float = 1.0,
) -> "alt.FacetChart":
    """Return a panel a place: points, lines over years without a gap, breaks as dashed rules.

    Parameters
    ----------
    series : of one measure and industry, one at least; several sources of a place share its panel
    width : pixels of all columns together
    name, text : how a place code and a value are written
    factor : what values are multiplied by to be drawn
    """
    import altair as alt

    columns = 3 if width >= _WIDE else 2 if width >= _NARROW else 1
    places = list(dict.fromkeys(it.place for it in series))
    newest = {it.place: it.years[-1] for it in sorted(series, key=lambda it: it.years[-1])}
    rows = [
        row | {"where": name(it.place)}
        for it in series
        for row in _rows(it, factor, text or _short, newest[it.place])
    ]
    cells = alt.Facet(
        "where:N",
        title=None,
        sort=[name(it) for it in places],
        header=alt.Header(labelAnchor="start", labelFontWeight=600, labelFontSize=12),
    )
    each = max(width // columns - _BESIDE, _NARROWEST)
    drawn = _layers(rows, series).properties(width=each, height=_HEIGHT)
    faceted = drawn.facet(facet=cells, columns=columns, spacing={"row": 18, "column": 62})
    scale = "independent" if scale_of(series) == OWN else "shared"
    return faceted.resolve_scale(y=scale).resolve_axis(x="independent", y="independent")


def scale_of(series: Sequence[SectorSeries]) -> str:
    """Return how panels are scaled.

    "logarithmic", the same in all, for an index (a doubling is as high everywhere); "same" for a
    share and for hours a week; "own", from zero, for what differs between places in size or unit.
    """
    estimates = [estimated(figure) for it in series for figure in it.figures]
    if estimates[0].unit is Unit.INDEX_BASE_100 and all(it.value > 0 for it in estimates):
        return LOGARITHMIC
    return SAME if estimates[0].unit in _COMPARABLE else OWN


def _layers(rows: Rows, series: Sequence[SectorSeries]) -> "alt.LayerChart":
    """Return interval, line, points, breaks and last value over each other."""
    import altair as alt

    years = [year for it in series for year in it.years]
    first, last = min(years), max(years)
    x = alt.X("year:Q", title=None, scale=alt.Scale(domain=[first, last], nice=False)).axis(
        format="d", values=sorted({first, last}), grid=False
    )
    y = alt.Y("value:Q", title=None).axis(tickCount=2).scale(zero=True, nice=True)
    if scale_of(series) == LOGARITHMIC:
        ticks = alt.Axis(values=_doublings(series), format="~g", labelOverlap="greedy")
        y = alt.Y("value:Q", title=None, axis=ticks).scale(type="log", nice=False)
    sources = list(dict.fromkeys(it.source for it in series))
    colours = [COLOURS[i % len(COLOURS)] for i in range(len(sources))]
    colour = alt.Color("source:N", legend=None).scale(domain=sources, range=colours)
    dash = alt.Scale(domain=["experimental", "other"], range=[[5, 3], [1, 0]])
    every = alt.Chart(alt.Data(values=rows)).encode(x=x)
    values = every.transform_filter("isValid(datum.value)").encode(y=y, color=colour)
    band = values.transform_filter("isValid(datum.low)").mark_area(opacity=0.18)
    line = values.mark_line(strokeWidth=2)
    breaks = every.transform_filter("isValid(datum.broken)").mark_rule(
        strokeDash=[2, 3], color="currentColor", opacity=0.6
    )
    words = every.transform_filter("isValid(datum.text)").mark_text(align="left", dx=6)
    return alt.layer(
        band.encode(y="low:Q", y2="high:Q", detail="run:N"),
        line.encode(detail="run:N", strokeDash=alt.StrokeDash("kind:N", legend=None, scale=dash)),
        values.mark_point(filled=True, size=16, opacity=1),
        breaks,
        words.encode(y=y, text="text:N"),
    )


def _doublings(series: Sequence[SectorSeries]) -> list[float]:
    """Return 100 and its doublings and halvings as far as the values go."""
    powers = [math.log2(estimated(it).value / 100) for one in series for it in one.figures]
    lowest, highest = math.floor(min(*powers, 0)), math.ceil(max(*powers, 0))
    return [100 * 2.0**power for power in range(lowest, highest + 1)]


def _rows(series: SectorSeries, factor: float, text: Callable[[Figure], str], newest: int) -> Rows:
    """Return a row a value, and one a break; the place's `newest` value has its text beside it."""
    kind = "experimental" if series.quality == EXPERIMENTAL else "other"
    found: Rows = [{"year": it.year - 0.5, "broken": it.year} for it in series.breaks]
    for number, run in enumerate(series.runs):
        for figure in run:
            it, year = estimated(figure), year_of(figure)
            ends = {
                name: end * factor
                for name, end in (("low", it.low), ("high", it.high))
                if end is not None
            }
            words = {"text": text(figure)} if year == newest else {}
            about = {"source": series.source, "run": f"{series.source} {number}", "kind": kind}
            found.append({"year": year, "value": it.value * factor, **ends, **words, **about})
    return found


def _short(figure: Figure) -> str:
    value = estimated(figure).value
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.3g}"
