import numpy as np
import pytest
from tests.footprints.toy import table

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.footprints.named_codes import named_codes, region_of_place


def world(industries):
    places = ("CHN", "TUR", "ROW")
    n = 3 * len(industries)
    return table(
        sales=np.zeros((n, n)),
        demand=np.ones((n, 3)),
        places=tuple(np.repeat(places, len(industries)).tolist()),
        industries=tuple(industries) * 3,
        markets=places,
    )


WIOD = world(("c1", "c4", "c5", "c17"))


def test_codes_countries_and_regions_stand_for_the_places_of_the_table():
    found = named_codes(WIOD, place=["ROW", "Turquía", "Asia"], market=["chn"])
    assert found == {"place": ("ROW", "TUR", "CHN"), "market": ("CHN",)}


def test_a_chain_stands_for_the_industry_that_holds_it():
    assert named_codes(WIOD, product=["garments"]) == {"product": ("c4",)}
    assert named_codes(world(("A01_02", "C13T15", "C26")), product=["garments", "electronics"]) == {
        "product": ("C13T15", "C26")
    }
    assert named_codes(world(("agriculture", "manufacturing")), industry=["garments"]) == {
        "industry": ("manufacturing",)
    }


def test_manufacturing_is_every_industry_of_it():
    assert named_codes(WIOD, product=["manufacturing"]) == {"product": ("c4", "c5")}


def test_all_that_is_unknown_is_told_at_once_with_what_is_spelled_alike():
    with pytest.raises(InvalidInput) as caught:
        named_codes(WIOD, place=["CHM", "Viet Nam"], market=["Xyzzy"], product=["garmnts"])
    told = [str(problem) for problem in caught.value.problems]
    assert len(told) == 4
    assert "Did you mean: CHN" in told[0]
    assert "the table does not show it" in told[1]
    assert "The table has: CHN, TUR, ROW" in told[2]
    assert "Garments (garments)" in told[3]


def test_a_place_without_region_stays_by_itself():
    assert region_of_place(WIOD, "ilo_region") == {
        "CHN": "Asia and the Pacific",
        "TUR": "Europe and Central Asia",
        "ROW": "ROW",
    }
    assert region_of_place(WIOD, "m49_subregion")["TUR"] == "Western Asia"


def test_a_grouping_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(UnknownCode, match="m49_subregion"):
        region_of_place(WIOD, "continents")
