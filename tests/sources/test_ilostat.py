import pandas as pd
import pytest
from tests.sources.observed import PROVENANCE, SAMPLES, only, places

from decentwork.sources.ilostat import (
    read_employment,
    read_employment_divisions,
    read_fatal_injuries,
    read_hazardous_work,
    read_minimum_wages,
    read_monthly_earnings,
    read_union_density,
)

FOLDER = SAMPLES / "ilostat"


def test_hazardous_work_is_in_thousands_by_broad_sector():
    observed = read_hazardous_work(FOLDER / "hazardous_work.csv", PROVENANCE)
    whole = only(observed, "child_hazardous_work", place="KEN", industry="")
    assert (whole["value"], whole["group"]) == (100.0, "age:5-17")
    assert only(observed, "child_hazardous_work", industry="broad:agriculture")["value"] == 60.0


def test_children_of_unknown_sector_have_no_row_of_their_own():
    observed = read_hazardous_work(FOLDER / "hazardous_work.csv", PROVENANCE)
    assert 5.0 not in set(observed.frame["value"])


def test_a_regions_hazardous_work_is_told_to_be_modelled():
    observed = read_hazardous_work(FOLDER / "hazardous_work.csv", PROVENANCE)
    assert "modelled" in only(observed, "child_hazardous_work", place="Sub-Saharan Africa")["note"]
    assert only(observed, "child_hazardous_work", group="female;age:12-14")["note"] == ""


def test_a_year_that_counts_all_injuries_is_left_out_with_its_industries():
    observed = read_fatal_injuries(FOLDER / "fatal_injuries.csv", PROVENANCE)
    kenya = observed.frame[observed.frame["place"] == "KEN"]
    assert sorted(kenya["period"].unique()) == ["2009", "2010", "2019"]
    assert observed.provenance.steps[-1].endswith("KEN 2013")


def test_a_single_year_has_nothing_to_be_compared_with():
    observed = read_fatal_injuries(FOLDER / "fatal_injuries.csv", PROVENANCE)
    assert only(observed, "fatal_injuries", place="FJI")["value"] == 12


def test_injuries_stand_at_their_section():
    observed = read_fatal_injuries(FOLDER / "fatal_injuries.csv", PROVENANCE)
    assert only(observed, "fatal_injuries", industry="isic4:C")["value"] == 150
    assert only(observed, "fatal_injuries", place="KEN", industry="", period="2009")["value"] == 500


def test_density_and_coverage_are_two_indicators():
    observed = read_union_density(FOLDER / "union_density.csv", PROVENANCE)
    assert only(observed, "union_density")["value"] == pytest.approx(0.496)
    assert only(observed, "bargaining_coverage")["value"] == pytest.approx(0.245)


def test_earnings_are_of_the_whole_country_and_say_where_the_series_breaks():
    observed = read_monthly_earnings(FOLDER / "monthly_earnings.csv", PROVENANCE)
    everybody = only(observed, "monthly_earnings", place="KEN", group="")
    assert everybody["value"] == 400.5
    assert "break" in everybody["note"]
    assert len(observed.frame) == 2


def test_earnings_in_a_wrong_currency_unit_are_left_out_and_counted():
    observed = read_monthly_earnings(FOLDER / "monthly_earnings.csv", PROVENANCE)
    assert places(observed, "monthly_earnings") == ["KEN"]
    assert "left out 2 values" in observed.provenance.steps[-1]


def test_women_stand_beside_all_workers_of_a_division():
    observed = read_employment_divisions(FOLDER / "employment_divisions.csv", PROVENANCE)
    at = {"place": "KEN", "industry": "isic4:C14"}
    assert only(observed, "employment", group="", **at)["value"] == 400.0
    assert only(observed, "employment", group="female", **at)["value"] == 220.0
    assert only(observed, "women_in_employment", **at)["value"] == 0.55


def test_women_who_were_not_counted_are_not_zero():
    observed = read_employment_divisions(FOLDER / "employment_divisions.csv", PROVENANCE)
    assert places(observed, "women_in_employment") == ["KEN"]


def test_a_wage_set_in_dollars_has_no_row_in_local_currency():
    observed = read_minimum_wages(FOLDER / "minimum_wages.csv", PROVENANCE)
    assert places(observed, "minimum_wage") == ["KEN"]
    assert places(observed, "minimum_wage_usd") == ["KEN", "FJI"]


def test_a_note_of_the_file_stays_one_note():
    observed = read_minimum_wages(FOLDER / "minimum_wages.csv", PROVENANCE)
    assert only(observed, "minimum_wage")["note"] == (
        "general floor to 2022, garment wage from 2023: break in series"
    )
    assert "set by law" in observed.no_interval


def test_employment_that_the_ilo_did_not_model_is_left_out(tmp_path):
    path = tmp_path / "employment.parquet"
    pd.DataFrame(
        {
            "iso3": ["KEN", "KEN", "ABW"],
            "sex": ["SEX_T", "SEX_F", "SEX_T"],
            "year": [2023, 2023, 2023],
            "thousand": [24000.0, 11000.0, 48.0],
            "ilo_estimate": [True, True, False],
        }
    ).to_parquet(path)
    observed = read_employment(path, PROVENANCE)
    assert only(observed, "employment", group="")["value"] == 24000.0
    assert only(observed, "employment", group="female")["value"] == 11000.0
    assert "left out 1 rows not from the ILO" in observed.provenance.steps
