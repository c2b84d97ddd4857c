import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.sources.ilo_estimates import (
    read_child_labour_charts,
    read_forced_labour_regions,
    read_forced_labour_sectors,
)

FOLDER = SAMPLES / "ilo_estimates"


def charts():
    return read_child_labour_charts(FOLDER / "child_labour_charts.csv", PROVENANCE)


def test_definitions_stay_apart():
    girls = {"period": "2024", "group": "female;age:5-14"}
    assert only(charts(), "child_labour_economic_activity", **girls)["value"] == pytest.approx(0.07)
    assert only(charts(), "child_labour_with_chores", **girls)["value"] == pytest.approx(0.11)


def test_hazardous_work_is_in_thousands():
    assert only(charts(), "child_hazardous_work")["value"] == pytest.approx(80500.0)


def test_shares_by_sex_above_the_share_of_all_children_are_left_out():
    of_2012 = charts().frame[charts().frame["period"] == "2012"]
    assert set(of_2012["group"]) == {"age:5-17"}
    assert "left out 2 shares by sex" in charts().provenance.steps[0]


def test_the_split_over_sectors_is_its_own_indicator():
    row = only(charts(), "child_labour_sector")
    assert (row["industry"], row["value"]) == ("broad:agriculture", pytest.approx(0.6))


def test_forced_labour_is_read_as_persons_and_as_prevalence():
    observed = read_forced_labour_regions(FOLDER / "forced_labour_region.csv", PROVENANCE)
    assert only(observed, "forced_labour_persons", place="World")["value"] == 20.5
    assert only(observed, "forced_labour_prevalence", place="Arab States")["value"] == 4.5


def test_forced_labour_without_industry_is_not_spread():
    observed = read_forced_labour_sectors(FOLDER / "forced_labour_sector.csv", PROVENANCE)
    assert only(observed, "forced_labour_persons")["industry"] == "isic4:C"
    assert places(observed, "forced_labour_persons") == ["World"]
