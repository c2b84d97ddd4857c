"""Numbers of a declared account: CSV files beside the declaration, accounts of the table."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from decentwork.accounts.account_plan import (
    KEY,
    LABELS,
    OBSERVED,
    RATES,
    SHARES,
    SUMS,
    TOTALS,
    none_of,
)
from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table, Vector
from decentwork.estimates.errors import InputError, InvalidInput, Problem
from decentwork.estimates.units import Unit
from decentwork.sources.rows import Row, read_rows

OUTPUT = "output"
_NEEDED: Mapping[tuple[str, ...], Sequence[str]] = {
    TOTALS: ("place",),
    SHARES: ("place", "sector"),
    KEY: ("place", "industry"),
    OBSERVED: ("place", "industry"),
    RATES: ("place",),
    SUMS: (),
}
ZEROS = ("zero", "not_known")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredNumbers:
    """Where numbers come from, and the problems and notes that gather until all is read."""

    folder: Path
    table: Table
    account: Callable[[str], LabourAccount]
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)

    def tell(self, where: str, what: str, hint: str = "") -> None:
        """Note one problem."""
        self.problems.append(Problem(where, what, hint))


def numbers_of(
    source: DeclaredNumbers, what: str, part: Mapping[str, Any], columns: tuple[str, ...]
) -> pd.DataFrame:
    """Return the numbers of a file; a cell that is empty is not known and has no row."""
    if "file" not in part:
        if part:
            source.tell(what, "file is missing.", f'file = "{what}.csv"')
        return none_of(columns)
    return _numbers(source, str(part["file"]), columns, str(part.get("zero_means", "zero")))


def _numbers(
    source: DeclaredNumbers, name: str, columns: tuple[str, ...], zero_means: str
) -> pd.DataFrame:
    needed, optional = _needed(columns)
    if zero_means not in ZEROS:
        source.tell(name, f"zero_means is {zero_means!r}.", f"Write one of: {', '.join(ZEROS)}.")
    rows, zeros = [], 0
    for row in _read(source, name, needed, optional):
        cells = {it: row[it] if it in LABELS else _number(source, name, row, it) for it in columns}
        zero = cells["value"] == 0 and zero_means == "not_known"
        zeros += zero
        if not zero and not math.isnan(float(cells["value"])):
            rows.append(cells)
    if zeros:
        source.notes.append(Problem(name, f"{zeros} zeros mean not known: left out."))
    return pd.DataFrame(rows, columns=list(columns)) if rows else none_of(columns)


def _needed(columns: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return the columns that a file must have, and those that it may."""
    needed = [*_NEEDED[columns], "value"]
    return needed, [name for name in columns if name not in needed]


def _read(
    source: DeclaredNumbers, name: str, needed: Sequence[str], optional: Sequence[str] = ()
) -> list[Row]:
    path = source.folder / name
    if not path.is_file():
        source.tell(name, "there is no such file beside the declaration.")
        return []
    try:
        return read_rows(path, needed, optional)
    except InvalidInput as error:
        for problem in error.problems:
            source.tell(f"{name}, {problem.where}", problem.what, problem.hint)
    except InputError as error:
        source.tell(name, str(error))
    return []


def _number(source: DeclaredNumbers, name: str, row: Row, column: str) -> float:
    text = row[column]
    try:
        value = float(text) if text else math.nan
    except ValueError:
        value = math.inf
    if math.isinf(value) or (text and math.isnan(value)):
        what = f"{column} {text!r} is not a number."
        source.tell(f"{name}, {row.where}", what, "Leave empty what is not known.")
        return math.nan
    return value


def pairs_of(
    source: DeclaredNumbers, what: str, part: Mapping[str, Any], key: str, value: str
) -> dict[str, str]:
    """Return a file of two columns as a mapping; tell what is named twice."""
    if not part:
        return {}
    pairs: dict[str, str] = {}
    for row in _read(source, str(part.get("file", f"{what}.csv")), (key, value)):
        if row[key] in pairs:
            source.tell(f"{what}, {row.where}", f"{key} {row[key]!r} is named twice.")
        pairs[row[key]] = row[value]
    return pairs


def amounts_of(
    source: DeclaredNumbers, of: str, zero_means: str = "zero"
) -> tuple[pd.DataFrame, Unit | None]:
    """Return numbers by place and industry: of a file, an account of the table, or its output."""
    if of.endswith(".csv"):
        return _numbers(source, of, KEY, zero_means), None
    table = source.table
    if of == OUTPUT:
        return _rows_of(table.places, table.industries, table.output), None
    try:
        account = source.account(of)
    except InputError as error:
        source.tell(f"key {of!r}", str(error), f"Or write {OUTPUT}, or the name of a CSV file.")
        return none_of(KEY), None
    return _rows_of(account.places, account.industries, account.values), account.unit


def _rows_of(places: Sequence[str], industries: Sequence[str], values: Vector) -> pd.DataFrame:
    return pd.DataFrame({"place": places, "group": "", "industry": industries, "value": values})


def positive(
    source: DeclaredNumbers, where: str, part: Mapping[str, Any], word: str
) -> float | None:
    """Return a number above 0 of the declaration, None where it has none or after telling why."""
    value = part.get(word)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        source.tell(where, f"{word} {value!r} is not a number above 0.")
        return None
    return float(value)
