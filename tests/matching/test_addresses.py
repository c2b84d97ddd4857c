import pandas as pd

from decentwork.matching.addresses import parse_addresses
from decentwork.registers.enterprise_records import enterprise_records


def parsed(address, country="", **others):
    row = {"name": ["Rado"], "address": [address], "country": [country]}
    given = pd.DataFrame(row | {name: [text] for name, text in others.items()}, index=["a"])
    return parse_addresses(enterprise_records(given).frame)


def test_numbers_words_and_postcode_are_told_apart():
    found = parsed("Lot C07, 12/3 Rado Road, Sulmi 54321", "BGD")
    assert found.number.to_pylist() == ["c07", "12", "3"]
    assert found.word.to_pylist() == ["lot", "rado", "road", "sulmi"]
    assert found.postcode.tolist() == ["54321"]


def test_the_country_at_the_end_says_nothing():
    assert parsed("Rado Road, Sulmi, Viet Nam", "VNM").word.to_pylist() == ["rado", "road", "sulmi"]


def test_the_end_of_an_address_is_the_place_and_in_chinese_characters_its_beginning():
    assert parsed("1 Rado Road, Old Lane, Sulmi, Tega").is_place.tolist() == [
        *[False] * 3,
        *[True] * 3,
    ]
    assert parsed("安富市和联镇石海路38号").is_place.tolist() == [*[True] * 6, *[False] * 4]


def test_a_town_in_its_own_column_is_a_place_once():
    found = parsed("1 Sulmi Road, Rado", city="Sulmi")
    assert sorted(found.word.to_pylist()) == ["rado", "road", "sulmi"]
    assert parsed("1 Rado Road", city="Tega").word.to_pylist() == ["rado", "road", "tega"]


def test_no_address_is_no_words():
    assert len(parsed("").word) == 0
