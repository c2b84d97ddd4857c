import pytest

from decentwork.estimates.errors import (
    InvalidInput,
    MissingData,
    Problem,
    SingularTable,
    UnknownCode,
)
from decentwork.reporting.refusals import UNKNOWN, refusal


def sentences(error, translate=str):
    return " ".join(it.told(translate) for it in refusal(error))


def test_a_code_that_is_not_known_is_told_with_the_known_ones():
    assert sentences(UnknownCode("Z", "the places of toy", ["A", "B"])) == (
        "Z is not known here. Known: A, B."
    )


def test_sentences_are_translated_before_their_facts_are_put_in():
    french = {UNKNOWN: "%(code)s n'est pas connu ici : %(known)s."}
    told = sentences(UnknownCode("Z", "the places of toy", ["A"]), lambda it: french.get(it, it))
    assert told == "Z n'est pas connu ici : A."


def test_every_problem_of_an_input_is_told_with_where_it_is():
    problems = [Problem("row 1", "is wrong.", "Mend it."), Problem("row 2", "costs 100 %.")]
    assert sentences(InvalidInput("Falls", problems)) == (
        "row 1: is wrong. Mend it. row 2: costs 100 %."
    )


def test_a_problem_with_facts_in_place_is_told_in_the_readers_language():
    french = {"column %(name)s is there twice.": "la colonne %(name)s est là deux fois."}
    error = InvalidInput("Falls", [Problem("Falls", "column 'code' is there twice.")])
    told = sentences(error, lambda it: french.get(it, it))
    assert told == "Falls: la colonne 'code' est là deux fois."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SingularTable("toy 2011", "I − A cannot be inverted"), "toy 2011 has no total"),
        (MissingData("wiod2013", "WIOD"), "cannot be answered with the data at hand"),
    ],
)
def test_other_refusals_have_a_sentence_of_their_own(error, words):
    assert words in sentences(error)
