"""Comma-separated files: read by declared columns, refused with every problem at once."""

import gzip
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem

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
    cells = _cells(path)
    missing = [name for name in (*texts, *numbers) if name not in cells]
    if missing:
        there = f"The file has: {', '.join(cells.columns)}."
        raise InvalidInput(
            path.name, [Problem("columns", f"{name} is missing.", there) for name in missing]
        )
    parsed = {name: pd.to_numeric(cells[name], errors="coerce") for name in numbers}
    problems = [*_short_rows(cells), *_words_in_numbers(cells, parsed)]
    problems += _unknown_codes(cells, codes or {})
    if problems:
        raise InvalidInput(path.name, problems)
    return cells[list(texts)].assign(**parsed)


def check_parquet(path: Path, columns: Sequence[str]) -> pd.DataFrame:
    """Return the declared columns of a parquet file; tell every one that is missing."""
    try:
        frame = pd.read_parquet(path)
    except (OSError, ValueError) as error:  # pyarrow's own errors derive from these
        raise _damaged(path, str(error)) from error
    missing = [name for name in columns if name not in frame]
    if missing:
        raise InvalidInput(path.name, [Problem("columns", f"{it} is missing.") for it in missing])
    return frame[list(columns)]


def _cells(path: Path) -> pd.DataFrame:
    try:
        return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _damaged(path, f"the file cannot be unpacked ({error}).") from error
    except UnicodeDecodeError as error:
        raise _damaged(path, f"the text is not UTF-8 at byte {error.start}.") from error
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise _damaged(path, f"the file is not a table ({error}).") from error


def _damaged(path: Path, reason: str) -> DamagedFile:
    return DamagedFile(str(path), reason, "Take a fresh copy and add it: decentwork data add PATH")


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
