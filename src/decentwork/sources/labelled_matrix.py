"""A matrix in a text or parquet file: two rows of labels on top, two columns at the left."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from decentwork.accounts.labour import HOW
from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem

Labels = list[tuple[str, str]]
MOST_TOLD = 20
HOW_MARK = " how"
COLUMNS_AT_ONCE = 512  # of a parquet file: a table of 8,000 is never in memory twice
LAYOUT = "See the own tidy form in the reference."


@dataclass(slots=True)
class Findings:
    """The problems of one folder, collected until `refuse` tells them together."""

    problems: list[Problem] = field(default_factory=list)

    def tell(self, found: Sequence[Problem]) -> None:
        """Add problems of one kind; after `MOST_TOLD` they are counted."""
        self.problems.extend(found[:MOST_TOLD])
        if len(found) > MOST_TOLD:
            rest = f"{len(found) - MOST_TOLD} more problems of this kind."
            self.problems.append(Problem(found[0].where.split(",")[0], rest))

    def refuse(self, subject: str) -> None:
        """Raise InvalidInput if there was any problem."""
        if self.problems:
            raise InvalidInput(subject, self.problems)


@dataclass(frozen=True, slots=True, eq=False)
class LabelledMatrix:
    """Values (rows, columns) with the region and industry (or category) of each."""

    rows: Labels
    columns: Labels
    values: Matrix


def read_block(folder: Path, stem: str, found: Findings) -> LabelledMatrix | None:
    """Return the matrix of `stem`.csv or `stem`.parquet; None after telling what is wrong.

    In a CSV row 1 holds the region of each column, row 2 its industry or category; columns 1 and
    2 hold those of each row. In a parquet file columns `region` and `industry` label the rows,
    and each other column is named by its region and industry, as "TUR c4".
    """
    path = _path(folder, stem)
    if path is None:
        found.tell([Problem(f"{stem}.csv", "the file is missing.", LAYOUT)])
        return None
    if path.suffix == ".parquet" and (whole := _whole_block(path)) is not None:
        problems = _check_labels(stem, whole.rows, whole.columns)
        found.tell(problems)
        return None if problems else whole
    rows, columns, body = _parquet_block(path) if path.suffix == ".parquet" else _text_block(path)
    if body.shape[1] != len(columns):
        what = f"rows have {body.shape[1]} values where the header has {len(columns)}."
        found.tell([Problem(stem, what, LAYOUT)])
        return None
    before = len(found.problems)
    found.tell(_check_labels(stem, rows, columns))
    places = [" ".join(label) for label in rows], [" ".join(label) for label in columns]
    values = numbers(stem, body, *places, found, may_be_empty=False)
    return LabelledMatrix(rows, columns, values) if len(found.problems) == before else None


def read_columns(folder: Path, stem: str, rows: Labels, found: Findings) -> dict[str, Vector]:
    """Return the columns of `stem`, in the order of `rows`, by header; none if there is no file.

    The first two columns are `region` and `industry`. A row that is left out, or a cell that is
    empty, is not known: NaN.
    """
    path = _path(folder, stem)
    if path is None:
        return {}
    frame = _read(path, header=0)
    frame = frame.drop(columns=[name for name in frame.columns if str(name).endswith(HOW_MARK)])
    names = [str(name) for name in frame.columns]
    if names[:2] != ["region", "industry"]:
        hint = "The first two columns are region and industry."
        found.tell([Problem(f"{stem}, header", f"starts with {', '.join(names[:2])}.", hint)])
        return {}
    if stem == "x" and names[2:] != ["output"]:
        found.tell([Problem("x, header", "is not region,industry,output.", LAYOUT)])
        return {}
    labels = _labels(frame)
    found.tell(_check_keys(stem, labels, rows))
    shown = [" ".join(label) for label in labels]
    values = numbers(stem, frame.iloc[:, 2:], shown, names[2:], found, stem == "accounts")
    position = {label: row for row, label in enumerate(labels)}
    order = [position.get(label, -1) for label in rows]
    known = np.array(order) >= 0
    if stem == "x":
        lacking = [label for label, row in zip(rows, order, strict=True) if row < 0]
        found.tell([Problem("x", f"{' '.join(label)!r} is missing.") for label in lacking])
    if not len(labels):
        return {name: np.full(len(rows), np.nan) for name in names[2:]}
    return {
        name: np.where(known, values[order, column], np.nan)
        for column, name in enumerate(names[2:])
    }


def read_kinds(folder: Path, rows: Labels, found: Findings) -> dict[str, list[str]]:
    """Return how each cell of an account came about, in the order of `rows`, by account.

    A column "NAME how" beside "NAME [unit]" says observed, modelled or borrowed; empty is observed.
    """
    path = _path(folder, "accounts")
    frame = pd.DataFrame() if path is None else _read(path, header=0)
    kinds = {}
    for column in (str(name) for name in frame.columns if str(name).endswith(HOW_MARK)):
        told = dict(zip(_labels(frame), frame[column].fillna("").astype(str), strict=True))
        kinds[column.removesuffix(HOW_MARK)] = [told.get(label) or HOW[0] for label in rows]
        found.tell(
            [
                Problem(f"accounts, column {column!r}", f"{kind!r} is none of {', '.join(HOW)}.")
                for kind in dict.fromkeys(told.values())
                if kind and kind not in HOW
            ]
        )
    return kinds


def _path(folder: Path, stem: str) -> Path | None:
    candidates = (folder / f"{stem}.parquet", folder / f"{stem}.csv")
    return next((path for path in candidates if path.is_file()), None)


def _read(path: Path, header: int | None, skip: int = 0, rows: int | None = None) -> pd.DataFrame:
    try:
        if path.suffix == ".parquet":
            return pd.read_parquet(path)
        labels = {0: str, 1: str} if header is None else {"region": str, "industry": str}
        return pd.read_csv(
            path,
            header=header,
            skiprows=skip,
            nrows=rows,
            dtype=str if rows else labels,
            keep_default_na=False,
            encoding="utf-8",
            low_memory=False,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError, ValueError) as error:
        reason = f"the file cannot be read as a table ({error})."
        raise DamagedFile(str(path), reason, "Save it again in the own tidy form.") from error


def _text_block(path: Path) -> tuple[Labels, Labels, pd.DataFrame]:
    # Numbers are parsed as numbers: a table of 8,000 industries as text would not fit in memory.
    head = _read(path, None, rows=2).fillna("")
    body = _read(path, None, skip=2)
    if len(head) < 2:
        raise DamagedFile(str(path), "the file has fewer than two rows of labels.", LAYOUT)
    regions, industries = (head.iloc[row, 2:].str.strip().tolist() for row in range(2))
    return _labels(body), list(zip(regions, industries, strict=True)), body.iloc[:, 2:]


def _whole_block(path: Path) -> LabelledMatrix | None:
    """Return the matrix of a parquet file in which every cell is a finite double; None otherwise.

    It is read some columns at a time; what is wrong in other files, `_parquet_block` finds.
    """
    try:
        held = pq.ParquetFile(path)
        names = held.schema_arrow.names
        doubles = all(it.type == pa.float64() for it in list(held.schema_arrow)[2:])
        if names[:2] != ["region", "industry"] or not doubles or held.schema_arrow.pandas_metadata:
            return None
        labels = held.read(columns=names[:2]).to_pandas()
        values = np.empty((held.metadata.num_rows, len(names) - 2))
        for start in range(0, values.shape[1], COLUMNS_AT_ONCE):
            wanted = names[start + 2 : start + 2 + COLUMNS_AT_ONCE]
            part = held.read(columns=wanted)
            if part.column_names != wanted:  # "P a" also asks for "P a.b"
                return None
            for at, column in enumerate(part.itercolumns(), start):
                values[:, at] = column.to_numpy()  # NaN where it is missing
    except (pa.ArrowException, OSError):
        return None
    split = [name.strip().partition(" ") for name in names[2:]]
    columns = [(region, rest.strip()) for region, _, rest in split]
    whole = np.isfinite(values.sum())  # one pass; infinities and NaN survive a sum
    return LabelledMatrix(_labels(labels), columns, values) if whole else None


def _parquet_block(path: Path) -> tuple[Labels, Labels, pd.DataFrame]:
    frame = _read(path, None)
    if frame.index.nlevels == 2 and frame.columns.nlevels == 2:
        rows = [(str(region), str(industry)) for region, industry in frame.index]
        columns = [(str(region), str(industry)) for region, industry in frame.columns]
        return rows, columns, frame
    if list(frame.columns[:2]) != ["region", "industry"]:
        raise DamagedFile(str(path), "the first columns are not region and industry.", LAYOUT)
    split = [str(name).strip().partition(" ") for name in frame.columns[2:]]
    return _labels(frame), [(region, rest.strip()) for region, _, rest in split], frame.iloc[:, 2:]


def _labels(frame: pd.DataFrame) -> Labels:
    regions = frame.iloc[:, 0].fillna("").astype(str).str.strip()
    industries = frame.iloc[:, 1].fillna("").astype(str).str.strip()
    return list(zip(regions, industries, strict=True))


def numbers(
    stem: str,
    body: pd.DataFrame,
    rows: Sequence[str],
    columns: Sequence[str],
    found: Findings,
    may_be_empty: bool,
) -> Matrix:
    """Return the values, telling every cell that is empty, text, or not finite."""
    values = np.empty(body.shape)
    problems = []
    for column in range(body.shape[1]):
        cells = body.iloc[:, column]
        numbers = pd.to_numeric(cells, errors="coerce").to_numpy(dtype=float, na_value=np.nan)
        values[:, column] = numbers
        for row in np.flatnonzero(~np.isfinite(numbers)).tolist():
            text = "" if pd.isna(cells.iloc[row]) else str(cells.iloc[row]).strip()
            if text or not may_be_empty:
                where = f"{stem}, row {rows[row]}, column {columns[column]}"
                problems.append(Problem(where, *_complaint(text)))
    found.tell(problems)
    return values


def _complaint(text: str) -> tuple[str, str]:
    if not text or text.lower() == "nan":
        return "the value is missing.", "Write 0 if it is nothing."
    return f"{text!r} is not a number.", "Write it without unit or thousands separator."


def _check_labels(stem: str, rows: Labels, columns: Labels) -> list[Problem]:
    empty = [
        Problem(f"{stem}, {side} {number + 1}", "region or industry is empty.", LAYOUT)
        for side, labels in (("row", rows), ("column", columns))
        for number, label in enumerate(labels)
        if not all(label)
    ]
    return empty + _repeated(f"{stem}, rows", rows) + _repeated(f"{stem}, columns", columns)


def _check_keys(stem: str, labels: Labels, rows: Labels) -> list[Problem]:
    known, regions = set(rows), {region for region, _ in rows}
    return _repeated(stem, labels) + [
        Problem(
            f"{stem}, row {number + 2}",
            f"industry {industry!r} of {region} is not in Z."
            if region in regions
            else f"region {region!r} is not a region of Z.",
        )
        for number, (region, industry) in enumerate(labels)
        if (region, industry) not in known
    ]


def _repeated(where: str, labels: Labels) -> list[Problem]:
    if len(set(labels)) == len(labels):
        return []
    counts = pd.Series(labels).value_counts()
    return [Problem(where, f"{' '.join(it)!r} occurs twice.") for it in counts[counts > 1].index]
