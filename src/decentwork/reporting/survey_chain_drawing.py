"""The drawing of a surveyed chain: tiers side by side, bubbles of units, bundles of links."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import pi, sqrt
from typing import TYPE_CHECKING, Any

from decentwork.reporting.marks import wrapped
from decentwork.reporting.numbers import Plain, Reader, count_text, rounding_step
from decentwork.reporting.palette import COLOURS, CONTEXT, HATCH, INK, QUIET
from decentwork.reporting.survey_chain_sentences import MAP
from decentwork.reporting.survey_chain_words import (
    group_of,
    kind_of,
    links_text,
    tier_of,
    units_text,
)
from decentwork.reporting.survey_pages import KINDS
from decentwork.surveys.kinds import Kind

if TYPE_CHECKING:
    import altair as alt

Row = dict[str, Any]

ABROAD = "abroad"
_NARROW, _WIDE = 480, 700  # pixels; up to the first, tiers stand under each other
_COLOUR = dict(zip(KINDS, (COLOURS[0], COLOURS[1], COLOURS[3], COLOURS[4]), strict=True))
_THICKEST, _THINNEST, _TOLD_FROM = 26.0, 1.2, 13.0  # pixels of a bundle; with a number from here
_SMALLEST, _UNKNOWN, _ROOM_FOR_TEXT = 4.0, 11.0, 19.0  # radius of a bubble
_STEPS = 20  # of a curve
_HEAD = 48  # pixels for the names along the upper edge
_EDGE = "#8d989d"  # as in the hatch


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ground:
    """Where tiers and lanes (kinds, and what is abroad) have their places, in pixels."""

    tiers: tuple[int, ...]
    lanes: tuple[str, ...]
    width: int
    is_across: bool

    @property
    def names(self) -> int:
        """Return the room before the bubbles for names: of lanes across, of tiers down."""
        return 52 if not self.is_across else 140 if self.width > _WIDE else 104

    @property
    def lane(self) -> float:
        """Return the room of a lane."""
        return 104 if self.is_across else (self.width - self.names) / len(self.lanes)

    @property
    def step(self) -> float:
        """Return the way from a tier to the next."""
        if not self.is_across:
            return 124
        return (self.width - self.names - 110) / max(len(self.tiers) - 1, 1)

    @property
    def height(self) -> float:
        """Return the height of the whole."""
        if self.is_across:
            return _HEAD + self.lane * len(self.lanes)
        return self.place(self.tiers[-1], self.lanes[0])[1] + 96

    @property
    def radius(self) -> float:
        """Return that of the largest bubble."""
        return min(self.lane * 0.34, self.step * 0.24)

    def place(self, tier: int, lane: str) -> tuple[float, float]:
        """Return the middle of a bubble."""
        along = 40 + self.tiers.index(tier) * self.step
        aside = (self.lanes.index(lane) + 0.5) * self.lane
        if self.is_across:
            return self.names + along, _HEAD + aside
        return self.names + aside, _HEAD + along

    def curve(self, start: tuple[float, float], end: tuple[float, float]) -> Iterator[Row]:
        """Yield points of a curve that leaves and arrives in the direction of the tiers."""
        for number in range(_STEPS + 1):
            t = number / _STEPS
            # A cubic with level ends: its controls lie half-way along.
            along = 1.5 * t * (1 - t) ** 2 + 1.5 * t**2 * (1 - t) + t**3
            aside = 3 * t**2 * (1 - t) + t**3
            share = (along, aside) if self.is_across else (aside, along)
            x, y = (a + (b - a) * part for a, b, part in zip(start, end, share, strict=True))
            yield {"x": x, "y": y, "step": number}


def chain_drawing(chain: Plain, reader: Reader, width: int) -> "alt.LayerChart":
    """Draw a chain map: bubbles by tier and kind, as large as their units, and what joins them.

    A bundle is as wide as its links are many, in the colour of the suppliers' kind. Hatched is
    what is withheld, too thin to print, or was not followed.

    Parameters
    ----------
    chain : plain values of `studies.observed_chain`
    """
    import altair as alt

    ground = _ground(chain, width)
    parts = (_bundles, _bubbles, _abroad, _names)
    layers = [layer for part in parts for layer in part(chain, ground, reader)]
    layers += _beyond(ground, reader)
    x = alt.X("x:Q", axis=None, scale=alt.Scale(domain=[0, ground.width], nice=False))
    y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[ground.height, 0], nice=False))
    drawn = alt.layer(*(layer.encode(x=x, y=y) for layer in layers))
    return drawn.properties(width=ground.width, height=ground.height)


def _ground(chain: Plain, width: int) -> _Ground:
    present = {bubble["kind"] for bubble in chain["bubbles"]}
    abroad = (ABROAD,) if chain["abroad"]["tiers"] else ()
    return _Ground(
        tiers=tuple(sorted({bubble["tier"] for bubble in chain["bubbles"]})),
        lanes=(*(str(kind) for kind in KINDS if kind in present), *abroad),
        width=width,
        is_across=width > _NARROW,
    )


def _bundles(chain: Plain, ground: _Ground, reader: Reader) -> Iterator["alt.Chart"]:
    import altair as alt

    # The least numerous last: thin bundles stay visible on thick ones.
    bundles = sorted(chain["bundles"], key=lambda it: -it["links"])
    most = max((it["links"] for it in bundles), default=0) or 1
    points, texts = [], []
    for number, it in enumerate(bundles):
        ends = ((it["buyer_tier"], it["buyer_kind"]), (it["buyer_tier"] + 1, it["supplier_kind"]))
        if ends[1][0] not in ground.tiers:
            continue
        thick = max(_THICKEST * it["links"] / most, _THINNEST)
        row = {
            "bundle": number,
            "thick": thick,
            "colour": _COLOUR[Kind(it["supplier_kind"])],
            "name": f"{group_of(*ends[0], reader)} → {group_of(*ends[1], reader)}",
            "told": links_text(it["links"], chain["step"], reader),
        }
        way = list(ground.curve(ground.place(*ends[0]), ground.place(*ends[1])))
        points += [row | point for point in way]
        if thick >= _TOLD_FROM:
            count = count_text(it["links"], reader.language)
            texts.append(way[_STEPS // 2] | {"text": count})
    yield (
        alt.Chart(alt.Data(values=points))
        .mark_line(opacity=0.42)
        .encode(
            detail="bundle:N",
            order="step:Q",
            strokeWidth=alt.StrokeWidth("thick:Q", scale=None),
            color=alt.Color("colour:N", scale=None),
            tooltip=_told(),
        )
    )
    yield _texts(texts, align="center")


def _bubbles(chain: Plain, ground: _Ground, reader: Reader) -> Iterator["alt.Chart"]:
    import altair as alt

    most = max((it["units"] or 0 for it in chain["bubbles"]), default=0) or 1
    rows = [_bubble(it, most, ground, reader) for it in chain["bubbles"]]
    yield (
        alt.Chart(alt.Data(values=rows))
        .mark_point(shape="circle", opacity=1, strokeWidth=1)
        .encode(
            size=alt.Size("area:Q", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            tooltip=_told(),
        )
    )
    for is_inside in (True, False):
        beside = "left" if not (is_inside or ground.is_across) else "center"
        labels = [row | row["label"] for row in rows if row["is_inside"] is is_inside]
        ink = "#ffffff" if is_inside else INK
        yield _texts(labels, align=beside, fontWeight=600, color=ink)


def _bubble(it: Plain, most: float, ground: _Ground, reader: Reader) -> dict[str, Any]:
    """Return a bubble with its number inside, or where it is small, below (down: beside) it."""
    known = it["units"] is not None
    radius = max(ground.radius * sqrt(it["units"] / most), _SMALLEST) if known else _UNKNOWN
    text, interval = units_text(it, reader)
    x, y = ground.place(it["tier"], it["kind"])
    is_inside = known and radius >= _ROOM_FOR_TEXT
    apart = 0 if is_inside else radius + 10
    return {
        "x": x,
        "y": y,
        "label": {"y": y + apart} if ground.is_across else {"x": x + max(apart - 6, 0)},
        "is_inside": is_inside,
        "area": pi * radius**2,
        "fill": _COLOUR[Kind(it["kind"])] if known else HATCH,
        "stroke": "transparent" if known else _EDGE,
        "name": group_of(it["tier"], it["kind"], reader),
        "told": " · ".join(filter(None, (text, interval))),
        "text": _number(it, reader) if known else text if ground.is_across else "",
    }


def _number(bubble: Plain, reader: Reader) -> str:
    """Return the units of a bubble as its text rounds them, and no more."""
    step = max(rounding_step(bubble["units"], bubble["low"], bubble["high"]), 1.0)
    return count_text(round(bubble["units"] / step) * step, reader.language)


def _abroad(chain: Plain, ground: _Ground, reader: Reader) -> Iterator["alt.Chart"]:
    """Draw how many links lead abroad from each tier, where the chain in the country ends."""
    import altair as alt

    rows, labels = [], []
    for it in chain["abroad"]["tiers"]:
        x, y = ground.place(it["buyer_tier"], ABROAD)
        text = links_text(it["links"], chain["abroad"]["step"], reader)
        name = f"{tier_of(it['buyer_tier'], reader)} → {reader.translate(MAP[ABROAD])}"
        rows.append({"x": x, "y": y, "name": name, "told": text})
        labels.append({"x": x, "y": y + 20, "text": wrapped(text, 10)})
    yield (
        alt.Chart(alt.Data(values=rows))
        .mark_point(shape="triangle-down", filled=True, size=150, opacity=1, color=CONTEXT)
        .encode(tooltip=_told())
    )
    yield _texts(labels, align="center", fontWeight=600)


def _beyond(ground: _Ground, reader: Reader) -> Iterator["alt.Chart"]:
    """Draw a hatched edge after the last tier: whom its units buy from was not followed."""
    import altair as alt

    middle = (_HEAD + ground.height) / 2
    text = reader.translate(MAP["beyond"])
    if ground.is_across:
        at, box = (
            {"x": ground.width - 8, "y": middle},
            {"width": 14, "height": 2 * (middle - _HEAD)},
        )
        label, style = {"x": ground.width - 26, "y": middle}, {"align": "center", "angle": 270}
    else:
        at = {"x": ground.width / 2, "y": ground.height - 34}
        box, style = {"width": ground.width, "height": 14}, {"align": "left"}
        label = {"x": 0, "y": ground.height - 14}
    edge = alt.Chart(alt.Data(values=[at])).mark_rect(fill=HATCH, **box)
    yield edge
    yield _texts([label | {"text": text}], opacity=QUIET, **style)


def _names(chain: Plain, ground: _Ground, reader: Reader) -> Iterator["alt.Chart"]:
    """Yield the names of tiers and lanes, and the links from each tier to the next."""
    tiers, lanes, between = [], [], []
    for tier in ground.tiers:
        x, y = ground.place(tier, ground.lanes[0])
        at = {"x": x, "y": 12} if ground.is_across else {"x": 0, "y": y}
        tiers.append(at | {"text": tier_of(tier, reader)})
    for lane in ground.lanes:
        x, y = ground.place(ground.tiers[0], lane)
        at = {"x": 0, "y": y} if ground.is_across else {"x": x, "y": 12}
        name = reader.translate(MAP[ABROAD]) if lane == ABROAD else kind_of(lane, reader)
        lanes.append(at | {"text": wrapped(name, 14 if ground.is_across else 11)})
    for it in chain["mixing"]["tier"]:
        if it["supplier"] not in ground.tiers:
            continue
        x, y = ground.place(it["buyer"], ground.lanes[0])
        text, half = links_text(it["links"], chain["step"], reader), ground.step / 2
        if ground.is_across:
            between.append({"x": x + half, "y": 28, "text": f"{text} →"})
        else:
            between.append({"x": 0, "y": y + half, "text": wrapped(f"{text} ↓", 8)})
    across, down = ("center", "left") if ground.is_across else ("left", "center")
    yield _texts(tiers, align=across, fontWeight=600, fontSize=12)
    yield _texts(lanes, align=down, fontSize=12 if ground.is_across else 10)
    yield _texts(between, align=across, opacity=QUIET)


def _told() -> list[Any]:
    import altair as alt

    return [alt.Tooltip(f"{name}:N", title=" ") for name in ("name", "told")]


def _texts(rows: Sequence[Row], **style: Any) -> "alt.Chart":  # noqa: ANN401 (of Altair)
    import altair as alt

    chart = alt.Chart(alt.Data(values=list(rows)))
    return chart.mark_text(**({"baseline": "middle"} | style)).encode(text="text:N")
