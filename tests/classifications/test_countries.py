import csv

import pycountry
import pytest

from decentwork.classifications.countries import (
    REST_OF_WORLD,
    countries,
    country,
    country_names,
    find_country,
    region,
    region_of,
    regions,
    subregion_of,
)
from decentwork.estimates.errors import AmbiguousName, UnknownCode


def test_the_codes_are_those_of_iso_3166():
    ours = {place.iso3: place.iso2 for place in countries() if place.iso3 != "XKX"}
    assert ours == {place.alpha_3: place.alpha_2 for place in pycountry.countries}


def test_m49_codes_are_the_numeric_codes_of_iso_3166():
    outside_m49 = {"TWN", "XKX"}
    assert {place.iso3 for place in countries() if not place.m49} == outside_m49
    assert all(
        place.m49 == pycountry.countries.get(alpha_3=place.iso3).numeric
        for place in countries()
        if place.iso3 not in outside_m49
    )


def test_codes_and_world_regions_agree_with_another_published_list(shared_data):
    continents = {
        "Africa": "002",
        "Asia": "142",
        "Europe": "150",
        "Oceania": "009",
        "North America": "019",
        "South America": "019",
        "Antarctica": "",
    }
    text = (shared_data / "trade" / "adb_countries.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(text.splitlines()) if row["iso_a3"]]
    ours = {row["iso_a3"]: country(row["iso_a3"]) for row in rows}
    assert all(ours[row["iso_a3"]].iso2 == row["iso_a2"] for row in rows)
    differing = {
        row["iso_a3"]
        for row in rows
        if ours[row["iso_a3"]].m49_region != continents[row["continent"]]
    }
    # The other list puts these on the continent of the State, or nearest to it; M49 has no TWN.
    assert differing == {"BLM", "CYP", "GRL", "IOT", "TLS", "TWN"}


def test_every_country_has_a_name_in_every_language():
    assert all(set(place.names) == {"en", "fr", "es"} for place in countries())
    assert all(all(place.names.values()) for place in countries())


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_a_countrys_own_name_leads_back_to_it(lang):
    assert [find_country(place.name(lang)) for place in countries()] == list(countries())


@pytest.mark.parametrize("lang", ["en", "fr", "es"])
def test_no_two_countries_share_a_name(lang):
    assert len({place.name(lang) for place in countries()}) == 250


def test_a_regional_variant_of_a_language_reads_that_language():
    assert country("DEU").name("fr-CA") == "Allemagne"


def test_a_language_that_is_not_covered_reads_english():
    assert country("DEU").name("pt") == "Germany"


@pytest.mark.parametrize(
    ("written", "iso3"),
    [
        ("Vietnam", "VNM"),
        ("viet nam", "VNM"),
        ("VN", "VNM"),
        ("vnm", "VNM"),
        ("Turkey", "TUR"),
        ("TURQUÍA", "TUR"),
        ("turquia", "TUR"),
        ("Ivory Coast", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("South Korea", "KOR"),
        ("Corée du Sud", "KOR"),
        ("USA", "USA"),
        ("UK", "GBR"),
        ("Laos", "LAO"),
        ("Bolivia", "BOL"),
        ("Czech Republic", "CZE"),
        ("Tanzania", "TZA"),
        ("Moldova", "MDA"),
        ("Russie", "RUS"),
        ("Irán", "IRN"),
        ("Syria", "SYR"),
        ("Burma", "MMR"),
        ("Swaziland", "SWZ"),
        ("Cape Verde", "CPV"),
        ("Macedonia", "MKD"),
        ("Congo, Dem. Rep.", "COD"),
        ("Namibia", "NAM"),
        ("NA", "NAM"),
        ("Chad", "TCD"),
        ("St. Lucia", "LCA"),
        ("Türkiye (TUR)", "TUR"),
    ],
)
def test_a_country_is_found_by_the_ways_people_write_it(written, iso3):
    assert find_country(written).iso3 == iso3


@pytest.mark.parametrize(
    ("written", "matches"),
    [
        ("Congo", {"COD", "COG"}),
        ("Korea", {"KOR", "PRK"}),
        ("Saint Martin", {"MAF", "SXM"}),
        ("Virgin Islands", {"VGB", "VIR"}),
    ],
)
def test_a_name_of_two_countries_is_refused_with_both(written, matches):
    with pytest.raises(AmbiguousName) as refusal:
        find_country(written)
    assert {match[-4:-1] for match in refusal.value.matches} == matches


def test_each_match_of_an_ambiguous_name_can_be_written_as_it_is_shown():
    with pytest.raises(AmbiguousName) as refusal:
        find_country("Congo")
    assert [find_country(match).iso3 for match in refusal.value.matches] == ["COD", "COG"]


def test_a_misspelt_name_suggests_the_country():
    with pytest.raises(UnknownCode, match=r"Did you mean: Indonesia \(IDN\)"):
        find_country("Indonsia")


def test_what_resembles_no_name_suggests_nothing():
    with pytest.raises(UnknownCode) as refusal:
        find_country("qqq")
    assert refusal.value.suggestions == ()


def test_a_name_in_place_of_a_code_suggests_the_code():
    with pytest.raises(UnknownCode, match=r"Viet Nam \(VNM\)"):
        country("Vietnam")


def test_the_rest_of_the_world_is_not_a_country():
    with pytest.raises(UnknownCode):
        country(REST_OF_WORLD)


def test_invented_places_are_listed_apart():
    assert [place.name() for place in countries(invented=True)] == ["Avonia", "Belmora", "Corvane"]
    assert not any(place.invented for place in countries())
    assert find_country("avonia").iso3 == "XAA"
    assert country("XAB").invented


@pytest.mark.parametrize(
    ("iso3", "m49", "ilo"),
    [
        ("TUR", "Western Asia", "Central and Western Asia"),
        ("VNM", "South-eastern Asia", "South-Eastern Asia"),
        ("CYP", "Western Asia", "Central and Western Asia"),
        ("SDN", "Northern Africa", "Northern Africa"),
        ("KEN", "Sub-Saharan Africa", "Sub-Saharan Africa"),
        ("IRN", "Southern Asia", "Southern Asia"),
        ("IRQ", "Western Asia", "Arab States"),
        ("MEX", "Latin America and the Caribbean", "Latin America and the Caribbean"),
        ("EST", "Northern Europe", "Northern, Southern and Western Europe"),
        ("MDA", "Eastern Europe", "Eastern Europe"),
        ("UZB", "Central Asia", "Central and Western Asia"),
        ("FJI", "Melanesia", "Pacific Islands"),
    ],
)
def test_each_scheme_places_a_country_in_its_own_subregion(iso3, m49, ilo):
    assert subregion_of(iso3).name() == m49
    assert subregion_of(iso3, "ilo").name() == ilo


def test_turkiye_is_asia_to_the_un_and_europe_and_central_asia_to_the_ilo():
    assert region_of("TUR").name("fr") == "Asie"
    assert region_of("TUR", "ilo").name("es") == "Europa y Asia Central"


def test_a_place_outside_a_scheme_has_no_region_there_and_says_why():
    assert region_of("TWN") is None
    assert "Outside M49" in country("TWN").note
    assert region_of("XKX") is None


@pytest.mark.parametrize("scheme", ["m49", "ilo"])
def test_a_subregion_lies_in_the_region_of_its_country(scheme):
    for place in countries():
        inner = subregion_of(place.iso3, scheme)
        if inner is not None and inner.parent:
            assert region(inner.parent, scheme) == region_of(place.iso3, scheme), place


def test_an_intermediate_region_lies_in_the_subregion():
    for place in countries():
        if place.m49_intermediate:
            assert region(place.m49_intermediate).parent == place.m49_subregion, place


def test_the_ilo_has_five_regions_and_m49_five_continents():
    def top(scheme):
        return [entry.name() for entry in regions(scheme) if not entry.parent]

    assert top("m49") == ["Africa", "Americas", "Asia", "Europe", "Oceania"]
    assert top("ilo") == [
        "Africa",
        "Americas",
        "Arab States",
        "Asia and the Pacific",
        "Europe and Central Asia",
    ]


def test_an_unknown_scheme_of_regions_is_refused():
    with pytest.raises(UnknownCode, match="m49, ilo"):
        regions("world_bank")


def test_no_name_of_a_country_is_the_code_of_another():
    index = country_names()
    for place in countries():
        assert index.exact(place.iso3) == (place.iso3,)
        assert index.exact(place.iso2) == (place.iso2 and (place.iso3,))


def test_an_unknown_region_is_refused():
    with pytest.raises(UnknownCode, match="regions of ilo"):
        region("142", "ilo")
