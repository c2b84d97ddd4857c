"""Charts of a survey: its deficits and opportunities by position, and how its weights spread."""

from collections.abc import Sequence
from itertools import groupby
from math import ceil, floor, log10
from typing import TYPE_CHECKING, Any

from decentwork.estimates.units import Unit
from decentwork.reporting.marks import sized, tooltip, value_axis, whiskers, wrapped
from decentwork.reporting.numbers import Reader
from decentwork.reporting.palette import COLOURS, HATCH, INK, config
from decentwork.reporting.survey_cells import (
    TIER,
    Plain,
    SurveyCell,
    number_text,
    position_name,
    survey_cells,
)
from decentwork.reporting.survey_sentences import CHARTS
from decentwork.surveys.release import POSITIONS

if TYPE_CHECKING:
    import altair as alt

_NAMES = 186  # pixels for the names of rows
_LETTERS = 32  # of a line of such a name
_HEAD_LETTERS = 6.5  # pixels a letter of a column's head takes
_ROW, _GAP = 30, 10
_SPREAD_TEXT, _TIER = 190, 60
_FEWEST = 10.0  # per cent on the axis, however small the shares
_COLUMNS = (*POSITIONS, "")  # the whole chain last
_SPLIT = "split(datum.label, '\\n')"
_MARKS = {"deficit": ("circle", COLOURS[1]), "opportunity": ("diamond", COLOURS[0])}


def estimates_chart(
    estimates: Sequence[Plain], reader: Reader | None = None, width: int = 900
) -> "alt.VConcatChart":
    """Draw shares as small multiples: a band of panels a topic, a panel a position.

    Indicators stand in rows, all panels of a topic on one scale. A round mark is a deficit, a
    diamond an opportunity; hollow where the verdict is not "publishable"; hatched where withheld
    or too thin. Means that are no shares, groups and tiers have no place here.

    Parameters
    ----------
    estimates : `Released` in their plain form; one share at least
    reader : language and gettext
    width : pixels
    """
    import altair as alt

    reader = reader or Reader()
    cells = drawable(survey_cells(estimates, reader))
    bands = [
        _band(list(same), reader, width) for _, same in groupby(cells, key=lambda cell: cell.topic)
    ]
    whole = alt.vconcat(*bands, spacing=22)
    return whole.properties(description=_described(cells, reader)).configure(
        **config(reader.language)
    )


def drawable(cells: Sequence[SurveyCell]) -> list[SurveyCell]:
    """Return the cells that the chart of estimates has a place for: shares by position."""
    return [
        cell
        for cell in cells
        if cell.unit == Unit.SHARE and cell.topic and not cell.parts and cell.tier is None
    ]


def spread_chart(
    spread: Sequence[Plain], reader: Reader | None = None, width: int = 640
) -> "alt.LayerChart":
    """Draw how weights spread in each tier: smallest to largest on a log scale, and the median.

    Parameters
    ----------
    spread : rows with `tier`, `smallest`, `median`, `largest`, `kish`; one with a weight at least
    """
    import altair as alt

    reader = reader or Reader()
    known = [row for row in spread if row["smallest"]]
    rows = [_spread_row(row, reader) for row in known]
    axis = alt.Axis(grid=False, minExtent=_TIER, maxExtent=_TIER)
    base = alt.Chart(alt.Data(values=rows)).encode(y=alt.Y("y:N", sort=None, title=None, axis=axis))
    ends = (min(row["smallest"] for row in rows), max(row["largest"] for row in rows))
    scale = alt.Scale(type="log", domain=[ends[0] / 1.15, ends[1] * 1.15], nice=False)
    title = reader.translate(CHARTS["spread_axis"])
    steps = [10.0**power for power in range(floor(log10(ends[0])), ceil(log10(ends[1])) + 1)]
    ticks = alt.Axis(values=steps, titleAnchor="start")
    x = alt.X("smallest:Q", title=title, scale=scale, axis=ticks)
    reach = base.mark_rule(color=INK, strokeWidth=1.4, opacity=0.75).encode(x=x, x2="largest:Q")
    middle = base.mark_point(filled=True, size=80, opacity=1, color=COLOURS[0])
    words = base.mark_text(align="left").encode(
        x=alt.value(width - _TIER - _SPREAD_TEXT + 12), text="text:N"
    )
    drawn = alt.layer(reach, middle.encode(x="median:Q"), words)
    drawn = sized(drawn, width - _TIER - _SPREAD_TEXT, 26 * len(rows))
    said = [_spread_said(row, reader) for row in known]
    description = reader.translate(CHARTS["spread"]) % {"tiers": "; ".join(said)}
    return drawn.properties(description=description).configure(**config(reader.language))


def _band(cells: Sequence[SurveyCell], reader: Reader, width: int) -> "alt.FacetChart":
    """Return the panels of one topic, one a position, all of the same width and rows."""
    import altair as alt

    names = list(dict.fromkeys(_lines(cell.name, _LETTERS) for cell in cells))
    reach = max((cell.high or cell.value or 0.0 for cell in cells), default=0.0)
    ceiling = min(max(1.1 * reach, _FEWEST), 100.0)
    room = (width - _NAMES) // len(_COLUMNS) - _GAP
    letters = max(8, int(room / _HEAD_LETTERS))
    heads = {code: _lines(position_name(code, reader), letters) for code in _COLUMNS}
    rows = [_row(cell, ceiling) | {"x": heads[cell.position]} for cell in cells]
    header = alt.Header(
        title=None, labelExpr=_SPLIT, labelAnchor="start", labelFontSize=11, labelFontWeight=400
    )
    panel = _panel(names, ceiling, reader).properties(width=room, height=_ROW * len(names))
    return panel.facet(
        data=alt.Data(values=rows),
        column=alt.Column("x:N", sort=list(heads.values()), header=header),
        spacing=_GAP,
        title=alt.TitleParams(text=cells[0].topic_name, anchor="start", offset=8),
    )


def _panel(names: list[str], ceiling: float, reader: Reader) -> "alt.LayerChart":
    import altair as alt

    axis = alt.Axis(labelExpr=_SPLIT, labelLimit=_NAMES, minExtent=_NAMES, maxExtent=_NAMES)
    scale = alt.Scale(domain=[0, ceiling], nice=False)
    title = reader.translate(CHARTS["axis"])
    x = alt.X("value:Q", title=title, scale=scale, axis=value_axis(2))
    base = alt.Chart().encode(
        y=alt.Y("y:N", title=None, scale=alt.Scale(domain=names), axis=axis), tooltip=tooltip()
    )
    blank = base.transform_filter("!datum.known").mark_bar(fill=HATCH, size=12)
    known = base.transform_filter("datum.known")
    points = known.mark_point(size=60, opacity=1, strokeWidth=1.6).encode(
        x=x,
        shape=alt.Shape("shape:N", scale=None),
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
    )
    return alt.layer(blank.encode(x=alt.X("ceiling:Q")), whiskers(known, "x"), points)


def _row(cell: SurveyCell, ceiling: float) -> dict[str, Any]:
    shape, colour = _MARKS.get(cell.kind or "", _MARKS["deficit"])
    return {
        "y": _lines(cell.name, _LETTERS),
        "value": cell.value,
        "low": cell.low,
        "high": None if cell.high is None else min(cell.high, ceiling),
        "ceiling": ceiling,
        "known": cell.value is not None,
        "shape": shape,
        "colour": colour,
        "fill": colour if cell.is_publishable else "transparent",
        "name": cell.name,
        "where": cell.where,
        "text": cell.text,
        "interval": cell.interval,
    }


def _lines(text: str, letters: int) -> str:
    return "\n".join(wrapped(text, letters))


def _described(cells: Sequence[SurveyCell], reader: Reader) -> str:
    known = sorted((cell for cell in cells if cell.value is not None), key=_value)
    topics = list(dict.fromkeys(cell.topic_name for cell in cells))
    facts = {
        "topic": topics[0],
        "topics": len(topics),
        "count": len(known),
        "blank": len(cells) - len(known),
        "lowest": known[0].text if known else "",
        "highest": known[-1].text if known else "",
    }
    kind = "blank" if not known else "topic" if len(topics) == 1 else "several"
    return reader.translate(CHARTS[kind]) % facts


def _value(cell: SurveyCell) -> float:
    return cell.value or 0.0


def _spread_row(row: Plain, reader: Reader) -> dict[str, Any]:
    said = {name: number_text(row[name], reader) for name in ("median", "kish")}
    return {
        **{name: row[name] for name in ("tier", "smallest", "median", "largest")},
        "y": reader.translate(TIER) % {"tier": row["tier"]},
        "text": reader.translate(CHARTS["spread_text"]) % said,
    }


def _spread_said(row: Plain, reader: Reader) -> str:
    numbers = {name: number_text(row[name], reader) for name in ("smallest", "median", "largest")}
    return reader.translate(CHARTS["spread_tier"]) % {"tier": row["tier"], **numbers}
