from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import trade_agreements
from decentwork.standards.provisions import (
    NOT_IN_FORCE_IN_DATA,
    WITHDRAWAL,
    labour_provisions,
)

SAMPLES = Path(__file__).parent.parent / "samples"


def provisions():
    folder = SAMPLES / "trade_agreements"
    return labour_provisions(
        trade_agreements.read_depths(folder / "depths.csv", provenance()),
        trade_agreements.read_treaties(folder / "treaties.csv", provenance()),
        trade_agreements.read_members(folder / "members.csv", provenance()),
    )


def test_the_agreements_of_a_country_come_deepest_first_those_not_in_force_last():
    assert [(it.agreement, it.depth) for it in provisions().of("XAA")] == [
        ("Avonia Belmora", 5),
        ("Old Union", 0),
        ("Avonia Corvane", 3),
    ]


def test_a_country_that_acceded_is_a_party():
    (old,) = (it for it in provisions().agreements if it.number == "3")
    assert old.members == {"XAA", "XAB", "XAC"}


def test_what_the_data_leave_open_is_said():
    notes = {it.number: it.notes for it in provisions().agreements}
    assert notes == {"1": (), "2": (NOT_IN_FORCE_IN_DATA,), "3": (WITHDRAWAL,)}


def test_agreements_signed_after_the_last_coded_one_are_told_without_depth():
    read = provisions()
    assert read.years == (1991, 2016)
    assert [it.agreement for it in read.later_of("XAA")] == ["Avonia New World"]
    assert read.later_of("XAB") == ()


def test_a_depth_beyond_the_scale_and_a_missing_year_are_told_together(tmp_path):
    path = tmp_path / "depths.csv"
    path.write_text("desta_number,agreement,year,lp_depth_0_5\n1,A B,2009,6\n2,A C,,x\n")
    with pytest.raises(InvalidInput) as refused:
        trade_agreements.read_depths(path, provenance())
    assert [problem.where for problem in refused.value.problems] == ["line 2", "line 3", "line 3"]
