import pytest

from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sources.submissions_files import read_submissions
from decentwork.studies.identifying import (
    identifying_questions,
    identities,
    without_identities,
)

NAMES = ("Invented Mill", "Quay 1", "+999", "Invented Yarn", "Ada")


@pytest.fixture
def visits(project):
    path = project / "tests/samples/kobo_json/data.json"
    return read_submissions([path], questionnaires())


def test_no_name_or_contact_is_left_in_what_may_be_analysed(visits):
    text = without_identities(visits, questionnaires()).to_json()
    assert all(name in visits.to_json() and name not in text for name in NAMES)


def test_names_and_contacts_are_found_in_the_other_part(visits):
    apart = identities(visits, questionnaires())
    assert all(name in apart.to_json() for name in NAMES)
    assert "purchase_share" not in apart.rosters["formal_suppliers"]


def test_both_parts_have_the_same_rows(visits):
    parts = [part(visits, questionnaires()) for part in (identities, without_identities)]
    for name, table in visits.rosters.items():
        assert all(part.rosters[name].index.equals(table.index) for part in parts)


def test_a_column_that_no_questionnaire_knows_is_in_neither_part(visits):
    visits.forms["economic_unit"]["nickname"] = "Ada"
    parts = [part(visits, questionnaires()) for part in (identities, without_identities)]
    assert not any("nickname" in part.forms["economic_unit"] for part in parts)


def test_the_questions_that_identify_are_those_of_forms_and_of_lists():
    assert {"unit_name", "supplier_phone"} <= identifying_questions(questionnaires())
