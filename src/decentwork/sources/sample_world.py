"""The invented sample world: three places that exist nowhere, in the layouts of real files.

It lets every command and page run where no published data are at hand. Each of its data sets
stands in for a real one and is called ``sample_`` and that one's name, so the same readers read
it. Avonia makes textiles and garments for Belmora and the rest of the world; Corvane is small and
little is known of it.
"""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.classifications.concordances import concordance
from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.classifications.industries import Industry, industries
from decentwork.sources import catalogue
from decentwork.sources.catalogue import Entry
from decentwork.sources.data_folder import SAMPLE
from decentwork.sources.inspection import Candidate, described_files, own_candidates
from decentwork.sources.intake import Added, store

Matrix = NDArray[np.float64]

YEARS = (2010, 2011)
DEMAND = ("CONS_h", "CONS_np", "CONS_g", "GFCF", "INVEN")
PLACES = (*(place.iso3 for place in countries(invented=True)), REST_OF_WORLD)
INDUSTRIES = tuple(industry.code for industry in industries("wiod35"))
SCALE = {"XAA": 60_000.0, "XAB": 400_000.0, "XAC": 9_000.0, REST_OF_WORLD: 9_000_000.0}
"""Final demand of a place in million US dollars a year, about."""

IMPORTS = {"XAA": 0.2, "XAB": 0.15, "XAC": 0.25, REST_OF_WORLD: 0.003}
"""Share that comes from other places in what a place buys, before the speciality."""

WORKERS = {"XAA": 0.12, "XAB": 0.014, "XAC": 0.3, REST_OF_WORLD: 0.04}
"""Thousand workers for a million US dollars of value added in a typical industry of the place."""

SPECIALITY = ("XAA", "c4", 12.0)
"""The place and industry that sell abroad several times what size alone would let them."""

OBSERVED = ("XAA", "XAB")  # the places with an observed account at 12 industries


def take_in_sample_world(root: Path, seed: int, today: date) -> Added:
    """Put the sample world into the data folder `root`; the same seed makes the same world."""
    with tempfile.TemporaryDirectory() as name:
        candidates = write_sample_world(Path(name), np.random.default_rng(seed))
        new, unchanged = store(root, candidates, None, today)
    return Added(new, unchanged, ())


def write_sample_world(folder: Path, rng: np.random.Generator) -> list[Candidate]:
    """Write every invented data set into a folder of its own and return their files."""
    _copy_lists(folder)
    _write_tables(folder, rng)
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
        obtained="invented, made by decentwork",
        done="invented for trying out the software",
        note="Every figure is invented and says nothing about any country.",
        invented=True,
        files=described_files(folder),
    )


def _copy_lists(folder: Path) -> None:
    """Copy the small invented lists that come with the software."""
    for listed in resources.files("decentwork.sources").joinpath("invented").iterdir():
        name = listed.name.removesuffix(".csv")
        if listed.name.endswith(".csv"):
            (folder / name).mkdir()
            (folder / name / listed.name).write_bytes(listed.read_bytes())


def _write_tables(folder: Path, rng: np.random.Generator) -> None:
    """Write the tables of each year, and the workers that go with them."""
    suppliers = _suppliers()
    coefficients = _coefficients(rng, suppliers)
    intensity = rng.uniform(0.5, 1.5, len(INDUSTRIES))
    demand = _final_demand(rng, suppliers)
    accounts = []
    for year in YEARS:
        flows, final, output = _table(coefficients, demand)
        _write_table(folder, year, flows, final, output)
        accounts.append(_workers(year, output - flows.sum(axis=0), intensity))
        demand = demand * rng.uniform(1.01, 1.06, (1, demand.shape[1]))
    _write_employment(folder, pd.concat(accounts, ignore_index=True))


def _coefficients(rng: np.random.Generator, suppliers: Matrix) -> Matrix:
    """Return the input of row industry per unit of output of column industry.

    Inputs are 30–60 % of output. The last industry, households as employers, is empty, as it is
    for many real places.
    """
    n, of_all = len(INDUSTRIES), len(PLACES) * len(INDUSTRIES)
    recipe = rng.dirichlet(np.full(n, 0.4), size=of_all).T
    buyers = np.repeat(np.arange(len(PLACES)), n)
    coefficients = np.vstack([recipe * shares[:, buyers] for shares in suppliers])
    coefficients[n - 1 :: n] = 0
    coefficients *= rng.uniform(0.3, 0.6, of_all) / coefficients.sum(axis=0)
    coefficients[:, n - 1 :: n] = 0
    return coefficients


def _suppliers() -> Matrix:
    """Return the share of each place (first) in what each place (last) buys of each industry."""
    size = np.array([SCALE[place] ** 0.5 for place in PLACES])
    imported = np.array([IMPORTS[place] for place in PLACES])
    shares = size[:, None] * imported / (size.sum() - size)
    np.fill_diagonal(shares, 1 - imported)
    by_industry = np.repeat(shares[:, None, :], len(INDUSTRIES), axis=1)
    place, industry, times = SPECIALITY
    origin, sold = PLACES.index(place), INDUSTRIES.index(industry)
    abroad = np.arange(len(PLACES)) != origin
    by_industry[origin, sold, abroad] *= times
    return np.asarray(by_industry / by_industry.sum(axis=0))


def _final_demand(rng: np.random.Generator, suppliers: Matrix) -> Matrix:
    """Return what each place buys for each use of each country-industry's output."""
    columns = []
    for buyer, place in enumerate(PLACES):
        for use in rng.dirichlet([60, 2, 20, 20, 1]):
            basket = rng.dirichlet(np.full(len(INDUSTRIES), 2.0))
            basket[-1] = 0
            columns.append((suppliers[:, :, buyer] * basket).ravel() * use * SCALE[place])
    return np.column_stack(columns)


def _table(coefficients: Matrix, demand: Matrix) -> tuple[Matrix, Matrix, Matrix]:
    """Return flows, final demand and output in whole millions, balanced row by row."""
    output = np.linalg.solve(np.eye(len(coefficients)) - coefficients, demand.sum(axis=1))
    flows, final = np.rint(coefficients * output), np.rint(demand)
    return flows, final, flows.sum(axis=1) + final.sum(axis=1)


def _write_table(folder: Path, year: int, flows: Matrix, final: Matrix, output: Matrix) -> None:
    target = folder / f"{SAMPLE}wiod2013"
    target.mkdir(exist_ok=True)
    np.savez_compressed(
        target / f"wiod2013_{year}.npz",
        Z=flows.astype(np.int32),
        Y=final.astype(np.int32),
        x=output.astype(np.int32),
        countries=np.array(PLACES),
        sectors=np.array(INDUSTRIES),
        final_demand=np.array(DEMAND),
        year=np.int16(year),
        unit=np.array("million USD, current prices"),
    )


def _workers(year: int, value_added: Matrix, intensity: Matrix) -> pd.DataFrame:
    typical = np.repeat([WORKERS[place] for place in PLACES], len(INDUSTRIES))
    workers = value_added * typical * np.tile(intensity, len(PLACES))
    return pd.DataFrame(
        {
            "iso3": np.repeat(PLACES, len(INDUSTRIES)),
            "sector": np.tile(INDUSTRIES, len(PLACES)),
            "year": np.int16(year),
            "employment_thousand": workers.round(3),
            "control_total": np.repeat(
                ["ETD12" if place in OBSERVED else "PWTxILO3" for place in PLACES], len(INDUSTRIES)
            ),
        }
    )


def _write_employment(folder: Path, workers: pd.DataFrame) -> None:
    """Write the experimental account, the observed one it adds up to, and workers by sex."""
    _write_parquet(folder, "wiod2013_employment_estimated", workers)
    observed = workers[workers["iso3"].isin(OBSERVED)]
    _write_parquet(folder, "ggdc_etd_2021", _observed_account(observed))
    totals = workers.groupby(["iso3", "year"], as_index=False)["employment_thousand"].sum()
    totals = totals[totals["iso3"] != REST_OF_WORLD]
    _write_parquet(folder, "ilo_employment_by_sex", pd.concat(_by_sex(totals), ignore_index=True))


def _observed_account(workers: pd.DataFrame) -> pd.DataFrame:
    to_twelve = concordance("wiod35", "etd12")
    names = {place.iso3: place.name() for place in countries(invented=True)}
    rows = []
    for (place, year), part in workers.groupby(["iso3", "year"]):
        sums = to_twelve.apply(dict(zip(part["sector"], part["employment_thousand"], strict=True)))
        named = {Industry("etd12", code).name(): value for code, value in sums.items()}
        named["Total"] = sum(named.values())
        rows += [
            (names[place], place, "EMP", np.int16(year), np.int8(0), sector, value)
            for sector, value in named.items()
        ]
    columns = ["country", "iso3", "var", "year", "war_flag", "sector", "value"]
    return pd.DataFrame(rows, columns=columns)


def _by_sex(totals: pd.DataFrame) -> Iterator[pd.DataFrame]:
    for sex, share in (("SEX_T", 1.0), ("SEX_M", 0.58), ("SEX_F", 0.42)):
        yield pd.DataFrame(
            {
                "iso3": totals["iso3"],
                "exio3": "",
                "sex": sex,
                "year": totals["year"].astype("int64"),
                "thousand": (totals["employment_thousand"] * share).round(3),
                "ilo_estimate": True,
            }
        )


def _write_parquet(folder: Path, stands_for: str, frame: pd.DataFrame) -> None:
    target = folder / f"{SAMPLE}{stands_for}"
    target.mkdir()
    frame.to_parquet(target / f"{SAMPLE}{stands_for}.parquet", index=False)
