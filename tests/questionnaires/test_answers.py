import pandas as pd
import pytest
from tests.questionnaires.small_form import answered, small

from decentwork.questionnaires.answers import check_answers, check_roster
from decentwork.questionnaires.catalogue import questionnaire
from decentwork.surveys.submissions import META

GOOD = answered("""
    id | consent | name | hours | night_hours | rest | dangers    | remarks
    a  | yes     | Asha | 40.5  | 8           | yes  | heat noise | fine
    b  | no      |      |       |             |      |            |
""")


def told(table, version="full"):
    return [str(each) for each in check_answers(small(), table, version)]


def test_good_answers_have_no_problem():
    assert told(GOOD) == []


def test_what_was_not_asked_need_not_be_answered():
    assert told(GOOD.loc[["b"]]) == []


def test_what_was_asked_must_be_answered():
    assert told(GOOD.assign(rest=["", ""])) == ["small, submission a, rest: is not answered."]


@pytest.mark.parametrize(
    ("question", "answer", "what"),
    [
        ("rest", "perhaps", "is not one of the choices."),
        ("rest", "yes no", "has several choices where one is asked for."),
        ("dangers", "none heat", "has a choice that excludes the others."),
        ("hours", "many", "is not a number."),
        ("hours", "169", "is not between 0 and 168."),
        ("night_hours", "2.5", "is not a whole number."),
        ("night_hours", "41", "is larger than 'hours'."),
    ],
)
def test_a_wrong_answer_is_told_with_where_it_is(question, answer, what):
    assert told(GOOD.assign(**{question: [answer, ""]})) == [
        f"small, submission a, {question}: {what}"
    ]


def test_all_problems_are_told_at_once():
    wrong = GOOD.assign(hours=["many", ""], rest=["perhaps", ""], dangers=["", ""])
    assert len(told(wrong)) == 3


def test_no_answer_is_quoted():
    wrong = GOOD.assign(hours="Asha", rest="Asha", dangers="Asha", night_hours="Asha")
    assert "Asha" not in " ".join(told(wrong))


def test_a_renamed_column_is_told_twice_once_missing_and_once_unknown():
    found = told(GOOD.rename(columns={"rest": "pause"}))
    assert found[0].startswith("small: column 'pause' is no question of the form.")
    assert found[1].startswith("small: column 'rest' is missing.")


def test_the_short_version_lacks_the_questions_of_the_full_one():
    assert told(GOOD.drop(columns=["dangers", "night_hours", "remarks"]), "short") == []


def test_what_a_reader_notes_of_a_submission_is_no_unknown_column():
    assert told(GOOD.assign(**dict.fromkeys(META, ""))) == []


def test_an_interview_needs_consent():
    worker = questionnaire("worker")
    asked = dict.fromkeys((each.id for each in worker.asked("full")), "")
    row = asked | {
        "case_id": "0007",
        "worker_number": "1",
        "outcome": "interviewed",
        "place_of_interview": "home",
        "alone": "yes",
        "wants_off_site": "yes",
        "off_site_code": "K7",
    }
    table = pd.DataFrame([row], index=pd.Index(["w1"], name="instance_id"))
    assert [each.where for each in check_answers(worker, table)] == [
        "worker, submission w1, consent"
    ]
    assert check_answers(worker, table.assign(outcome="refused")) == []


def suppliers(text):
    return answered(text).set_index("position", append=True)


def test_entries_of_a_roster_are_checked_and_told_by_position():
    listed = suppliers("""
        id | position | supplier_name | abroad | land
        a  | 1        | Bo Ltd        | no     |
        a  | 2        | Caro Ltd      | yes    | XXX
        a  | 3        | Dao Ltd       | yes    |
    """)
    assert [str(each) for each in check_roster(small(), "suppliers", listed)] == [
        "small, suppliers, submission a, entry 2, land: is not one of the choices.",
        "small, suppliers, submission a, entry 3, land: is not answered.",
    ]


def test_a_date_is_written_year_first():
    unit = questionnaire("economic_unit")
    row = {each.id: "" for each in unit.asked("full")} | {"case_id": "1", "outcome": "closed"}
    dates = pd.DataFrame([row, row], index=pd.Index(["a", "b"]))
    dates["visit_date"] = ["2026-03-01", "1 March"]
    assert [each.where for each in check_answers(unit, dates)] == [
        "economic_unit, submission b, visit_date"
    ]
