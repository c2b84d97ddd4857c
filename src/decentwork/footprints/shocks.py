"""What a change in demand, closures abroad or a lost supplier would expose: no forecast of loss."""

from collections.abc import Sequence

import numpy as np

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Matrix, Table, Vector, membership
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.leontief import (
    Leontief,
    domestic_block,
    domestic_requirements,
    input_coefficients,
)
from decentwork.footprints.position import output_coefficients

SIDES = ("both", "purchases", "sales")


def chain_labour(leontief: Leontief, account: LabourAccount, products: Sequence[str]) -> Vector:
    """Return labour behind all final demand for the products of some industries: (n,)."""
    demand = leontief.table.demand_by_market(products).sum(axis=1)
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
        Share of workplaces closed in each supplying country-industry; what comes from those of
        which it is not known (NaN) is left out.

    Returns
    -------
    (n,) array, share; 0 where an industry imports nothing, NaN where no supplier is known
    """
    imports = _imports(table)
    total = np.isfinite(closed) @ imports
    cut = np.nan_to_num(closed) @ imports
    unknown = np.where(imports.sum(axis=0) > 0, np.nan, 0.0)
    return np.divide(cut, total, out=unknown, where=total > 0)


def disrupted_share(table: Table, closed: Vector, industries: Sequence[str]) -> float:
    """Return the share of all imported inputs of some industries from closed workplaces.

    `closed` is as in `imported_input_disruption`; NaN where the industries import nothing.
    """
    imports = _imports(table)[:, np.isin(table.industries, industries)].sum(axis=1)
    total = float(imports[np.isfinite(closed)].sum())
    return float(np.nan_to_num(closed) @ imports) / total if total > 0 else float("nan")


def _imports(table: Table) -> Matrix:
    """Return purchases from other places: (n, n), money."""
    member = membership(table.places, table.place_codes)
    return np.asarray(table.transactions * (1.0 - member @ member.T))


def ghosh_exposure(table: Table, change: Vector) -> Vector:
    """Return output exposed to a change of primary inputs (n,) along sales, Δv'(I − B*)⁻¹: (n,).

    Ghosh's model, as a measure of exposure only: it says whose sales lead to whom. As a forecast
    of quantities it is implausible, for it lets output grow without its other inputs.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 12.
    """
    system = np.eye(len(table.output)) - output_coefficients(table)
    return np.asarray(np.linalg.solve(system.T, change))


def output_without(
    table: Table, place: str, industry: str | None = None, sides: str = "both"
) -> Vector:
    """Return the loss of output when a place, or one of its industries, is extracted: (n,).

    Hypothetical extraction: how much others depend on it, not what would happen without it.

    Parameters
    ----------
    industry : str, optional
        Only this industry of the place.
    sides : "both", "purchases" or "sales"
        "both": purchases, sales and final demand for the products vanish; the loss is that of
        the others, zero in what is extracted. "purchases" (backward): it buys no inputs from
        the others. "sales" (forward): the others buy no inputs from it.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 12.6.
    """
    if sides not in SIDES:
        raise UnknownCode(sides, "the sides of an extraction", SIDES)
    out = np.isin(np.arange(len(table.places)), table.rows_of(place))
    if industry is not None:
        out &= np.array(table.industries) == industry
        if not out.any():
            raise UnknownCode(industry, f"the industries of {place}", table.industry_codes)
    inputs, demand = input_coefficients(table), table.final_demand.sum(axis=1)
    if sides != "sales":
        inputs[np.ix_(~out, out)] = 0.0
    if sides != "purchases":
        inputs[np.ix_(out, ~out)] = 0.0
    if sides == "both":
        demand = np.where(out, 0.0, demand)
    loss = table.output - np.linalg.solve(np.eye(len(demand)) - inputs, demand)
    return np.where(out, 0.0, loss) if sides == "both" else np.asarray(loss)


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
