"""One drawing for each exhibit, as Altair layers; labels stand beside the data, no legends.

Each function takes points in the reader's language and the width in pixels. Altair is imported
inside them, so that nothing else waits for it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from decentwork.estimates.messages import translatable
from decentwork.reporting.exhibits import Point
from decentwork.reporting.marks import (
    Rows,
    apart,
    axis_of,
    colour,
    of_series,
    row_of,
    scale,
    sized,
    tooltip,
    upright_axis,
    value_axis,
    where,
    whiskers,
    wrapped,
    year_axis,
    year_in,
)
from decentwork.reporting.numbers import Reader
from decentwork.reporting.palette import COLOURS, CONTEXT, HATCH, INK, SOFT
from decentwork.reporting.survey_drawings import surveyed_by_tier

if TYPE_CHECKING:
    import altair as alt

_NARROW = 480  # pixels; below it, labels stand above their line
_AXIS_ROOM, _NAME_ROOM, _LABEL_ROOM = 45, 210, 165  # beside the plot: ticks, names, line ends
_DEPTHS = (COLOURS[0], SOFT, "#a9cbce", HATCH)  # from the deepest fall up; the last: not known
_NAMES = 205  # pixels for the names of rows

OBSERVED = translatable("observed: %(industry)s")
EXPERIMENTAL = translatable("experimental: %(industry)s")
NORM = translatable("norm")
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

    title, factor = axis_of(shown, reader)
    rows = [row_of(p, factor) | {"x": _order(p)} for p in shown if p.value is not None]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:O", title=reader.translate(ROUND), axis=alt.Axis(labelAngle=0, grid=False)),
        tooltip=tooltip(),
    )
    bars = base.mark_bar(color=SOFT, size=min(26, width // max(len(rows), 1) // 2)).encode(
        y=alt.Y("value:Q", title=title, axis=upright_axis())
    )
    return sized(bars + whiskers(base, "y"), width - _AXIS_ROOM, 220)


def exposure_by_month(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw the jobs of each month as a column, its parts by how far demand fell, deepest below."""
    import altair as alt

    title, factor = axis_of(shown, reader)
    rows = [row_of(p, factor) | {"x": p.period, "kind": p.subject} for p in shown]
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows))
    drawn = [row | {"order": kinds.index(str(row["kind"]))} for row in rows]
    legend = alt.Legend(
        orient="top",
        columns=1,
        offset=22,  # the title of the axis stands between
        labelColor=INK,
        labelLimit=width,
        symbolType="square",
    )
    months = alt.Axis(labelAngle=0, grid=False, labelOverlap="greedy", labelSeparation=6)
    chart = (
        alt.Chart(alt.Data(values=drawn))
        .mark_bar()
        .encode(
            x=alt.X("x:O", title=None, axis=months),
            y=alt.Y("value:Q", title=title, axis=upright_axis(), stack="zero"),
            color=alt.Color("kind:N", title=None, scale=scale(kinds, _DEPTHS), legend=legend),
            order=alt.Order("order:Q"),
            tooltip=tooltip(),
        )
    )
    return sized(alt.layer(chart), width - _AXIS_ROOM, 240)


def jobs_by_market(shown: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    """Draw markets as bars with interval, largest first, the amount written beside."""
    import altair as alt

    title, factor = axis_of(shown, reader)
    known = sorted((p for p in shown if p.value is not None), key=lambda p: -(p.value or 0))
    rows = [row_of(p, factor) | {"y": p.market or p.industry} for p in known]
    order = list(dict.fromkeys(row["y"] for row in rows))
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", sort=order, title=None, axis=alt.Axis(grid=False, labelLimit=180)),
        tooltip=tooltip(),
    )
    bars = base.mark_bar(color=SOFT, size=13).encode(
        x=alt.X("value:Q", title=title, axis=value_axis(5))
    )
    words = base.mark_text(align="left", dx=8).encode(x="end:Q", text="text:N")
    return sized(bars + whiskers(base, "x") + words, width - _NAME_ROOM, 24 * len(order))


def child_labour_definitions(shown: Sequence[Point], reader: Reader, width: int) -> "alt.Chart":
    """Draw each definition in a panel of its own: all children full, girls and boys hollow."""
    import altair as alt

    latest = _latest(shown)
    definitions = list(dict.fromkeys(p.indicator for p in latest))
    panels = [
        _definition([p for p in latest if p.indicator == name], latest, reader, width).properties(
            title=name
        )
        for name in definitions
    ]
    return alt.vconcat(*panels, spacing=14)


def indicator_trends(shown: Sequence[Point], reader: Reader, width: int) -> "alt.Chart":
    """Draw one small chart an indicator: the country coloured, its region grey, the norm dashed."""
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
    kinds = list(dict.fromkeys(str(row["kind"]) for row in rows))
    years = alt.Axis(labelAngle=0, grid=False, labelOverlap="greedy", labelSeparation=6)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", title=None, axis=alt.Axis(grid=True, labelLimit=180)),
        x=alt.X("x:O", title=None, axis=years),
        yOffset=alt.YOffset("kind:N", sort=kinds),
        tooltip=[alt.Tooltip("name:N", title=" "), alt.Tooltip("kind:N", title=" ")],
    )
    marks = base.mark_point(filled=True, size=70, opacity=1).encode(
        color=colour("kind", kinds),
        shape=alt.Shape("kind:N", scale=scale(kinds, ["circle", "diamond", "square"]), legend=None),
    )
    drawn = marks + _kind_labels(rows, kinds)
    return sized(drawn, width - _NAME_ROOM, _goods_height(rows, kinds))


DRAWINGS: Mapping[str, Callable[[Sequence[Point], Reader, int], Any]] = {
    "jobs_over_time": jobs_over_time,
    "jobs_by_market": jobs_by_market,
    "jobs_by_round": jobs_by_round,
    "exposure_by_month": exposure_by_month,
    "participation_over_time": participation_over_time,
    "child_labour_definitions": child_labour_definitions,
    "indicator_trends": indicator_trends,
    "surveyed_size": surveyed_by_tier,
    "surveyed_deficits": surveyed_by_tier,
    "surveyed_opportunities": surveyed_by_tier,
    "listed_goods_by_edition": listed_goods_by_edition,
}


def _lines(
    shown: Sequence[Point], words: Mapping[Point, str], reader: Reader, width: int
) -> "alt.LayerChart":
    """Draw one line a label over the years, each named at its end, intervals as bands."""
    import altair as alt

    title, factor = axis_of(shown, reader)
    known = [p for p in shown if p.value is not None and p.year]
    rows = [row_of(p, factor) | {"x": p.year, "series": words[p]} for p in known]
    series = list(dict.fromkeys(row["series"] for row in rows))
    banded = [name for name in series if any(r["low"] is not None for r in of_series(rows, name))]
    height = 260
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:Q", title=None, scale=alt.Scale(zero=False, nice=False), axis=year_axis(rows)),
        color=colour("series", series),
        tooltip=tooltip(),
    )
    band = base.mark_area(opacity=0.16).encode(y="low:Q", y2="high:Q")
    line = base.mark_line(strokeWidth=2.2).encode(
        y=alt.Y("value:Q", title=title, axis=upright_axis()),
        strokeDash=alt.StrokeDash(
            "series:N",
            scale=scale(series, [[5, 4] if name in banded else [1, 0] for name in series]),
            legend=None,
        ),
    )
    dots = base.mark_point(filled=True, size=28, opacity=1).encode(y="value:Q")
    layers = ([band] if banded else []) + [line, dots]
    room = _AXIS_ROOM if width < _NARROW else _AXIS_ROOM + _LABEL_ROOM
    labels = _end_labels(rows, series, height, width)
    return sized(alt.layer(*layers, *labels), width - room, height)


def _end_labels(rows: Rows, series: list[str], height: int, width: int) -> list[Any]:
    """Name each line at its end, moved apart; in a narrow chart above the highest, below others."""
    import altair as alt

    ends = [max(of_series(rows, name), key=lambda row: row["x"]) for name in series]
    top = max((row["high"] or row["value"] for row in rows), default=1.0) or 1.0
    wanted = [height * (1 - row["value"] / top) for row in ends]
    beside = [
        {"align": "left", "dx": 9, "dy": y - at}
        for y, at in zip(apart(wanted), wanted, strict=True)
    ]
    highest = wanted.index(min(wanted))
    above = [
        {
            "align": "right",
            "dy": -16 if i == highest else 24,
            "baseline": "bottom" if i == highest else "top",
        }
        for i in range(len(ends))
    ]
    styles = above if width < _NARROW else beside
    return [
        alt.Chart(alt.Data(values=[row | {"label": wrapped(row["series"])}]))
        .mark_text(**({"baseline": "middle", "fontWeight": 600} | style))
        .encode(x="x:Q", y="value:Q", text="label:N", color=colour("series", series))
        for row, style in zip(ends, styles, strict=True)
    ]


def _definition(
    members: Sequence[Point], beside: Sequence[Point], reader: Reader, width: int
) -> "alt.LayerChart":
    import altair as alt

    # One scale for all definitions in one unit; a number of children has its own.
    alike = [p for p in beside if p.unit == members[0].unit]
    ceiling = max((p.high or p.value or 0.0 for p in alike), default=0.0) * 1.25 or 1.0
    unknown = reader.translate(NOT_KNOWN)
    rows = [
        row_of(p, 1.0)
        | {"y": " · ".join(filter(None, (p.group, p.period))) or p.place}
        | {"known": p.value is not None, "ceiling": ceiling}
        | ({} if p.value is not None else {"text": unknown, "end": ceiling})
        for p in members
    ]
    names = alt.Axis(grid=False, labelLimit=_NAMES - 10, minExtent=_NAMES, maxExtent=_NAMES)
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("y:N", sort=None, title=None, axis=names), tooltip=tooltip()
    )
    within = alt.Scale(domain=[0, ceiling])
    # Every value stands beside its dot; an axis in each panel would invite adding across them.
    x = alt.X("value:Q", scale=within, axis=alt.Axis(labels=False, title=None, tickCount=4))
    known = base.transform_filter("datum.known")
    blank = base.transform_filter("!datum.known").mark_bar(fill=HATCH, size=10)
    dots = known.mark_point(filled=True, size=90, opacity=1, color=COLOURS[1])
    words = base.mark_text(align="left", dx=9).encode(x="end:Q", text="text:N")
    layers = [blank.encode(x="ceiling:Q"), dots.encode(x=x), whiskers(known, "x"), words]
    height = 22 * len({row["y"] for row in rows})
    return sized(alt.layer(*layers), width - _NAMES - 90, height)


def _trend(members: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    import altair as alt

    title, factor = axis_of(members, reader)
    known = [p for p in members if p.value is not None and p.year]
    rows = [row_of(p, factor) | {"x": p.year, "series": p.place, "home": p.at_home} for p in known]
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("x:Q", title=None, scale=alt.Scale(zero=False), axis=year_axis(rows)),
        y=alt.Y("value:Q", title=title, axis=upright_axis(4)),
        detail="series:N",
        color=alt.condition("datum.home", alt.value(COLOURS[0]), alt.value(CONTEXT)),
        tooltip=tooltip(),
    )
    layers = [base.mark_line(strokeWidth=2), base.mark_point(filled=True, size=24, opacity=1)]
    places = list(dict.fromkeys(row["series"] for row in rows))
    if len(places) > 1:  # of one country alone, the page names it; an empty layer has no extent
        ends = [max(of_series(rows, name), key=year_in) for name in places]
        names = base.properties(data=alt.Data(values=ends)).mark_text(align="right", dy=-9)
        layers.append(names.encode(text="series:N"))
    drawn = alt.layer(*layers, *_norm(members, factor, reader))
    return sized(drawn, width, 130).properties(title=members[0].indicator)


def _norm(members: Sequence[Point], factor: float, reader: Reader) -> list[Any]:
    """Return a rule at the norm's value where the indicator has one."""
    import altair as alt

    from decentwork.indicators.catalogue import indicator
    from decentwork.reporting.numbers import shown_value

    norm = indicator(members[0].code).norm_value
    if norm is None or members[0].unit is None:
        return []
    value = shown_value(norm, members[0].unit) / factor
    base = alt.Chart(alt.Data(values=[{"norm": value, "text": reader.translate(NORM)}]))
    rule = base.mark_rule(color=COLOURS[1], strokeDash=[2, 2], strokeWidth=1.5)
    word = base.mark_text(color=COLOURS[1], align="left", dx=4, dy=-7)
    return [rule.encode(y="norm:Q"), word.encode(x=alt.value(0), y="norm:Q", text="text:N")]


def _kind_labels(rows: Rows, kinds: list[str]) -> "alt.Chart":
    """Name each kind once, beside its last mark of the first good that has it."""
    import altair as alt

    firsts = {kind: min(where(rows, "kind", kind), key=lambda row: row["y"]) for kind in kinds}
    ends = [
        max((r for r in where(rows, "kind", k) if r["y"] == first["y"]), key=lambda r: r["x"])
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
            color=colour("kind", kinds),
        )
    )


def _goods_height(rows: Rows, kinds: list[str]) -> int:
    return (10 + 16 * len(kinds)) * max(len({row["y"] for row in rows}), 1)


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
