import numpy as np
import pandas as pd
import pytest
from tests.estimators.toy_chain import PROVENANCE
from tests.estimators.toy_chain import surveyed as toy
from tests.studies.chain_worlds import surveyed, world

from decentwork.estimates.errors import InvalidInput
from decentwork.studies.estimate import estimate
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.sample import ChainSample


@pytest.fixture(scope="module")
def chain():
    return world(np.random.default_rng(7), counts=(150, 250, 300))


def row(rows, variable, statistic, tier, category=None, **group):
    (found,) = (
        each
        for each in rows
        if (each.variable, each.statistic, each.tier) == (variable, statistic, tier)
        and each.category == category
        and dict(each.group) == group
    )
    return found


def with_column(sample, name, cells):
    return sample.with_units(sample.units.assign(**{name: cells}))


def test_each_tier_and_all_together_get_counts_totals_and_means():
    rows = estimate(toy("AC"), ("y",))
    assert row(rows, "units", "total", 1).value == pytest.approx(7)
    assert row(rows, "y", "total", 1).value == pytest.approx(69)
    assert row(rows, "y", "mean", 1).value == pytest.approx(69 / 7)
    assert row(rows, "units", "total", None).value == pytest.approx(11)
    assert row(rows, "y", "total", 1).n == 5
    assert row(rows, "y", "total", 1).seeds == 2


def test_a_standard_error_is_that_of_the_seeds_contributions():
    # A brings 5 + 2 + 3.5, C 3.5 + .5 + 20; each twice; N = 4, n = 2.
    error = row(estimate(toy("AC"), ("y",)), "y", "total", 1).standard_error
    assert error == pytest.approx(np.sqrt(0.5 * 2 * ((2 * (24 - 10.5)) ** 2 / 2)))


def test_categories_are_counted_and_shared_and_a_missing_answer_is_in_neither():
    sample = with_column(toy("AC"), "paid", ["", "", "yes", "yes", "no", "yes", ""])
    rows = estimate(sample, ("paid",))
    assert row(rows, "paid", "share", 1, "yes").value == pytest.approx(3 / 5)
    assert row(rows, "paid", "total", 1, "yes").value == pytest.approx(3)
    assert row(rows, "paid", "share", 1, "yes").n == 4
    assert "1 of 5 did not answer" in row(rows, "paid", "total", 1, "yes").note
    assert [each for each in rows if each.variable == "paid" and each.tier == 0] == []


def test_groups_split_each_tier_and_add_up_to_it():
    sample = with_column(toy("AC"), "region", ["N", "S", "N", "N", "S", "S", "S"])
    rows = estimate(sample, ("y",), by=("region",))
    north = row(rows, "y", "total", 1, region="N").value
    south = row(rows, "y", "total", 1, region="S").value
    assert north + south == pytest.approx(row(rows, "y", "total", 1).value)


def test_answers_all_alike_have_an_exact_bound_and_no_false_certainty():
    sample = with_column(toy("AC"), "paid", "yes")
    found = row(estimate(sample, ("paid",)), "paid", "share", 1, "yes")
    assert (found.value, found.high) == (1, 1)
    assert found.low < 0.2  # two seeds say little
    assert found.verdict is Verdict.TOO_THIN


def test_a_tier_with_one_unit_is_too_thin_and_has_no_interval():
    found = row(estimate(toy("AB", followed={"A": "b", "B": "b"}), ("y",)), "y", "mean", 1)
    assert (found.low, found.high, found.standard_error) == (None, None, None)
    assert found.verdict is Verdict.TOO_THIN
    assert "a single answer tells no spread" in found.note


def test_a_single_seed_gives_values_and_no_interval():
    found = row(estimate(toy("A"), ("y",)), "y", "mean", 1)
    assert found.value == pytest.approx(7)  # (10/2 + 4/2 + 7/2) / (3/2)
    assert found.standard_error is None


def test_what_a_single_seed_reached_has_a_total_and_no_mean_to_rely_on():
    sample = with_column(toy("AC"), "place", ["", "", "here", "here", "", "", ""])  # a, b: of A
    sample = with_column(sample, "paid", ["", "", "yes", "no", "no", "no", "no"])
    rows = estimate(sample, ("y", "paid"), by=("place",))
    mean = row(rows, "y", "mean", 1, place="here")
    share = row(rows, "paid", "share", 1, "no", place="here")
    total = row(rows, "y", "total", 1, place="here")
    assert mean.seeds == 1
    assert mean.n == 2
    for found in (mean, share):
        assert (found.low, found.high, found.standard_error) == (None, None, None)
        assert "descend from one seed" in found.note
        assert found.verdict is Verdict.TOO_THIN
    assert total.low <= total.value < total.high


def test_equal_answers_to_a_quantity_have_no_interval_and_no_false_certainty():
    rows = estimate(with_column(toy("AC"), "hours", 48.0), ("hours",))
    for found in (row(rows, "hours", "mean", 1), row(rows, "hours", "mean", None)):
        assert (found.value, found.low, found.high) == (48, None, None)
        assert "tells no spread" in found.note
        assert found.verdict is Verdict.TOO_THIN


def test_seeds_that_bring_the_same_tell_no_spread():
    rows = estimate(toy("AC", followed={"A": "a", "C": "c"}), ())
    found = row(rows, "units", "total", 1)
    assert (found.low, found.high) == (None, None)
    assert "do not differ" in found.note


def test_what_a_census_finds_is_certain():
    found = row(estimate(toy("ABCD"), ("y",)), "y", "total", 1)
    assert (found.low, found.value, found.high) == pytest.approx((45, 45, 45))


def test_the_number_of_units_in_the_frame_is_certain_and_that_of_a_group_is_not():
    sample = with_column(toy("AC"), "region", "N")
    rows = estimate(sample, (), by=("region",))
    whole, north = (row(rows, "units", "total", 0, **of) for of in ({}, {"region": "N"}))
    assert (whole.low, whole.high) == (4, 4)
    assert (north.low, north.high) == (None, None)


def test_a_count_of_all_of_a_frame_has_the_bound_of_its_share():
    rows = estimate(with_column(toy("AC"), "paid", "yes"), ("paid",))
    found, share = (row(rows, "paid", each, 0, "yes") for each in ("total", "share"))
    assert (found.value, found.high) == (4, 4)
    assert found.low == pytest.approx(4 * share.low)
    assert "exact bound" in found.note


def test_a_single_seed_is_told_once_and_nothing_else_is_made_of_it():
    note = row(estimate(toy("A"), ("y",)), "y", "mean", 1).note
    assert note == "a single seed was left to chance: no interval"


def test_few_seeds_are_warned_of():
    assert "fewer than 12" in row(estimate(toy("AC"), ("y",)), "y", "mean", 1).note


def test_totals_that_hang_on_few_seeds_in_effect_are_warned_of_and_their_shares_less_so(chain):
    sample = surveyed(chain, np.random.default_rng(3), seeds=25)
    rows = estimate(sample, ("y", "poor"))
    assert "fewer than 30" in row(rows, "y", "total", 1).note
    assert "fewer than 30" in row(rows, "y", "mean", 2).note
    assert "fewer than 30" not in row(rows, "poor", "share", 1, "yes").note


def test_totals_of_many_seeds_are_not_warned_of(chain):
    sample = surveyed(chain, np.random.default_rng(3), seeds=90)
    assert row(estimate(sample, ("y",)), "y", "total", 1).note == ""


def test_shares_of_a_rare_answer_are_called_rough(chain):
    sample = surveyed(chain, np.random.default_rng(3), seeds=60)
    rare = np.where(np.arange(len(sample.units)) < 4, "yes", "no")  # of four of the seeds
    rows = estimate(with_column(sample, "rare", rare), ("rare",))
    assert "rests on 4 seeds in effect" in row(rows, "rare", "share", 0, "yes").note
    assert "rests on 4 seeds in effect" in row(rows, "rare", "share", 0, "no").note


def test_a_count_of_nobody_has_the_bound_of_its_share_and_no_false_certainty(chain):
    sample = surveyed(chain, np.random.default_rng(3), seeds=30)
    only_first = np.where(sample.units["tier"] == 1, "yes", "no")
    rows = estimate(with_column(sample, "rare", only_first), ("rare",))
    found, share = (row(rows, "rare", each, 0, "yes") for each in ("total", "share"))
    assert (found.value, found.low) == (0, 0)
    assert found.high == pytest.approx(150 * share.high)  # 150 in the frame
    assert found.verdict is Verdict.TOO_THIN
    assert "exact bound" in found.note


def test_what_the_frame_tells_is_not_warned_of():
    assert "fewer than 30" not in row(estimate(toy("AC"), ("y",)), "units", "total", 0).note


def test_relative_weights_give_means_and_no_totals():
    rows = estimate(toy("AC"), ("y",), weights="in_degree")
    assert {each.statistic for each in rows} == {"mean"}
    assert {each.tier for each in rows} == {0, 1}


@pytest.mark.parametrize(
    ("how", "what"),
    [
        ({"weights": "generalized_weight_share"}, "'generalized_weight_share' is unknown"),
        ({"variance": "jackknife"}, "'jackknife' is unknown"),
        ({"by": ("regoin",)}, "regoin"),
    ],
)
def test_unknown_methods_and_columns_are_refused(how, what):
    with pytest.raises(InvalidInput, match=what):
        estimate(toy("AC"), ("y",), **how)


def test_a_misspelt_variable_is_told_with_what_it_may_be():
    sample = with_column(toy("AC"), "hours_week", 1.0)
    with pytest.raises(InvalidInput, match="Did you mean hours_week"):
        estimate(sample, ("hours_weeks",))


def test_the_bootstrap_agrees_with_the_seed_design(chain):
    sample = surveyed(chain, np.random.default_rng(3), seeds=40)
    designed = row(estimate(sample, ("y",)), "y", "mean", 1)
    resampled = row(estimate(sample, ("y",), variance="rescaled_bootstrap"), "y", "mean", 1)
    assert resampled.standard_error == pytest.approx(designed.standard_error, rel=0.1)
    again = estimate(sample, ("y",), variance="rescaled_bootstrap")
    assert row(again, "y", "mean", 1) == resampled


def with_workers(sample, listed, answers):
    """Give each unit `listed` workers, of whom those in `answers` were asked."""
    rows = [(unit, listed, len(hours), hour) for unit, hours in answers.items() for hour in hours]
    workers = pd.DataFrame(rows, columns=["unit_id", "listed", "interviewed", "hours"])
    workers["sex"] = np.where(np.arange(len(workers)) % 2, "male", "female")
    return ChainSample(
        units=sample.units, links=sample.links, workers=workers, provenance=PROVENANCE
    )


def test_workers_weigh_by_unit_and_by_how_many_of_its_list_were_asked():
    sample = with_workers(toy("AC"), 10, {"a": [40, 60], "e": [50, 50]})
    rows = estimate(sample, ("hours",), by=("sex",))
    workers = row(rows, "workers", "total", 1)
    assert workers.value == pytest.approx(10 * 1 + 10 * 2)  # a weighs 1, e weighs 2
    assert row(rows, "hours", "mean", 1).value == pytest.approx(50)
    assert row(rows, "hours", "mean", 1, sex="female").value == pytest.approx(140 / 3)
    assert row(rows, "hours", "mean", 1).universe == "workers"


def test_the_spread_between_workers_of_a_unit_widens_the_interval():
    apart = estimate(with_workers(toy("ABCD"), 10, {"a": [40, 60], "e": [40, 60]}), ("hours",))
    error = row(apart, "hours", "mean", 1).standard_error
    # Every unit is certain: N²(1 − n/N)s²/n = 100·0.8·200/2 each, over 20 workers.
    assert error == pytest.approx(np.sqrt(2 * 8000) / 20)


DESIGNS = {
    "all suppliers of 40 seeds": {"seeds": 40},
    "take-all stratum, three suppliers": {"seeds": 40, "take_all": 8, "at_most": 3},
    "two suppliers of 30 seeds": {"seeds": 30, "at_most": 2},
}


@pytest.mark.parametrize("design", DESIGNS)
def test_intervals_contain_the_truth_about_95_times_in_100(chain, design):
    rng = np.random.default_rng(11)
    size = chain.units["tier"].value_counts()
    hits = []
    for _ in range(40):
        for found in estimate(surveyed(chain, rng, **DESIGNS[design]), ("y", "poor")):
            if found.tier in (1, 2) and found.category != "no" and found.variable != "units":
                truth = chain.truth(found.tier, found.variable)
                truth *= size[found.tier] if found.statistic == "total" else 1
                hits.append(found.low <= truth <= found.high)
    assert 0.91 <= np.mean(hits) <= 0.985
