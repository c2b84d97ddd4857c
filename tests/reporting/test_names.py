import pytest

from decentwork.reporting.names import group_name


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("", ""),
        ("female", "women"),
        ("male;age:5-14", "boys, aged 5 to 14"),
        ("age:15+", "aged 15 and over"),
        ("female;age:15-24", "women, aged 15 to 24"),
        ("status:30;formality:informal", "Dependent contractors and informal"),
    ],
)
def test_a_group_is_told_in_words(label, words):
    assert group_name(label) == words


def test_a_label_that_is_no_group_is_shown_as_it_is():
    assert group_name("colour:red") == "colour:red"
