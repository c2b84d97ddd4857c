"""Mentions whose place on the map lies outside the country that they name.

Outlines are those of the world map that ships with the package (Natural Earth, 1:50 million); a
place at sea or close to a border contradicts nothing.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.classifications.countries import countries
from decentwork.estimates.messages import translatable
from decentwork.registers.enterprise_records import EnterpriseRecords

Floats = NDArray[np.float64]

FARTHEST_KM = 50.0
KM_A_DEGREE = 111.2
CHUNK = 500

WHY = translatable("The place on the map is outside the country that the list names.")
"""What is said of each."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """A country's borders: `edges` (e, 4) degrees, longitude and latitude of both ends."""

    edges: Floats

    def holds(self, longitude: Floats, latitude: Floats) -> NDArray[np.bool_]:
        """Return whether each place (m,) is inside: a line to the east crosses an odd number."""
        x, y, to_x, to_y = self.edges.T
        inside = np.zeros(len(longitude), bool)
        for start in range(0, len(longitude), CHUNK):
            part = slice(start, start + CHUNK)
            east, north = longitude[part, None], latitude[part, None]
            crossed = (y > north) != (to_y > north)
            with np.errstate(divide="ignore", invalid="ignore"):
                at = x + (north - y) / (to_y - y) * (to_x - x)
            inside[part] = (crossed & (east < at)).sum(axis=1) % 2 == 1
        return inside

    def distance_km(self, longitude: float, latitude: float) -> float:
        """Return how far a place is from the nearest border, on a map that is true around it."""
        scale = np.array([np.cos(np.radians(latitude)), 1.0]) * KM_A_DEGREE
        ends = self.edges.reshape(-1, 2, 2) - np.array([longitude, latitude])
        ends[..., 0] = (ends[..., 0] + 180) % 360 - 180
        begin, along = ends[:, 0] * scale, (ends[:, 1] - ends[:, 0]) * scale
        length = np.maximum((along**2).sum(axis=1), 1e-12)
        share = np.clip(-(begin * along).sum(axis=1) / length, 0, 1)
        return float(np.hypot(*(begin + share[:, None] * along).T).min())


def contradicted_countries(
    records: EnterpriseRecords, *, farthest_km: float = FARTHEST_KM
) -> pd.DataFrame:
    """Return the mentions whose place is farther than `farthest_km` outside their country.

    Returns
    -------
    table, a row a mention
        `id`, `country` as it is named, `lies_in` the country of the place (ISO alpha-3, "" at sea),
        `km` from the border, and `why` in words. Countries that the map lacks are passed over.
    """
    frame, borders = records.frame, outlines()
    located = frame[frame["latitude"].notna() & frame["longitude"].notna()]
    found = []
    for country, there in located[located["country"].isin(set(borders))].groupby("country"):
        east, north = there["longitude"].to_numpy(float), there["latitude"].to_numpy(float)
        outline = borders[str(country)]
        for at in np.flatnonzero(~outline.holds(east, north)):
            km = outline.distance_km(east[at], north[at])
            if km > farthest_km:
                lies_in = _country_at(borders, east[at], north[at])
                found.append((there.index[at], country, lies_in, round(km), WHY))
    return pd.DataFrame(found, columns=["id", "country", "lies_in", "km", "why"])


def _country_at(borders: Mapping[str, Outline], longitude: float, latitude: float) -> str:
    place = np.array([longitude]), np.array([latitude])
    return next((code for code, it in borders.items() if it.holds(*place)[0]), "")


@cache
def outlines() -> dict[str, Outline]:
    """Return the borders of each country on the map, by ISO alpha-3."""
    packed = files("decentwork.sources").joinpath("world_map", "countries-50m.json.gz")
    topology = json.loads(gzip.decompress(packed.read_bytes()))
    scale, shift = (np.array(topology["transform"][it]) for it in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]
    code = {it.m49: it.iso3 for it in countries() if it.m49}
    edges: dict[str, list[Floats]] = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape.get("id") in code:
            edges.setdefault(code[shape["id"]], []).extend(_edges(shape, arcs))
    return {iso3: Outline(edges=np.concatenate(parts)) for iso3, parts in edges.items()}


def _edges(shape: Mapping[str, Any], arcs: list[Floats]) -> list[Floats]:
    """Return the edges of the rings of a TopoJSON shape; an arc's number below 0 turns it round."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    lines = [
        arcs[number] if number >= 0 else arcs[~number][::-1]
        for polygon in polygons
        for ring in polygon
        for number in ring
    ]
    return [np.hstack([line[:-1], line[1:]]) for line in lines]
