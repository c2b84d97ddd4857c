from datetime import date
from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import human_rights_treaties, manyhealth, other_ratifications
from decentwork.standards.ratifications import State, status

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


def test_only_instruments_that_normlex_lacks_are_taken_from_manyhealth():
    path = SAMPLES / "manyhealth" / "ratifications.csv"
    read = manyhealth.read_ratifications(path, provenance())
    assert [(it.instrument, it.state) for it in read.records] == [
        ("C187", State.IN_FORCE),
        ("C164", State.ENDED),
    ]
    assert status("C029", "XAA", [read]).state is State.NOT_IN_DATA
    assert status("C187", "XAB", [read]).state is State.NOT_IN_FORCE


def test_a_signature_is_no_ratification():
    path = SAMPLES / "human_rights_treaties" / "memberships.csv"
    read = human_rights_treaties.read_treaties(path, provenance())
    states = {(it.instrument, it.place): it.state for it in read.records}
    assert states == {
        ("CEDAW", "XAA"): State.IN_FORCE,
        ("CEDAW", "XAB"): State.NOT_IN_FORCE,
        ("CRC OP-SC", "XAA"): State.RATIFIED,
    }
    assert read.record("CEDAW", "XAB").note == human_rights_treaties.SIGNED_ONLY


def test_absence_from_the_list_of_a_treaty_means_nothing():
    path = SAMPLES / "human_rights_treaties" / "memberships.csv"
    read = human_rights_treaties.read_treaties(path, provenance())
    assert status("CRC OP-SC", "XAB", [read]).state is State.NOT_IN_DATA
