import pytest

from decentwork.dossiers.sector import sector
from decentwork.reporting.numbers import Reader
from decentwork.reporting.sector_page import measure_name, sector_chart, sector_page

READER = Reader()


@pytest.fixture(scope="module")
def garments(data_folder):
    return sector("garments", ["BGD", "KHM", "VNM", "IND"], data_folder)


def panel(page, id):
    return next(it for it in page.panels if it.id == id)


def test_the_sector_itself_comes_first_then_the_observed_wider_industry_then_experiments(garments):
    titles = [it.title for it in sector_page(garments, "employment", READER).panels]
    assert titles == [
        "observed: Manufacture of wearing apparel",
        "observed: Manufacturing",
        "experimental: Textiles and textile products",
    ]


def test_the_table_has_a_row_a_year_a_gap_where_no_value_is_and_sums_only_of_all(garments):
    apparel = panel(sector_page(garments, "employment", READER), "isic4-C14")
    rows = {row[0]: row[1:] for row in apparel.rows}
    assert apparel.head == ("Year", "Bangladesh", "Cambodia", "Viet Nam", "India", "All 4 places")
    assert rows["2024"] == ("3,710", "–", "3,130", "11,500", "3 of 4 places")
    assert rows["2023"][-1] == "19,200"
    assert apparel.unit == "thousand people"


def test_shares_are_per_cent_in_the_table(garments):
    apparel = panel(sector_page(garments, "women_share", READER), "isic4-C14")
    assert {row[0]: row[1] for row in apparel.rows}["2024"] == "35.2"
    assert apparel.unit == "per cent"


def test_where_no_year_has_all_places_there_is_no_sum_and_the_page_says_so(data_folder):
    found = sector("garments", ["BGD", "PAK"], data_folder, measures=["employment"])
    apparel = panel(sector_page(found, "employment", READER), "isic4-C14")
    assert apparel.head == ("Year", "Bangladesh")
    assert apparel.no_sum.endswith("at most 1 of 2 places have one in the same year.")


def test_an_experimental_value_stands_with_its_interval(garments):
    experimental = panel(sector_page(garments, "employment", READER), "wiod35-c4")
    assert " (" in experimental.rows[0][1]
    assert experimental.about.startswith("A wider industry")


def test_a_break_has_a_star_and_a_reason(garments):
    wages = panel(sector_page(garments, "minimum_wage", READER), "national")
    starred = {row[0] for row in wages.rows for cell in row if cell.endswith("*")}
    assert starred == {"2023"}
    assert wages.breaks[0].startswith("Bangladesh, before 2023: general floor")
    assert wages.about.startswith("Published for the whole country")


def test_a_note_on_some_years_names_place_and_years(garments):
    manufacturing = panel(
        sector_page(garments, "value_added_volume", READER), "etd12-manufacturing"
    )
    assert any(it.startswith("India, 1990–1992") for it in manufacturing.notes)


def test_what_is_not_known_is_listed_with_its_places_and_reason(garments):
    missing = sector_page(garments, "women", READER).missing
    assert [(it.places, it.reason) for it in missing] == [(("India",), "not in the data at hand")]


def test_an_index_says_which_year_is_100(garments):
    named = sector_page(garments.indexed(2010), "employment", READER)
    assert panel(named, "isic4-C14").base == "Index: 2010 is 100."
    own = sector_page(garments.indexed("first"), "employment", READER)
    assert "first year of each series" in panel(own, "isic4-C14").base


def test_a_measure_is_called_by_its_indicator_and_group():
    assert measure_name("women", "en") == "Employment: women"
    assert measure_name("women_share", "es") == "Proporción de mujeres en el empleo"


def test_a_chart_describes_itself_and_names_places_in_the_readers_language(garments):
    drawn = sector_chart(garments, "employment", "isic4:C14", Reader("fr"), 720).to_dict()
    assert "Cambodge" in drawn["facet"]["sort"]
    assert "2007" in drawn["description"]
    assert drawn["columns"] == 3
    narrow = sector_chart(garments, "employment", "isic4:C14", READER, 320).to_dict()
    assert narrow["columns"] == 1
