"""The chart of a plan's paper: how far off a topic may be at each tier, and what is wanted."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from decentwork.reporting.marks import value_axis, wrapped
from decentwork.reporting.names import topic_name
from decentwork.reporting.numbers import Reader
from decentwork.reporting.palette import COLOURS, INK, config
from decentwork.reporting.plan_sentences import CHART
from decentwork.reporting.survey_cells import Plain, number_text

if TYPE_CHECKING:
    import altair as alt

_NAMES, _LETTERS = 230, 40  # pixels for the names of topics, letters of a line of one
_ROW = 30
_SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down")


def precision_chart(
    shares: Sequence[Plain], wanted: Sequence[Plain], reader: Reader, width: int
) -> "alt.LayerChart":
    """Draw half the mean width of intervals: a row a topic, a mark a tier, a bar what is wanted.

    Parameters
    ----------
    shares : planned figures of workers' shares in their plain form, one at least
    wanted : `Judged` in their plain form
    width : pixels
    """
    import altair as alt

    rows = [_row(it["variable"], it["tier"], 50 * it["interval_width"], reader) for it in shares]
    rows = [row for row in rows if row["value"] == row["value"]]  # nothing is drawn of no interval
    tiers = list(dict.fromkeys(row["tier"] for row in sorted(rows, key=lambda it: it["number"])))
    names = list(dict.fromkeys(row["name"] for row in rows))
    axis = alt.Axis(
        labelExpr="split(datum.label, '\\n')",
        labelLimit=_NAMES,
        minExtent=_NAMES,
        maxExtent=_NAMES,
        grid=True,
    )
    y = alt.Y("name:N", title=None, scale=alt.Scale(domain=names), axis=axis)
    x = alt.X("value:Q", title=reader.translate(CHART["axis"]), axis=value_axis(6))
    marks = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, size=70, opacity=0.95)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "tier:N",
                title=None,
                scale=alt.Scale(domain=tiers, range=list(COLOURS[: len(tiers)])),
                legend=alt.Legend(orient="top"),
            ),
            shape=alt.Shape(
                "tier:N", title=None, scale=alt.Scale(domain=tiers, range=list(_SHAPES))
            ),
        )
    )
    bars = [_row(it["topic"], it["tier"], 100 * it["wanted"], reader) for it in wanted]
    limits = alt.Chart(alt.Data(values=bars)).mark_tick(color=INK, thickness=1.6, size=_ROW * 0.7)
    drawn = alt.layer(limits.encode(x=x, y=y), marks) if bars else alt.layer(marks)
    return drawn.properties(
        width=width - _NAMES - 20, height=_ROW * len(names), description=_said(rows, reader)
    ).configure(**config(reader.language))


def _row(topic: str, tier: int, points: float, reader: Reader) -> dict[str, Any]:
    return {
        "name": "\n".join(wrapped(topic_name(topic, reader.language), _LETTERS)),
        "tier": reader.translate(CHART["tier"]) % {"tier": tier},
        "number": tier,
        "value": points,
    }


def _said(rows: Sequence[Plain], reader: Reader) -> str:
    said = []
    for tier in sorted({row["number"] for row in rows}):
        here = [row["value"] for row in rows if row["number"] == tier]
        ends = {"low": number_text(min(here), reader), "high": number_text(max(here), reader)}
        said.append(reader.translate(CHART["said_tier"]) % {"tier": tier, **ends})
    return reader.translate(CHART["said"]) % {"tiers": "; ".join(said)}
