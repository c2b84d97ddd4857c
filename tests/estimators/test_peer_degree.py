import numpy as np
import pytest
from tests.estimators.recruited import drawn

from decentwork.estimates.errors import InvalidInput
from decentwork.estimators.peer_degree import UnknownChoice, degrees
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN

PEOPLE = """
    id | recruiter_id | degree
    a  | seed         | 10
    b  | a            | 20
    c  | a            |
    d  | b            | 0
    """


def test_degrees_that_are_missing_are_refused_and_counted_and_the_choices_are_told():
    with pytest.raises(InvalidInput, match="2 of 4 respondents") as raised:
        degrees(drawn(PEOPLE))
    for choice in ("drop", "median", "one"):
        assert choice in str(raised.value)


@pytest.mark.parametrize(
    ("choice", "found"),
    [("median", [10, 20, 15, 15]), ("one", [10, 20, 1, 1]), ("drop", [10, 20, np.nan, np.nan])],
)
def test_what_becomes_of_missing_degrees_is_chosen(choice, found):
    np.testing.assert_array_equal(degrees(drawn(PEOPLE), choice), found)


def test_who_is_dropped_has_no_weight_and_keeps_their_recruits():
    assert VOLZ_HECKATHORN.weigh(drawn(PEOPLE), missing_degree="drop") == pytest.approx(
        [2 / 3, 1 / 3, 0, 0]
    )


def test_seeds_can_be_left_out():
    found = degrees(drawn(PEOPLE), "one", "exclude")
    np.testing.assert_array_equal(found, [np.nan, 20, 1, 1])


def test_a_choice_that_does_not_exist_is_told_with_those_that_do():
    with pytest.raises(UnknownChoice, match="refuse, drop, median, one"):
        degrees(drawn(PEOPLE), "mean")


def test_a_sample_without_any_degree_is_refused():
    with pytest.raises(InvalidInput, match="nobody who counts"):
        degrees(drawn("id | recruiter_id | degree\na | seed | 0"), "drop")
