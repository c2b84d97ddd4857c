import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.footprints.toy import account, table

from decentwork.accounts.labour import labour_per_output
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.export_terms import METHODS, decompose_exports
from decentwork.footprints.footprint_cells import footprint_cells
from decentwork.footprints.leontief import factorise

flows = some.lists(some.floats(0, 100), min_size=36, max_size=36)
demands = some.lists(some.floats(1, 100), min_size=18, max_size=18)
jobs = some.lists(some.floats(0, 100), min_size=6, max_size=6)


def drawn(sales, demand):
    return table(sales=np.array(sales).reshape(6, 6), demand=np.array(demand).reshape(6, 3))


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs)
def test_a_footprint_holds_every_job_and_none_is_negative(sales, demand, labour):
    found = footprint(factorise(drawn(sales, demand)), account(labour))
    assert found.total == pytest.approx(sum(labour), rel=1e-9, abs=1e-9)
    assert (found.frame["value"] >= -1e-9).all()


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs, some.permutations(range(6)))
def test_the_order_of_industries_changes_nothing(sales, demand, labour, order):
    first = drawn(sales, demand)
    second = table(
        sales=first.transactions[np.ix_(order, order)],
        demand=first.final_demand[list(order)],
        places=tuple(first.places[it] for it in order),
        industries=tuple(first.industries[it] for it in order),
    )
    one = footprint(factorise(first), account(labour))
    other = footprint(factorise(second), account(labour))
    for place in "ABC":
        for market in "ABC":
            assert one.at(place=place, market=market) == pytest.approx(
                other.at(place=place, market=market), rel=1e-9, abs=1e-9
            )


@settings(max_examples=50, deadline=None)
@given(flows, demands, some.floats(0, 50))
def test_more_demand_never_lowers_a_footprint(sales, demand, more):
    world = drawn(sales, demand)
    leontief, further = factorise(world), world.demand_by_market()
    further[2, 1] += more
    by = ("place", "industry", "market", "product")
    labour = labour_per_output(account(), world)
    before, after = (
        footprint_cells(leontief, labour, by, demand=bought).values()
        for bought in (world.demand_by_market(), further)
    )
    assert (after >= before - 1e-9).all()
    added = leontief.multipliers(labour)[0, 2] * more
    assert (after - before).sum() == pytest.approx(added, rel=1e-6, abs=1e-7)


@settings(max_examples=25, deadline=None)
@given(flows, demands, some.sampled_from(["value_added", "jobs"]))
def test_terms_by_importer_and_by_industry_add_to_those_of_the_exporter(sales, demand, counted):
    leontief = factorise(drawn(sales, demand))
    labour = None if counted == "value_added" else account()
    for method in ("borin_mancini", "wang_wei_zhu", "tripartite", "oecd"):
        whole = decompose_exports(leontief, method, exporter=["B"], account=labour).frame
        told = whole.set_index("term")["value"]
        for part in ({"bilateral": True}, {"sectoral": True}):
            frame = decompose_exports(
                leontief, method, exporter=["B"], account=labour, **part
            ).frame
            summed = frame.groupby("term")["value"].sum().reindex(told.index)
            assert summed.to_numpy() == pytest.approx(told.to_numpy(), rel=1e-9, abs=1e-7)


@settings(max_examples=50, deadline=None)
@given(flows, demands)
def test_terms_of_exports_add_to_exports(sales, demand):
    leontief = factorise(drawn(sales, demand))
    for method in METHODS:
        decompose_exports(leontief, method)  # checks its own closure
