import numpy as np
import pytest
from tests.estimators.toy_chain import FIRST, SECOND, every_sample, surveyed

from decentwork.estimators.propagation import propagate
from decentwork.estimators.seed_design import seed_design
from decentwork.estimators.traced_variance import NO_SPREAD, traced_variance

HUBS = {lead: "ab" for lead in "ABCD"}  # every lead firm buys from the same two
OF_HUBS = {"a": "xyzu", "b": "cu"}


def true_and_estimated(at_most, tiers):
    """Return the total's mean, its variance, and the mean of the variance estimates."""
    found = []
    for chance, sample in every_sample(at_most, tiers):
        rows = np.flatnonzero(sample.units["tier"] == len(tiers))
        traced = propagate(sample)
        y = sample.units["y"].to_numpy()[rows]
        spread = traced_variance(traced, seed_design(sample)).of(rows, y[:, None])
        found.append((chance, traced.weights[rows] @ y, spread.variances[0]))
    chances, totals, estimates = map(np.array, zip(*found, strict=True))
    mean = chances @ totals
    return mean, chances @ totals**2 - mean**2, chances @ estimates


@pytest.mark.parametrize("tiers", [(FIRST,), (FIRST, SECOND)])
def test_variance_is_unbiased_where_all_suppliers_are_followed(tiers):
    _, variance, estimated = true_and_estimated(9, tiers)
    assert estimated == pytest.approx(variance)


@pytest.mark.parametrize("tiers", [(FIRST,), (FIRST, SECOND), (HUBS, OF_HUBS)])
def test_variance_is_unbiased_where_two_suppliers_a_buyer_are_followed(tiers):
    _, variance, estimated = true_and_estimated(2, tiers)
    assert estimated == pytest.approx(variance)


@pytest.mark.parametrize("tiers", [(FIRST,), (FIRST, SECOND)])
def test_variance_is_overstated_where_one_supplier_a_buyer_is_followed(tiers):
    _, variance, estimated = true_and_estimated(1, tiers)
    assert variance < estimated < 1.5 * variance


def test_a_design_that_tells_no_spread_between_suppliers_says_so():
    sample = surveyed("AC", followed={"A": "a", "C": "e"})
    assert NO_SPREAD in traced_variance(propagate(sample), seed_design(sample)).design.notes


def test_seeds_all_certain_and_all_suppliers_followed_leave_no_variance():
    sample = surveyed("ABCD")
    rows = np.arange(len(sample.units))
    spread = traced_variance(propagate(sample), seed_design(sample)).of(
        rows, np.ones((len(rows), 1))
    )
    assert spread.variances == pytest.approx([0])
    assert np.isinf(spread.freedom).all()
