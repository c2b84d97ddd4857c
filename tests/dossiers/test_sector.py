import csv
import json

import numpy as np
import pandas as pd
import pytest
from tests.dossiers.observed_worlds import observed

from decentwork.dossiers import sector_sources
from decentwork.dossiers.sector import sector
from decentwork.dossiers.sector_chart import COLOURS
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.interval import Interval
from decentwork.reporting import palette
from decentwork.sources.data_folder import DataFolder

WORLD = """
source                           | indicator           | place | industry  | group  | period | value
ilostat_employment_isic2_garment | employment          | XAA   | isic4:C14 |        | 2019   | 400
ilostat_employment_isic2_garment | employment          | XAA   | isic4:C14 |        | 2020   | 460
ilostat_employment_isic2_garment | employment          | XAA   | isic4:C14 | female | 2020   | 230
ilostat_employment_isic2_garment | women_in_employment | XAA   | isic4:C14 |        | 2020   | 0.5
ilostat_employment_isic2_garment | employment          | XAB   | isic4:C14 |        | 2020   | 40
ilostat_employment_isic2_garment | employment          | XAB   | isic4:C14 | female | 2020   | 30
ilostat_employment_isic2_garment | women_in_employment | XAB   | isic4:C14 |        | 2020   | 0.75
ilostat_employment_isic2_garment | employment          | XAA   | isic4:C13 |        | 2020   | 7
ilo_employment_by_sex            | employment          | XAA   |           |        | 2020   | 9000
ilo_global_wage_db_2014          | minimum_wage        | XAA   |           |        | 2012   | 50
ilostat_minimum_wage_garment_countries | minimum_wage  | XAA   |           |        | 2012   | 55
gapminder_labour_context         | hours_week          | XAA   |           |        | 2010-2014 | 44
"""


@pytest.fixture
def world(monkeypatch, tmp_path):
    monkeypatch.setattr(sector_sources, "work_observations", lambda folder: observed(WORLD))
    return DataFolder(tmp_path)


def test_the_sector_is_its_own_division_and_no_neighbour_nor_the_whole_economy(world):
    [series] = sector("garments", ["XAA"], world).of("employment")
    assert (series.industry, series.reach, series.years) == ("isic4:C14", "sector", (2019, 2020))
    assert [it.value for it in series.figures] == [400, 460]


def test_a_sector_may_be_an_industry(world):
    found = sector("isic4:C13", ["XAA"], world)
    assert [it.value for it in found.of("employment")[0].figures] == [7]


def test_two_sources_of_one_measure_are_two_series(world):
    found = sector("garments", ["XAA"], world).of("minimum_wage")
    assert [it.source for it in found] == [
        "ilo_global_wage_db_2014",
        "ilostat_minimum_wage_garment_countries",
    ]
    assert {it.reach for it in found} == {"national"}


def test_a_period_of_several_years_is_no_point_of_a_series(world):
    assert sector("garments", ["XAA"], world).of("hours") == ()


def totals(found, measure):
    return {it.year: it for it in found.totals if it.measure == measure}


def test_places_are_summed_only_in_a_year_that_all_of_them_have(world):
    summed = totals(sector("garments", ["XAA", "XAB"], world), "employment")
    assert summed[2020].figure.value == 500
    assert (summed[2019].figure.value, summed[2019].have, summed[2019].of) == (None, 1, 2)


def test_a_share_of_places_is_a_ratio_of_sums_not_a_mean_of_shares(world):
    share = totals(sector("garments", ["XAA", "XAB"], world), "women_share")
    assert share[2020].figure.value == pytest.approx(260 / 500)
    alone = sector("garments", ["XAA", "XAB"], world, measures=["women_share"])
    assert totals(alone, "women_share")[2020].figure.value == pytest.approx(260 / 500)


def test_what_is_not_in_the_data_is_a_stated_unknown_never_zero(world):
    found = sector("garments", ["XAA", "XAC"], world, measures=["employment"])
    of_xac = [it for it in found.rows() if it["place"] == "XAC"]
    assert {it["industry"] for it in of_xac} == {
        "isic4:C14",
        "etd12:manufacturing",
        "wiod35:c4",
    }
    assert {it["value"] for it in of_xac} == {None}
    assert all(it["interval_note"] for it in of_xac)


def test_an_index_is_from_a_year_that_all_have_or_from_each_ones_own_first(world):
    found = sector("garments", ["XAA", "XAB"], world, measures=["employment"])
    assert [it.base for it in found.indexed("common").series] == [2020, 2020]
    assert [it.base for it in found.indexed("first").series] == [2019, 2020]
    assert found.indexed("first").totals == ()


def test_a_series_without_value_in_the_base_year_becomes_a_stated_unknown(world):
    found = sector("garments", ["XAA", "XAB"], world, measures=["employment"]).indexed(2019)
    assert [it.place for it in found.series] == ["XAA"]
    lost = [it for _, it in found.absent if it.known.reason == "no_value_in_base_year"]
    assert [it.at.place for it in lost] == ["XAB"]


def test_years_outside_those_asked_for_are_left_out(world):
    found = sector("garments", ["XAA"], world, measures=["employment"], years=(2020, 2030))
    assert [it.years for it in found.series] == [(2020,)]


def test_coverage_says_who_has_what_from_when_to_when(world):
    [row] = sector("garments", ["XAA"], world, measures=["employment"]).coverage()
    assert (row["place"], row["first"], row["last"], row["gaps"]) == ("XAA", 2019, 2020, [])


def test_an_unlisted_measure_place_or_sector_is_refused(world):
    for asked in ({"measures": ["joy"]}, {"places": ["ZZZ"]}, {"name": "moonshine"}):
        with pytest.raises(UnknownCode):
            sector(**{"name": "garments", "places": ["XAA"], "folder": world} | asked)


def test_a_result_prints_in_a_line_and_opens_to_a_table_and_plain_values(world):
    found = sector("garments", ["XAA", "XAB"], world)
    assert str(found) == "garments in XAA+XAB: 8 series of 2 of 2 places, 2012–2020"
    assert len(found.to_frame()) == len(found.rows())
    assert json.loads(json.dumps(found.to_dict()))["places"] == ["XAA", "XAB"]


def test_a_chart_has_a_panel_a_place(world):
    found = sector("garments", ["XAA", "XAB"], world)
    drawn = found.chart("employment").to_dict()
    assert drawn["facet"]["sort"] == ["XAA", "XAB"]
    with pytest.raises(UnknownCode):
        found.chart("hours")


def test_charts_here_have_the_colours_of_all_charts():
    assert COLOURS == palette.COLOURS


def of_csv(shared_data, name, **cells):
    with (shared_data / "labour" / name).open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    [row] = [it for it in rows if all(it[key] == value for key, value in cells.items())]
    return row


def test_garment_workers_of_bangladesh_are_those_of_the_published_file(shared_data, data_folder):
    found = sector("garments", ["BGD", "KHM", "VNM", "IND"], data_folder)
    row = of_csv(
        shared_data, "ilostat_employment_isic2_garment.csv", iso3="BGD", isic4="C14", year="2013"
    )
    for measure, column in (
        ("employment", "employed_thousand"),
        ("women", "women_thousand"),
        ("women_share", "female_share"),
    ):
        [series] = [it for it in found.of(measure, "isic4:C14") if it.place == "BGD"]
        assert series.in_year(2013).value == float(row[column])
        assert series.in_year(2014) is None
    assert found.of("employment", "isic4:C14")[0].figures[1].value == 2996.901
    assert "IND" not in {it.place for it in found.of("women")}  # both sexes only


def test_the_minimum_wage_of_bangladesh_breaks_where_it_becomes_the_garment_wage(
    shared_data, data_folder
):
    found = sector("garments", ["BGD"], data_folder, measures=["minimum_wage"])
    series = next(it for it in found.series if it.source.startswith("ilostat"))
    name = "ilostat_minimum_wage_garment_countries.csv"
    row = of_csv(shared_data, name, iso3="BGD", year="2023", unit="LCU")
    assert series.in_year(2023).value == float(row["monthly_minimum_wage"]) == 12500
    assert [it.year for it in series.breaks] == [2023]


def test_value_added_and_productivity_are_those_of_the_published_files(shared_data, data_folder):
    found = sector("garments", ["IND", "BGD"], data_folder)
    cells = pd.read_parquet(shared_data / "trade" / "ggdc_etd_2021.parquet")
    here = cells[(cells["iso3"] == "BGD") & (cells["sector"] == "Manufacturing")]
    in_2018 = here[here["year"] == 2018].set_index("var")["value"]
    [productivity] = [it for it in found.of("productivity_volume") if it.place == "BGD"]
    expected = 1000 * in_2018["VA_Q15"] / in_2018["EMP"]
    assert productivity.in_year(2018).value == pytest.approx(expected)
    assert productivity.quality == "derived"
    with np.load(shared_data / "trade" / "wiod2013" / "wiod2013_2011.npz") as table:
        at = list(table["countries"]).index("IND") * 35 + 3
        sales = table["Z"][at].sum() + table["Y"][at].sum()
        added = sales - table["Z"][:, at].sum()
    [value_added] = found.of("value_added")
    assert value_added.in_year(2011).value == pytest.approx(float(added))


def test_experimental_employment_says_so_and_has_an_interval(data_folder):
    found = sector("garments", ["IND"], data_folder, measures=["employment", "productivity"])
    for measure in ("employment", "productivity"):
        [series] = found.of(measure, "wiod35:c4")
        assert series.quality == "experimental"
        estimate = series.in_year(2011).known
        assert isinstance(estimate.interval, Interval)
        assert estimate.low < estimate.value < estimate.high
        assert any("Experimental" in note for note in series.figures[0].notes)


def test_real_estate_of_india_is_said_to_be_in_business_services(data_folder):
    found = sector("etd12:business_services", ["IND", "CHN"], data_folder, measures=["employment"])
    india, china = found.series
    assert "real estate" in india.figures[0].notes[-1]
    assert not any("real estate" in note for note in china.figures[0].notes)
