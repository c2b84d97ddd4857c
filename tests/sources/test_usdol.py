import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.sources.usdol import read_child_work


def observed():
    return read_child_work(SAMPLES / "usdol/children_work.csv", PROVENANCE)


def test_working_children_are_their_own_indicator_by_report_year():
    row = only(observed(), "working_children", period="2018")
    assert row["value"] == pytest.approx(0.075)
    assert row["group"] == "age:5-14"
    assert "the survey is older" in row["note"]


def test_the_split_over_sectors_is_of_working_children():
    row = only(observed(), "working_children_sector", period="2019", industry="broad:services")
    assert row["value"] == pytest.approx(0.25)


def test_a_country_without_figures_has_no_row():
    assert "CHN" not in places(observed(), "working_children")


def test_an_implausible_row_is_left_out_and_counted():
    assert "MSR" not in places(observed(), "working_children")
    assert "left out 1 rows marked suspect" in observed().provenance.steps
