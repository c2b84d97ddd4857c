"""The trade panel of a data folder: computed once for all places and years, kept by content."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

import pandas as pd
from threadpoolctl import threadpool_limits

from decentwork.accounts.labour import AccountSeries, share_pooled_cells
from decentwork.accounts.tables import Table
from decentwork.classifications.concordances import concordance
from decentwork.classifications.countries import REST_OF_WORLD
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.panel import FIXED, PlacePanel, served_output
from decentwork.footprints.place_labour import PlaceLabour, place_labour
from decentwork.sources.catalogue import read, read_once
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.employment_accounts import POOLED
from decentwork.sources.yearly_tables import YearlyTables

TABLE = "wiod2013"
EXPERIMENTAL_ACCOUNT, OBSERVED_ACCOUNT = "wiod2013_employment_estimated", "ggdc_etd_2021"
DETAILS = ("35", "12")  # industries of a panel


@dataclass(frozen=True)
class PlaceTrade:
    """What the data folder holds on the trade of one place, read when asked for."""

    folder: DataFolder
    place: str

    @cached_property
    def provenance(self) -> Provenance:
        """Where the table came from."""
        output = "output taken as the row sum of sales"
        return self.folder.provenance(TABLE).then(output)

    def panel(self, detail: str) -> PlacePanel | None:
        """Return the panel of the place at 35 or 12 industries; None if the table lacks it."""
        rows = place_rows(kept_panel(self.folder, detail), self.place)
        return None if rows.empty else PlacePanel(self.place, rows)

    @cached_property
    def experimental(self) -> PlaceLabour | None:
        """Employment at 35 industries, with its interval."""
        panel = self.panel("35")
        if panel is None or not self.folder.has(EXPERIMENTAL_ACCOUNT):
            return None
        return _labour(account(self.folder, EXPERIMENTAL_ACCOUNT), panel, self.provenance)

    @cached_property
    def observed(self) -> PlaceLabour | None:
        """Employment at 12 industries as published; None where the place has none."""
        panel = self.panel("12")
        if panel is None or not self.folder.has(OBSERVED_ACCOUNT):
            return None
        published = account(self.folder, OBSERVED_ACCOUNT).of_places((self.place,))
        output = panel.frame.set_index(["place", "industry", "year"])["output"]
        table = self.provenance.then("35 industries summed to the 12 of the employment account")
        return _labour(share_pooled_cells(published, output, POOLED), panel, table)


def account(folder: DataFolder, name: str) -> AccountSeries:
    """Return one of the two employment accounts of a data folder."""
    return read_once(folder, name, AccountSeries)


def _labour(series: AccountSeries, panel: PlacePanel, provenance: Provenance) -> PlaceLabour | None:
    if panel.place not in series.place_codes:
        return None
    return place_labour(series.of_places((panel.place,)), panel, provenance)


def kept_panel(folder: DataFolder, detail: str) -> Path | pd.DataFrame:
    """Return the file of the panel of all places; computed first if it is not there.

    Where the folder lets nothing be written, the panel itself is returned.
    """
    key = folder.fingerprint([TABLE])
    paths = {name: folder.kept("trade", f"{key}-{name}", ".parquet") for name in DETAILS}
    if not paths[detail].is_file():
        computed = compute_panels(folder)
        for name, frame in computed.items():
            folder.keep(paths[name], partial(_write, frame))
        if not paths[detail].is_file():
            return computed[detail]
    return paths[detail]


def place_rows(panel: Path | pd.DataFrame, place: str) -> pd.DataFrame:
    """Return the rows of one place; none if the table does not have it."""
    if isinstance(panel, pd.DataFrame):
        return panel[panel["place"] == place].reset_index(drop=True)
    return _stored_rows(panel, place)


@lru_cache(maxsize=32)  # the name of the file is its content: the same rows for ever
def _stored_rows(path: Path, place: str) -> pd.DataFrame:
    return pd.read_parquet(path, filters=[("place", "==", place)])


def is_in_rest_of_world(folder: DataFolder) -> bool:
    """Say whether the table has a rest of the world, where the places it lacks are."""
    return not place_rows(kept_panel(folder, "35"), REST_OF_WORLD).empty


def compute_panels(folder: DataFolder) -> dict[str, pd.DataFrame]:
    """Return the panels of all places and years at 35 and at 12 industries."""
    tables: YearlyTables = read(folder, TABLE)
    groups = {code: next(iter(it)) for code, it in concordance("wiod35", "etd12").weights.items()}

    def of_year(year: int) -> dict[str, pd.DataFrame]:
        table = tables.in_year(year)
        known = {code: groups[code] for code in table.industry_codes}
        summed = table.summed(known, f"{TABLE}_12")
        return {"35": _served(table), "12": _served(summed)}

    # Unpacking a file and factorising a table both let another thread run meanwhile.
    # Their algebra gets one thread each: more would wait for the cores that the years take.
    with threadpool_limits(1, user_api="blas"), ThreadPoolExecutor(max_workers=2) as pool:
        years = list(pool.map(of_year, tables.years))
    return {name: _sorted(pd.concat([year[name] for year in years])) for name in DETAILS}


def _served(table: Table) -> pd.DataFrame:
    return served_output(table.with_output_as_row_sum())


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values([FIXED[0], FIXED[2]], kind="stable").reset_index(drop=True)


def _write(frame: pd.DataFrame, path: Path) -> None:
    rows = max(1, len(frame) // frame["place"].nunique())  # about a place in each row group
    frame.to_parquet(path, row_group_size=rows, index=False)
