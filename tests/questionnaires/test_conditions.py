import numpy as np
import pytest
from tests.questionnaires.small_form import answered

from decentwork.questionnaires.conditions import plain, read_condition, truth, what_is_wrong, xpath

YES = {"question": "rest", "is": "yes"}
LONG = {"question": "hours", "above": 48}

PEOPLE = answered("""
    id | rest      | hours
    a  | yes       | 60
    b  | no        | 40
    c  | dont_know | 60
    d  |           |
""")


def held(condition, **options):
    return truth(read_condition(condition), PEOPLE, **options).tolist()


def same(found, wanted):
    np.testing.assert_array_equal(found, wanted)


def test_what_is_not_answered_is_neither_true_nor_false():
    same(held(YES), [1, 0, np.nan, np.nan])


def test_not_knowing_is_no_answer_also_for_a_negation():
    same(held({"question": "rest", "not": "yes"}), [0, 1, np.nan, np.nan])


def test_not_knowing_is_an_answer_where_the_form_asks_on():
    same(held({"question": "rest", "is": "dont_know"}, unknown=()), [0, 0, 1, np.nan])


def test_a_number_is_compared_strictly():
    same(held({"question": "hours", "above": 40}), [1, 0, 1, np.nan])
    same(held({"question": "hours", "below": 60}), [0, 1, 0, np.nan])


def test_one_false_part_decides_for_all():
    same(held({"all": [YES, {"question": "hours", "above": 100}]}), [0, 0, 0, np.nan])


def test_one_true_part_decides_for_any():
    same(held({"any": [YES, LONG]}), [1, 0, 1, np.nan])


def test_what_is_not_known_stays_so_where_nothing_decides():
    same(held({"all": [YES, LONG]}), [1, 0, np.nan, np.nan])


def test_one_of_several_answers_is_enough():
    table = answered("""
        id | dangers
        a  | heat noise
        b  | noise
        c  | none
    """)
    heat = read_condition({"question": "dangers", "is": ["heat"]})
    either = read_condition({"question": "dangers", "is": ["heat", "noise"]})
    assert truth(heat, table).tolist() == [1, 0, 0]
    assert truth(either, table).tolist() == [1, 1, 0]


def test_a_question_without_a_column_is_not_answered():
    same(held({"question": "sleep", "above": 6}), [np.nan] * 4)


@pytest.mark.parametrize(
    ("condition", "expression"),
    [
        (YES, "selected(${rest}, 'yes')"),
        (
            {"question": "rest", "is": ["yes", "no"]},
            "(selected(${rest}, 'yes') or selected(${rest}, 'no'))",
        ),
        ({"question": "rest", "not": "yes"}, "(${rest} != '' and not(selected(${rest}, 'yes')))"),
        ({"question": "hours", "below": 1000000}, "${hours} < 1000000"),
        ({"all": [YES, LONG]}, "(selected(${rest}, 'yes') and ${hours} > 48)"),
        ({"any": [YES, LONG]}, "(selected(${rest}, 'yes') or ${hours} > 48)"),
    ],
)
def test_a_condition_is_an_expression_of_the_form(condition, expression):
    assert xpath(read_condition(condition), "${{{}}}".format) == expression


def test_numbers_have_no_exponent():
    assert plain(1e9) == "1000000000"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ("rest", "'rest' is not a condition."),
        ({"question": "rest"}, "a condition is a question and one of is, not, above, below"),
        ({"question": "rest", "is": "yes", "above": 3}, "a condition is a question and one of"),
        ({"question": "rest", "is": []}, "'is' takes a choice or a list of choices."),
        ({"question": "hours", "above": "many"}, "'above' takes a number."),
        ({"all": []}, "'all' stands alone and holds a list of conditions."),
        ({"any": [{"question": "rest"}]}, "a condition is a question and one of"),
    ],
)
def test_what_is_no_condition_is_told(values, told):
    assert [each[: len(told)] for each in what_is_wrong(values)] == [told]
