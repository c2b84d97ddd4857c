"""Drawings of what a survey found at each tier: one panel an indicator, tiers in their order."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from decentwork.estimates.messages import translatable
from decentwork.reporting.exhibits import Point
from decentwork.reporting.marks import axis_of, row_of, sized, tooltip, value_axis, whiskers
from decentwork.reporting.numbers import Reader
from decentwork.reporting.palette import COLOURS, HATCH

if TYPE_CHECKING:
    import altair as alt

_NAMES, _NARROW_NAMES = 190, 110  # pixels for the names of tiers
_VALUES = 140  # pixels for values beside the dots
_ROW = 22
_NARROW = 480
_AT_MOST_ROOM = 1.3  # of the highest value, so that its text fits beside it

WITHHELD = translatable("withheld")


def surveyed_by_tier(shown: Sequence[Point], reader: Reader, width: int) -> "alt.Chart":
    """Draw a panel for each indicator: a dot a tier in its interval, hatched where withheld."""
    import altair as alt

    everybody = [point for point in shown if not point.group_code]
    codes = list(dict.fromkeys(point.code for point in everybody))
    columns = 1 if width < 2 * _NARROW else 2
    panels = [
        _panel([p for p in everybody if p.code == code], reader, width // columns) for code in codes
    ]
    return alt.concat(*panels, columns=columns, spacing=18)


def _panel(members: Sequence[Point], reader: Reader, width: int) -> "alt.LayerChart":
    import altair as alt

    title, factor = axis_of(members, reader)
    rows = [_row(point, factor, reader) for point in members]
    names = _NAMES if width > _NARROW else _NARROW_NAMES
    ceiling = max((row["end"] or 0.0 for row in rows), default=0.0) * _AT_MOST_ROOM or 1.0
    axis = alt.Axis(grid=False, labelLimit=names - 10, minExtent=names, maxExtent=names)
    base = alt.Chart(alt.Data(values=[row | {"ceiling": ceiling} for row in rows])).encode(
        y=alt.Y("y:N", sort=[row["y"] for row in rows], title=None, axis=axis), tooltip=tooltip()
    )
    known = base.transform_filter("datum.known")
    blank = base.transform_filter("!datum.known").mark_bar(fill=HATCH, size=10)
    scale = alt.Scale(domain=[0, ceiling], nice=False)
    x = alt.X("value:Q", title=title, scale=scale, axis=value_axis(4))
    dots = known.mark_point(filled=True, size=80, opacity=1, color=COLOURS[0])
    words = base.mark_text(align="left", dx=9).encode(x="end:Q", text="text:N")
    layers = [blank.encode(x="ceiling:Q"), dots.encode(x=x), whiskers(known, "x"), words]
    drawn = sized(alt.layer(*layers), width - names - _VALUES, _ROW * len(rows))
    return drawn.properties(title=members[0].indicator)


def _row(point: Point, factor: float, reader: Reader) -> dict[str, Any]:
    row = row_of(point, factor) | {"y": point.tier, "known": point.value is not None}
    if point.value is None:
        return row | {"text": reader.translate(WITHHELD), "end": 0.0}
    return row
