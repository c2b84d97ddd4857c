import itertools

import numpy as np
import pytest
from tests.estimators.toy_chain import FIRST, SECOND, every_sample, surveyed

from decentwork.estimators import horvitz_thompson
from decentwork.estimators.generalised_weight_share import weigh

SAMPLES = ["AB", "AC", "AD", "BC", "BD", "CD"]


def total(sample, weights, tier, variable="y"):
    rows = sample.units["tier"].to_numpy() == tier
    values = np.ones(len(rows)) if variable == "count" else sample.units[variable].to_numpy()
    return weights[rows] @ values[rows]


@pytest.mark.parametrize(
    ("seeds", "shared", "by_chance"),
    [
        ("AB", 26.0, 26.4),
        ("AC", 69.0, 66.4),
        ("AD", 37.0, 31.2),
        ("BC", 53.0, 54.4),
        ("BD", 21.0, 24.0),
        ("CD", 64.0, 67.6),
    ],
)
def test_each_sample_of_the_toy_chain_gives_the_noted_totals(seeds, shared, by_chance):
    sample = surveyed(seeds)
    assert total(sample, weigh(sample), 1) == pytest.approx(shared)
    assert total(sample, horvitz_thompson.weigh(sample), 1) == pytest.approx(by_chance)


def test_over_all_samples_weight_shares_are_unbiased_with_the_noted_variance():
    totals = [total(surveyed(seeds), weigh(surveyed(seeds)), 1) for seeds in SAMPLES]
    assert np.mean(totals) == pytest.approx(45)
    assert np.var(totals) == pytest.approx(333.666667, abs=1e-6)
    counts = [total(surveyed(seeds), weigh(surveyed(seeds)), 1, "count") for seeds in SAMPLES]
    assert np.mean(counts) == pytest.approx(6)


def test_over_all_samples_horvitz_thompson_is_unbiased_with_the_noted_variance():
    samples = [surveyed(seeds) for seeds in SAMPLES]
    totals = [total(it, horvitz_thompson.weigh(it), 1) for it in samples]
    assert np.mean(totals) == pytest.approx(45)
    assert np.var(totals) == pytest.approx(339.08)


def test_one_random_supplier_a_lead_firm_gives_the_noted_variance():
    found = [(chance, total(it, weigh(it), 1)) for chance, it in every_sample(1, (FIRST,))]
    chances, totals = map(np.array, zip(*found, strict=True))
    assert chances @ totals == pytest.approx(45)
    assert chances @ totals**2 - 45**2 == pytest.approx(1696.166667, abs=1e-6)


def test_the_second_tier_is_unbiased_with_the_noted_variance():
    samples = [surveyed(it, tiers=(FIRST, SECOND)) for it in itertools.combinations("ABCD", 2)]
    totals = [total(it, weigh(it), 2) for it in samples]
    assert np.mean(totals) == pytest.approx(26)
    assert np.var(totals) == pytest.approx(46.407407, abs=1e-6)


@pytest.mark.parametrize(
    ("seeds", "weights", "value"),
    [("AB", {"x": 1, "y": 1, "z": 1}, 15), ("CD", {"x": 1, "y": 1, "z": 1, "u": 2}, 37)],
)
def test_weights_of_the_second_tier_are_those_noted(seeds, weights, value):
    sample = surveyed(seeds, tiers=(FIRST, SECOND))
    found = dict(zip(sample.units.index, weigh(sample), strict=True))
    assert total(sample, weigh(sample), 2) == pytest.approx(value)
    for unit, weight in weights.items():
        assert found[unit] == pytest.approx(weight)
