import numpy as np
import pytest

from decentwork.estimates.limits import left, quantile, share_limits, total_limits


def test_a_linearised_ratio_over_what_is_left_is_what_leaving_a_seed_out_changes():
    y, x = np.array([1.0, 2.0, 9.0, 3.0]), np.array([2.0, 3.0, 10.0, 5.0])
    ratio = y.sum() / x.sum()
    without = (y.sum() - y) / (x.sum() - x)
    linearised = (y - ratio * x) / x.sum()
    assert linearised / left(x / x.sum()) == pytest.approx(ratio - without)


def test_a_seed_that_brings_nearly_all_does_not_blow_up():
    assert left(0.99) == 0.1


def test_infinite_freedom_is_normal():
    assert quantile([np.inf, 10.0]) == pytest.approx([1.96, 2.228], abs=1e-3)


def test_limits_of_shares_stay_within_0_and_1_and_keep_their_order():
    low, high = share_limits([0.01, 0.5, 0.99], 0.05, 2.0, 10)
    assert (low > 0).all()
    assert (high < 1).all()
    assert low[1] + high[1] == pytest.approx(1)


def test_a_share_of_none_has_the_exact_bound_of_its_seeds_in_effect():
    low, high = share_limits([0.0, 1.0], 0.0, 2.0, 10)
    assert (low[0], high[0]) == pytest.approx((0, 0.3085), abs=1e-4)  # 1 − 0.025^(1/10)
    assert (low[1], high[1]) == pytest.approx((0.6915, 1), abs=1e-4)


def test_limits_of_totals_are_factors():
    low, high = total_limits([100.0], [10.0], 2.0)
    assert low * high == pytest.approx([10_000])
    assert high == pytest.approx([100 * np.exp(0.2)])


def test_beyond_its_own_value_a_totals_upper_limit_grows_in_a_straight_line_and_without_a_jump():
    _, high = total_limits([100.0] * 4, [9.9, 10.0, 10.1, 50.0], 10.0)
    assert high == pytest.approx([269.12, 271.83, 274.55, 1359.14], abs=0.01)  # e·reach·error


def test_no_total_is_below_what_was_seen():
    low, high = total_limits([100.0, 100.0, 10.0], [50.0, 1.0, 0.5], 2.0, [80.0, 80.0, 12.0])
    assert low == pytest.approx([80, 98.02, 10], abs=0.01)
    assert high[2] == 12  # the estimate is below what was seen; the truth cannot be


@pytest.mark.filterwarnings("error")
def test_a_total_of_nothing_has_no_limits_here():
    assert np.isnan(total_limits([0.0, 0.0], [0.0, 1.0], 2.0)[1]).all()
