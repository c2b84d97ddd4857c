"""Parts that several drawings are made of: rows of data, scales, axes, intervals."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.reporting.exhibits import Point
from decentwork.reporting.numbers import Reader, unit_text
from decentwork.reporting.palette import COLOURS, INK

if TYPE_CHECKING:
    import altair as alt

Rows = list[dict[str, Any]]

LINE_GAP = 15  # pixels between two labels at the end of lines
_PERSONS = {Unit.PERSONS, Unit.THOUSAND_PERSONS, Unit.MILLION_PERSONS}
_MILLION, _THOUSAND = 1_000_000, 1_000
_NARROWEST = 120

MILLION_PEOPLE = translatable("million people")
THOUSAND_PEOPLE = translatable("thousand people")


def whiskers(base: "alt.Chart", along: str) -> "alt.Chart":
    """Draw the intervals of those points that have one."""
    bounded = base.transform_filter("isValid(datum.low)")
    ends = {along: "low:Q", f"{along}2": "high:Q"}
    return bounded.mark_rule(color=INK, strokeWidth=1.4, opacity=0.75).encode(**ends)


def row_of(point: Point, factor: float) -> dict[str, Any]:
    """Return a point as a row of chart data, its values divided by `factor`."""
    scaled = {
        name: None if value is None else value / factor
        for name, value in (("value", point.value), ("low", point.low), ("high", point.high))
    }
    where = [point.market, point.subject, point.group, point.period]
    return scaled | {
        "end": scaled["value"] if scaled["high"] is None else scaled["high"],
        "text": point.text,
        "interval": point.interval,
        "name": point.indicator,
        "where": " · ".join(filter(None, where)),
    }


def axis_of(shown: Sequence[Point], reader: Reader) -> tuple[str, float]:
    """Return an axis title and what values are divided by, so that ticks stay short."""
    unit = next((p.unit for p in shown if p.value is not None), None)
    if unit is None or Unit(unit) not in _PERSONS:
        return unit_text(unit, reader.translate), 1.0
    top = max((p.high or p.value or 0.0 for p in shown), default=0.0)
    if top >= 2 * _MILLION:
        return reader.translate(MILLION_PEOPLE), float(_MILLION)
    if top >= 2 * _THOUSAND:
        return reader.translate(THOUSAND_PEOPLE), float(_THOUSAND)
    return unit_text(unit, reader.translate), 1.0


def apart(wanted: list[float]) -> list[float]:
    """Return positions as near as can be to the wanted ones, none closer than a line."""
    placed = list(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for before, after in zip(order, order[1:], strict=False):
        placed[after] = max(placed[after], placed[before] + 2 * LINE_GAP)
    return placed


def wrapped(text: str, limit: int = 24) -> list[str]:
    """Return a text as lines of at most `limit` letters."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= limit:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def year_in(row: dict[str, Any]) -> int:
    """Return the year of a row."""
    return int(row["x"])


def of_series(rows: Rows, series: str) -> Rows:
    """Return the rows of one series."""
    return where(rows, "series", series)


def where(rows: Rows, name: str, value: str) -> Rows:
    """Return the rows in which a field has a value."""
    return [row for row in rows if row[name] == value]


def colour(name: str, domain: list[str]) -> "alt.Color":
    """Return the colours of named series, in the order of the palette."""
    import altair as alt

    return alt.Color(f"{name}:N", scale=scale(domain, list(COLOURS)), legend=None)


def scale(domain: list[str], values: Sequence[Any]) -> "alt.Scale":
    """Return a scale that gives each name one of the values, round and round."""
    import altair as alt

    return alt.Scale(domain=domain, range=[values[i % len(values)] for i in range(len(domain))])


def year_axis(rows: Rows) -> "alt.Axis":
    """Return the axis of years: the last one is always written."""
    import altair as alt

    years = sorted({row["x"] for row in rows})
    step = max(1, round((years[-1] - years[0]) / 5)) if years else 1
    ticks = list(range(years[-1], years[0] - 1, -step))[::-1] if years else []
    return alt.Axis(format="d", values=ticks, grid=False)


def value_axis(count: int = 5) -> "alt.Axis":
    """Return the axis of lengths."""
    import altair as alt

    return alt.Axis(tickCount=count, titleAnchor="start")


def upright_axis(count: int = 5) -> "alt.Axis":
    """Return the axis of heights: its title stands level above it, where it is read first."""
    import altair as alt

    return alt.Axis(
        tickCount=count,
        titleAngle=0,
        titleAlign="left",
        titleAnchor="end",
        titleBaseline="bottom",
        titleX=0,
        titleY=-10,
    )


def tooltip() -> list[Any]:
    """Return what is told of a mark under the pointer."""
    import altair as alt

    return [alt.Tooltip(f"{name}:N", title=" ") for name in ("name", "where", "text", "interval")]


def sized(chart: "alt.LayerChart", width: int, height: int) -> "alt.LayerChart":
    """Return the chart in a size, never narrower than can be read."""
    return chart.properties(width=max(width, _NARROWEST), height=height)
