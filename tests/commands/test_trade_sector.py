import json

import pytest


@pytest.fixture
def with_data(data_folder, monkeypatch, decentwork):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    return decentwork


def test_json_is_one_array_of_rows_with_unknowns_in_it(with_data):
    ended = with_data(
        *("trade", "sector", "garments", "--place", "BGD,Cambodia", "--measure", "employment"),
        "--json",
    )
    rows = json.loads(ended.out)
    [row] = [
        it for it in rows
        if (it["place"], it["industry"], it["period"]) == ("BGD", "isic4:C14", "2024")
    ]  # fmt: skip
    assert (row["value"], row["unit"], row["quality"]) == (3706.077, "thousand persons", "observed")
    unknown = [it for it in rows if it["industry"] == "wiod35:c4"]
    assert {it["place"] for it in unknown} == {"BGD", "KHM"}
    assert {it["value"] for it in unknown} == {None}


def test_a_region_says_how_many_of_its_places_have_a_value(with_data):
    out = with_data("trade", "sector", "garments", "--region", "Asia").out
    assert "garments in Asia" in out
    assert "No sum: employment isic4:C14, Asia: at most 4 of 50 places" in out
    assert "Break: BGD minimum_wage before 2023" in out
    assert "Not known: women isic4:C14 (not in data): 47 of 50 places" in out


def test_an_index_names_the_year_that_is_100(with_data):
    arguments = ("trade", "sector", "garments", "--place", "BGD,VNM", "--measure", "employment")
    rows = json.loads(with_data(*arguments, "--index", "2010", "--json").out)
    of_base = [it for it in rows if it["period"] == "2010"]
    assert {it["value"] for it in of_base} == {100.0}
    assert {it["base"] for it in of_base} == {2010}
    assert "100 in" in with_data(*arguments, "--index", "common").out


def test_places_without_data_are_told_as_not_known(decentwork):
    ended = decentwork("trade", "sector", "garments", "--place", "BGD", "--measure", "women")
    assert ended.code == 0
    assert "Not known: women isic4:C14 (no source): 1 of 1 places: BGD." in ended.out


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Name a region or places"),
        (("--place", "BGD", "--index", "soon"), "'soon' is no base of an index"),
        (("--region", "Azia"), "Azia"),
        (("--place", "BGD", "--measure", "joy"), "joy"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_to_write(decentwork, arguments, told):
    ended = decentwork("trade", "sector", "garments", *arguments)
    assert ended.code == 2
    assert told in ended.err
