import itertools
from statistics import variance

import numpy as np
import pytest
from tests.estimators.toy_chain import FIRST, SECOND, Y, every_sample, surveyed

from decentwork.estimators import horvitz_thompson
from decentwork.estimators.generalised_weight_share import weigh
from decentwork.studies.estimate import estimate

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


def told(sample, tier):
    (row,) = (
        it
        for it in estimate(sample, ("y",))
        if (it.variable, it.statistic, it.tier) == ("y", "total", tier)
    )
    return row


@pytest.mark.parametrize(("tiers", "tier"), [((FIRST,), 1), ((FIRST, SECOND), 2)])
@pytest.mark.parametrize("seeds", SAMPLES)
def test_a_standard_error_is_that_of_a_simple_random_sample_of_what_seeds_carry(seeds, tiers, tier):
    carried = {id: Y[id] for lists in tiers for each in lists.values() for id in each}
    if tier == 2:
        of_buyers = {id: sum(id in listed for listed in SECOND.values()) for id in "xyzu"}
        carried = {id: sum(Y[it] / of_buyers[it] for it in SECOND[id]) for id in SECOND}
    buyers = {id: sum(id in listed for listed in FIRST.values()) for id in SECOND}
    z = [sum(carried[id] / buyers[id] for id in FIRST[seed]) for seed in seeds]
    # N²(1 − n/N)s²/n with N = 4, n = 2
    found = told(surveyed(seeds, tiers=tiers), tier)
    assert found.standard_error**2 == pytest.approx(4**2 * (1 - 2 / 4) * variance(z) / 2)


@pytest.mark.parametrize(
    ("tiers", "tier", "truth", "hold"), [((FIRST,), 1, 45, 6), ((FIRST, SECOND), 2, 26, 5)]
)
def test_intervals_of_two_seeds_hold_the_truth_and_nothing_impossible(tiers, tier, truth, hold):
    found = [
        (surveyed(seeds, tiers=tiers), told(surveyed(seeds, tiers=tiers), tier))
        for seeds in SAMPLES
    ]
    for sample, row in found:
        seen = sample.units.loc[sample.units["tier"] == tier, "y"].sum()
        assert min(seen, row.value) <= row.low <= row.value <= row.high < 30 * truth
    assert sum(row.low <= truth <= row.high for _, row in found) == hold


def test_the_first_sample_has_the_interval_that_the_formula_gives():
    row = told(surveyed("AB"), 1)
    assert row.low == 22  # a, b, c and d were seen
    assert row.high == pytest.approx(np.e * 12.7062 * row.standard_error, rel=1e-4)


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
