from dataclasses import replace

import pytest
from tests.surveys.released import figure, release

from decentwork.studies.rounds import NotComparable, changes


def two_rounds(first, second):
    return release(first), replace(release(second), round=2)


def test_a_difference_larger_than_both_errors_together_is_a_rise():
    # the errors 3 and 4 make one of 5: 1.96 · 5 = 9.8
    earlier = figure(value=100.0, standard_error=3.0)
    [change] = changes(*two_rounds(earlier, figure(value=112.0, standard_error=4.0)))
    assert (change.change, change.direction) == (12, "rose")
    assert (change.low, change.high) == pytest.approx((12 - 9.8, 12 + 9.8), abs=0.01)


def test_a_difference_within_the_errors_is_unclear_and_not_called_unchanged():
    earlier = figure(value=100.0, standard_error=3.0)
    [change] = changes(*two_rounds(earlier, figure(value=109.0, standard_error=4.0)))
    assert change.direction == "unclear"


def test_what_one_round_withheld_is_not_compared():
    hidden = figure(value=None, low=None, high=None, standard_error=None, reason="too few")
    assert changes(*two_rounds(figure(), hidden)) == ()


def test_figures_of_other_groups_are_not_compared():
    women = figure(group={"position": "lead", "sex": "female"})
    assert changes(*two_rounds(figure(), women)) == ()


def test_two_studies_or_rounds_in_the_wrong_order_are_refused():
    first, second = two_rounds(figure(), figure())
    with pytest.raises(NotComparable, match="later"):
        changes(second, first)
    with pytest.raises(NotComparable, match="different"):
        changes(first, replace(second, chain="garments"))
