import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.surveys.corrections import merged
from decentwork.surveys.submissions import Submission, Submissions

UNIT, SUPPLIER = ["case_id", "outcome", "unit_name"], ["since", "product"]


def collected(*records):
    return Submissions.from_records(
        records, questions={"unit": UNIT}, roster_questions={"suppliers": SUPPLIER}
    )


def unit(id, outcome="refused", **more):
    return Submission(form="unit", id=id, answers={"case_id": "C-01", "outcome": outcome}, **more)


def test_a_submission_without_entries_reads_as_an_empty_list():
    held = collected(unit("a", rosters={"suppliers": [{"since": "2019"}]}), unit("b"))
    assert list(held.rosters["suppliers"].index) == [("a", 1)]
    assert [dict(each.rosters) for each in held.records()] == [
        {"suppliers": [{"since": "2019"}]},
        {},
    ]


def test_another_document_is_refused():
    with pytest.raises(InvalidInput, match="is not 'decentwork submissions 1'"):
        Submissions.from_dict({"format": "other"})


@pytest.mark.parametrize("part", ["forms", "rosters", "submissions"])
@pytest.mark.parametrize("instead", [None, 1, ["x"]])
def test_a_document_changed_by_hand_is_refused(part, instead):
    stored = {**collected(unit("a")).to_dict(), part: instead}
    with pytest.raises(InvalidInput, match="is not what was stored here"):
        Submissions.from_dict(stored)


def test_nobody_is_named_when_submissions_are_printed():
    named = Submission(form="unit", id="a", answers={"unit_name": "Ada Invented"})
    assert "Ada" not in f"{collected(named)!r} {named!r}"


def test_importing_the_same_twice_changes_nothing():
    held = collected(unit("a"), unit("b"))
    everything, report = merged(held, held)
    assert everything.digest == held.digest
    assert report.changes_nothing
    assert report.unchanged == ("a", "b")


def test_an_import_tells_what_is_new_and_what_it_corrects():
    held = collected(unit("a"), unit("b"))
    late = collected(unit("b2", "closed", replaces=("b",)), unit("c"))
    everything, report = merged(held, late)
    assert (report.new, report.corrected, report.unchanged) == (("c",), ("b2",), ())
    assert list(everything.forms["unit"].index) == ["a", "b2", "c"]


def test_an_older_version_that_comes_late_changes_nothing():
    held = collected(unit("b2", "closed", replaces=("b",)))
    everything, report = merged(held, collected(unit("b")))
    assert everything.digest == held.digest
    assert report.unchanged == ("b",)


def test_a_chain_of_corrections_is_kept():
    first, second = collected(unit("b", replaces=("a",))), collected(unit("c", replaces=("b",)))
    for pair in ((first, second), (second, first)):
        (newest,) = merged(*pair)[0].records()
        assert (newest.id, newest.replaces) == ("c", ("b", "a"))


def test_other_answers_under_one_id_are_refused():
    with pytest.raises(InvalidInput, match=r"submission a is also in imported earlier"):
        merged(collected(unit("a")), collected(unit("a", "closed")))
