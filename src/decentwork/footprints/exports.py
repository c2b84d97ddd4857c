"""Labour in gross exports: direct, indirect, and what leaves and comes back."""

from collections.abc import Sequence

import numpy as np

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Table, Vector, membership
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.footprint import PERSPECTIVES, Footprint, footprint_of
from decentwork.footprints.labour_footprint import cells, labour_footprint, labour_per_output
from decentwork.footprints.leontief import (
    Leontief,
    domestic_coefficients,
    domestic_requirements,
)

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


def output_for_exports(leontief: Leontief, perspective: str) -> Matrix:
    """Return domestic output behind the exports to each place of import: (n, places), money.

    Parameters
    ----------
    perspective : "direct", "domestic_L" or "domestic_B"
        Exports alone; with all domestic stages; with those also behind exports that return.
    """
    table, exports = leontief.table, bilateral_exports(leontief.table)
    if perspective == "direct":
        return exports
    required = np.zeros_like(exports)
    if perspective == "domestic_L":
        for rows, block in domestic_coefficients(table):
            required[rows] = domestic_requirements(block, exports[rows])
        return required
    for rows in table.rows_by_place():
        own = np.zeros_like(exports)
        own[rows] = exports[rows]
        required[rows] = leontief.requirements(own)[rows]
    return required


def labour_in_exports(
    leontief: Leontief,
    account: LabourAccount,
    perspective: str = "domestic_L",
    by: Sequence[str] = ("place",),
) -> Footprint:
    """Return labour in gross exports by place of work, industry of work and importing market.

    References
    ----------
    Hummels, Ishii & Yi 2001, Journal of International Economics 54: 75–96, for the domestic
    content of exports; Los, Timmer & de Vries 2016, American Economic Review 106: 1958–66, for
    L_ss e as what is lost without exports.
    """
    if perspective == "final_demand":
        return labour_footprint(leontief, account, by)
    if perspective not in PERSPECTIVES:
        raise UnknownCode(perspective, "the perspectives of a footprint", PERSPECTIVES)
    table = leontief.table
    required = output_for_exports(leontief, perspective)
    labour = labour_per_output(account, table)[:, np.newaxis] * required
    frame = cells(table, labour, table.place_codes, by)
    if "market" in by and "place" in by:
        frame = frame[frame["place"] != frame["market"]]
    return footprint_of(table, account, perspective, frame, STEPS[perspective])


def labour_by_exporting_industry(
    leontief: Leontief, account: LabourAccount, perspective: str = "domestic_L"
) -> Vector:
    """Return domestic labour behind the exports of each country-industry: (n,), NaN if not known.

    This is the view "in whose exports"; `labour_in_exports` by industry is "where it is done".
    """
    table = leontief.table
    labour, exports = labour_per_output(account, table), gross_exports(table)
    if perspective == "direct":
        return labour * exports
    content = np.zeros_like(labour)
    for rows, block in domestic_coefficients(table):
        if perspective == "domestic_L":
            content[rows] = domestic_requirements(block.T, labour[rows])
        else:
            own = np.zeros((1, len(labour)))
            own[0, rows] = labour[rows]
            content[rows] = leontief.multipliers(own)[0, rows]
    return content * exports
