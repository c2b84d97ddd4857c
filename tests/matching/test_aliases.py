from string import ascii_uppercase, digits

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decentwork.matching.aliases import parse_lei, parse_os_id
from decentwork.matching.identifiers import MisspelledIdentifier, NoIdentifier

STEMS = st.text(ascii_uppercase + digits, min_size=18, max_size=18)


def lei(stem: str) -> str:
    number = int("".join(str(int(character, 36)) for character in f"{stem}00"))
    return f"{stem}{98 - number % 97:02d}"


@given(STEMS, st.integers(0, 17), st.sampled_from(ascii_uppercase + digits))
def test_a_digit_for_another_and_a_letter_for_another_are_found_in_a_lei(stem, at, other):
    written = lei(stem)
    assert parse_lei(written.lower()) == written
    wrong = written[:at] + other + written[at + 1 :]
    if other != stem[at] and other.isdigit() == stem[at].isdigit():
        with pytest.raises(MisspelledIdentifier):
            parse_lei(wrong)


@pytest.mark.parametrize("text", ["", "AVONIA", "000000AVONIA000000AB", "Ω" * 20])
def test_what_has_another_form_is_no_lei(text):
    with pytest.raises(NoIdentifier, match="a LEI is"):
        parse_lei(text)


def test_an_os_id_begins_with_a_country_and_a_day():
    assert parse_os_id("xa 2026-366-abcde1") == "XA2026366ABCDE1"
    for text in ("XA2026367ABCDE1", "X12026123ABCDE1", "XA2026123ABCDE"):
        with pytest.raises(NoIdentifier, match="an OS ID is"):
            parse_os_id(text)
