from datetime import date
from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import other_ratifications
from decentwork.standards.ratifications import State

SAMPLES = Path(__file__).parent.parent / "samples"


def lists():
    path = SAMPLES / "other_ratifications" / "lists.csv"
    return other_ratifications.read_ratifications(path, provenance())


def test_in_force_or_due_is_told_apart_by_twelve_months():
    read = lists()
    assert read.record("C189", "XAA").state is State.IN_FORCE
    due = read.record("C189", "XAB")
    assert (due.state, due.in_force_from) == (State.NOT_YET_IN_FORCE, date(2021, 3, 1))
    assert due.note == "misprint in the source"


def test_a_state_named_without_date_is_ratified_and_no_more():
    assert lists().record("C190", "XAA").state is State.RATIFIED


def test_what_absence_means_is_read_from_the_column_completeness():
    complete = {each.instrument: each.complete for each in lists().coverage}
    assert complete == {"C144": False, "C188": False, "C189": True, "C190": True}


def test_rows_that_disagree_on_completeness_are_refused(tmp_path):
    text = (SAMPLES / "other_ratifications" / "lists.csv").read_text()
    path = tmp_path / "lists.csv"
    path.write_text(text.replace("(30 states),2020-10-05", "(30 states),2020-10-06", 1))
    with pytest.raises(InvalidInput, match="C189: its rows disagree"):
        other_ratifications.read_ratifications(path, provenance())
