import json
import re

import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.programmes.iati_rules import check_iati
from decentwork.programmes.programme_file import read_programme
from decentwork.reporting.problem_words import TOLD, problem_text

HEADER = {"id": "p", "title": "P", "organisation": "O", "starts": "2026", "ends": "2027"}
AREA = {"id": "a", "title": "A", "number": 1}
ACTIVITY = {"id": "c", "title": "C", "kind": "course", "area": "a"}
RESULT = {"id": "r", "title": "R", "of": "c", "level": "output"}
COUNT = {"id": "i", "title": "I", "result": "r", "measure": "unit"}
STEPS = {"id": "s", "title": "S", "result": "r", "measure": "ordinal", "scale": "low, high"}
YEAR = {"starts": "2026-01-01", "ends": "2026-12-31"}


def known(text: str) -> str:
    """Translate sentences of the catalogue only."""
    return f"<{text}>" if text in TOLD else text


@pytest.mark.parametrize(
    "sections",
    [
        {"activities": [ACTIVITY | {"area": "b"}]},
        {"activities": [ACTIVITY | {"part_of": "a"}, ACTIVITY]},
        {"activities": [ACTIVITY | {"part_of": "c", "nothing": 1, "kind": "x"}]},
        {"activities": [ACTIVITY | {"part_of": "c"}]},
        {"activities": [ACTIVITY | {"starts": "soon", "places": "QQQ", "state": "dropped"}]},
        {"activities": [ACTIVITY | {"starts": "2027", "ends": "2026"}]},
        {"activities": [{"id": "c"}]},
        {"programme": HEADER | {"report": "none"}},
        {"indicators": [COUNT], "updates": [{"indicator": "i", "words": "x"} | YEAR]},
        {"indicators": [STEPS], "updates": [{"indicator": "s", "value": 7} | YEAR]},
        {"indicators": [STEPS | {"adds_to": "i"}, COUNT]},
        {"indicators": [COUNT], "targets": [{"indicator": "i", "value": 7} | YEAR] * 2},
        {"indicators": [COUNT], "targets": [{"indicator": "i", "value": 7, "part": "a=b"} | YEAR]},
        {"nothing": []},
        {"activities": ["text"]},
    ],
)
def test_what_does_not_fit_is_told_in_sentences_of_the_catalogue(tmp_path, sections):
    held = {"programme": HEADER, "areas": [AREA], "activities": [ACTIVITY], "results": [RESULT]}
    path = tmp_path / "p.yaml"
    path.write_text(json.dumps(held | sections))  # which is YAML
    with pytest.raises(InvalidInput) as error:
        read_programme(path)
    for problem in error.value.problems:
        assert problem_text(problem.what, known).startswith("<"), problem.what
        assert not problem.hint or problem_text(problem.hint, known).startswith("<"), problem.hint


@pytest.mark.parametrize(
    "xml",
    [b"<a", b"<a/>", b"<!DOCTYPE a><iati-activities/>", b'<iati-activities version="1.05"/>',
     b'<iati-activities version="2.03"><x/></iati-activities>',
     b'<iati-activities version="2.03" y="1"><iati-activity>x</iati-activity></iati-activities>'],
)  # fmt: skip
def test_what_is_no_iati_is_told_in_sentences_of_the_catalogue(xml):
    for problem in check_iati(xml):
        assert problem_text(problem.what, known).startswith("<"), problem.what


def test_the_facts_stand_in_the_translated_sentence():
    french = {"there is no record %(id)s.": "il n’y a pas de fiche %(id)s."}
    found = problem_text("there is no record 'course'.", lambda text: french.get(text, text))
    assert found == "il n’y a pas de fiche 'course'."


def test_what_nobody_knows_stays_as_it_is():
    assert problem_text("Something else.", known) == "Something else."
    assert problem_text("", known) == ""


def test_no_sentence_hides_a_closer_one_behind_it():
    for place, sentence in enumerate(TOLD):
        filled = re.sub(r"%\(\w+\)s", "7", sentence)
        told = problem_text(filled, lambda text: f"<{text}>" if "%(" in text else text)
        expected = {f"<{it}>" for it in TOLD[: place + 1]} | {filled}
        assert re.sub(r"7", "%", told) in {re.sub(r"%\(\w+\)s", "%", it) for it in expected}
