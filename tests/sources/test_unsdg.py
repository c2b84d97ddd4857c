import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.unsdg import read_decent_work

SAMPLE = SAMPLES / "unsdg/decent_work.csv"


@pytest.fixture(scope="module")
def observed():
    return read_decent_work(SAMPLE, PROVENANCE)


def test_the_two_series_of_child_labour_stay_two_indicators(observed):
    assert only(observed, "child_labour_economic_activity")["value"] == pytest.approx(0.125)
    assert only(observed, "child_labour_with_chores")["value"] == pytest.approx(0.215)


def test_ages_other_than_the_standard_are_told(observed):
    assert only(observed, "child_labour_economic_activity")["group"] == "age:5-17"
    narrower = only(observed, "child_labour_with_chores")
    assert narrower["group"] == "age:5-14"
    assert "ages differ" in narrower["note"]


def test_an_age_alone_is_open_to_the_top(observed):
    assert only(observed, "working_poverty")["group"] == "female;age:15+"


def test_a_rate_is_not_a_share(observed):
    assert only(observed, "fatal_injury_rate")["value"] == pytest.approx(7.5)


def test_splits_by_migratory_status_and_occupation_are_left_out_and_counted(observed):
    assert only(observed, "hourly_earnings")["value"] == pytest.approx(350.0)
    assert "left out 2 rows by occupation or migratory status" in observed.provenance.steps


def test_suspect_rows_are_left_out_and_counted(observed):
    assert places(observed, "nonfatal_injury_rate") == []
    assert any("left out 1 rows marked suspect" in step for step in observed.provenance.steps)


def test_informality_outside_agriculture_is_no_industry(observed):
    assert only(observed, "informal_employment", industry="", subject="")["value"] == pytest.approx(
        0.8
    )
    assert only(observed, "informal_employment", industry="isic4:A")["value"] == pytest.approx(0.95)
    apart = only(observed, "informal_employment", subject="non-agriculture")
    assert apart["value"] == pytest.approx(0.7)


def test_a_score_has_no_group_and_says_who_coded_it(observed):
    score = only(observed, "labour_rights_noncompliance")
    assert (score["group"], score["value"]) == ("", 3.4)
    assert "coded" in score["note"]


def test_a_region_keeps_the_publishers_name(observed):
    assert places(observed, "youth_neet") == ["South-Eastern Asia"]


def test_a_series_in_another_unit_is_refused(tmp_path):
    path = tmp_path / "decent_work.csv"
    path.write_text(SAMPLE.read_text("utf-8").replace("score", "percent"), "utf-8")
    with pytest.raises(InvalidInput, match="SL_LBR_NTLCPL: is in 'percent', not in 'score'"):
        read_decent_work(path, PROVENANCE)
