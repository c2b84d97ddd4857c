import numpy as np
import pytest

from decentwork.matching.rivals import rivalry

LEFT, RIGHT = np.array([0, 0, 1], np.int32), np.array([1, 2, 2], np.int32)


def against(chances, pair):
    return rivalry(3, LEFT, RIGHT, np.array(chances), 0.2, np.array([pair], np.int32))[0]


def test_who_could_as_well_be_one_with_another_speaks_against_a_pair():
    assert against([0.9, 0.8, 0.1], (0, 1)) == pytest.approx(np.log(1 + 0.8 / 0.2))


def test_who_could_be_one_with_both_speaks_against_neither():
    assert against([0.9, 0.8, 0.7], (0, 1)) == 0


def test_an_unlikely_third_is_no_rival():
    assert against([0.9, 0.19, 0.1], (0, 1)) == 0


def test_a_pair_that_was_never_compared_has_rivals_too():
    chances = np.array([0.8])
    left, right = np.array([0], np.int32), np.array([1], np.int32)
    found = rivalry(3, left, right, chances, 0.2, np.array([[1, 2]], np.int32))
    assert found[0] == pytest.approx(np.log(1 + 0.8 / 0.2))
