"""Large tables as a frame of declared columns, refused with every problem at once.

A file without faults is read in one go, several times as fast; one with any is read by `rows`.
"""

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.sources.rows import FETCH_AGAIN, read_rows

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
    if cells.empty:
        raise ValueError("there are no rows")
    if any(not cells[name].isin(list(allowed)).all() for name, allowed in codes.items()):
        raise ValueError("a code is not known")
    return cells


def _carefully(
    path: Path, texts: Sequence[str], numbers: Sequence[str], codes: Mapping[str, Collection[str]]
) -> pd.DataFrame:
    """Return a file row by row, or tell everything that is wrong with it."""
    rows = read_rows(path, (*texts, *numbers))
    cells = pd.DataFrame([row.cells for row in rows], dtype=str)
    parsed = {name: pd.to_numeric(cells[name], errors="coerce") for name in numbers}
    lines = [row.where for row in rows]
    problems = []
    for name, values in parsed.items():
        wrong = values.isna() & (cells[name] != "")
        problems += _told(cells[name], wrong, lines, f"{name} is not a number.")
    for name, allowed in codes.items():
        known = f"Known: {', '.join(repr(code) for code in allowed)}."
        unknown = ~cells[name].isin(list(allowed))
        problems += _told(cells[name], unknown, lines, f"{name} is not known.", known)
    if problems:
        raise InvalidInput(path.name, problems)
    return cells[list(texts)].assign(**parsed)


def _told(
    cells: pd.Series, wrong: pd.Series, lines: Sequence[str], what: str, hint: str = ""
) -> list[Problem]:
    rows = [int(row) for row in wrong.to_numpy().nonzero()[0]]
    told = [Problem(lines[row], f"{cells.iloc[row]!r}: {what}", hint) for row in rows[:_TOLD]]
    rest = len(rows) - len(told)
    return [*told, Problem(f"{rest} more lines", what, hint)] if rest else told


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
