"""The invented sample world: three places that exist nowhere, in the layouts of real files.

It lets every command and page run where no published data are at hand. Each of its data sets
stands in for a real one and is called ``sample_`` and that one's name; the same readers read it.
"""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.classifications.concordances import concordance
from decentwork.classifications.countries import REST_OF_WORLD, country
from decentwork.classifications.industries import industries
from decentwork.sources import catalogue
from decentwork.sources.catalogue import Entry
from decentwork.sources.data_folder import SAMPLE
from decentwork.sources.inspection import Candidate, described_files, own_candidates
from decentwork.sources.intake import Added, store
from decentwork.sources.sample_tables import (
    INDUSTRIES,
    PLACES,
    USES,
    InventedTable,
    Matrix,
    invented_tables,
)

OBSERVED = ("XAA", "XAB")  # the places with an observed account at 12 industries
TWELVE = {industry.code: industry.name() for industry in industries("etd12")}
WOMEN = 0.42  # of all workers, invented
UNIT = "million USD, current prices"


def take_in_sample_world(root: Path, seed: int, today: date) -> Added:
    """Put the sample world into the data folder `root`; the same seed makes the same world."""
    with tempfile.TemporaryDirectory() as name:
        candidates = write_sample_world(Path(name), np.random.default_rng(seed))
        return store(root, candidates, None, today)


def write_sample_world(folder: Path, rng: np.random.Generator) -> list[Candidate]:
    """Write every invented data set into a folder of its own and return their files."""
    tables = invented_tables(rng)
    _copy_lists(folder)
    _write_tables(folder, tables)
    _write_panel(folder, tables)
    _write_employment(folder, tables)
    sets = sorted(it for it in folder.iterdir() if it.is_dir())
    return [candidate for it in sets for candidate in own_candidates(_invented_entry(it), it)]


def _invented_entry(folder: Path) -> Entry:
    """Return the description of a stand-in, with nothing left of the real one's facts."""
    real = catalogue.entry(folder.name.removeprefix(SAMPLE))
    return replace(
        real,
        name=folder.name,
        title=f"Invented: {real.title}",
        publisher="Invented sample world",
        licence="Apache-2.0",
        licence_status="confirmed",
        citation="Invented sample world of decentwork: no place, person or figure in it is real",
        coverage="Avonia, Belmora and Corvane, which are invented",
        edition="",
        address="",
        obtained="",
        done="invented for trying out the software",
        note="Every figure is invented and says nothing about any country.",
        invented=True,
        files=described_files(folder),
    )


def _copy_lists(folder: Path) -> None:
    """Copy the small invented lists that come with the software."""
    for listed in resources.files("decentwork.sources").joinpath("invented").iterdir():
        if listed.name.endswith(".csv"):
            _place(folder, listed.name.removesuffix(".csv"), listed.name).write_bytes(
                listed.read_bytes()
            )


def _place(folder: Path, name: str, filename: str) -> Path:
    (folder / name).mkdir(exist_ok=True)
    return folder / name / filename


def _write_tables(folder: Path, tables: Sequence[InventedTable]) -> None:
    for table in tables:
        np.savez_compressed(
            # Named as the real one's: the year is read from the name.
            _place(folder, f"{SAMPLE}wiod2013", f"wiod2013_{table.year}.npz"),
            Z=table.flows.astype(np.int32),
            Y=table.final_demand.astype(np.int32),
            x=table.output.astype(np.int32),
            countries=np.array(PLACES),
            sectors=np.array(INDUSTRIES),
            final_demand=np.array(list(USES)),
            year=np.int16(table.year),
            unit=np.array(UNIT),
        )


def _write_panel(folder: Path, tables: Sequence[InventedTable]) -> None:
    """Write the tables summed to 12 industries and one final demand of each place."""
    to_twelve = concordance("wiod35", "etd12").matrix(INDUSTRIES, list(TWELVE))
    summed = np.kron(np.eye(len(PLACES)), to_twelve)
    uses = np.kron(np.eye(len(PLACES)), np.ones((len(USES), 1)))

    def stacked(arrays: Sequence[Matrix]) -> np.ndarray:
        return np.stack(arrays).astype(np.int32)

    name = f"{SAMPLE}wiod2013_panel_41x12"
    np.savez_compressed(
        _place(folder, name, f"{name}.npz"),
        Z=stacked([summed.T @ table.flows @ summed for table in tables]),
        Y=stacked([summed.T @ table.final_demand @ uses for table in tables]),
        x=stacked([table.output @ summed for table in tables]),
        years=np.array([table.year for table in tables], dtype=np.int16),
        countries=np.array(PLACES),
        sectors=np.array(list(TWELVE.values())),
        unit=np.array(UNIT),
    )


def _write_employment(folder: Path, tables: Sequence[InventedTable]) -> None:
    """Write the experimental account, the observed one it adds up to, and workers by sex."""
    workers = pd.concat([_workers(table) for table in tables], ignore_index=True)
    _write_parquet(folder, "wiod2013_employment_estimated", workers)
    observed = [
        row
        for (place, year), part in workers.groupby(["iso3", "year"])
        if place in OBSERVED
        for row in _observed_account(str(place), int(year), part)
    ]
    _write_parquet(folder, "ggdc_etd_2021", pd.DataFrame(observed))
    _write_parquet(folder, "ilo_employment_by_sex", _by_sex(workers))


def _workers(table: InventedTable) -> pd.DataFrame:
    controls = ["ETD12" if place in OBSERVED else "PWTxILO3" for place in PLACES]
    return pd.DataFrame(
        {
            "iso3": np.repeat(PLACES, len(INDUSTRIES)),
            "sector": np.tile(INDUSTRIES, len(PLACES)),
            "year": np.int16(table.year),
            "employment_thousand": table.workers,
            "control_total": np.repeat(controls, len(INDUSTRIES)),
        }
    )


def _observed_account(place: str, year: int, workers: pd.DataFrame) -> list[dict[str, object]]:
    """Return the rows of one place and year: 12 industries and their total."""
    by_industry = dict(zip(workers["sector"], workers["employment_thousand"], strict=True))
    sums = concordance("wiod35", "etd12").apply(by_industry)
    named = {TWELVE[code]: value for code, value in sums.items()}
    return [
        {
            "country": country(place).name(),
            "iso3": place,
            "var": "EMP",
            "year": np.int16(year),
            "war_flag": np.int8(0),
            "sector": sector,
            "value": value,
        }
        for sector, value in {**named, "Total": sum(named.values())}.items()
    ]


def _by_sex(workers: pd.DataFrame) -> pd.DataFrame:
    places = workers[workers["iso3"] != REST_OF_WORLD]
    totals = places.groupby(["iso3", "year"], as_index=False)["employment_thousand"].sum()
    shares = pd.DataFrame({"sex": ["SEX_T", "SEX_M", "SEX_F"], "share": [1, 1 - WOMEN, WOMEN]})
    rows = totals.merge(shares, how="cross")
    return pd.DataFrame(
        {
            "iso3": rows["iso3"],
            "exio3": "",
            "sex": rows["sex"],
            "year": rows["year"].astype("int64"),
            "thousand": (rows["employment_thousand"] * rows["share"]).round(3),
            "ilo_estimate": True,
        }
    )


def _write_parquet(folder: Path, stands_for: str, frame: pd.DataFrame) -> None:
    name = f"{SAMPLE}{stands_for}"
    frame.to_parquet(_place(folder, name, f"{name}.parquet"), index=False)
