import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.ratio_names import Part, read_ratios


def test_a_ratio_names_two_columns():
    (found,) = read_ratios(["pay / hours"])
    assert (found.above, found.below) == (Part("pay"), Part("hours"))
    assert found.within


def test_a_side_may_be_of_one_group():
    (found,) = read_ratios(["pay[sex=female]/pay[sex=male]"])
    assert found.above == Part("pay", "sex", "female")
    assert not found.within


def test_sides_of_the_same_group_are_of_the_same_respondents():
    assert read_ratios(["pay[sex=female]/hours[sex=female]"])[0].within


def test_every_text_that_is_no_ratio_is_told():
    with pytest.raises(InvalidInput) as refused:
        read_ratios(["pay", "pay/hours", "a/b/c", "pay[sex]/hours"])
    assert [problem.where for problem in refused.value.problems] == [
        "'pay'",
        "'a/b/c'",
        "'pay[sex]/hours'",
    ]
