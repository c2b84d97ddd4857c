"""The world as outlines of countries, drawn once and coloured by a style sheet."""

import gzip
import json
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import pairwise
from typing import Any

WIDTH = 1000  # of the drawing; what is closer than `SPACING` of these is one point
SPACING = 0.45
SPECK = 2.6  # a country smaller than this in both directions is given a dot
LEFT_OUT = frozenset({"010"})  # Antarctica has no labour market

Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """One country of the map: its code in the map file, name, path, and a dot when tiny."""

    code: str  # UN M49, or "" where the map names a place without one
    name: str
    path: str
    dot: Point | None

    @property
    def id(self) -> str:
        """An id for the drawing: "m" and the code, or the name in letters."""
        return (
            f"m{self.code}" if self.code else re.sub(r"[^a-z]+", "-", self.name.lower()).strip("-")
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldMap:
    """Outlines in the Equal Earth projection; `height` belongs to `WIDTH`."""

    outlines: tuple[Outline, ...]
    height: float


def world_map() -> WorldMap:
    """Return the shipped 50m world map, projected and thinned to what a page can show.

    References
    ----------
    Šavrič, Patterson & Jenny, "The Equal Earth map projection", International Journal of
    Geographical Information Science 33(3), 2019: 454–465, eq. (3)–(4).
    """
    packed = files("decentwork.sources").joinpath("world_map", "countries-50m.json.gz")
    return drawn(json.loads(gzip.decompress(packed.read_bytes())))


def map_svg(world: WorldMap) -> str:
    """Return the outlines as an SVG file whose shapes a page draws one by one, by their ids."""
    shapes = "".join(
        f'<g id="{outline.id}"><path d="{outline.path}"/>{_dot(outline)}</g>'
        for outline in world.outlines
    )
    size = f'viewBox="0 0 {WIDTH} {world.height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{shapes}</svg>'


def _dot(outline: Outline) -> str:
    if outline.dot is None:
        return ""
    return f'<circle cx="{outline.dot[0]:g}" cy="{outline.dot[1]:g}" r="{SPECK / 2:g}"/>'


def drawn(topology: dict[str, Any]) -> WorldMap:
    """Return the outlines of a TopoJSON file whose object `countries` holds polygons."""
    arcs = [list(_thinned(_decoded(arc, topology["transform"]))) for arc in topology["arcs"]]
    rings: dict[tuple[str, str], list[list[Point]]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        code = str(shape.get("id", ""))
        # Some countries come in several shapes with one code; those without a code by name.
        key = (code, "" if code else shape["properties"]["name"])
        if code not in LEFT_OUT:
            rings.setdefault(key, []).extend(_rings(shape, arcs))
    names = {
        (str(shape.get("id", "")), "" if "id" in shape else shape["properties"]["name"]): shape[
            "properties"
        ]["name"]
        for shape in reversed(topology["objects"]["countries"]["geometries"])
    }
    top = min(y for parts in rings.values() for ring in parts for _, y in ring)
    bottom = max(y for parts in rings.values() for ring in parts for _, y in ring)
    outlines = (_outline(key[0], names[key], parts, top) for key, parts in rings.items())
    return WorldMap(outlines=tuple(outlines), height=round(bottom - top, 1))


def _outline(code: str, name: str, rings: list[list[Point]], top: float) -> Outline:
    moved = [[(x, y - top) for x, y in ring] for ring in rings]
    xs = [x for ring in moved for x, _ in ring]
    ys = [y for ring in moved for _, y in ring]
    tiny = max(xs) - min(xs) < SPECK and max(ys) - min(ys) < SPECK
    centre = (round((min(xs) + max(xs)) / 2, 1), round((min(ys) + max(ys)) / 2, 1))
    path = "".join(_path(ring) for ring in moved if len(ring) > 2)
    return Outline(code=code, name=name, path=path, dot=centre if tiny else None)


def _decoded(arc: Sequence[Sequence[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    (x_scale, y_scale), (x_shift, y_shift) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield _projected(x * x_scale + x_shift, y * y_scale + y_shift)


def _projected(longitude: float, latitude: float) -> Point:
    a1, a2, a3, a4, m = 1.340264, -0.081106, 0.000893, 0.003796, math.sqrt(3) / 2
    t = math.asin(m * math.sin(math.radians(latitude)))
    slope = m * (a1 + 3 * a2 * t**2 + t**6 * (7 * a3 + 9 * a4 * t**2))
    x = math.radians(longitude) * math.cos(t) / slope
    y = t * (a1 + a2 * t**2 + t**6 * (a3 + a4 * t**2))
    widest = math.pi / (m * a1)  # x of the equator at 180 degrees
    return (WIDTH / 2 * (1 + x / widest), -WIDTH / 2 * y / widest)


def _thinned(points: Iterable[Point]) -> Iterator[Point]:
    """Drop points too close to the last one kept; ends stay, so that borders still meet."""
    listed = list(points)
    last = listed[0]
    yield last
    for point in listed[1:-1]:
        if math.dist(point, last) >= SPACING:
            last = point
            yield point
    yield listed[-1]


def _rings(shape: dict[str, Any], arcs: Sequence[list[Point]]) -> Iterator[list[Point]]:
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for number in ring:
                # A negative number means the arc's complement, run backwards.
                part = arcs[number] if number >= 0 else arcs[~number][::-1]
                points.extend(part[1:] if points else part)
            yield from _split_at_date_line(points)


def _split_at_date_line(ring: list[Point]) -> Iterator[list[Point]]:
    """Cut a ring that leaves the map on one side and comes back on the other into its parts."""
    far = WIDTH / 2
    leaps = [i for i in range(1, len(ring)) if abs(ring[i][0] - ring[i - 1][0]) > far]
    if not leaps:
        yield ring
        return
    # Start after a leap, so that no part is cut where the ring happens to begin.
    turned = ring[leaps[0] : -1] + ring[: leaps[0]]
    cuts = [0, *(leap - leaps[0] for leap in leaps[1:]), len(turned)]
    for start, end in pairwise(cuts):
        yield turned[start:end]


def _path(ring: Sequence[Point]) -> str:
    rounded = [(round(x, 1), round(y, 1)) for x, y in ring]
    steps = [f"M{rounded[0][0]:g},{rounded[0][1]:g}l"]
    for (x0, y0), (x1, y1) in pairwise(rounded):
        if (x0, y0) != (x1, y1):
            steps.append(f"{round(x1 - x0, 1):g},{round(y1 - y0, 1):g} ")
    return "".join(steps).rstrip() + "z"
