"""One drawing for each exhibit, as Altair layers; labels stand beside the data, no legends.

Each function takes points in the reader's language and the width in pixels. Altair is imported
inside them, so that nothing else waits for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit
from decentwork.reporting.exhibits import Point
from decentwork.reporting.numbers import Reader, unit_text
from decentwork.reporting.palette import COLOURS, CONTEXT, HATCH, INK

if TYPE_CHECKING:
    import altair as alt

Rows = list[dict[str, Any]]

_PERSONS = {Unit.PERSONS, Unit.THOUSAND_PERSONS, Unit.MILLION_PERSONS}
_MILLION, _THOUSAND = 1_000_000, 1_000
_NARROW = 480  # pixels; below it, labels stand above their line
_LABEL_ROOM = 150
_LINE_GAP = 15  # pixels between two labels at the end of lines

MILLION_PEOPLE = translatable("million people")
THOUSAND_PEOPLE = translatable("thousand people")
OBSERVED = translatable("observed: %(industry)s")
EXPERIMENTAL = translatable("experimental: %(industry)s")
ROUND = translatable("production round")
NOT_KNOWN = translatable("not known")


def jobs_over_time(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw observed jobs as a full line, experimental ones dashed in their interval."""
    words = {True: reader.translate(EXPERIMENTAL), False: reader.translate(OBSERVED)}
    labels = {p: words[p.low is not None] % {"industry": p.industry} for p in shown}
    return _lines(shown, labels, reader, width)


def participation_over_time(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw backward and forward participation as two lines."""
    return _lines(shown, {p: p.indicator for p in shown}, reader, width)


def jobs_by_round(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw the jobs of each production round as columns, round by round."""
    import altair as alt

    title, factor = _axis(shown, reader)
    rows = [_row(p, factor) | {"x": _order(p)} for p in shown if p.value is not None]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:O", title=reader.translate(ROUND), axis=alt.Axis(labelAngle=0, grid=False)),
        tooltip=_tooltip(),
    )
    bars = base.mark_bar(color=COLOURS[0], size=min(26, width // max(len(rows), 1) // 2)).encode(
        y=alt.Y("value:Q", title=title, axis=_value_axis())
    )
    return _sized(bars + _whiskers(base, "y"), width, 220)


def jobs_by_market(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw markets as bars with interval, largest first, the amount written beside."""
    import altair as alt

    title, factor = _axis(shown, reader)
    known = sorted((p for p in shown if p.value is not None), key=lambda p: -(p.value or 0))
    rows = [_row(p, factor) | {"y": p.market or p.industry} for p in known]
    order = list(dict.fromkeys(row["y"] for row in rows))
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", sort=order, title=None, axis=alt.Axis(grid=False, labelLimit=180)),
        tooltip=_tooltip(),
    )
    bars = base.mark_bar(color=COLOURS[0], size=13).encode(
        x=alt.X("value:Q", title=title, axis=_value_axis(5))
    )
    return _sized(bars + _whiskers(base, "x"), width, 24 * len(order))


def child_labour_definitions(shown: Sequence[Point], reader: Reader, width: int) -> "alt.Chart":
    """Draw each definition in a panel of its own: all children full, girls and boys hollow."""
    import altair as alt

    latest = _latest(shown)
    panels = []
    ceiling = max((p.high or p.value or 0.0 for p in latest), default=0.0) * 1.25 or 1.0
    for definition in dict.fromkeys(p.indicator for p in latest):
        members = [p for p in latest if p.indicator == definition]
        panels.append(_definition(members, ceiling, reader, width).properties(title=definition))
    return alt.vconcat(*panels, spacing=18)


def indicator_trends(shown: Sequence[Point], reader: Reader, width: int) -> "alt.Chart":
    """Draw one small chart an indicator: the country in colour, its region grey, the norm a rule."""
    import altair as alt

    columns = 1 if width < _NARROW else 2
    each = width // columns - 60
    panels = [
        _trend([p for p in shown if p.code == code], reader, each)
        for code in dict.fromkeys(p.code for p in shown)
    ]
    return alt.concat(*panels, columns=columns, spacing=30)


def listed_goods_by_edition(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw a mark for each edition that lists a good; its shape and place tell the kind."""
    import altair as alt

    rows = [
        {"y": p.subject, "x": p.year, "kind": p.text, "text": p.text, "name": p.subject}
        for p in shown
        if p.fact and p.fact.startswith("listed") and p.year
    ]
    kinds = list(dict.fromkeys(row["kind"] for row in rows))
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", title=None, axis=alt.Axis(grid=True, labelLimit=180)),
        x=alt.X("x:O", title=None, axis=alt.Axis(labelAngle=0, grid=False)),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("kind:N", title=" ")],
    )
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=_colour("kind", kinds),
        shape=alt.Shape(
            "kind:N", scale=_scale(kinds, ["circle", "diamond", "square"]), legend=None
        ),
    )
    return _sized(marks + _kind_labels(rows, kinds), width, _goods_height(rows, kinds))


DRAWINGS: Mapping[str, Callable[[Sequence[Point], Reader, int], Any]] = {
    "jobs_over_time": jobs_over_time,
    "jobs_by_market": jobs_by_market,
    "jobs_by_round": jobs_by_round,
    "participation_over_time": participation_over_time,
    "child_labour_definitions": child_labour_definitions,
    "indicator_trends": indicator_trends,
    "listed_goods_by_edition": listed_goods_by_edition,
}


def _lines(
    shown: Sequence[Point], labels: Mapping[Point, str], reader: Reader, width: int
) -> "alt.LayerChart":
    """Draw one line a label over the years, each named at its end, intervals as bands."""
    import altair as alt

    title, factor = _axis(shown, reader)
    known = [p for p in shown if p.value is not None and p.year]
    rows = [_row(p, factor) | {"x": p.year, "series": labels[p]} for p in known]
    series = list(dict.fromkeys(row["series"] for row in rows))
    banded = [name for name in series if any(r["low"] is not None for r in _of(rows, name))]
    height = 260
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:Q", title=None, scale=alt.Scale(zero=False, nice=False), axis=_year_axis(rows)),
        color=_colour("series", series),
        tooltip=_tooltip(),
    )
    band = base.mark_area(opacity=0.16).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(strokeWidth=2.2).encode(
        y=alt.Y("value:Q", title=title, axis=_value_axis()),
        strokeDash=alt.StrokeDash(
            "series:N",
            scale=_scale(series, [[5, 4] if name in banded else [1, 0] for name in series]),
            legend=None,
        ),
    )
    dots = base.mark_point(filled=True, size=28, opacity=1).encode(y="value:Q")
    layers = ([band] if banded else []) + [line, dots]
    return _sized(alt.layer(*layers, *_end_labels(rows, series, height, width)), width, height)


def _end_labels(rows: Rows, series: list[str], height: int, width: int) -> list[Any]:
    """Name each line at its end, moved apart where two would touch."""
    import altair as alt

    ends = [max(_of(rows, name), key=lambda row: row["x"]) for name in series]
    top = max((row["high"] or row["value"] for row in rows), default=1.0) or 1.0
    wanted = [height * (1 - row["value"] / top) for row in ends]
    placed = _apart(wanted)
    narrow = width < _NARROW
    return [
        alt.Chart(alt.Data(values=[row | {"label": _wrapped(row["series"])}]))
        .mark_text(
            align="right" if narrow else "left",
            dx=0 if narrow else 9,
            dy=placed[i] - wanted[i] - (12 if narrow else 0),
            baseline="middle",
            fontWeight=600,
        )
        .encode(x="x:Q", y="value:Q", text="label:N", color=_colour("series", series))
        for i, row in enumerate(ends)
    ]


def _definition(
    members: Sequence[Point], ceiling: float, reader: Reader, width: int
) -> "alt.LayerChart":
    import altair as alt

    rows = [
        _row(p, 1.0)
        | {"y": f"{p.group or p.place} · {p.period}", "known": p.value is not None, "end": ceiling}
        | {"shown": p.value or 0.0}
        for p in members
    ]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", sort=None, title=None, axis=alt.Axis(grid=False, labelLimit=200)),
        tooltip=_tooltip(),
    )
    x = alt.X(
        "value:Q",
        title=unit_text(members[0].unit, reader.translate),
        scale=alt.Scale(domain=[0, ceiling]),
        axis=_value_axis(4),
    )
    unknown = base.transform_filter("!datum.known").mark_bar(fill=HATCH, size=10).encode(x="end:Q")
    known = base.transform_filter("datum.known")
    dots = known.mark_point(filled=True, size=90, opacity=1, color=COLOURS[1]).encode(x=x)
    words = known.mark_text(align="left", dx=9).encode(x="value:Q", text="text:N")
    layers = [unknown, dots, _whiskers(known, "x"), words]
    return _sized(alt.layer(*layers), width, 22 * len({row["y"] for row in rows}))


def _trend(members: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    import altair as alt

    title, factor = _axis(members, reader)
    known = [p for p in members if p.value is not None and p.year]
    rows = [_row(p, factor) | {"x": p.year, "series": p.place, "home": p.at_home} for p in known]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:Q", title=None, scale=alt.Scale(zero=False), axis=_year_axis(rows)),
        y=alt.Y("value:Q", title=title, axis=_value_axis(4)),
        detail="series:N",
        color=alt.condition("datum.home", alt.value(COLOURS[0]), alt.value(CONTEXT)),
        tooltip=_tooltip(),
    )
    layers = [base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=24, opacity=1)]
    return _sized(alt.layer(*layers, *_norm(members, factor)), width, 130).properties(
        title=members[0].indicator
    )


def _norm(members: Sequence[Point], factor: float) -> list[Any]:
    """Return a rule at the norm's value where the indicator has one."""
    import altair as alt

    from decentwork.indicators.catalogue import indicator
    from decentwork.reporting.numbers import shown_value

    norm = indicator(members[0].code).norm_value
    if norm is None or members[0].unit is None:
        return []
    value = shown_value(norm, members[0].unit) / factor
    rule = alt.Chart(alt.Data(values=[{"norm": value}])).mark_rule(
        color=COLOURS[1], strokeDash=[2, 2], strokeWidth=1.5
    )
    return [rule.encode(y="norm:Q")]


def _kind_labels(rows: Rows, kinds: list[str]) -> Any:
    """Name each kind once, beside its last mark of the first good that has it."""
    import altair as alt

    firsts = {kind: min(_where(rows, "kind", kind), key=lambda row: row["y"]) for kind in kinds}
    ends = [
        max((r for r in _where(rows, "kind", k) if r["y"] == first["y"]), key=lambda r: r["x"])
        for k, first in firsts.items()
    ]
    return (
        alt.Chart(alt.Data(values=ends))
        .mark_text(align="left", dx=9, fontWeight=600)
        .encode(
            y="y:N",
            x="x:O",
            yOffset=alt.YOffset("kind:N", sort=kinds),
            text="kind:N",
            color=_colour("kind", kinds),
        )
    )


def _goods_height(rows: Rows, kinds: list[str]) -> int:
    return (10 + 16 * len(kinds)) * max(len({row["y"] for row in rows}), 1)


def _whiskers(base: "alt.Chart", along: str) -> "alt.Chart":
    """Draw the intervals of those points that have one."""
    bounded = base.transform_filter("isValid(datum.low)")
    ends = {along: f"low:Q", f"{along}2": "high:Q"}
    return bounded.mark_rule(color=INK, strokeWidth=1.4, opacity=0.75).encode(**ends)


def _row(point: Point, factor: float) -> dict[str, Any]:
    scaled = {
        name: None if value is None else value / factor
        for name, value in (("value", point.value), ("low", point.low), ("high", point.high))
    }
    where = [point.market, point.subject, point.group, point.period]
    return scaled | {
        "text": point.text,
        "interval": point.interval,
        "name": point.indicator,
        "where": " · ".join(filter(None, where)),
    }


def _axis(shown: Sequence[Point], reader: Reader) -> tuple[str, float]:
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


def _latest(shown: Sequence[Point]) -> list[Point]:
    """Return the latest known point of each indicator and group, unknown where none is known."""
    latest: dict[tuple[str, str], Point] = {}
    for point in shown:
        key = (point.code, point.group_code)
        before = latest.get(key)
        if before is None or _rank(point) >= _rank(before):
            latest[key] = point
    return list(latest.values())


def _rank(point: Point) -> tuple[bool, int]:
    return (point.value is not None, point.year or 0)


def _order(point: Point) -> int:
    digits = "".join(letter for letter in point.subject if letter.isdigit())
    return int(digits or 0)


def _apart(wanted: list[float]) -> list[float]:
    """Return positions as near as can be to the wanted ones, none closer than a line."""
    placed = list(wanted)
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    for before, after in zip(order, order[1:], strict=False):
        placed[after] = max(placed[after], placed[before] + 2 * _LINE_GAP)
    return placed


def _wrapped(text: str, limit: int = 24) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + len(word) >= limit:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _of(rows: Rows, series: str) -> Rows:
    return _where(rows, "series", series)


def _where(rows: Rows, name: str, value: str) -> Rows:
    return [row for row in rows if row[name] == value]


def _colour(name: str, domain: list[str]) -> "alt.Color":
    import altair as alt

    return alt.Color(f"{name}:N", scale=_scale(domain, list(COLOURS)), legend=None)


def _scale(domain: list[str], values: Sequence[Any]) -> "alt.Scale":
    import altair as alt

    return alt.Scale(domain=domain, range=[values[i % len(values)] for i in range(len(domain))])


def _year_axis(rows: Rows) -> "alt.Axis":
    import altair as alt

    years = sorted({row["x"] for row in rows})
    step = max(1, round((years[-1] - years[0]) / 5)) if years else 1
    ticks = list(range(years[-1], years[0] - 1, -step))[::-1] if years else []
    return alt.Axis(format="d", values=ticks, grid=False)


def _value_axis(count: int = 5) -> "alt.Axis":
    import altair as alt

    return alt.Axis(tickCount=count, titleAnchor="start" if count < 5 else "middle")


def _tooltip() -> list[Any]:
    import altair as alt

    return [alt.Tooltip(f"{name}:N", title=" ") for name in ("name", "where", "text", "interval")]


def _sized(chart: Any, width: int, height: int) -> Any:
    return chart.properties(width=max(width, 120), height=height)
