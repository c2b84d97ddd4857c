"""What a change in demand, closures abroad or a lost supplier would expose: no forecast of loss."""

from collections.abc import Sequence

import numpy as np

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Table, Vector, membership
from decentwork.footprints.labour_footprint import demand_for, labour_per_output
from decentwork.footprints.leontief import (
    Leontief,
    domestic_block,
    domestic_requirements,
    input_coefficients,
)
from decentwork.footprints.position import output_coefficients


def chain_labour(leontief: Leontief, account: LabourAccount, products: Sequence[str]) -> Vector:
    """Return labour behind all final demand for the products of some industries: (n,)."""
    demand = demand_for(leontief.table, products).sum(axis=1)
    return demand_change(leontief, account, demand)


def demand_change(leontief: Leontief, account: LabourAccount, change: Vector) -> Vector:
    """Return labour exposed to a change of final demand (n,), q (I − A)⁻¹ Δf: (n,).

    A negative change gives negative exposure; jobs are exposed, not lost.
    """
    required = leontief.requirements(change[:, np.newaxis])[:, 0]
    return np.asarray(labour_per_output(account, leontief.table) * required)


def imported_input_disruption(table: Table, closed: Vector) -> Vector:
    """Return the share of each industry's imported inputs that comes from closed workplaces: (n,).

    Parameters
    ----------
    closed : (n,) array, share
        Share of workplaces closed in each supplying country-industry.

    Returns
    -------
    (n,) array, share; NaN where an industry imports nothing
    """
    member = membership(table.places, table.place_codes)
    imports = table.transactions * (1.0 - member @ member.T)
    total = imports.sum(axis=0)
    share = np.divide(closed @ imports, total, out=np.full_like(total, np.nan), where=total > 0)
    return np.asarray(share)


def supply_exposure(table: Table, change: Vector) -> Vector:
    """Return output exposed to a change of primary inputs (n,) along sales, Δv'(I − B*)⁻¹: (n,).

    Ghosh's model: an exposure measure, implausible as a forecast of quantities.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 12.
    """
    system = np.eye(len(table.output)) - output_coefficients(table)
    return np.asarray(np.linalg.solve(system.T, change))


def output_without(table: Table, place: str) -> Vector:
    """Return the loss of output elsewhere when a place is extracted: (n,), zero in the place.

    Hypothetical extraction: its purchases, sales and final demand for its products vanish.
    """
    kept = np.array(table.places) != place
    table.rows_of(place)  # refuses a place that the table lacks
    inputs = input_coefficients(table)[np.ix_(kept, kept)]
    demand = table.final_demand.sum(axis=1)[kept]
    loss = np.zeros(len(table.output))
    loss[kept] = table.output[kept] - np.linalg.solve(np.eye(int(kept.sum())) - inputs, demand)
    return loss


def value_added_without_exports(table: Table, value: Vector) -> Vector:
    """Return each place's value added lost if it alone exported nothing: (places,), money.

    Parameters
    ----------
    value : (n,) array
        Value added per unit of output.

    References
    ----------
    Los, Timmer & de Vries 2016, American Economic Review 106: 1958–66.
    """
    home: Matrix = table.demand_by_market()
    lost = []
    for place in table.place_codes:
        rows = table.rows_of(place)
        served = home[rows, table.market_codes.index(place)]
        output = domestic_requirements(domestic_block(table, rows), served)
        lost.append(value[rows] @ (table.output[rows] - output))
    return np.array(lost)
