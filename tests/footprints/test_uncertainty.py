import numpy as np
import pytest
from scipy.sparse import csr_array

from decentwork.estimates.errors import InvalidInput
from decentwork.footprints.uncertainty import (
    AccountError,
    delta_interval,
    draw_within_controls,
    interval_of,
    log_spread,
    rank_bands,
)


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


LABOUR = np.array([40.0, 30.0, 60.0, 45.0, 20.0, 15.0])
GROUPS = ("a", "a", "b", "b", "", "")
WEIGHTS = csr_array([[0.5, 0.1, 0.3, 0.9, 0.2, 0.7], [1.0, 1.0, 1.0, 1.0, 0.0, 0.0]])


@pytest.mark.parametrize(
    "error",
    [
        AccountError(values=LABOUR, controls=GROUPS, cells=0.05),
        AccountError(values=LABOUR, controls=GROUPS, cells=0.04, totals=0.03),
        AccountError(
            values=LABOUR, controls=("a", "a", "b", "b", "c", "c"), totals=0.05, concentration=80.0
        ),
    ],
)
def test_the_delta_method_and_simulation_agree(error):
    drawn = error.draw(100_000, np.random.default_rng(5)) @ WEIGHTS.T.toarray()
    assert np.sqrt(error.variance(WEIGHTS)) == pytest.approx(drawn.std(axis=0), rel=0.02, abs=1e-9)


def test_a_control_total_that_is_known_has_no_error():
    error = AccountError(values=LABOUR, controls=GROUPS, cells=0.3)
    assert error.variance(WEIGHTS)[1] == pytest.approx(0.0, abs=1e-9)
    assert error.draw(20, np.random.default_rng(6))[:, :2].sum(axis=1) == pytest.approx(
        np.full(20, 70.0)
    )


def test_shares_drawn_with_a_concentration_have_its_variance():
    error = AccountError(values=np.array([30.0, 70.0]), controls=("a", "a"), concentration=20.0)
    wanted = 100.0**2 * 0.3 * 0.7 / 21.0
    assert error.variance(csr_array([[1.0, 0.0]])) == pytest.approx([wanted])


def test_a_concentration_needs_groups():
    with pytest.raises(InvalidInput, match="concentration"):
        AccountError(values=LABOUR, controls=GROUPS, concentration=10.0)


def test_an_interval_of_the_delta_method_holds_a_log_normal_truth():
    interval = delta_interval(10.0, (10.0 * 0.3) ** 2, "delta")
    assert np.log([interval.low, interval.high]) == pytest.approx(
        np.log(10.0) + np.array([-1.96, 1.96]) * 0.3, abs=1e-3
    )


def test_a_figure_of_zero_has_an_interval_of_zero():
    assert delta_interval(0.0, 0.0, "delta").high == 0.0


def test_places_that_differ_clearly_have_one_rank_and_others_share_a_band():
    rng = np.random.default_rng(7)
    draws = np.array([100.0, 50.0, 49.0, 10.0]) + rng.standard_normal((2000, 4))
    assert rank_bands(draws).tolist() == [[1, 1], [2, 3], [2, 3], [4, 4]]


def test_bands_hold_the_true_ranks_as_often_as_they_say():
    truth = np.array([5.0, 4.5, 4.0, 3.0])
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        estimate = truth + 0.4 * rng.standard_normal(4)
        bands = rank_bands(estimate + 0.4 * rng.standard_normal((400, 4)))
        held += bool((bands[:, 0] <= [1, 2, 3, 4]).all() and (bands[:, 1] >= [1, 2, 3, 4]).all())
    assert held / 200 > 0.93


def test_places_without_any_error_are_ranked_by_their_figures():
    assert rank_bands(np.tile([3.0, 5.0, 1.0], (10, 1))).tolist() == [[2, 2], [1, 1], [3, 3]]
