import numpy as np
import pandas as pd
import pytest
from tests.estimators.toy_chain import PROVENANCE
from tests.estimators.toy_chain import surveyed as toy

from decentwork.estimates.errors import InvalidInput
from decentwork.studies.estimate import estimate
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.sample import ChainSample

# In the sample A, C of the toy chain the suppliers a, b, c, d, e weigh 1, 1, 2, 1, 2.
X = {"a": 5.0, "b": 2.0, "c": 2.0, "d": 1.0, "e": 4.0}


def with_x(seeds="AC", x=X, **columns):
    sample = toy(seeds)
    x = pd.Series(x).reindex(sample.units.index)
    return sample.with_units(sample.units.assign(x=x, **columns))


def ratio(sample, name, tier=1, **how):
    rows = estimate(sample, (), ratios=(name,), **how)
    [found] = [row for row in rows if row.statistic == "ratio" and row.tier == tier]
    return found


def test_a_ratio_is_of_two_weighted_sums():
    # (10 + 4 + 2·7 + 1 + 2·20) / (5 + 2 + 2·2 + 1 + 2·4)
    found = ratio(with_x(), "y/x")
    assert found.value == pytest.approx(69 / 20)
    assert (found.variable, found.category, found.statistic) == ("y/x", None, "ratio")
    assert (found.n, found.unit_count, found.seeds) == (5, 5, 2)


def test_its_error_is_that_of_what_each_seed_adds_to_the_linearised_ratio():
    # A, which weighs 2, brings y 2·(10 + 4 + 7)/2 and x 2·(5 + 2 + 2)/2; C brings the rest.
    y, x = np.array([21.0, 48.0]), np.array([9.0, 11.0])
    added = (y - 69 / 20 * x) / 20 / (1 - x / 20)
    # Two of four seeds: half of the frame was not drawn.
    error = np.sqrt(0.5 * 2 * added.var(ddof=1))
    assert ratio(with_x(), "y/x").standard_error == pytest.approx(error)


def test_who_answered_one_side_only_is_left_out():
    found = ratio(with_x(x=X | {"e": np.nan}), "y/x")
    assert found.value == pytest.approx((69 - 40) / (20 - 8))
    assert (found.n, "1 answered only one side" in found.note) == (4, True)


def test_between_groups_it_compares_means():
    kind = {"kind": ["", "", "big", "small", "small", "small", "big"]}  # of A, C, a, b, c, d, e
    found = ratio(with_x(**kind), "y[kind=big]/y[kind=small]")
    assert found.value == pytest.approx(((10 + 2 * 20) / 3) / ((4 + 2 * 7 + 1) / 4))
    assert found.n == 2


def test_the_error_between_groups_is_that_of_the_difference_of_both_linearised_means():
    kind = {"kind": ["", "", "big", "small", "small", "small", "big"]}
    found = ratio(with_x(**kind), "y[kind=big]/y[kind=small]")
    big, small, value = 50 / 3, 19 / 4, (50 / 3) / (19 / 4)
    # What A and C bring of each group's sum and count.
    sums, counts = {"big": [10, 40], "small": [11, 8]}, {"big": [1, 2], "small": [2, 2]}
    above = (np.array(sums["big"]) - big * np.array(counts["big"])) / 3
    below = (np.array(sums["small"]) - small * np.array(counts["small"])) / 4
    added = (above - value * below) / small
    errors = [
        np.sqrt((added / (1 - np.array(counts[each]) / sum(counts[each]))).var(ddof=1))
        for each in counts
    ]
    assert found.standard_error == pytest.approx(max(errors))


def test_tiers_can_be_compared_where_all_stand_together():
    found = ratio(with_x(), "y[tier=1]/y[tier=1]", tier=None)
    assert found.value == 1


def test_a_part_of_its_denominator_stays_below_1():
    part = {"a": 4.9, "b": 1.9, "c": 2.0, "d": 0.9, "e": 3.9}
    sample = with_x(part=pd.Series(part).reindex(toy("AC").units.index))
    found = ratio(sample, "part/x")
    assert 0 < found.low < found.value < found.high < 1


def test_what_is_never_below_0_has_limits_above_0():
    assert ratio(with_x(), "y/x").low > 0


def test_answers_all_of_the_same_ratio_have_no_false_certainty():
    doubled = pd.Series(X).mul(2).reindex(toy("AC").units.index)
    found = ratio(with_x(doubled=doubled), "doubled/x")
    assert (found.value, found.low, found.standard_error) == (2, None, None)
    assert found.verdict is Verdict.TOO_THIN
    assert "tell no spread" in found.note


def test_a_domain_whose_denominator_is_0_has_no_row():
    sample = with_x(region=["N", "N", "N", "N", "N", "N", "S"], x=X | {"e": 0.0})
    rows = estimate(sample, (), ratios=("y/x",), by=("region",))
    assert {(row.tier, row.group.get("region")) for row in rows if row.statistic == "ratio"} == {
        (1, None), (1, "N"), (None, None), (None, "N"),
    }  # fmt: skip


def test_workers_are_compared_as_they_weigh():
    sample = toy("AC")
    rows = [("a", 10, 2, "female", 40), ("a", 10, 2, "male", 50),
            ("e", 10, 2, "female", 60), ("e", 10, 2, "male", 80)]  # fmt: skip
    columns = ["unit_id", "listed", "interviewed", "sex", "pay"]
    workers = pd.DataFrame(rows, columns=columns)
    sample = ChainSample(
        units=sample.units, links=sample.links, workers=workers, provenance=PROVENANCE
    )
    found = ratio(sample, "pay[sex=female]/pay[sex=male]")
    assert found.value == pytest.approx((40 + 2 * 60) / (50 + 2 * 80))
    assert (found.universe, found.n, found.unit_count) == ("workers", 2, 2)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("y/xx", "'xx' is not a column that can be used here. Did you mean x?"),
        ("y/seed_chance", "'seed_chance' is not a column"),
        ("y/kind", "'kind' has words, no numbers"),
        ("y/none", "the denominator is 0 in every answer"),
        ("y/silent", "nobody answered both sides"),
        ("y[kind=huge]/y", "nobody's kind is 'huge'. Answers: big."),
        ("y[knd=big]/y", "'knd' is not a column. Did you mean kind?"),
        ("pay/y", "one side is of units, the other of workers"),
        ("y:x", "is no ratio of two columns"),
    ],
)
def test_a_ratio_that_cannot_be_is_told(name, told):
    sample = with_x(kind="big", none=0.0, silent=np.nan)
    workers = pd.DataFrame({"unit_id": ["a"], "listed": [3], "interviewed": [1], "pay": [9.0]})
    sample = ChainSample(
        units=sample.units, links=sample.links, workers=workers, provenance=PROVENANCE
    )
    with pytest.raises(InvalidInput) as refused:
        estimate(sample, (), ratios=(name,))
    assert told in str(refused.value)


def test_every_ratio_that_cannot_be_is_told_at_once():
    with pytest.raises(InvalidInput, match="2 problems"):
        estimate(with_x(), (), ratios=("y/z", "z/y"))
