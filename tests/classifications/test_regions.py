import pytest

from decentwork.classifications.regions import countries_in, find_region
from decentwork.estimates.errors import UnknownCode


@pytest.mark.parametrize("written", ["South-Eastern Asia", "Asie du Sud-Est", "035", "m49:035"])
def test_a_region_is_found_by_its_name_in_any_language_and_by_its_code(written):
    assert find_region(written).code == "035"


def test_a_name_of_both_schemes_means_the_statistical_one_unless_the_other_is_asked_for():
    assert find_region("Southern Asia").scheme == "m49"
    assert find_region("ilo:southern_asia").scheme == "ilo"


def test_a_misspelled_region_is_refused_with_what_is_near():
    with pytest.raises(UnknownCode) as refused:
        find_region("Southern Azia")
    assert any("Southern Asia" in it for it in refused.value.suggestions)


def test_a_region_holds_the_countries_of_the_regions_within_it():
    within = {it.iso3 for it in countries_in(find_region("South-eastern Asia"))}
    asia = {it.iso3 for it in countries_in(find_region("Asia"))}
    assert {"KHM", "VNM"} <= within < asia
    assert "BGD" in asia - within


def test_the_two_schemes_place_a_country_differently():
    europe = {it.iso3 for it in countries_in(find_region("Europe and Central Asia"))}
    assert "TUR" in europe
    assert "TUR" in {it.iso3 for it in countries_in(find_region("Western Asia"))}
