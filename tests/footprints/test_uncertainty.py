import numpy as np
import pytest

from decentwork.footprints.uncertainty import draw_within_controls, interval_of, log_spread


def test_half_of_all_errors_are_below_the_median_error():
    errors = np.exp(log_spread(0.30) * np.random.default_rng(1).standard_normal(200_000)) - 1
    assert np.median(np.abs(errors)) == pytest.approx(0.30, abs=0.003)


def test_groups_keep_their_total_in_every_draw():
    values = np.array([10.0, 30.0, 7.0])
    drawn = draw_within_controls(values, ["a", "a", "b"], 0.3, 50, np.random.default_rng(2))
    assert drawn[:, :2].sum(axis=1) == pytest.approx(np.full(50, 40.0))
    assert drawn[:, 2] == pytest.approx(np.full(50, 7.0))  # alone in its group: no freedom
    assert drawn[:, 0].std() > 1


def test_a_group_without_labour_stays_empty():
    drawn = draw_within_controls(np.zeros(2), ["a", "a"], 0.3, 3, np.random.default_rng(3))
    assert drawn.tolist() == [[0.0, 0.0]] * 3


def test_the_same_seed_gives_the_same_draws():
    draws = [
        draw_within_controls(np.ones(2), ["a", "a"], 0.3, 5, np.random.default_rng(4))
        for _ in range(2)
    ]
    assert (draws[0] == draws[1]).all()


def test_the_interval_holds_the_middle_of_the_draws():
    found = interval_of(np.arange(1001.0), "simulated")
    assert (found.low, found.high, found.level) == pytest.approx((25.0, 975.0, 0.95))
