from datetime import date

import pytest
from tests.standards.worlds import drawn

from decentwork.estimates.errors import InvalidInput
from decentwork.standards.ratifications import (
    NOT_A_MEMBER,
    NOT_COVERED,
    PARTIAL_LIST,
    State,
    status,
)

LIST_OF_2023 = drawn(
    """
    C029 XAA in_force 1960-05-04
    C105 XAB ended 1958-10-13
    """,
    """
    C029 complete 2023-06
    C105 complete 2023-06
    """,
)


def test_a_recorded_state_is_given_with_its_date_and_the_date_of_the_list():
    answer = status("C029", "XAA", [LIST_OF_2023])
    assert (answer.state, answer.ratified, answer.as_of) == (
        State.IN_FORCE,
        date(1960, 5, 4),
        "2023-06",
    )
    assert answer.binding is True


def test_a_member_absent_from_a_complete_list_is_not_bound_as_of_its_date():
    answer = status("C029", "XAB", [LIST_OF_2023])
    assert (answer.state, answer.as_of) == (State.NOT_IN_FORCE, "2023-06")
    assert answer.binding is False


def test_a_place_that_ratified_nothing_at_all_is_not_in_the_data():
    answer = status("C029", "XAC", [LIST_OF_2023])
    assert (answer.state, answer.note, answer.binding) == (State.NOT_IN_DATA, NOT_A_MEMBER, None)


def test_a_place_known_from_united_nations_treaties_only_is_no_member_of_the_ilo():
    treaties = drawn("CRC XAC in_force 1990-01-01", "CRC partial 2022-09")
    assert status("C029", "XAC", [LIST_OF_2023, treaties]).state is State.NOT_IN_DATA


def test_an_instrument_that_no_list_covers_is_not_in_the_data():
    answer = status("C122", "XAA", [LIST_OF_2023])
    assert (answer.state, answer.note) == (State.NOT_IN_DATA, NOT_COVERED)


def test_absence_from_a_partial_list_means_nothing():
    partial = drawn("C144 XAA ratified 1990-01-01", "C144 partial 2023-09")
    answer = status("C144", "XAB", [LIST_OF_2023, partial])
    assert (answer.state, answer.note) == (State.NOT_IN_DATA, PARTIAL_LIST)


def test_a_denounced_convention_is_ended_and_binds_no_longer():
    answer = status("C105", "XAB", [LIST_OF_2023])
    assert (answer.state, answer.binding) == (State.ENDED, False)


def test_a_ratification_binds_although_the_list_is_older_than_its_entry_into_force():
    early = drawn("C029 XAB not_yet_in_force 2022-08-12", "C029 complete 2023-06")
    assert status("C029", "XAB", [early]).binding is True


def test_a_newer_list_prevails_over_an_older_one_whatever_their_order():
    newer = drawn("C029 XAB in_force 2024-02-01", "C029 complete 2026-11-20")
    for order in ([LIST_OF_2023, newer], [newer, LIST_OF_2023]):
        answer = status("C029", "XAB", order)
        assert (answer.state, answer.as_of) == (State.IN_FORCE, "2026-11-20")


def test_of_lists_of_one_date_the_first_prevails_and_the_other_is_told():
    other = drawn("C029 XAA in_force 1961-05-04", "C029 complete 2023-06")
    answer = status("C029", "XAA", [LIST_OF_2023, other])
    assert answer.ratified == date(1960, 5, 4)
    assert [record.ratified for record in answer.also] == [date(1961, 5, 4)]


def test_of_one_date_a_record_prevails_over_an_absence():
    by_hand = drawn("C029 XAB in_force 1970-01-01 2023-06", "C029 partial -")
    assert status("C029", "XAB", [LIST_OF_2023, by_hand]).state is State.IN_FORCE


def test_a_ratification_typed_in_by_hand_prevails_over_an_older_list_without_it():
    by_hand = drawn("C105 XAA in_force 2025-03-01 2025-03-01", "C105 partial -")
    answer = status("C105", "XAA", [by_hand, LIST_OF_2023])
    assert answer.state is State.IN_FORCE


def test_an_entry_by_hand_without_any_date_gives_way_to_a_dated_list():
    by_hand = drawn("C029 XAB in_force", "C029 partial -")
    assert status("C029", "XAB", [by_hand, LIST_OF_2023]).state is State.NOT_IN_FORCE


def test_a_page_by_country_is_complete_for_that_country_and_says_nothing_of_others():
    page = drawn("C029 XAB in_force 1970-01-01", "* complete 2026-11-20 XAB")
    data = [page, drawn("C100 XAA in_force 1970-01-01", "C100 partial 2020")]
    assert status("C122", "XAB", data).state is State.NOT_IN_FORCE
    assert status("C122", "XAA", data).state is State.NOT_IN_DATA


def test_a_page_by_country_of_the_ilo_says_nothing_of_united_nations_treaties():
    page = drawn("C029 XAB in_force 1970-01-01", "* complete 2026-11-20 XAB")
    assert status("CEDAW", "XAB", [page]).state is State.NOT_IN_DATA


def test_two_records_of_one_state_and_bare_instruments_are_told_together():
    with pytest.raises(InvalidInput) as refused:
        drawn(
            """
            C029 XAA in_force 1960-05-04
            C029 XAA ended 1960-05-04
            C100 XAA in_force 1960-05-04
            """,
            "C029 complete 2023-06",
        )
    assert [problem.where for problem in refused.value.problems] == ["C029 XAA", "C100"]
