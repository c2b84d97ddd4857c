"""Large tables as a frame of declared columns, refused with every problem at once."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.rows import FETCH_AGAIN, read_text

_TOLD = 20  # problems of one column told one by one; the rest are counted


def read_delimited(
    path: Path,
    *,
    texts: Sequence[str],
    numbers: Sequence[str],
    codes: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Return the declared columns of a CSV file, plain or gzipped; other columns are left out.

    Parameters
    ----------
    path : Path
        The file, UTF-8 with one header row; an empty cell is a missing value.
    texts, numbers : names of columns
        All of them must be there. Texts come back as text, "" where empty; numbers as floats.
    codes : column -> allowed texts, optional
        Any other text in the column is a problem; an empty cell must be allowed by "".

    Raises
    ------
    DamagedFile
        The file cannot be unpacked or is no table.
    InvalidInput
        The layout is wrong; tells every missing column and every cell that does not fit.
    """
    try:
        return _quickly(path, texts, numbers, codes or {})
    except (OSError, ValueError, KeyError):  # pyarrow's errors: tells the first problem only
        return _carefully(path, texts, numbers, codes or {})


def _quickly(
    path: Path, texts: Sequence[str], numbers: Sequence[str], codes: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """Return a file without faults; ValueError, KeyError or OSError for one that has any."""
    types = {**dict.fromkeys(texts, pa.string()), **dict.fromkeys(numbers, pa.float64())}
    converted = csv.ConvertOptions(
        column_types=types, include_columns=list(types), null_values=[""], strings_can_be_null=False
    )
    lines = csv.ParseOptions(newlines_in_values=True)
    with pa.input_stream(str(path), compression="detect") as stream:
        table = csv.read_csv(stream, convert_options=converted, parse_options=lines)
    cells: pd.DataFrame = table.to_pandas()
    if any(not cells[name].isin(list(allowed)).all() for name, allowed in codes.items()):
        raise ValueError("a code is not known")
    return cells


def _carefully(
    path: Path, texts: Sequence[str], numbers: Sequence[str], codes: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """Return a file cell by cell, or tell everything that is wrong with it."""
    cells = _cells(path)
    missing = [name for name in (*texts, *numbers) if name not in cells]
    if missing:
        there = f"The file has: {', '.join(cells.columns)}."
        raise InvalidInput(
            path.name, [Problem("columns", f"{name} is missing.", there) for name in missing]
        )
    parsed = {name: pd.to_numeric(cells[name], errors="coerce") for name in numbers}
    problems = [*_short_rows(cells), *_words_in_numbers(cells, parsed)]
    problems += _unknown_codes(cells, codes)
    if problems:
        raise InvalidInput(path.name, problems)
    return cells[list(texts)].assign(**parsed)


def read_parquet(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Return the declared columns of a parquet file; tell every one that is missing."""
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:  # pyarrow's own errors derive from these
        reason = f"The file is not a parquet table ({error})."
        raise DamagedFile(path.name, reason, FETCH_AGAIN) from error
    missing = [name for name in columns if name not in frame]
    if missing:
        raise InvalidInput(path.name, [Problem("columns", f"{it} is missing.") for it in missing])
    return frame[list(columns)]


def _cells(path: Path) -> pd.DataFrame:
    text = io.StringIO(read_text(path))
    try:
        return pd.read_csv(text, dtype=str, keep_default_na=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        reason = f"The file is not a table ({error})."
        raise DamagedFile(path.name, reason, FETCH_AGAIN) from error


def _short_rows(cells: pd.DataFrame) -> Iterator[Problem]:
    # Empty cells are "", so a missing value is a cell that the row does not have: cut off.
    short = cells.isna().any(axis=1)
    yield from _told(short, "has fewer cells than the header.", "The file may be cut off.")


def _words_in_numbers(cells: pd.DataFrame, parsed: Mapping[str, pd.Series]) -> Iterator[Problem]:
    for name, values in parsed.items():
        wrong = values.isna() & cells[name].notna() & (cells[name] != "")
        yield from _told(wrong, f"{name} is not a number.", "", cells[name])


def _unknown_codes(cells: pd.DataFrame, codes: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    for name, allowed in codes.items():
        wrong = cells[name].notna() & ~cells[name].isin(list(allowed))
        hint = f"Known: {', '.join(repr(code) for code in allowed)}."
        yield from _told(wrong, f"{name} is not known.", hint, cells[name])


def _told(
    wrong: pd.Series, what: str, hint: str, cells: pd.Series | None = None
) -> Iterator[Problem]:
    rows = [int(row) for row in wrong.to_numpy().nonzero()[0]]
    for row in rows[:_TOLD]:
        shown = what if cells is None else f"{cells.iloc[row]!r}: {what}"
        yield Problem(f"line {row + 2}", shown, hint)  # the header is line 1
    if len(rows) > _TOLD:
        yield Problem(f"{len(rows) - _TOLD} more lines", what, hint)
