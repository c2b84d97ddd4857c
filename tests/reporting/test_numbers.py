import pytest

from decentwork.reporting.numbers import (
    amount_text,
    count_text,
    interval_text,
    list_text,
    range_text,
    rounding_step,
    shown_value,
    unit_text,
    value_text,
)

PERSONS = "thousand persons"


def figure(value, unit="share", low=None, high=None, note="the publisher prints no interval"):
    return {"value": value, "unit": unit, "low": low, "high": high, "interval_note": note}


def test_a_value_is_rounded_to_what_its_interval_supports():
    assert amount_text(15_830.0, PERSONS, 12_400.0, 18_900.0) == "about 16 million people"
    assert amount_text(15_830.0, PERSONS, 15_800.0, 15_860.0) == "about 15.8 million people"


def test_a_value_without_interval_stays_as_published_to_three_digits():
    assert amount_text(0.1848, "share") == "18.5\xa0%"
    assert amount_text(5_651.3, PERSONS) == "5.65 million people"


def test_few_people_are_counted_one_by_one():
    assert amount_text(1_234.0, "persons") == "1,234 people"
    assert amount_text(1.0, "persons") == "1 person"


def test_a_wide_interval_never_rounds_a_value_away():
    assert amount_text(3.0, "persons", 0.0, 400.0) == "about 3 people"


def test_shares_become_per_cent_only_here():
    assert range_text(0.12, 0.19, "share") == "between 12 and 19\xa0%"


def test_the_unit_of_a_range_is_said_once_unless_its_words_differ():
    assert range_text(12_400.0, 18_900.0, PERSONS) == "between 12 and 19 million people"
    assert range_text(700.0, 1_200.0, PERSONS) == "between 700,000 and 1.2 million people"


@pytest.mark.parametrize(
    ("language", "large", "small"),
    [("en", "1,234", "12.5"), ("fr", "1\u202f234", "12,5"), ("es", "1.234", "12,5")],
)
def test_digits_follow_the_language(language, large, small):
    assert amount_text(1234.0, "count", language=language) == large
    assert amount_text(12.5, "years", language=language) == f"{small} years"


def test_a_translation_decides_where_the_noun_stands():
    french = {"%(millions)s people": "%(millions)s de personnes", "about %(amount)s": "%(amount)s"}
    told = amount_text(
        15_830.0,
        PERSONS,
        12_400.0,
        18_900.0,
        language="fr",
        translate=lambda text: french.get(text, text),
    )
    assert told == "16 millions de personnes"


def test_an_unknown_says_why_and_is_never_zero():
    assert value_text(figure(None, note="not_in_data")) == "not known: not in the data at hand"
    assert value_text(figure(0.0)) == "0\xa0%"


def test_a_fact_is_words():
    assert value_text(figure("not_in_force", unit="fact")) == "not in force"


def test_no_interval_is_no_text():
    assert interval_text(figure(0.2)) == ""
    assert interval_text(figure(0.2, low=0.1, high=0.3)) == "between 10 and 30\xa0%"


def test_a_list_has_the_conjunction_of_its_language():
    assert list_text(["a", "b", "c"]) == "a, b and c"
    assert list_text(["a", "b"], "es") == "a y b"


def test_counts_are_grouped():
    assert count_text(12_345) == "12,345"


def test_charts_get_per_cent_and_persons():
    assert shown_value(0.25, "share") == 25.0
    assert shown_value(2.0, PERSONS) == 2000.0


def test_hours_and_euros_are_counted_in_millions():
    assert amount_text(12.4, "million hours") == "12.4 million hours"
    assert amount_text(0.25, "million EUR") == "250,000 euros"


def test_every_unit_has_a_name_and_a_text():
    from decentwork.estimates.units import Unit

    for unit in set(Unit) - {Unit.FACT}:
        assert unit_text(unit)
        assert "2" in amount_text(2.0, unit)


@pytest.mark.parametrize(
    ("value", "low", "high", "step"),
    [
        (15.8, 12.0, 19.0, 1.0),
        (15.83, None, None, 0.1),
        (0.0, None, None, 1.0),
        (5.0, 5.0, 5.0, 0.01),
    ],
)
def test_the_step_of_rounding(value, low, high, step):
    assert rounding_step(value, low, high) == pytest.approx(step)
