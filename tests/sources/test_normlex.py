from datetime import date
from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import normlex
from decentwork.standards.ratifications import State, status

SAMPLES = Path(__file__).parent.parent / "samples" / "normlex"


def tables():
    return normlex.read_2023(SAMPLES / "tables_2023.csv", provenance())


def export(name):
    return normlex.read_export(SAMPLES / name, provenance())


def test_each_state_of_the_tables_is_told_apart():
    read = tables()
    states = {(it.instrument, it.place): it.state for it in read.records}
    assert states["C029", "XAA"] is State.IN_FORCE
    assert states["C029", "XAB"] is State.NOT_YET_IN_FORCE
    assert states["C105", "XAB"] is State.ENDED
    assert states["C001", "XAB"] is State.NOT_IN_FORCE


def test_dates_of_the_notes_are_kept():
    read = tables()
    assert read.record("C029", "XAB").in_force_from == date(2023, 8, 12)
    assert read.record("C105", "XAB").ended == date(1990, 1, 10)
    assert "Minimum age specified: 15 years" in read.record("C138", "XAA").note


def test_the_row_that_lost_its_country_is_placed_by_its_words():
    read = tables()
    assert read.record("C081", "TZA").ratified == date(1962, 1, 30)
    assert "ESH" not in read.members


def test_the_tables_are_complete_for_their_instruments_and_silent_on_others():
    read = tables()
    assert status("C105", "XAA", [read]).state is State.NOT_IN_FORCE
    assert status("C187", "XAA", [read]).state is State.NOT_IN_DATA


def test_a_page_by_country_is_read_with_its_dates_codes_and_states():
    read = export("by_country.csv")
    assert {it.instrument: (it.state, it.ratified) for it in read.records} == {
        "C029": (State.IN_FORCE, date(1960, 5, 4)),
        "C138": (State.IN_FORCE, date(1999, 6, 7)),
        "P029": (State.NOT_YET_IN_FORCE, date(2026, 6, 11)),
        "C103": (State.ENDED, date(1969, 12, 4)),
        "C186": (State.IN_FORCE, date(2012, 2, 1)),
    }
    assert read.record("P029", "XAA").in_force_from == date(2027, 6, 11)
    assert read.record("C103", "XAA").ended == date(2005, 4, 30)


def test_absence_from_a_page_by_country_is_not_in_force_on_the_day_consulted():
    answer = status("C087", "XAA", [export("by_country.csv")])
    assert (answer.state, answer.as_of) == (State.NOT_IN_FORCE, "2026-11-20")


def test_a_page_by_convention_is_complete_for_that_convention():
    read = export("by_convention.csv")
    assert status("C105", "XAA", [read]).state is State.IN_FORCE
    assert status("C105", "XAB", [read]).state is State.ENDED
    assert status("C105", "XAC", [read]).state is State.NOT_YET_IN_FORCE
    assert status("C029", "XAA", [read]).state is State.NOT_IN_DATA


def test_absence_from_an_extract_without_title_means_nothing():
    read = export("extract.csv")
    assert status("C087", "XAA", [read]).state is State.IN_FORCE
    assert status("C087", "XAB", [read]).state is State.NOT_IN_DATA


def test_a_newer_export_prevails_over_the_tables_of_2023():
    answer = status("C105", "XAA", [tables(), export("by_convention.csv")])
    assert (answer.state, answer.ratified) == (State.IN_FORCE, date(1961, 3, 29))


def refused(tmp_path, text):
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as raised:
        normlex.read_export(path, provenance())
    return [(problem.where, problem.what) for problem in raised.value.problems]


def test_all_problems_of_an_export_are_told_at_once(tmp_path):
    told = refused(
        tmp_path,
        "Country,Convention,Date,Status,Note\n"
        "Avonia,C029,31 Feb 2000,In Force,\n"
        "Avonja,C029,01 Mar 2000,In Force,\n"
        "Avonia,Forced Labour,01 Mar 2000,Perhaps,\n",
    )
    assert [where for where, _ in told] == ["heading", "line 2", "line 3", "line 4", "line 4"]
    assert "Avonia" in told[2][1]


def test_an_export_without_header_says_what_to_write(tmp_path):
    ((where, what),) = refused(tmp_path, "Ratifications for Avonia\nC029,2000-01-01\n")
    assert (where, what) == ("header", "no line names the columns Date and Status.")


def test_a_row_with_cells_beyond_the_header_is_refused(tmp_path):
    told = refused(
        tmp_path,
        "Ratifications for Avonia\nConsulted: 2026-11-20\nConvention,Date,Status,Note\n"
        "C029 - Forced Labour Convention, 1930,04 May 1960,In Force,\n"
        "C087,12 Jul 1993,In Force,\n",
    )
    assert told == [("line 4", "has 5 cells where the header has 4.")]


def test_a_header_without_rows_is_refused(tmp_path):
    told = refused(
        tmp_path,
        "Ratifications for Avonia\nConsulted: 2026-11-20\nConvention,Date,Status,Note\n",
    )
    assert told == [("rows", "there are none below the header.")]


def test_a_status_of_the_tables_that_is_not_known_is_refused(tmp_path):
    path = tmp_path / "tables.csv"
    text = (SAMPLES / "tables_2023.csv").read_text().replace(",not in force,", ",perhaps,")
    path.write_text(text.replace("XAB,Belmora,2022-08-12", "XAQ,Belmora,2022-08-32"))
    with pytest.raises(InvalidInput) as raised:
        normlex.read_2023(path, provenance())
    assert [problem.where for problem in raised.value.problems] == ["line 3", "line 3", "line 7"]
