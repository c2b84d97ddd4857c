"""Mentions of enterprises from the rows of a list, batch by batch, and what is doubtful in them."""

from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from decentwork.classifications.countries import country_names
from decentwork.estimates.errors import Problem
from decentwork.registers.enterprise_records import PLACES
from decentwork.sources.listed_sheets import Cells
from decentwork.sources.listed_texts import TOLD
from decentwork.sources.listed_values import (
    Degrees,
    are_exchanged,
    degrees,
    iso_day,
    known_country,
)

Lines = NDArray[np.int64]

_BATCH = 20_000  # rows
_LONG_ROW = 5  # lines; an address has fewer
_SPELLINGS = 1000  # of countries, remembered one by one
_OTHERS = "…"  # all further spellings
_NOTHING = pa.array(
    [*("-", "--", "–", "—", ".", "n/a", "N/A", "NULL", "null"), *("#N/A", "#REF!", "#NAME?")]
    + ["#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"],
    pa.large_string(),
)

_TEXTS = {
    "more": (
        "more cells than the header; the last were left out.",
        "A separator inside a cell needs quotes.",
    ),
    "fewer": ("fewer cells than the header; the rest are empty.", ""),
    "long": (
        f"more than {_LONG_ROW} lines of the file were read as one row.",
        "Look for a quotation mark that is not closed.",
    ),
    "nothing": ("nothing in the columns that were read; the row was passed over.", ""),
    "nameless": ("no name; the mention was kept, and can be matched by hand only.", ""),
    "no_degrees": (
        "latitude or longitude is no number; the place was left out.",
        "Write degrees with a decimal point.",
    ),
    "half": ("latitude or longitude stands alone; the place was left out.", ""),
    "zero": ("latitude and longitude are both 0; the place was left out.", ""),
    "off": ("the place is on no map and was left out.", "Degrees: latitude, then longitude."),
    "no_day": (
        "the date is none, or could be two; it was left out.",
        "Write dates as YYYY-MM-DD.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubts:
    """What was doubtful so far: lines by `_TEXTS`, and unknown countries with line and number."""

    lines: Mapping[str, "array[int]"] = field(
        default_factory=lambda: {kind: array("q") for kind in _TEXTS}
    )
    countries: dict[str, tuple[int, int]] = field(default_factory=dict)

    def country(self, text: str, line: int) -> None:
        """Note a country that is not known."""
        told = text if text in self.countries or len(self.countries) < _SPELLINGS else _OTHERS
        first, number = self.countries.get(told, (line, 0))
        self.countries[told] = (first, number + 1)

    def notes(self) -> tuple[Problem, ...]:
        """Return all as problems, each kind once with its lines, each unknown country once."""
        return (
            *(Problem(where(at), *_TEXTS[kind]) for kind, at in self.lines.items() if at),
            *(_unknown(text, *told) for text, told in self.countries.items()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentions:
    """n mentions as columns: `texts` (n rows), `lines` (n,), degrees (n,) missing where unknown."""

    texts: pa.Table
    lines: Lines
    latitude: Degrees
    longitude: Degrees


def mentions(
    rows: Iterator[Cells],
    places: Mapping[str, Sequence[int]],
    width: int,
    doubts: Doubts,
    *,
    below: int,
    are_ragged: bool,
) -> Mentions:
    """Return the mentions in rows of `width` columns, of which a field has those at its `places`.

    Rows without any text are passed over. With `are_ragged` rows may end before the last column, as
    those of a workbook do.
    """
    lines: list[Lines] = []
    batches: list[pa.RecordBatch] = []
    degrees_read: dict[str, list[Degrees]] = {name: [] for name in PLACES}
    for numbers, columns in _batches(rows, width, doubts, below, are_ragged):
        read = {name: _texts([columns[at] for at in found]) for name, found in places.items()}
        if "id" in read:
            read["id"] = _letter_by_letter(columns[places["id"][0]], read["id"])
        kept = _kept(read, numbers, doubts)
        of_kept = numbers[kept]
        read = {name: texts.filter(pa.array(kept)) for name, texts in read.items()}
        for name in PLACES:
            degrees_read[name].append(_degrees(read.pop(name, None), of_kept, doubts))
        batches.append(pa.RecordBatch.from_pydict(_understood(read, of_kept, doubts)))
        lines.append(of_kept)
    latitude, longitude = (np.concatenate([np.zeros(0), *degrees_read[name]]) for name in PLACES)
    schema = pa.schema([(name, pa.large_string()) for name in places if name not in PLACES])
    return Mentions(
        texts=pa.Table.from_batches(batches, schema),
        lines=np.concatenate([np.zeros(0, np.int64), *lines]),
        latitude=latitude,
        longitude=longitude,
    )


def placed(read: Mentions, doubts: Doubts) -> tuple[Mentions, tuple[Problem, ...]]:
    """Return mentions with places that are on the map only, and what was done about whole columns.

    Two columns that were plainly taken for each other are exchanged.
    """
    latitude, longitude = read.latitude, read.longitude
    notes: tuple[Problem, ...] = ()
    if are_exchanged(latitude, longitude):
        latitude, longitude = longitude, latitude
        what = "hold each other's degrees; they were read the other way round."
        notes = (Problem("latitude and longitude", what, "Map the two columns the other way."),)
    known = np.isfinite(latitude) & np.isfinite(longitude)
    half = np.isfinite(latitude) ^ np.isfinite(longitude)
    zero = known & (latitude == 0) & (longitude == 0)
    off = known & ((np.abs(latitude) > 90) | (np.abs(longitude) > 180))
    for kind, wrong in (("half", half), ("zero", zero), ("off", off)):
        told = {*doubts.lines["no_degrees"]} if kind == "half" and wrong.any() else set()
        doubts.lines[kind].extend(it for it in read.lines[wrong].tolist() if it not in told)
    is_place = known & ~zero & ~off
    return replace(
        read,
        latitude=np.where(is_place, latitude, np.nan),
        longitude=np.where(is_place, longitude, np.nan),
    ), notes


def where(lines: Sequence[int], number: int | None = None) -> str:
    """Return where lines are: the first of them, and how many more there are.

    Examples
    --------
    >>> where([4]), where([4, 7, 9]), where([4, 7], 12)
    ('line 4', 'lines 4, 7, 9', 'lines 4, 7 and 10 more')
    """
    told = ", ".join(map(str, lines[:TOLD]))
    rest = (len(lines) if number is None else number) - len(lines[:TOLD])
    more = f" and {rest} more" if rest else ""
    return f"line{'s' if rest or len(lines) > 1 else ''} {told}{more}"


def _unknown(text: str, line: int, number: int) -> Problem:
    if text == _OTHERS:
        return Problem("country", f"{number} more rows name countries that are not known.")
    names = country_names()
    near = [names.labels[code] for code in names.exact(text) or names.near(text)]
    hint = f"Is it one of: {', '.join(near)}?" if near else "Write the name or the ISO code."
    times = "once" if number == 1 else f"{number} times"
    what = f"{text[:60]!r} is not known, and is there {times}; the country was left empty."
    return Problem(f"country, line {line}", what, hint)


def _batches(
    rows: Iterator[Cells], width: int, doubts: Doubts, below: int, are_ragged: bool
) -> Iterator[tuple[Lines, list[tuple[str, ...]]]]:
    """Yield lines and columns of rows that have any text, all of one width."""
    before = below
    while batch := list(islice(rows, _BATCH)):
        numbers, kept = [], []
        for line, cells in batch:
            if line - before > _LONG_ROW:
                doubts.lines["long"].append(line)
            before = line
            if not any(cells) or "".join(cells).isspace():
                continue
            if len(cells) > width and any(cells[width:]):
                doubts.lines["more"].append(line)
            elif len(cells) < width and not are_ragged:
                doubts.lines["fewer"].append(line)
            numbers.append(line)
            kept.append((cells + [""] * width)[:width] if len(cells) != width else cells)
        if kept:
            yield np.asarray(numbers), list(zip(*kept, strict=True))


def _texts(columns: Sequence[Sequence[str]]) -> pa.Array:
    """Return cells without surplus blanks; those of several columns are joined by commas."""
    cleaned = []
    for cells in columns:
        texts = pc.replace_substring_regex(
            pa.array(cells, pa.large_string()), r"[\s\pZ\x{200b}\x{feff}]+", " "
        )
        texts = pc.utf8_trim_whitespace(texts)
        cleaned.append(pc.if_else(pc.is_in(texts, _NOTHING), "", texts))
    if len(cleaned) == 1:
        return cleaned[0]
    filled = [pc.if_else(pc.equal(texts, ""), None, texts) for texts in cleaned]
    return pc.binary_join_element_wise(
        *filled, pa.scalar(", ", pa.large_string()), null_handling="skip"
    )


def _letter_by_letter(cells: Sequence[str], texts: pa.Array) -> pa.Array:
    """Return ids as they stand, so that they come back as they came; "" where a cell says nothing.

    `texts` the same cells without surplus blanks.
    """
    return pc.if_else(pc.equal(texts, ""), "", pa.array(cells, pa.large_string()))


def _kept(read: Mapping[str, pa.Array], lines: Lines, doubts: Doubts) -> NDArray[np.bool_]:
    """Return which rows tell anything in the columns that are read; note nameless ones."""
    tells = {
        name: pc.not_equal(texts, "").to_numpy(zero_copy_only=False) for name, texts in read.items()
    }
    kept: NDArray[np.bool_] = np.logical_or.reduce(list(tells.values()))
    doubts.lines["nothing"].extend(lines[~kept].tolist())
    doubts.lines["nameless"].extend(lines[kept & ~tells["name"]].tolist())
    return kept


def _degrees(texts: pa.Array | None, lines: Lines, doubts: Doubts) -> Degrees:
    """Return degrees (n,), missing where a cell is empty or, with a note, is no number."""
    if texts is None:
        return np.full(len(lines), np.nan)
    filled = pc.if_else(pc.equal(texts, ""), None, texts)
    try:
        read = pc.cast(filled, pa.float64())
    except pa.ArrowInvalid:
        values = [None if text is None else degrees(text) for text in filled.to_pylist()]
        read = pa.array(values, pa.float64())
        wrong = pc.and_(pc.is_valid(filled), pc.is_null(read)).to_numpy(zero_copy_only=False)
        doubts.lines["no_degrees"].extend(lines[wrong].tolist())
    values_read: Degrees = read.to_numpy(zero_copy_only=False)
    return values_read


def _understood(read: Mapping[str, pa.Array], lines: Lines, doubts: Doubts) -> dict[str, pa.Array]:
    """Return columns with countries as ISO codes and days as ISO writes them; note the others."""
    understood = dict(read)
    for name, meaning in (("country", known_country), ("listed_on", iso_day)):
        if name not in read:
            continue
        coded = read[name].dictionary_encode()
        found = pa.array([meaning(it) for it in coded.dictionary.to_pylist()], pa.large_string())
        understood[name] = found.take(coded.indices)
        wrong = pc.and_(pc.equal(understood[name], ""), pc.not_equal(read[name], ""))
        at = np.flatnonzero(wrong.to_numpy(zero_copy_only=False))
        if name == "listed_on":
            doubts.lines["no_day"].extend(lines[at].tolist())
            continue
        for line, text in zip(lines[at].tolist(), read[name].take(at).to_pylist(), strict=True):
            doubts.country(text, line)
    return understood
