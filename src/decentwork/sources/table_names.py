"""Tables and their labour accounts by name: a shipped table, one of the user's, or a folder."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pandas as pd

from decentwork.accounts.labour import AccountSeries, LabourAccount, share_pooled_cells
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import MissingData, UnknownCode
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import SAMPLE, DataFolder
from decentwork.sources.employment_accounts import POOLED
from decentwork.sources.tidy_table import TidyTable, account_names, read_tidy_table
from decentwork.sources.yearly_tables import YearlyTables

SHIPPED: Mapping[str, Mapping[str, str]] = {
    "wiod2013": {"employment": "wiod2013_employment_estimated"},
    "wiod2013_panel_41x12": {"employment": "ggdc_etd_2021"},
}
"""The tables of the catalogue, and the data set of each of their accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedTable:
    """A table by name: its years, and how to get its table and its accounts of a year.

    Output is what rows add to, unless the user's own table states it.
    """

    name: str
    years: tuple[int, ...]
    account_names: tuple[str, ...]
    table: Callable[[int], Table]
    published: Callable[[int], Table]
    series: Callable[[str], AccountSeries]

    def year_or_last(self, year: int | None) -> int:
        """Return the year asked for, the last one if none was; UnknownCode if it is not there."""
        if year is None:
            return self.years[-1]
        if year not in self.years:
            raise UnknownCode(str(year), f"the years of {self.name}", [str(y) for y in self.years])
        return year

    def account(self, name: str, table: Table) -> LabourAccount:
        """Return the account of the table's year, for the places that the table has."""
        return self.account_series(name, table).in_year(table.year)

    def account_series(self, name: str, table: Table) -> AccountSeries:
        """Return the account of all years, for the places that the table has."""
        if name not in self.account_names:
            raise UnknownCode(name, f"the accounts of {self.name}", self.account_names)
        series = self.series(name).of_places(table.place_codes)
        return share_pooled_cells(series, table.labelled_output(), POOLED)


def table_names(folder: DataFolder) -> tuple[str, ...]:
    """Return the names of the tables in a data folder: shipped, the user's own, invented."""
    own = (name for name in folder.names() if _is_own_table(folder, name))
    invented = (SAMPLE + name for name in SHIPPED if folder.sample_world().has(name))
    return (*(name for name in SHIPPED if folder.has(name)), *own, *invented)


def named_table(name: str, folder: DataFolder) -> NamedTable:
    """Return the table of that name, or of that folder in the own tidy form.

    The name of own tables without the year behind it stands for all of them: adb_mrio62 for
    adb_mrio62_2017 and adb_mrio62_2018.

    Raises
    ------
    MissingData
        The name is known, but the data are not here.
    UnknownCode
        Neither a name nor a folder.
    """
    if name.startswith(SAMPLE) and not folder.invented:
        stands_for = named_table(name.removeprefix(SAMPLE), folder.sample_world())
        return replace(stands_for, name=name)
    if name in SHIPPED:
        if not folder.has(name):
            raise MissingData(folder.prefix + name, folder.entry(name).title)
        return _shipped(name, read(folder, name), folder)
    if _is_own_table(folder, name):
        return _yearly(name, {int(folder.entry(name).coverage): name}, folder)
    if years := _years_of(folder, name):
        return _yearly(name, years, folder)
    if Path(name).is_dir():
        return _own(Path(name).resolve().name, read_tidy_table(Path(name)))
    raise UnknownCode(name, "the tables at hand, and no folder", table_names(folder))


def _shipped(name: str, tables: YearlyTables, folder: DataFolder) -> NamedTable:
    accounts = SHIPPED[name]
    return NamedTable(
        name=name,
        years=tables.years,
        account_names=tuple(accounts),
        table=lambda year: tables.in_year(year).with_output_as_row_sum(),
        published=tables.in_year,
        series=lambda account: read(folder, accounts[account]),
    )


def _own(name: str, own: TidyTable) -> NamedTable:
    return NamedTable(
        name=name,
        years=(own.table.year,),
        account_names=tuple(own.accounts),
        table=lambda _: own.table,
        published=lambda _: own.table,
        series=lambda account: own.accounts[account],
    )


def _yearly(name: str, names: Mapping[int, str], folder: DataFolder) -> NamedTable:
    """Return own tables, each of its year; what is large is read when it is asked for."""

    @lru_cache(maxsize=1)  # a table and then its accounts are asked for
    def own(year: int) -> TidyTable:
        found = read(folder, names[year])
        if not isinstance(found, TidyTable):
            raise TypeError(f"{names[year]} is read into {type(found).__name__}")
        return found

    def series(account: str) -> AccountSeries:
        parts = [own(year).accounts[account] for year in sorted(names)]
        errors = [part.errors for part in parts if part.errors is not None]
        frame = pd.concat([part.frame for part in parts])
        return replace(parts[-1], frame=frame, errors=pd.concat(errors) if errors else None)

    last = next(iter(folder.files(names[max(names)]).values())).parent
    return NamedTable(
        name=name,
        years=tuple(sorted(names)),
        account_names=account_names(last),
        table=lambda year: own(year).table,
        published=lambda year: own(year).table,
        series=series,
    )


def _years_of(folder: DataFolder, name: str) -> dict[int, str]:
    """Return the own tables whose name is this one with their year behind it."""
    return {
        int(own.removeprefix(f"{name}_")): own
        for own in folder.names()
        if re.fullmatch(rf"{re.escape(name)}_\d{{4}}", own) and _is_own_table(folder, own)
    }


def _is_own_table(folder: DataFolder, name: str) -> bool:
    return name in folder.names() and folder.entry(name).reader.startswith("tidy_table:")
