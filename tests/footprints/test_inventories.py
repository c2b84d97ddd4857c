import numpy as np
import pytest
from tests.footprints.toy import account, table

from decentwork.estimates.errors import InvalidInput
from decentwork.footprints.inventories import Assumptions, run_inventories

QUICK = Assumptions(inventory=5.0, caution=0.8, restocking=4.0, extra_capacity=1.2, extra_time=20.0)


def closed(steps, row=0, share=0.5, until=None):
    lost = np.zeros((steps, 6))
    lost[:until, row] = share
    return lost


def test_without_a_shock_nothing_moves_to_the_last_digit():
    found = run_inventories(table(), np.zeros((400, 6)))
    assert (found.production == 1.0).all()
    assert (found.served == 1.0).all()


def test_published_tables_stay_still_too(data_folder):
    from decentwork.sources.table_names import named_table

    flows = named_table("wiod2013_panel_41x12", data_folder).table(2011)
    found = run_inventories(flows, np.zeros((20, len(flows.places))))
    assert (found.production == 1.0).all()


def in_money(flows, lost, chosen):
    """The published equations in money, step by step, with inventories by product."""
    n, products = len(flows.output), ["S1", "S2"]
    z, y = flows.transactions, flows.final_demand.sum(axis=1)
    x = z.sum(axis=1) + y
    group = np.array([[it == name for it in flows.industries] for name in products], float)
    per_unit = group @ z / x
    sources = z / (group.T @ (group @ z))
    stock, orders = chosen.inventory * per_unit * x, z.copy()
    alpha, made_by_step, served_by_step = np.ones(n), [], []
    for closed_now in lost:
        asked = orders.sum(axis=1) + y
        wanted = np.minimum(asked, alpha * (1 - closed_now) * x)
        needed = chosen.inventory * chosen.caution * per_unit * wanted
        made = wanted * np.minimum(1, (stock / needed).min(axis=0))
        served = made / asked
        stock = stock + group @ (orders * served[:, None]) - per_unit * made
        gap = np.maximum(chosen.inventory * per_unit * wanted - stock, 0)
        orders = sources * (group.T @ (gap / chosen.restocking + per_unit * made))
        grown = alpha + (chosen.extra_capacity - alpha) * (1 - served) / chosen.extra_time
        alpha = np.where(served < 1 - 1e-12, grown, alpha + (1 - alpha) / chosen.extra_time)
        made_by_step.append(made / x)
        served_by_step.append(served)
    return np.array(made_by_step), np.array(served_by_step)


def test_the_run_is_that_of_the_published_equations_in_money():
    lost = closed(60, share=0.6, until=25)
    found = run_inventories(table(), lost, assumptions=QUICK)
    production, served = in_money(table(), lost, QUICK)
    assert found.production == pytest.approx(production, rel=1e-9)
    assert found.served == pytest.approx(served, rel=1e-9)
    assert found.production[:, 1].min() < 0.99  # customers run out of inputs


def test_inventories_delay_what_a_closure_does_to_customers():
    found = run_inventories(table(), closed(40), assumptions=QUICK)
    assert found.production[0, 0] == 0.5
    assert found.production[0, 2] == 1.0  # a customer elsewhere still lives on its inventories
    assert found.production[:, 2].min() < 1.0


def test_after_the_closure_production_comes_back():
    found = run_inventories(table(), closed(2000, until=20), assumptions=QUICK)
    assert found.production[-1] == pytest.approx(np.ones(6), abs=0.02)


def test_lower_demand_lowers_production_to_what_leontief_says():
    from decentwork.footprints.leontief import factorise

    change = np.zeros(6)
    change[1] = -20.0
    steps = np.tile(change, (3000, 1))
    found = run_inventories(table(), np.zeros((3000, 6)), steps, QUICK)
    wanted = factorise(table()).requirements(change[:, np.newaxis])[:, 0] / table().output
    assert found.production[-1] - 1.0 == pytest.approx(wanted, abs=1e-6)


def test_labour_behind_missing_production_is_exposed():
    found = run_inventories(table(), closed(2), assumptions=QUICK)
    rows = found.labour_exposed(account())
    first = rows[rows["step"] == 0].set_index("place")["value"]
    assert first.to_dict() == pytest.approx({"A": 20.0, "B": 0.0, "C": 0.0})
    assert "2 steps" in str(found)


def test_assumptions_that_make_no_sense_are_told_together():
    with pytest.raises(InvalidInput, match="2 problems"):
        Assumptions(caution=1.5, restocking=0.0)
