import csv

import pandas as pd
import pytest

from decentwork.classifications.industries import Industry, classifications, industries
from decentwork.estimates.errors import UnknownCode


def test_isic_has_21_sections_and_88_divisions():
    codes = [industry.code for industry in industries("isic4")]
    assert [code for code in codes if len(code) == 1] == list("ABCDEFGHIJKLMNOPQRSTU")
    assert sum(len(code) == 3 for code in codes) == 88


def test_the_table_industries_are_those_of_the_published_list(shared_data):
    text = (shared_data / "trade" / "sectors_wiod35.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    ours = [(industry.code, industry.name()) for industry in industries("wiod35")]
    assert ours == [(row["code"], row["name"]) for row in rows]


def test_the_twelve_industries_are_those_of_the_published_file(shared_data):
    sectors = pd.read_parquet(shared_data / "trade" / "ggdc_etd_2021.parquet", columns=["sector"])
    published = set(sectors["sector"]) - {"Total"}
    assert {industry.name() for industry in industries("etd12")} == published


def test_an_industry_is_written_with_its_classification():
    garments = Industry.parse("isic4:C14")
    assert str(garments) == "isic4:C14"
    assert garments.name() == "Manufacture of wearing apparel"
    assert garments.name("fr") == "Fabrication d'articles d'habillement"
    assert garments.name("es") == "Fabricación de prendas de vestir"


def test_a_division_knows_its_section():
    assert Industry("isic4", "C14").parent == Industry("isic4", "C")
    assert Industry("isic4", "C").parent is None
    assert Industry("wiod35", "c4").parent is None


@pytest.mark.parametrize("written", ["isic4:C99", "isic4:c14", "isic4:", "C14", "wiod35:c36", ""])
def test_a_malformed_industry_is_refused_on_creation(written):
    with pytest.raises(UnknownCode):
        Industry.parse(written)


def test_a_near_miss_suggests_codes_in_full():
    with pytest.raises(UnknownCode, match="isic4:C14"):
        Industry("isic4", "14")


def test_an_unknown_classification_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCode, match="isic4, wiod35, etd12"):
        Industry("isic3", "17")


@pytest.mark.parametrize("classification", classifications())
def test_every_industry_has_a_title_in_every_language(classification):
    for industry in industries(classification):
        assert all(industry.name(lang) for lang in ("en", "fr", "es"))
