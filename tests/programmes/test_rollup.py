from datetime import date

import pytest
from tests.programmes.made import INDICATOR, programme, row, update

from decentwork.programmes.rollup import PartsDisagree, parts, reached


def total(made, id="inspectors", **span):
    return reached(made, made.by_id[id], **span)


def below(id, **more):
    return row("indicators", **INDICATOR | {"id": id, "adds_to": "inspectors"} | more)


def test_only_what_was_approved_counts():
    made = programme(update(3.0), update(4.0, 2027, state="submitted"), update(5.0, 2028))
    assert total(made).value == 8.0


def test_percentages_are_summed_as_numerators_and_denominators():
    made = programme(
        below("one", measure="percentage"),
        below("two", measure="percentage"),
        update(indicator="one", numerator=30, denominator=50),
        update(indicator="two", numerator=10, denominator=100),
        indicator={"measure": "percentage"},
    )
    assert total(made).value == pytest.approx(40 / 150)


def test_who_has_not_reported_is_named_and_not_taken_for_zero():
    made = programme(below("one"), below("two"), update(3.0, indicator="one"))
    found = total(made)
    assert (found.value, found.silent, found.is_complete) == (3.0, ("two",), False)


def test_nothing_approved_is_not_zero():
    assert total(programme(update(3.0, state="draft"))).value is None


def test_the_last_value_of_a_cumulative_indicator_counts():
    made = programme(update(3.0), update(7.0, 2027), indicator={"cumulative": True})
    assert total(made).value == 7.0


def test_a_span_counts_its_own_periods():
    made = programme(update(3.0), update(4.0, 2027))
    assert total(made, starts=date(2027, 1, 1)).value == 4.0


def test_a_total_and_its_parts_count_once():
    made = programme(update(10.0), update(4.0, part="sex=female"), update(5.0, part="sex=male"))
    assert total(made).value == 10.0
    assert parts(made, total(made), "sex") == {"female": 4.0, "male": 5.0, "": 1.0}


def test_parts_stand_for_a_total_that_was_not_reported():
    made = programme(
        update(4.0, part="sex=female"),
        update(6.0, part="sex=male"),
        update(10.0, part="place=XAA"),
    )
    assert total(made).value == 10.0
    assert parts(made, total(made), "place") == {"XAA": 10.0}


def test_parts_that_disagree_are_told():
    made = programme(update(4.0, part="sex=female"), update(9.0, part="place=XAA"))
    with pytest.raises(PartsDisagree, match="by place 9, by sex 4"):
        total(made)


def test_the_parts_of_a_percentage_are_ratios_of_their_own():
    made = programme(
        update(numerator=10, denominator=40),
        update(numerator=2, denominator=20, part="sex=female"),
        update(numerator=8, denominator=20, part="sex=male"),
        indicator={"measure": "percentage"},
    )
    assert parts(made, total(made), "sex") == {"female": 0.1, "male": 0.4}


def test_a_step_is_not_summed():
    made = programme(
        update(1.0), update(3.0, 2027), indicator={"measure": "ordinal", "scale": "low, fair, good"}
    )
    assert total(made).value == 3.0
