import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from tests.footprints.toy import account
from tests.laws.test_trade import demands, drawn, flows, jobs

from decentwork.footprints.exposure import exposed_labour
from decentwork.footprints.inventories import run_inventories
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import rank_bands


@settings(max_examples=50, deadline=None)
@given(flows, demands)
def test_no_table_moves_without_a_shock(sales, demand):
    found = run_inventories(drawn(sales, demand), np.zeros((5, 6)))
    assert (found.production == 1.0).all()


@settings(max_examples=30, deadline=None)
@given(flows, demands, some.lists(some.floats(0, 1), min_size=6, max_size=6))
def test_production_never_turns_negative_and_never_exceeds_what_capacity_allows(
    sales, demand, closed
):
    found = run_inventories(drawn(sales, demand), np.tile(closed, (40, 1)))
    assert (found.production >= 0).all()
    assert (found.production <= found.assumptions.extra_capacity + 1e-9).all()
    assert ((found.served >= 0) & (found.served <= 1)).all()


@settings(max_examples=50, deadline=None)
@given(flows, demands, jobs, some.floats(0, 1))
def test_exposure_to_two_falls_is_the_sum_of_both(sales, demand, labour, share):
    flow = drawn(sales, demand)
    leontief, change = factorise(flow), flow.demand_by_market()
    one = exposed_labour(leontief, [account(labour)], -share * change, by=("place", "product"))
    two = exposed_labour(leontief, [account(labour)], (share - 1) * change)
    assert one.total + two.total == pytest.approx(-sum(labour), rel=1e-9, abs=1e-7)


@settings(max_examples=50, deadline=None)
@given(some.lists(some.floats(0, 100), min_size=2, max_size=6), some.integers(0, 9))
def test_a_band_holds_the_rank_of_the_figure_itself(figures, seed):
    draws = np.array(figures) + np.random.default_rng(seed).standard_normal((50, len(figures)))
    bands = rank_bands(draws)
    ranks = 1 + (draws.mean(axis=0)[:, None] < draws.mean(axis=0)).sum(axis=1)
    assert ((bands[:, 0] <= ranks) & (ranks <= bands[:, 1])).all()
