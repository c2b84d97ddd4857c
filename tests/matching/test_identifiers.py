import pytest

from decentwork.matching.identifiers import (
    NoIdentifier,
    _check_character,
    identifier,
    parse_identifier,
)

ONE = identifier("VN", "Season 1/17")
CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def test_the_same_mention_gives_the_same_identifier_and_another_gives_another():
    assert identifier("VN", "Season 1/17") == ONE != identifier("VN", "Season 1/18")
    assert identifier("VN", "Season 1/17", attempt=1) != ONE


def test_an_identifier_names_its_country_or_says_that_it_is_unknown():
    assert ONE.startswith("VN-")
    assert identifier("", "a").startswith("ZZ-")


def test_it_is_read_however_it_is_typed():
    assert parse_identifier(ONE.lower().replace("-", " ")) == ONE
    body = ONE.replace("1", "l").replace("0", "o")
    assert parse_identifier(body[:-1] + ONE[-1]) == ONE


def test_every_wrong_character_is_found():
    plain = ONE.replace("-", "")
    for place in range(2, len(plain) - 1):
        for other in set(CHARACTERS) - {plain[place]}:
            with pytest.raises(NoIdentifier, match="misspelled"):
                parse_identifier(plain[:place] + other + plain[place + 1 :])


def test_every_two_neighbours_swapped_are_found():
    plain = ONE.replace("-", "")
    for at in range(2, len(plain) - 2):
        if plain[at] != plain[at + 1]:
            swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
            with pytest.raises(NoIdentifier):
                parse_identifier(swapped)


@pytest.mark.parametrize(
    "text", ["", "VN", "VN-7K3Q", "VN-7K3Q-9F2X-4MHT-CC", "12-7K3Q-9F2X-4MHT-C"]
)
def test_other_texts_are_refused(text):
    with pytest.raises(NoIdentifier, match="two letters and 13 characters"):
        parse_identifier(text)


def test_the_check_character_is_that_of_iso_7064():
    # The example in the GRid standard, which uses MOD 37,36: A1-2425G-ABC1234002-M.
    assert _check_character("A12425GABC1234002") == "M"
