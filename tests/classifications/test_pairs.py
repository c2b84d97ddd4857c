import pytest

from decentwork.classifications.pairs import search


def codes(text):
    return [(place and place.iso3, chain and chain.slug) for place, chain in search(text)]


@pytest.mark.parametrize(
    ("written", "iso3", "slug"),
    [
        ("Viet Nam electronics", "VNM", "electronics"),
        ("electronics in Vietnam", "VNM", "electronics"),
        ("prendas Turquía", "TUR", "garments"),
        ("prendas de vestir de Turquía", "TUR", "garments"),
        ("cotton uzbekistan", "UZB", "cotton"),
        ("TUR garments", "TUR", "garments"),
        ("tur garments", "TUR", "garments"),
        ("GARMENTS IN TURKEY", "TUR", "garments"),
        ("huile de palme en Indonésie", "IDN", "palm_oil"),
        ("coton d'Ouzbékistan", "UZB", "cotton"),
        ("Côte d’Ivoire cacao", "CIV", "cocoa"),
        ("supply chain of tea in India", "IND", "tea"),
        ("car industry germany", "DEU", "automotive"),
        ("South Africa gold", "ZAF", "gold"),
        ("US steel", "USA", "basic_metals"),
        ("avonia garments", "XAA", "garments"),
    ],
)
def test_a_free_search_names_one_country_and_chain(written, iso3, slug):
    assert codes(written)[0] == (iso3, slug)


def test_a_small_word_is_not_a_country_code():
    assert codes("tea in") == [(None, "tea")]
    assert codes("IN tea") == [("IND", "tea")]


def test_a_part_that_is_not_written_is_none():
    assert codes("garments") == [(None, "garments")]
    assert codes("Turkey") == [("TUR", None)]


def test_beginnings_of_words_are_enough_while_typing():
    assert codes("viet elec") == [("VNM", "electronics")]


def test_misspelt_words_are_read():
    assert codes("garmnts bangladsh") == [("BGD", "garments")]


def test_a_name_of_two_countries_gives_both():
    assert codes("gold Congo") == [("COD", "gold"), ("COG", "gold")]


def test_a_country_is_read_even_if_the_rest_is_not():
    assert codes("Georgia spaceships") == [("GEO", None)]


@pytest.mark.parametrize("written", ["", "  ", "?!", "xyz foo"])
def test_what_names_nothing_finds_nothing(written):
    assert search(written) == []


def test_a_long_text_is_read_by_its_first_words():
    assert codes("Viet Nam " + "word " * 5000)[0] == ("VNM", None)


def test_two_letters_begin_no_name():
    assert codes("ga") == []
    assert codes("QQ garments") == [(None, "garments")]
