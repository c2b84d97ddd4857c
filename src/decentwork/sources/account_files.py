"""Writing a built account: columns of `accounts` in the own tidy form, and every cell beside it."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.accounts.built_account import BuiltAccount
from decentwork.accounts.labour import ERROR_COLUMNS, HOW, AccountSeries
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import CannotWrite, DamagedFile
from decentwork.sources.labelled_matrix import HOW_MARK

ERRORS = "account_errors.parquet"
_KEYS = ["region", "industry"]


def write_account(
    folder: Path, table: Table, built: BuiltAccount, *, borrowed: bool = False
) -> tuple[Path, ...]:
    """Write an account into a folder, which may be that of the table; return what was written.

    `accounts` (.parquet if there is one already, else .csv) gets a column of each group and of all
    together; its other columns stay. NAME_cells.csv holds every cell with its interval and kind;
    account_errors.parquet, where an error is stated, how the errors of cells hang together.

    Parameters
    ----------
    borrowed : bool
        Put cells that are a pattern of their region into `accounts` too; else they are empty.

    Raises
    ------
    CannotWrite
        The folder cannot be made or written.
    DamagedFile
        The accounts that are there cannot be read.
    """
    accounts = folder / "accounts.parquet"
    accounts = accounts if accounts.is_file() else folder / "accounts.csv"
    cells = folder / f"{built.plan.name.replace(' ', '_')}_cells.csv"
    series = {name: built.series(it, borrowed=borrowed) for it, name in built.accounts.items()}
    joined = _joined(accounts, account_columns(table, series), series)
    errors = account_errors(folder, series)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        built.cells.to_csv(cells, index=False)
        partial = accounts.with_name(f".{accounts.name}")
        if accounts.suffix == ".parquet":
            joined.to_parquet(partial, index=False)
        else:
            joined.to_csv(partial, index=False)
        partial.replace(accounts)  # a reader finds the old or the new, never half of it
        if not errors.empty:
            errors.to_parquet(folder / ERRORS, index=False)
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or type(error).__name__) from error
    return (accounts, cells) if errors.empty else (accounts, cells, folder / ERRORS)


def read_errors(folder: Path, year: int) -> dict[str, pd.DataFrame]:
    """Return the errors of the built accounts of a folder by name, as of `AccountSeries`.

    Raises
    ------
    DamagedFile
        The file cannot be read as what `write_account` writes.
    """
    path = folder / ERRORS
    if not path.is_file():
        return {}
    try:
        frame = pd.read_parquet(path)[["account", "region", "industry", "error", "deviation"]]
    except (OSError, ValueError, KeyError) as error:
        hint = "Build the account again, or take the file away: no intervals are shown then."
        raise DamagedFile(str(path), f"holds no errors of accounts ({error}).", hint) from error
    frame = frame.rename(columns={"region": "place"}).assign(year=year)
    return {str(name): rows[[*ERROR_COLUMNS]] for name, rows in frame.groupby("account")}


def account_errors(folder: Path, series: Mapping[str, AccountSeries]) -> pd.DataFrame:
    """Return the errors of these accounts, and of those that are there under other names."""
    kept = [
        rows.assign(account=name)
        for name, rows in read_errors(folder, 0).items()
        if name not in series
    ]
    new = [it.errors.assign(account=name) for name, it in series.items() if it.errors is not None]
    columns = ["account", "region", "industry", "error", "deviation"]
    if not (kept or new):
        return pd.DataFrame(columns=columns)
    return pd.concat([*kept, *new], ignore_index=True).rename(columns={"place": "region"})[columns]


def account_columns(table: Table, accounts: Mapping[str, AccountSeries]) -> pd.DataFrame:
    """Return the rows of a table with a column of each account, headed by name and unit.

    Beside an account with cells that are not observed stands how each came about.
    """
    frame = pd.DataFrame({"region": table.places, "industry": table.industries})
    rows = list(zip(table.places, table.industries, strict=True))
    for name, series in accounts.items():
        cells = zip(series.frame["place"], series.frame["industry"], strict=True)
        kinds = dict(zip(cells, series.frame["how"], strict=True))
        frame[f"{name} [{series.unit}]"] = (
            np.nan if series.frame.empty else series.in_year(table.year).on(table)
        )
        if {*kinds.values()} - {HOW[0]}:
            frame[f"{name}{HOW_MARK}"] = [kinds.get(row, "") for row in rows]
    return frame


def _joined(
    path: Path, columns: pd.DataFrame, accounts: Mapping[str, AccountSeries]
) -> pd.DataFrame:
    """Return the accounts that are there with columns added, or put in the place of their like."""
    if not path.is_file():
        return columns
    try:
        there = (
            pd.read_parquet(path)
            if path.suffix == ".parquet"
            else pd.read_csv(path, dtype=str, keep_default_na=False)
        )
        marks = [f"{name}{HOW_MARK}" for name in accounts]
        renewed = [name for name in (*columns.columns[2:], *marks) if name in there]
        there = there.drop(columns=renewed)
        return columns[_KEYS].merge(there, on=_KEYS, how="left").merge(columns, on=_KEYS)
    except (OSError, ValueError, KeyError) as error:
        hint = "Mend it, or write to another folder."
        raise DamagedFile(str(path), f"is no table of accounts ({error}).", hint) from error
