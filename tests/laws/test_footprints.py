import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.footprints.toy import account, table

from decentwork.footprints.any_footprint import footprint, production_and_consumption
from decentwork.footprints.footprint import LABELS, PERSPECTIVES
from decentwork.footprints.leontief import factorise
from decentwork.footprints.paths import structural_paths
from decentwork.footprints.production_rounds import labour_by_round

flows = some.lists(some.floats(0, 100), min_size=36, max_size=36)
demands = some.lists(some.floats(1, 100), min_size=18, max_size=18)
jobs = some.lists(some.floats(0, 100), min_size=6, max_size=6)
labels = some.lists(some.sampled_from(LABELS), min_size=1, unique=True)


def drawn(sales, demand):
    return table(sales=np.array(sales).reshape(6, 6), demand=np.array(demand).reshape(6, 3))


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs, labels, some.sampled_from(PERSPECTIVES))
def test_the_sum_of_a_footprint_does_not_depend_on_its_labels(
    sales, demand, labour, by, perspective
):
    leontief = factorise(drawn(sales, demand))
    one = footprint(leontief, account(labour), by, perspective=perspective)
    whole = footprint(leontief, account(labour), ("place",), perspective=perspective)
    assert one.total == pytest.approx(whole.total, rel=1e-9, abs=1e-9)
    assert (one.frame["value"] >= -1e-7).all()


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs)
def test_production_and_consumption_of_the_world_are_the_same(sales, demand, labour):
    found = footprint(factorise(drawn(sales, demand)), account(labour))
    sides = production_and_consumption(found)
    assert sides["balance"].sum() == pytest.approx(0, abs=1e-6)
    assert sides["consumption"].sum() == pytest.approx(sum(labour), rel=1e-9, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs, some.floats(0.005, 1), some.integers(0, 4))
def test_paths_and_the_remainder_are_the_footprint(sales, demand, labour, threshold, depth):
    world = drawn(sales, demand)
    found = structural_paths(world, account(labour), market=["B"], threshold=threshold, depth=depth)
    told = footprint(factorise(world), account(labour), ("market",), market=["B"])
    assert found.total == pytest.approx(told.total, rel=1e-9, abs=1e-9)
    assert found.found + found.remainder == pytest.approx(told.total, rel=1e-9, abs=1e-9)
    assert found.remainder >= -1e-7
    assert (found.frame["value"] >= threshold * found.total * (1 - 1e-9)).all()


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs, some.integers(0, 6))
def test_rounds_add_to_the_footprint(sales, demand, labour, last):
    world = drawn(sales, demand)
    bought = world.final_demand[:, 1]
    found = labour_by_round(world, account(labour), bought, last)
    told = footprint(factorise(world), account(labour), ("market",), market=["B"])
    assert found.total == pytest.approx(told.total, rel=1e-9, abs=1e-9)
