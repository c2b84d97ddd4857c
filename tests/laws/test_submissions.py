import json

from hypothesis import given, settings
from hypothesis import strategies as st

from decentwork.surveys.submissions import Submission, Submissions

UNIT, SUPPLIER = ["case_id", "outcome", "unit_name"], ["since", "product"]
THREE = [Submission(form="unit", id=id, answers={"case_id": id}) for id in "abc"]


def collected(*records):
    return Submissions.from_records(
        records, questions={"unit": UNIT}, roster_questions={"suppliers": SUPPLIER}
    )


texts = st.text(min_size=1, max_size=8)
entries = st.dictionaries(st.sampled_from(SUPPLIER), texts, min_size=1)
records = st.builds(
    Submission,
    form=st.just("unit"),
    id=st.uuids().map(str),
    submitted_at=st.just("2026-03-01T10:00:00Z"),
    edits=st.integers(0, 3),
    replaces=st.lists(st.uuids().map(str), unique=True, max_size=2).map(tuple),
    answers=st.dictionaries(st.sampled_from(UNIT), texts),
    rosters=st.fixed_dictionaries({"suppliers": st.lists(entries, min_size=1, max_size=3)}),
)


@settings(max_examples=25)
@given(st.lists(records, max_size=5, unique_by=lambda each: each.id))
def test_the_canonical_form_reads_back_as_the_same_submissions(found):
    submissions = collected(*found)
    again = Submissions.from_dict(json.loads(submissions.to_json()))
    assert again.digest == submissions.digest
    assert again.records() == submissions.records()


@settings(max_examples=6)
@given(st.permutations(THREE))
def test_the_digest_does_not_depend_on_the_order_of_rows(found):
    assert collected(*found).digest == collected(*THREE).digest
