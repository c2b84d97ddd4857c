"""A shock over time: industries with inventories, limited capacity and rationed customers.

An adaptive regional input-output model (ARIO) of the simplest kind: no prices, no substitution
between products, no reconstruction demand. What comes out depends on the parameters, which are
assumptions and are printed beside every result.

Every quantity is kept relative to the table (1 = as in the table's year), so that without a shock
nothing moves, to the last digit.

References
----------
Hallegatte 2013, Risk Analysis 34: 152–167; Guan et al. 2020, Nature Human Behaviour 4: 577–587.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Rows, Table, Vector
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """What the model assumes; times are in steps (days, if shocks are by day).

    Parameters
    ----------
    inventory : float
        How long inventories of each input last at the table's production (s).
    caution : float
        The part of that below which production is cut (ψ), 0–1.
    restocking : float
        Time in which a gap of inventories is ordered (τ_inv).
    extra_capacity : float
        Most production, relative to the table's (α_max), at least 1.
    extra_time : float
        Time in which capacity grows or falls back (τ_α).
    """

    inventory: float = 90.0
    caution: float = 0.8
    restocking: float = 60.0
    extra_capacity: float = 1.25
    extra_time: float = 365.0

    def __post_init__(self) -> None:
        rules = {
            "inventory": self.inventory * self.caution >= 1.0,
            "caution": 0.0 < self.caution <= 1.0,
            "restocking": self.restocking >= 1.0,
            "extra_capacity": self.extra_capacity >= 1.0,
            "extra_time": self.extra_time >= 1.0,
        }
        hint = "inventory × caution ≥ 1 step, 0 < caution ≤ 1, all others ≥ 1."
        wrong = [name for name, kept in rules.items() if not kept]
        if wrong:
            raise InvalidInput(
                "Assumptions on inventories",
                [Problem(name, f"cannot be {getattr(self, name):g}.", hint) for name in wrong],
            )

    def __str__(self) -> str:
        return (
            f"inventories for {self.inventory:g} steps, of which production is cut below "
            f"{self.caution:.0%}, restocked in {self.restocking:g}; capacity up to "
            f"{self.extra_capacity:.0%}, in {self.extra_time:g} steps"
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class InventoryRun:
    """Production and final demand served over t steps, relative to the table.

    Parameters
    ----------
    production : (t, n) array, share
        Production over that of the table; 1 without a shock.
    served : (t, n) array, share
        Final demand served over final demand asked for.
    """

    table: Table
    assumptions: Assumptions
    production: Matrix
    served: Matrix
    provenance: Provenance

    def __str__(self) -> str:
        lowest = float((self.production @ self.table.output).min() / self.table.output.sum())
        return (
            f"{len(self.production)} steps on {self.table.name} {self.table.year}: "
            f"production falls to {lowest:.1%} at the lowest"
        )

    def labour_exposed(self, account: LabourAccount) -> pd.DataFrame:
        """Return labour behind the production that is missing: rows of step, place and value.

        Labour per output as in the table: exposed, not dismissed; negative where more is made.
        Places that the account does not cover are left out.
        """
        labour = account.on(self.table)
        missing = pd.DataFrame(((1.0 - self.production) * labour).T)
        by_place = missing.assign(place=self.table.places).dropna()
        sums = by_place.groupby("place", sort=False).sum().T.rename_axis("step")
        return sums.reset_index().melt("step", var_name="place", value_name="value")


def run_inventories(
    table: Table,
    capacity_lost: Matrix,
    demand_change: Matrix | None = None,
    assumptions: Assumptions | None = None,
) -> InventoryRun:
    """Return what a loss of capacity, or a change of final demand, does over time.

    In each step industries make what is ordered, within their capacity and the inventories of
    their inputs; share it among customers in proportion to their orders; use inputs; and order
    what they used and part of what their inventories lack, from each supplier as in the table.
    Capacity grows where customers were left short.

    Parameters
    ----------
    capacity_lost : (t, n) array, share
        Share of workplaces closed in each step.
    demand_change : (t, n) array, money a year, optional
        Change of final demand in each step.

    References
    ----------
    Hallegatte 2013, Risk Analysis 34: 152–167.
    """
    model, chosen = _model(table), assumptions or Assumptions()
    changes = np.zeros_like(capacity_lost) if demand_change is None else demand_change
    state = _State(
        inventory=np.full((len(model.products), len(table.places)), chosen.inventory),
        orders=np.ones((len(model.products), len(table.places))),
        capacity=np.ones(len(table.places)),
    )
    production, served = np.empty_like(capacity_lost), np.empty_like(capacity_lost)
    for step, lost in enumerate(capacity_lost):
        state, production[step], served[step] = _next(
            model, chosen, state, 1.0 - lost, changes[step]
        )
    step_made = "inventory model run over steps; parameters are assumptions"
    return InventoryRun(
        table=table,
        assumptions=chosen,
        production=production,
        served=served,
        provenance=table.provenance.then(step_made),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Model:
    """The table by product: who supplies it, how much each industry buys, and from whom."""

    products: tuple[Rows, ...]  # the rows that supply each product
    sales: tuple[Matrix, ...]  # (suppliers, n): sales of each supplier over its output
    sources: tuple[Matrix, ...]  # (suppliers, n): the part of each purchase that it supplies
    used: NDArray[np.bool_]  # (products, n): whether the industry uses the product
    made: Vector  # (n,), output as its sales add up, money


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    inventory: Matrix  # (products, n), steps for which it lasts at the table's production
    orders: Matrix  # (products, n), relative to the table
    capacity: Vector  # (n,), relative to the table


def _model(table: Table) -> _Model:
    industries = np.array(table.industries)
    products = tuple(np.flatnonzero(industries == code) for code in table.industry_codes)
    # A purchase below zero (a correction of the publisher's) is no order that could be rationed.
    flows = np.maximum(table.transactions, 0.0)
    made = flows.sum(axis=1) + np.maximum(table.final_demand.sum(axis=1), 0.0)
    bought = np.array([flows[rows].sum(axis=0) for rows in products])
    return _Model(
        products=products,
        sales=tuple(_over(flows[rows], made[rows, np.newaxis]) for rows in products),
        sources=tuple(_over(flows[rows], bought[number]) for number, rows in enumerate(products)),
        used=bought > 0,
        made=made,
    )


def _over(part: Matrix, whole: Matrix) -> Matrix:
    """Return part / whole, and zero where the whole is zero."""
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _next(
    model: _Model, chosen: Assumptions, state: _State, open_share: Vector, change: Vector
) -> tuple[_State, Vector, Vector]:
    """Return the state after one step, production, and the share of orders served."""
    asked = 1.0 + _over(change, model.made)
    for rows, sales, orders in zip(model.products, model.sales, state.orders, strict=True):
        asked[rows] += sales @ (orders - 1.0)
    wanted = np.minimum(asked, state.capacity * open_share)
    needed = chosen.inventory * chosen.caution * wanted
    enough = np.divide(
        state.inventory, needed, out=np.ones_like(state.inventory), where=model.used & (needed > 0)
    )
    made = wanted * np.minimum(1.0, enough.min(axis=0))
    served = np.divide(made, asked, out=np.ones_like(made), where=asked > 0)
    short = 1.0 - served
    received = np.empty_like(state.orders)
    for number, (rows, sources) in enumerate(zip(model.products, model.sources, strict=True)):
        received[number] = state.orders[number] * (1.0 - short[rows] @ sources)
    inventory = state.inventory + (received - made)
    gap = np.maximum(chosen.inventory * wanted - inventory, 0.0)
    capacity = np.where(
        short > 0.0,
        state.capacity + (chosen.extra_capacity - state.capacity) * short / chosen.extra_time,
        state.capacity + (1.0 - state.capacity) / chosen.extra_time,
    )
    orders = made + gap / chosen.restocking
    return _State(inventory, np.where(model.used, orders, 1.0), capacity), made, served
