"""Plain tables made by hand or in a spreadsheet: cells by row, and what is wrong in them."""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.estimates.errors import DamagedFile, Problem
from decentwork.sources.rows import read_text
from decentwork.surveys.chain_checks import absent_columns

MISSING = frozenset({"", "NA", "NaN", "nan"})

_TOLD = 20  # cells of one column told one by one; the rest are counted
_NO_WORDS = frozenset({"", "NA"})
_MISPRINTS = 0.1
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainTable:
    """A table as it stands in its file.

    `cells` (r rows, as many columns as the header) texts without blanks around them, rows without
    any text left out; `lines` the line of the file each row ends on; `problems` of the layout, each
    named by "header" or its line.
    """

    cells: pd.DataFrame
    lines: list[int]
    problems: list[Problem]


def read_plain_table(
    path: Path, needed: Sequence[str], synonyms: Mapping[str, str] | None = None
) -> PlainTable:
    """Return the cells of a CSV file in UTF-8 with a header line; no cell is taken for a number.

    Cells are separated by commas, or by the semicolons or tabs that spreadsheets write in some
    countries; lines may end in any way.

    Parameters
    ----------
    path : Path
    needed : names of columns
        Each that is not there is a problem.
    synonyms : other name -> name of a column, optional

    Raises
    ------
    DamagedFile
        The file is not UTF-8 text, or no table.
    """
    text = read_text(path)
    if "\0" in text:
        raise DamagedFile(path.name, "The file is no text.", "Save it as CSV in UTF-8.")
    header_line = re.sub('"[^"]*"', "", next(iter(text.splitlines()), ""))
    separator = max(_SEPARATORS, key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=separator)
    try:
        listed = [([cell.strip() for cell in cells], reader.line_num) for cells in reader]
    except csv.Error as error:
        hint = "Save it as CSV in UTF-8."
        raise DamagedFile(path.name, f"Line {reader.line_num}: {error}.", hint) from error
    header = [(synonyms or {}).get(name, name) for name in (listed[0][0] if listed else ())]
    rows = [(cells, line) for cells, line in listed[1:] if any(cells)]  # Excel ends with such rows
    fitting = [(cells, line) for cells, line in rows if len(cells) == len(header)]
    return PlainTable(
        cells=pd.DataFrame([cells for cells, _ in fitting], columns=header, dtype=object),
        lines=[line for _, line in fitting],
        problems=[*_of_header(header, needed), *_of_lengths(rows, len(header))],
    )


def _of_header(header: Sequence[str], needed: Sequence[str]) -> list[Problem]:
    if not any(header):
        hint = f"Its first line names the columns: {', '.join(needed)}, …"
        return [Problem("header", "the file is empty.", hint)]
    twice = sorted({name for name in header if header.count(name) > 1})
    return [
        *absent_columns(header, needed, "header"),
        *(Problem("header", f"the column {name!r} is there twice.") for name in twice),
    ]


def _of_lengths(rows: Sequence[tuple[list[str], int]], width: int) -> list[Problem]:
    hint = "A comma inside a cell needs quotes."
    return [
        Problem(f"line {line}", f"has {len(cells)} cells where the header has {width}.", hint)
        for cells, line in rows
        if width and len(cells) != width
    ]


def numbers_or_words(
    cells: pd.Series, *, is_number: bool = False
) -> tuple[pd.Series, npt.NDArray[np.bool_]]:
    """Return a column as numbers or as words, and which of its cells should have been numbers.

    Words are what a column has where more than one cell, and more than one in ten, is no number;
    fewer are misprints. With `is_number` it has no words.
    """
    missing = cells.isin(MISSING)
    numbers = pd.to_numeric(cells.where(~missing), errors="coerce").astype(float)
    wrong = (~missing & ~np.isfinite(numbers)).to_numpy()
    right = int((~missing).sum() - wrong.sum())
    few = wrong.sum() <= 1 < right or wrong.sum() <= _MISPRINTS * right
    if is_number or few:
        return numbers, wrong
    return cells.where(~cells.isin(_NO_WORDS), None), np.zeros(len(cells), dtype=bool)


def misprints(
    cells: pd.Series, wrong: npt.NDArray[np.bool_], places: Sequence[str]
) -> list[Problem]:
    """Return a problem for each cell that is `wrong` (r,); `places` (r,) say where each is."""
    hint = "Write it in digits with a decimal point, or leave it empty where not known."
    found = np.flatnonzero(wrong)
    told = [
        Problem(places[row], f"{cells.name} {cells.iloc[row]!r} is not a number.", hint)
        for row in found[:_TOLD].tolist()
    ]
    if rest := len(found) - len(told):
        told.append(Problem(f"{rest} more lines", f"{cells.name} is not a number.", hint))
    return told
