import pytest

from decentwork.indicators.catalogue import NO_NORM, indicators
from decentwork.reporting.survey_sentences import HEADS
from decentwork.reporting.translations import translator


def test_a_sentence_of_a_paper_is_found_in_the_catalogue_of_its_language():
    assert translator("fr")(HEADS["figure"]) == "Chiffre"
    assert translator("es")(HEADS["figure"]) != HEADS["figure"]


def test_what_is_not_translated_stays_english():
    assert translator("fr")("no such sentence") == "no such sentence"
    assert translator("en")(HEADS["figure"]) == HEADS["figure"]
    assert translator("xx")(HEADS["figure"]) == HEADS["figure"]


@pytest.mark.parametrize("language", ["fr", "es"])
def test_every_norm_of_the_catalogue_is_told_in_the_readers_language(language):
    norms = {each.norm for each in indicators()} - {NO_NORM}
    translate = translator(language)
    assert [norm for norm in norms if translate(norm) == norm] == []
