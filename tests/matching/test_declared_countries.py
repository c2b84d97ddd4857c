import pandas as pd
import pytest

from decentwork.matching.declared_countries import contradicted_countries, outlines
from decentwork.registers.enterprise_records import enterprise_records


def contradicted(country, latitude, longitude):
    given = {"name": "Rado", "country": country, "latitude": latitude, "longitude": longitude}
    return contradicted_countries(enterprise_records(pd.DataFrame([given], index=["m0"])))


@pytest.mark.parametrize(
    ("country", "latitude", "longitude"),
    [
        ("KEN", -1.3, 36.8),
        ("FJI", -17.8, 178.0),  # on both sides of the 180th meridian
        ("BGD", 22.3, 91.7),  # a harbour: on the map's coast, or just off it
        ("VNM", 11.2, 106.0),  # a few km over the border
        ("", 52.5, 13.4),
        ("KEN", None, None),
    ],
)
def test_a_place_in_or_near_its_country_contradicts_nothing(country, latitude, longitude):
    assert contradicted(country, latitude, longitude).empty


def test_a_place_in_another_country_is_told_with_that_country_and_the_distance():
    row = contradicted("VNM", 23.1, 113.3).iloc[0]
    assert (row["id"], row["country"], row["lies_in"]) == ("m0", "VNM", "CHN")
    assert 400 < row["km"] < 700


def test_a_place_far_out_at_sea_lies_in_no_country():
    assert contradicted("KEN", 0.0, -25.0)["lies_in"].tolist() == [""]


def test_the_map_has_nearly_all_countries():
    assert len(outlines()) > 220
