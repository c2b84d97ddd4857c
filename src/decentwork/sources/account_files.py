"""Writing a built account: columns of `accounts` in the own tidy form, and every cell beside it."""

from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.accounts.built_account import BuiltAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import CannotWrite, DamagedFile
from decentwork.sources.labelled_matrix import HOW_MARK

_KEYS = ["region", "industry"]


def write_account(
    folder: Path, table: Table, built: BuiltAccount, *, borrowed: bool = False
) -> tuple[Path, Path]:
    """Write an account into a folder, which may be that of the table; return what was written.

    `accounts` (.parquet if there is one already, else .csv) gets a column of each group and of all
    together; its other columns stay. NAME_cells.csv holds every cell with its interval and kind.

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
    joined = _joined(accounts, _columns(table, built, borrowed))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        built.cells.to_csv(cells, index=False)
        partial = accounts.with_name(f".{accounts.name}")
        if accounts.suffix == ".parquet":
            joined.to_parquet(partial, index=False)
        else:
            joined.to_csv(partial, index=False)
        partial.replace(accounts)  # a reader finds the old or the new, never half of it
    except OSError as error:
        raise CannotWrite(str(folder), error.strerror or type(error).__name__) from error
    return accounts, cells


def _columns(table: Table, built: BuiltAccount, borrowed: bool) -> pd.DataFrame:
    """Return the rows of a table with a column of each account, headed by name and unit."""
    frame = pd.DataFrame({"region": table.places, "industry": table.industries})
    for group, name in built.accounts.items():
        series = built.series(group)
        values = series.in_year(built.plan.year).on(table)
        cells = zip(series.frame["place"], series.frame["industry"], strict=True)
        kinds = dict(zip(cells, series.frame["how"], strict=True))
        how = [kinds.get(row, "") for row in zip(table.places, table.industries, strict=True)]
        if not borrowed:
            values = np.where([kind == "borrowed" for kind in how], np.nan, values)
            how = [kind.replace("borrowed", "") for kind in how]
        frame[f"{name} [{built.plan.unit}]"] = values
        frame[f"{name}{HOW_MARK}"] = how
    return frame


def _joined(path: Path, columns: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts that are there with columns added, or put in the place of their like."""
    if not path.is_file():
        return columns
    try:
        there = (
            pd.read_parquet(path)
            if path.suffix == ".parquet"
            else pd.read_csv(path, dtype=str, keep_default_na=False)
        )
        there = there.drop(columns=[name for name in columns.columns[2:] if name in there])
        return columns[_KEYS].merge(there, on=_KEYS, how="left").merge(columns, on=_KEYS)
    except (OSError, ValueError, KeyError) as error:
        hint = "Mend it, or write to another folder."
        raise DamagedFile(str(path), f"is no table of accounts ({error}).", hint) from error
