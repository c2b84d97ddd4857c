import csv
import gzip

import pytest

from decentwork.classifications.chains import chain, chain_names, chains, chains_named, find_chain
from decentwork.classifications.concordances import concordance
from decentwork.classifications.industries import Industry
from decentwork.estimates.errors import AmbiguousName, UnknownCode

LANGUAGES = ("en", "fr", "es")


@pytest.fixture(scope="module")
def listed_goods(shared_data):
    with gzip.open(shared_data / "labour" / "usdol_tvpra_goods.csv.gz", "rt") as file:
        return {row["good"] for row in csv.DictReader(file)}


def test_every_good_of_a_chain_is_in_the_published_list(listed_goods):
    named = {good for entry in chains() for good in (*entry.goods, *entry.inputs)}
    assert named - listed_goods == set()


def test_every_listed_good_that_a_lawful_chain_makes_has_its_chain(listed_goods):
    made = {good for entry in chains() for good in entry.goods}
    assert listed_goods - made == {"Pornography"}


def test_every_sector_word_is_in_the_published_list_of_agreements(shared_data):
    path = shared_data / "agreements" / "global_framework_agreements_partial.csv"
    written = {row["sector"] for row in csv.DictReader(path.read_text("utf-8").splitlines())}
    assert {word for entry in chains() for word in entry.sectors} <= written


def test_every_industry_of_a_chain_exists():
    for entry in chains():
        assert all(isinstance(industry, Industry) for industry in entry.industries), entry


def test_a_chains_table_industry_holds_one_of_its_divisions():
    divisions = concordance("isic4", "wiod35").weights
    # Instruments moved between ISIC Rev.3 (33) and Rev.4 (32).
    moved = {"surgical_instruments"}
    for entry in chains():
        holding = {code for division in entry.isic4 for code in divisions[division]}
        assert entry.wiod35 in holding or entry.slug in moved, entry


def test_a_good_is_made_or_worked_up_by_a_chain_never_both():
    for entry in chains():
        assert not set(entry.goods) & set(entry.inputs), entry


def test_product_codes_are_chapters_or_headings():
    codes = [code for entry in chains() for code in entry.hs]
    assert all(len(code) in (2, 4) and code.isdigit() for code in codes)


def test_every_chain_has_names_and_synonyms_in_every_language():
    for entry in chains():
        assert all(entry.name(lang) and entry.synonyms[lang] for lang in LANGUAGES), entry


def test_every_name_and_synonym_leads_to_its_chain():
    for entry in chains():
        for lang in LANGUAGES:
            for name in (entry.slug, entry.name(lang), *entry.synonyms[lang]):
                assert entry in chains_named(name), (name, entry.slug)


def test_a_chains_own_name_is_never_ambiguous():
    for entry in chains():
        assert [find_chain(entry.name(lang)) for lang in LANGUAGES] == [entry] * 3


@pytest.mark.parametrize(
    ("written", "slug"),
    [
        ("textile", "textiles"),
        ("clothing", "garments"),
        ("prendas", "garments"),
        ("HABILLEMENT", "garments"),
        ("electrónica", "electronics"),
        ("electronique", "electronics"),
        ("mobile phone", "electronics"),
        ("shoes", "footwear_leather"),
        ("Thread/Yarn", "textiles"),
        ("footwear_leather", "footwear_leather"),
        ("Garments (garments)", "garments"),
        ("pepper", "spices"),
        ("peppers", "fruit_vegetables"),
        ("crevettes", "shrimp"),
    ],
)
def test_a_chain_is_found_by_the_ways_people_write_it(written, slug):
    assert find_chain(written).slug == slug


def test_garments_and_textiles_share_a_table_industry_and_electronics_has_another():
    assert (chain("garments").isic4, chain("garments").wiod35) == (("C14",), "c4")
    assert (chain("textiles").isic4, chain("textiles").wiod35) == (("C13",), "c4")
    assert (chain("electronics").isic4, chain("electronics").wiod35) == (("C26", "C27"), "c14")
    assert chain("garments").etd12 == "manufacturing"


def test_cotton_is_an_input_of_garments_and_the_good_of_its_own_chain():
    assert "Cotton" in chain("garments").inputs
    assert "Cotton" in chain("cotton").goods


def test_a_name_of_two_chains_is_refused_with_both():
    with pytest.raises(AmbiguousName) as refusal:
        find_chain("textiles and garments")
    assert refusal.value.matches == ("Garments (garments)", "Textiles (textiles)")


def test_a_misspelt_chain_is_suggested():
    with pytest.raises(UnknownCode, match=r"Did you mean: Electronics \(electronics\)"):
        find_chain("electonics")


def test_a_name_in_place_of_a_slug_suggests_the_chain():
    with pytest.raises(UnknownCode, match=r"Garments \(garments\)"):
        chain("clothing")


def test_words_that_two_chains_share_are_few_and_meant():
    shared = {name for name, slugs in chain_names().codes.items() if len(slugs) > 1}
    assert shared == {
        "textiles and garments",
        "textile and garment",
        "textile and clothing",
        "textile et habillement",
        "textil y confeccion",
        "orpaillage",
        "livestock",
        "elevage",
        "ganaderia",
    }
