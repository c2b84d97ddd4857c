import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.sources.wage_database import read_wages


def observed():
    return read_wages(SAMPLES / "wage_database/wages.csv", PROVENANCE)


def test_three_series_are_read():
    assert only(observed(), "minimum_wage")["value"] == 8500.0
    assert only(observed(), "low_pay")["value"] == pytest.approx(0.215)
    assert len(observed().frame) == 3


def test_the_same_value_twice_is_one():
    assert only(observed(), "monthly_earnings_local", place="KEN")["value"] == 42000.0


def test_a_country_with_two_values_for_a_year_is_left_out_in_all_years():
    assert places(observed(), "monthly_earnings_local") == ["KEN"]
    assert "left out a series of 1 countries" in observed().provenance.steps[0]


def test_a_minimum_wage_that_is_set_in_us_dollars_is_not_read_as_local_currency(tmp_path):
    file = tmp_path / "wages.csv"
    file.write_text("series,iso3,year,value\nEAR_INEE_NOC_NB,KHM,2013,80\n", encoding="utf-8")
    found = read_wages(file, PROVENANCE)
    assert only(found, "minimum_wage_usd")["value"] == 80.0
    assert "US dollars" in found.provenance.steps[-1]
