import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only

from decentwork.sources.unicef import SOWC_PERIOD, read_child_labour, read_child_protection


def child_labour():
    return read_child_labour(SAMPLES / "unicef/child_labour.csv", PROVENANCE)


def child_protection():
    return read_child_protection(SAMPLES / "unicef/child_protection.csv", PROVENANCE)


def test_a_survey_over_two_years_keeps_both():
    both = only(child_labour(), "child_labour_economic_activity", place="KEN", group="age:5-17")
    assert both["period"] == "2022-2023"
    assert both["value"] == pytest.approx(0.14)


def test_sexes_and_ages_make_the_group():
    girls = only(
        child_labour(), "child_labour_economic_activity", place="KEN", group="female;age:5-17"
    )
    assert girls["value"] == pytest.approx(0.119)


def test_another_age_range_is_told():
    narrower = only(child_labour(), "child_labour_economic_activity", place="PAK")
    assert narrower["group"] == "age:10-17"
    assert "ages differ" in narrower["note"]


def test_a_region_keeps_the_publishers_name():
    region = only(child_labour(), "child_labour_economic_activity", place="World")
    assert region["value"] == pytest.approx(0.078)


def test_the_report_counts_household_chores():
    assert set(child_protection().frame["indicator"]) == {"child_labour_with_chores"}


def test_the_report_gives_no_survey_year():
    row = only(child_protection(), "child_labour_with_chores", place="KEN", group="age:5-17")
    assert row["period"] == SOWC_PERIOD
    assert "without its year" in row["note"]


def test_flags_are_told_in_words_and_an_older_value_has_no_period():
    row = only(child_protection(), "child_labour_with_chores", place="BOL")
    assert row["period"] == ""
    assert "older than the years of the table" in row["note"]
    assert "differs from the standard definition" in row["note"]
