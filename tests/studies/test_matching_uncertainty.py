from dataclasses import replace

import pytest

from decentwork.studies.matching_uncertainty import widened
from decentwork.surveys.estimated import Estimated, Verdict

TOTAL = Estimated(
    variable="units",
    category=None,
    statistic="total",
    value=100.0,
    low=80.0,
    high=125.0,
    standard_error=10.0,
    weights="generalised_weight_share",
    variance="seed_design",
    n=40,
    seeds=20,
    verdict=Verdict.PUBLISHABLE,
    tier=1,
)
SHARE = replace(
    TOTAL, variable="injured", statistic="share", value=0.5, low=0.4, high=0.6, standard_error=0.05
)


def under(values, row=TOTAL):
    return [[replace(row, value=value)] for value in values]


def test_where_matching_leaves_nothing_open_nothing_is_wider():
    (row,) = widened([TOTAL], under([100.0] * 5), 0.95)
    assert (row.low, row.high, row.standard_error) == pytest.approx((80.0, 125.0, 10.0))


def test_the_variance_between_resolutions_is_added_to_that_within_one():
    (row,) = widened([TOTAL], under([90.0, 110.0, 90.0, 110.0]), 0.95)
    assert row.standard_error == pytest.approx((10**2 + (1 + 1 / 4) * 10**2) ** 0.5)
    assert row.low < 80
    assert row.high > 125
    assert row.value == 100.0


def test_a_bias_of_the_published_figure_against_its_draws_widens_too():
    (row,) = widened([TOTAL], under([120.0] * 4), 0.95)
    assert row.standard_error == pytest.approx((10**2 + (1 + 1 / 4) * 20**2) ** 0.5)


def test_limits_stay_possible():
    small = replace(TOTAL, value=2.0, low=1.0, high=4.0, standard_error=0.7)
    (total,) = widened([small], under([0.5, 9.0, 2.0], small), 0.95)
    (share,) = widened([SHARE], under([0.05, 0.95, 0.5], SHARE), 0.95)
    (none,) = widened([replace(SHARE, value=0.0, low=0.0)], under([0.0, 0.9], SHARE), 0.95)
    assert total.low > 0
    assert 0 < share.low < share.high < 1
    assert (none.low, none.high) == (0.0, 1.0)


def test_a_wider_interval_may_earn_a_lower_verdict_never_a_better_one():
    (lower,) = widened([SHARE], under([0.3, 0.7, 0.3, 0.7], SHARE), 0.95)
    (kept,) = widened([replace(SHARE, verdict=Verdict.TOO_THIN)], under([0.5] * 3, SHARE), 0.95)
    assert lower.verdict == Verdict.TOO_THIN
    assert kept.verdict == Verdict.TOO_THIN


def test_a_group_that_some_resolutions_leave_empty_says_so():
    (row,) = widened([TOTAL], [*under([100.0] * 3), [], []], 0.95)
    assert row.note.startswith("in 2 of 5 plausible matchings of suppliers nobody is")


def test_a_row_without_an_interval_gets_none():
    bare = replace(TOTAL, low=None, high=None, standard_error=None)
    assert widened([bare], under([50.0, 150.0]), 0.95) == (bare,)
