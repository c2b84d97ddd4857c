import pytest
from tests.sources.observed import PROVENANCE, SAMPLES

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.pandemic_months import (
    ALL_RETAIL,
    read_closures,
    read_retail_sales,
    read_retail_volume,
    read_visits,
)

FOLDER = SAMPLES / "pandemic_months"


def test_closures_keep_mean_and_maximum_and_leave_out_what_is_missing():
    found = read_closures(FOLDER / "closures.csv", PROVENANCE)
    assert found.months == ("2020-03", "2020-04")
    assert found.at("c2_workplace_closing_mean", "2020-04") == {"XAA": 2.5, "XAB": 2.0}
    assert found.at("c2_workplace_closing_max", "2020-03") == {"XAA": 3.0}
    assert found.at("stringency_index_mean", "2020-04") == {"XAA": 75.0}


def test_visits_of_a_place_without_figure_are_not_known():
    found = read_visits(FOLDER / "visits.csv", PROVENANCE)
    assert found.at("retail_recreation", "2020-04") == {"XAA": -43.5}


def test_sales_of_all_products_have_one_name_in_both_markets():
    volume = read_retail_volume(FOLDER / "retail_volume.csv", PROVENANCE)
    sales = read_retail_sales(FOLDER / "retail_sales.csv", PROVENANCE)
    assert volume.at(ALL_RETAIL, "2020-04") == {"XAA": 80.0}
    assert volume.at("clothing", "2020-04") == {"XAA": 27.0}
    assert sales.at(ALL_RETAIL, "2020-04") == {"XAB": 85.0}


def test_a_month_that_is_none_is_told(tmp_path):
    text = (FOLDER / "retail_sales.csv").read_text().replace("2020-04", "2020-13")
    (tmp_path / "s.csv").write_text(text)
    with pytest.raises(InvalidInput, match="2020-13"):
        read_retail_sales(tmp_path / "s.csv", PROVENANCE)


def test_the_published_files_cover_what_they_say(data_folder):
    from decentwork.sources.catalogue import read

    closures = read(data_folder, "oxcgrt_monthly_2020_2022")
    assert closures.frame["place"].nunique() == 186
    assert (closures.months[0], closures.months[-1]) == ("2020-01", "2022-05")
    volume = read(data_folder, "uk_retail_volume_2018_2022")
    assert volume.at("clothing", "2020-04")["GBR"] == pytest.approx(30, abs=0.5)
