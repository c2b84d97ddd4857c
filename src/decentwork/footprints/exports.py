"""Gross exports, and how labour behind them is counted."""

import numpy as np

from decentwork.accounts.tables import Matrix, Table, Vector, membership

STEPS = {
    "direct": "labour per output times gross exports of the same industry",
    "domestic_L": "labour per output times the domestic output that gross exports require, L_ss e",
    "domestic_B": "labour per output times the domestic output that gross exports require, B_ss e",
}


def bilateral_exports(table: Table) -> Matrix:
    """Return sales to each place, intermediate and final, zero at home: (n, places), money."""
    codes = table.place_codes
    sales = table.sales_by_buyer() + table.final_demand @ membership(table.markets, codes)
    return np.asarray(sales * (1.0 - membership(table.places, codes)))


def gross_exports(table: Table) -> Vector:
    """Return exports of each country-industry: (n,), money."""
    return np.asarray(bilateral_exports(table).sum(axis=1))


def by_exporter(table: Table, values: Vector) -> Matrix:
    """Return a vector (n,) as one column for each place, zero outside its rows: (n, places)."""
    return membership(table.places, table.place_codes) * values[:, np.newaxis]
