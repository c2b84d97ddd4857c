import numpy as np
import pytest

from decentwork.matching.groups import Thresholds, resolve
from decentwork.matching.implied_pairs import implied_pairs
from decentwork.matching.resolutions import plausible_resolutions

THRESHOLDS = Thresholds(same=0.8, new=0.1)


def resolved(mentions, pairs, **judged):
    left, right, probability = (np.array(it) for it in zip(*pairs, strict=True))
    return resolve(
        mentions,
        left.astype(np.int32),
        right.astype(np.int32),
        probability.astype(float),
        THRESHOLDS,
        **judged,
    )


def test_three_outcomes_by_two_thresholds():
    found = resolved(6, [(0, 1, 0.95), (2, 3, 0.5), (4, 5, 0.02)])
    assert found.enterprise.tolist() == [0, 0, 2, 3, 4, 5]
    assert found.asked.tolist() == [1]
    np.testing.assert_allclose(found.probability, [0.95, 0.95, 0.5, 0.5, 0.98, 0.98], atol=1e-9)


def test_a_chain_of_alike_mentions_does_not_join_unlike_ends():
    found = resolved(4, [(0, 1, 0.97), (1, 2, 0.9), (2, 3, 0.97), (0, 3, 0.01), (0, 2, 0.02)])
    assert found.enterprise.tolist() == [0, 0, 2, 2]


def test_a_mention_that_could_be_of_either_of_two_is_asked_about():
    found = resolved(3, [(0, 1, 0.9), (0, 2, 0.9), (1, 2, 0.001)])
    assert found.enterprise.tolist() == [0, 1, 2]
    assert sorted(found.asked.tolist()) == [0, 1]


def test_judgements_hold_against_any_probability():
    found = resolved(4, [(0, 1, 0.999), (2, 3, 0.001)], same=[(2, 3)], apart=[(0, 1)])
    assert found.enterprise.tolist() == [0, 1, 2, 2]
    assert len(found.asked) == 0
    assert found.probability[2:].tolist() == [1, 1]


def test_mentions_judged_apart_stay_apart_however_many_stand_between():
    found = resolved(3, [(0, 1, 0.99), (1, 2, 0.99), (0, 2, 0.99)], apart=[(0, 2)])
    assert found.enterprise[0] != found.enterprise[2]


def test_two_judged_the_same_do_not_draw_in_a_third_that_only_one_of_them_is_like():
    pairs = [(0, 1, 0.5), (0, 2, 0.9), (1, 2, 0.05)]
    found = resolved(3, pairs, same=[(0, 1)])
    assert found.enterprise.tolist() == [0, 0, 2]
    assert found.asked.tolist() == [1]


def test_of_two_enterprises_one_pair_is_asked_about():
    found = resolved(4, [(0, 1, 0.99), (2, 3, 0.99), (0, 2, 0.5), (1, 3, 0.6), (0, 3, 0.4)])
    assert found.asked.tolist() == [3]


def test_an_even_chance_between_large_enterprises_is_asked_about_first():
    found = resolved(5, [(0, 1, 0.99), (1, 2, 0.5), (3, 4, 0.5)])
    assert found.asked.tolist() == [1, 2]


def test_no_pairs_leave_every_mention_alone():
    none = np.zeros(0, np.int32)
    found = resolve(3, none, none, np.zeros(0), THRESHOLDS)
    assert found.enterprise.tolist() == [0, 1, 2]
    assert found.probability.tolist() == [1, 1, 1]


def test_neighbours_of_one_mention_are_brought_together():
    left, right = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    one, other = implied_pairs(3, left, right, np.array([0.9, 0.9]), least=0.5, most=20)
    assert (one.tolist(), other.tolist()) == ([0], [2])


def test_drawn_resolutions_differ_as_often_as_the_probabilities_say():
    found = resolved(4, [(0, 1, 0.5), (2, 3, 0.9)])
    left, right = np.array([0, 2], np.int32), np.array([1, 3], np.int32)
    drawn = plausible_resolutions(found, left, right, 2000, np.random.default_rng(3))
    assert (drawn[:, 0] == drawn[:, 1]).mean() == pytest.approx(0.5, abs=0.04)
    assert (drawn[:, 2] == drawn[:, 3]).mean() == pytest.approx(0.9, abs=0.03)
