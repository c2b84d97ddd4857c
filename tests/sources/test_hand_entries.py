from datetime import date
from pathlib import Path

import pytest
from tests.standards.worlds import drawn, provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.hand_entries import read_ratifications
from decentwork.standards.ratifications import State, status

SAMPLES = Path(__file__).parent.parent / "samples" / "hand_entries"


def test_each_entry_keeps_its_source():
    read = read_ratifications(SAMPLES / "table.csv", provenance())
    answer = status("C122", "XAA", [read])
    assert answer.state is State.IN_FORCE
    assert answer.ratified == date(1977, 12, 13)
    assert answer.source == "Official Gazette of Avonia, no. 5 of 1978"


def test_an_entry_counts_as_of_the_day_its_source_was_read_else_of_its_own_dates():
    read = read_ratifications(SAMPLES / "table.csv", provenance())
    assert read.record("C158", "XAA").as_of == "2026-11-20"
    assert read.record("C122", "XAA").as_of == "1977-12-13"
    assert read.record("C097", "XAB").as_of == "1990-01-01"


def test_absence_from_a_table_by_hand_means_nothing():
    read = read_ratifications(SAMPLES / "table.csv", provenance())
    assert status("C122", "XAB", [read]).state is State.NOT_IN_DATA


def test_an_entry_read_later_prevails_over_a_published_list():
    read = read_ratifications(SAMPLES / "table.csv", provenance())
    older = drawn("C029 XAA in_force 1960-01-01", "C029 complete 2023\nC158 complete 2023")
    assert status("C158", "XAA", [older, read]).state is State.IN_FORCE


def test_a_state_may_be_written_in_words(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(
        "instrument,iso3,state,ratified,source,note\n"
        'C190,XAA,In force,,a,\nC029,XAA,"ratified, not yet in force",,a,\n'
    )
    states = [record.state for record in read_ratifications(path, provenance()).records]
    assert states == [State.IN_FORCE, State.NOT_YET_IN_FORCE]


def test_all_problems_of_all_rows_are_told_at_once():
    with pytest.raises(InvalidInput) as refused:
        read_ratifications(SAMPLES / "broken.csv", provenance())
    assert [problem.where for problem in refused.value.problems] == [
        "line 2",  # no such country
        "line 3",  # no such day
        "line 3",  # no such state
        "line 3",  # no source
        "line 4",  # ended without a date
        "line 4",  # no instrument
    ]
