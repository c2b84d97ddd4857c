"""Where the header of a list stands, and which field of an enterprise each of its columns is."""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from decentwork.classifications.names import folded
from decentwork.sources.listed_sheets import Cells
from decentwork.sources.listed_values import degrees, known_country
from decentwork.sources.own_files import HEADER_WITHIN

Column = str | Sequence[str]
"""A header, or several of an address that is told in parts, in their order."""

_EXAMPLES = 5  # rows
_REMEMBERED = 10_000  # cells that were asked whether they name a field
_UNNAMED = re.compile(r"(unnamed:? ?|columna? ?|colonne ?|spalte ?|field ?|f|v|x)\d+")
_IN_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_BETWEEN_LANGUAGES = re.compile(r"[/|\n／]")
_PHONE = re.compile(r"[+(]?\d[\d\s().+-]*[\s().-][\d\s().-]*\d|\+\d{7,}")
_EXACT = re.compile(r"-?\d{1,3}[.,]\d{3,}")  # degrees
_WEBSITE = re.compile(r"(https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[\d\s.,+-]+")
_NO_REGISTER = 4  # digits that a running number has, and no number of a register


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """How a list begins: its columns, and its first rows as `examples`, cells by column.

    Columns without a name are called "column 3", names that are there twice "City (column 5)".
    `header_line` is 0 where the list has no header. `encoding` is "" for a workbook, which alone
    has `sheets`; `sheet` is the one looked at.
    """

    filename: str
    sheet: str
    names: tuple[str, ...]
    examples: tuple[tuple[str, ...], ...]
    header_line: int
    encoding: str
    sheets: tuple[str, ...]


def headings_of(
    rows: Sequence[Cells],
    wanted: Collection[str] = (),
    *,
    filename: str,
    sheet: str = "",
    encoding: str = "",
    sheets: tuple[str, ...] = (),
) -> Headings:
    """Return how a list begins, from its first rows; the header names most of those `wanted`."""
    filled = [
        (line, _trimmed(cells)) for line, cells in rows if any(cell.strip() for cell in cells)
    ]
    width = _usual_width(filled)
    place = _header_place(filled, width, wanted)
    after = filled if place is None else filled[place + 1 :]
    header = [] if place is None else filled[place][1]
    usual = _usual_width(after)
    is_wider = 2 * sum(len(cells) >= usual for _, cells in after) > len(after)
    width = max(len(header), usual if is_wider or place is None else 0)
    return Headings(
        filename=filename,
        sheet=sheet,
        names=_names(header, width),
        examples=tuple(tuple((cells + [""] * width)[:width]) for _, cells in after[:_EXAMPLES]),
        header_line=0 if place is None else filled[place][0],
        encoding=encoding,
        sheets=sheets,
    )


def guessed_columns(headings: Headings) -> dict[str, Column]:
    """Return the column of each field that can be told from its name, or lacking one by its cells.

    A field that two columns could be as well is left out, as is a column that could be two fields:
    a wrong column is worse than none. An address may be told by several columns.
    """
    found: dict[str, dict[int, list[str]]] = {}
    for place, name in enumerate(headings.names):
        cells = [row[place] for row in headings.examples if row[place]]
        field, rank = _field(name) or ("", 0)
        if (
            field == "number"
            and cells
            and all(it.isdecimal() and len(it) < _NO_REGISTER for it in cells)
        ):
            continue
        if field:
            found.setdefault(field, {}).setdefault(rank, []).append(name)
    guessed: dict[str, Column] = {}
    for field, ranked in found.items():
        best = ranked[min(ranked)]
        if len(best) == 1:
            guessed[field] = best[0]
        elif field == "address":
            guessed[field] = tuple(best)
    if len(headings.names) == 1:
        return {"name": headings.names[0]}
    return guessed | {
        field: name for field, name in _by_cells(headings).items() if field not in found
    }


def separator(lines: Sequence[str], split: Mapping[str, Sequence[Cells]]) -> str:
    """Return which of the separators in `split` the first lines of a list are written with.

    One whose header names two fields at least, or that gives most rows the same number of cells;
    else none of them: then the list has one column, and "" is returned.
    """
    named = {
        it: max(map(_recognised, _cells(rows)[:HEADER_WITHIN]), default=0)
        for it, rows in split.items()
    }
    best = max(named, key=lambda it: named[it])
    if named[best] > 1:
        return best
    first = next((line.strip() for line in lines if line.strip()), "")
    if (_field(first) or ("",))[0] == "name":
        return ""
    even = {it: _even_rows(_cells(rows)) for it, rows in split.items()}
    best = max(even, key=lambda it: even[it])
    return best if even[best] > (0, 0) else ""


def _cells(rows: Iterable[Cells]) -> list[list[str]]:
    return [cells for _, cells in rows if any(cell.strip() for cell in cells)]


def _even_rows(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return how many rows have the usual number of cells, and that number; (0, 0) if few have."""
    widths = Counter(len(cells) for cells in rows if len(cells) > 1)
    width, number = max(widths.items(), key=lambda it: (it[1], it[0]), default=(0, 0))
    first = next((place for place, cells in enumerate(rows) if len(cells) == width), 0)
    return (number, width) if number >= 0.8 * (len(rows) - first) else (0, 0)


def _trimmed(cells: Sequence[str]) -> list[str]:
    trimmed = [" ".join(cell.split()) if "\n" not in cell else cell.strip() for cell in cells]
    while trimmed and not trimmed[-1]:
        trimmed.pop()
    return trimmed


def _usual_width(rows: Sequence[Cells]) -> int:
    widths = Counter(len(cells) for _, cells in rows)
    return max(widths.items(), key=lambda it: (it[1], it[0]), default=(0, 0))[0]


def _header_place(rows: Sequence[Cells], width: int, wanted: Collection[str]) -> int | None:
    """Return which row is the header, None if the list has none."""
    first = [cells for _, cells in rows[:HEADER_WITHIN]]
    for count in (lambda cells: len({*cells} & {*wanted}), _recognised):
        best = max(range(len(first)), key=lambda place: count(first[place]), default=None)
        if best is not None and count(first[best]) > 1:
            return best
    full = (place for place, cells in enumerate(first) if 2 * sum(map(bool, cells)) >= width)
    place = next(full, None)
    if place is None or {*first[place]} & {*wanted} or _recognised(first[place]):
        return place
    return None if width < 2 or any(map(_is_data, first[place])) else place


def _is_data(cell: str) -> bool:
    is_value = _NUMBER.fullmatch(cell) or _PHONE.fullmatch(cell) or _WEBSITE.fullmatch(cell)
    return bool(is_value) or bool(known_country(cell))


def _names(header: Sequence[str], width: int) -> tuple[str, ...]:
    names: list[str] = []
    for number in range(1, width + 1):
        name = " ".join(header[number - 1].split()) if number <= len(header) else ""
        if name in names:
            name = f"{name} (column {number})"
        names.append(name or f"column {number}")
    return tuple(names)


def _recognised(cells: Iterable[str]) -> int:
    """Return how many fields a row names."""
    return len({found[0] for cell in cells if (found := _field(cell))})


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """Return the field of each name, and what finds words of sites, of firms; those between."""
    text = files("decentwork.sources").joinpath("listed_columns.toml").read_text("utf-8")
    given = tomllib.loads(text)
    fields = {folded(name): field for field, names in given["fields"].items() for name in names}
    sites, firms = (_any_of(map(folded, given[key])) for key in ("sites", "firms"))
    return fields, sites, firms, frozenset(map(folded, given["joints"]))


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    # Scripts from U+2E80 on write no blanks between words.
    bounded = [
        re.escape(it) if it[0] >= "\u2e80" else rf"\b{re.escape(it)}\b" for it in longest_first
    ]
    return re.compile("|".join(bounded))


@lru_cache(_REMEMBERED)
def _field(header: str) -> tuple[str, int] | None:
    """Return the field a header names, and how far the name had to be read (0 is plainly)."""
    header = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", re.sub(r" \(column \d+\)$", "", header))
    if len(header) > 80 or not header:
        return None
    if found := _of_phrase(folded(header)):
        return found
    bare = _IN_BRACKETS.sub(" ", header)
    parts = [it for it in _BETWEEN_LANGUAGES.split(bare) if it.strip()]
    parts += re.findall(r"[\u3000-\u9fff]+|[\x00-\u024f]+", bare) if len(parts) == 1 else []
    named = {found for part in parts if (found := _of_phrase(folded(part)))}
    if len({field for field, _ in named}) != 1:
        return None
    field, rank = min(named, key=lambda it: it[1])
    return field, rank + 3


def _of_phrase(phrase: str) -> tuple[str, int] | None:
    fields, sites, firms, joints = _words()
    if phrase in fields:
        return fields[phrase], 0
    words = re.sub(r" \d$", "", phrase)
    for rank, subjects in ((1, sites), (2, firms)):
        left = " ".join(subjects.sub(" ", words).split())
        told = " ".join(word for word in left.split() if word not in joints)
        if told in fields and fields[told] not in ("id", "number"):
            return fields[told], 0 if left == words and fields[told] == "address" else rank
        if not told and left != words:
            return "name", rank
    return None


def _by_cells(headings: Headings) -> dict[str, str]:
    """Return fields that columns without a name are by their cells, each once or not at all."""
    columns = list(zip(*headings.examples, strict=True))
    found: dict[str, list[str]] = {}
    for name, cells in zip(headings.names, columns, strict=False):
        filled = [cell for cell in cells if cell]
        if len(filled) < 3 or not _UNNAMED.fullmatch(name.lower()):
            continue
        if all(map(known_country, filled)) and any(len(cell) > 3 for cell in filled):
            found.setdefault("country", []).append(name)
        elif all(_WEBSITE.fullmatch(cell) for cell in filled):
            found.setdefault("website", []).append(name)
        elif all(_PHONE.fullmatch(cell) and not _EXACT.fullmatch(cell) for cell in filled):
            found.setdefault("phone", []).append(name)
    return {field: names[0] for field, names in found.items() if len(names) == 1} | _places(
        headings
    )


def _places(headings: Headings) -> dict[str, str]:
    """Return latitude and longitude where exactly two neighbours without names look like them."""
    columns = list(zip(*headings.examples, strict=True))
    exact = [
        _UNNAMED.fullmatch(name.lower()) is not None
        and sum(bool(cell) for cell in cells) > 2
        and all(_EXACT.fullmatch(cell) for cell in cells if cell)
        for name, cells in zip(headings.names, columns, strict=False)
    ]
    if sum(exact) != 2 or not exact[(first := exact.index(True)) + 1]:
        return {}
    within = all(abs(degrees(cell) or 0.0) <= 90 for cell in columns[first] if cell)
    names = headings.names
    return {"latitude": names[first], "longitude": names[first + 1]} if within else {}
