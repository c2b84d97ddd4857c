"""The arithmetic of the invented sample world: balanced tables and the workers that go with them.

Avonia makes textiles and garments for Belmora and the rest of the world; Corvane is small.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.classifications.industries import industries

Matrix = NDArray[np.float64]

YEARS = (2010, 2011)
PLACES = (*(place.iso3 for place in countries(invented=True)), REST_OF_WORLD)
INDUSTRIES = tuple(industry.code for industry in industries("wiod35"))

USES = {"CONS_h": 60.0, "CONS_np": 2.0, "CONS_g": 20.0, "GFCF": 20.0, "INVEN": 1.0}
"""Categories of final demand and how they share it, about."""

SCALE = {"XAA": 60_000.0, "XAB": 400_000.0, "XAC": 9_000.0, REST_OF_WORLD: 9_000_000.0}
"""Final demand of a place in million US dollars a year, about."""

IMPORTS = {"XAA": 0.2, "XAB": 0.15, "XAC": 0.25, REST_OF_WORLD: 0.003}
"""Share that comes from other places in what a place buys, before the speciality."""

WORKERS = {"XAA": 0.12, "XAB": 0.014, "XAC": 0.3, REST_OF_WORLD: 0.04}
"""Thousand workers for a million US dollars of value added in a typical industry of the place."""

SPECIALITY = ("XAA", "c4", 12.0)
"""The place and industry that sell abroad several times what size alone would let them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InventedTable:
    """One year: n country-industries, country by country, in whole million US dollars.

    `flows` is (n, n), `final_demand` (n, places × uses), `output` (n,), `workers` (n,) thousand.
    """

    year: int
    flows: Matrix
    final_demand: Matrix
    output: Matrix
    workers: Matrix


def invented_tables(rng: np.random.Generator) -> list[InventedTable]:
    """Return the table of each year; demand grows, recipes and places' productivity stay."""
    suppliers = _suppliers()
    coefficients = _coefficients(rng, suppliers)
    intensity = np.outer(list(WORKERS.values()), rng.uniform(0.5, 1.5, len(INDUSTRIES))).ravel()
    demand = _final_demand(rng, suppliers)
    tables = []
    for year in YEARS:
        tables.append(_balanced(year, coefficients, demand, intensity))
        demand = demand * rng.uniform(1.01, 1.06, demand.shape[1])
    return tables


def _balanced(year: int, coefficients: Matrix, demand: Matrix, intensity: Matrix) -> InventedTable:
    """Return a table of whole numbers whose rows add up to output exactly."""
    exact = np.linalg.solve(np.eye(len(coefficients)) - coefficients, demand.sum(axis=1))
    flows, final = np.rint(coefficients * exact), np.rint(demand)
    output = flows.sum(axis=1) + final.sum(axis=1)
    workers = ((output - flows.sum(axis=0)) * intensity).round(3)
    return InventedTable(year=year, flows=flows, final_demand=final, output=output, workers=workers)


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


def _final_demand(rng: np.random.Generator, suppliers: Matrix) -> Matrix:
    """Return what each place buys for each use of each country-industry's output."""
    columns = []
    for buyer, place in enumerate(PLACES):
        for use in rng.dirichlet(list(USES.values())):
            basket = rng.dirichlet(np.full(len(INDUSTRIES), 2.0))
            basket[-1] = 0
            columns.append((suppliers[:, :, buyer] * basket).ravel() * use * SCALE[place])
    return np.column_stack(columns)
