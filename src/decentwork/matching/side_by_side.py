"""Two mentions beside each other, field by field: what agrees, and which words differ."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from decentwork.matching.folding import fold

FIELDS = (
    "name", "address", "city", "region", "postcode", "country", "phone", "website", "number",
)  # fmt: skip
COMPACT = frozenset({"postcode", "phone", "number"})  # with blanks between, or without
UNSAID = frozenset({"http", "https", "www"})  # of an address on the web
EARTH_KM = 6371.0


class Word(NamedTuple):
    """A word as it was given, and whether the other mention lacks it."""

    text: str
    differs: bool


class Line(NamedTuple):
    """One field of two mentions; `agrees` is None where one of them does not tell."""

    field: str
    one: tuple[Word, ...]
    other: tuple[Word, ...]
    agrees: bool | None


def side_by_side(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[Line, ...]:
    """Return the fields that one of two mentions tells, as each tells it.

    Capitals, marks above letters and signs between words make no difference, nor does the script,
    as far as it can be written in Latin letters.

    Examples
    --------
    >>> line, = side_by_side({"name": "Aster Mills Ltd"}, {"name": "ASTER MILL LTD."})
    >>> [word.text for word in line.one if word.differs], line.agrees
    (['Mills'], False)
    """
    pairs = [(field, one.get(field, ""), other.get(field, "")) for field in FIELDS]
    return tuple(_line(*pair) for pair in pairs if pair[1] or pair[2])


def _line(field: str, one: str, other: str) -> Line:
    if not (one and other):
        return Line(field, _plain(one), _plain(other), None)
    known, told = _parts(one), _parts(other)
    is_same = "".join(known) == "".join(told) if field in COMPACT else {*known} == {*told}
    if is_same:
        return Line(field, _plain(one), _plain(other), True)
    return Line(field, _marked(one, told), _marked(other, known), False)


def _parts(text: str) -> list[str]:
    return [part for part in fold(text).split() if part not in UNSAID]


def _plain(text: str) -> tuple[Word, ...]:
    return tuple(Word(word, False) for word in text.split())


def _marked(text: str, other: list[str]) -> tuple[Word, ...]:
    return tuple(Word(word, not {*_parts(word)} <= {*other}) for word in text.split())


def apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return how far two places, as latitude and longitude in degrees, are from each other."""
    (north, east), (other_north, other_east) = (tuple(map(math.radians, it)) for it in (one, other))
    half = math.sin((north - other_north) / 2) ** 2
    half += math.cos(north) * math.cos(other_north) * math.sin((east - other_east) / 2) ** 2
    return 2 * EARTH_KM * math.asin(math.sqrt(min(1.0, half)))
