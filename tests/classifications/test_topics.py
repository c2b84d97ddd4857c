import pytest

from decentwork.classifications.tiers import tiers
from decentwork.classifications.topics import topic, topics
from decentwork.estimates.errors import UnknownCode


def test_topics_have_a_fixed_order():
    assert [entry.id for entry in topics()] == [
        "freedom_of_association",
        "forced_labour",
        "child_labour",
        "equality",
        "safety_and_health",
        "earnings",
        "working_time",
        "social_protection",
        "employment_security",
        "skills",
        "recruitment",
        "work_life_balance",
        "social_dialogue_and_remedy",
    ]


def test_five_topics_are_fundamental_with_eleven_instruments():
    fundamental = {entry.id: entry.instruments for entry in topics() if entry.fundamental}
    assert fundamental == {
        "freedom_of_association": ("C087", "C098"),
        "forced_labour": ("C029", "P029", "C105"),
        "child_labour": ("C138", "C182"),
        "equality": ("C100", "C111"),
        "safety_and_health": ("C155", "C187"),
    }


def test_topics_and_tiers_have_names_in_every_language_and_a_definition():
    for entry in (*topics(), *tiers()):
        assert set(entry.names) == {"en", "fr", "es"}
        assert entry.definition.endswith(".")


def test_a_topic_is_named_in_the_readers_language():
    assert topic("forced_labour").name("es") == "Trabajo forzoso"


def test_an_unknown_topic_is_refused_with_the_known_ones():
    with pytest.raises(UnknownCode, match="forced_labour"):
        topic("forced_labor")
