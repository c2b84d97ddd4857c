from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import tvpra_goods, usdol_law

SAMPLES = Path(__file__).parent.parent / "samples" / "usdol"


def test_each_reason_for_listing_is_an_observation_of_its_own():
    frame = tvpra_goods.read_goods(SAMPLES / "goods.csv", provenance()).frame
    cotton = frame[(frame["subject"] == "Cotton") & (frame["period"] == "2022")]
    assert dict(zip(cotton["indicator"], cotton["value"], strict=True)) == {
        "listed_child_labour_good": 0,
        "listed_forced_labour_good": 1,
        "listed_forced_child_labour_good": 0,
        "listed_downstream_good": 0,
    }


def test_an_edition_that_does_not_tell_downstream_goods_apart_has_no_zero_for_them():
    frame = tvpra_goods.read_goods(SAMPLES / "goods.csv", provenance()).frame
    downstream = frame[frame["indicator"] == "listed_downstream_good"]
    assert set(downstream["period"]) == {"2022"}


def test_flags_and_countries_that_are_not_known_are_told_together(tmp_path):
    path = tmp_path / "goods.csv"
    text = (SAMPLES / "goods.csv").read_text()
    path.write_text(
        text.replace("2020,XAA", "2020,QQQ").replace("Cotton,Agriculture,1", "Cotton,A,yes")
    )
    with pytest.raises(InvalidInput) as refused:
        tvpra_goods.read_goods(path, provenance())
    assert [problem.where for problem in refused.value.problems] == ["line 2", "line 3"]


def test_law_is_read_with_marks_taken_off_and_noted():
    read = usdol_law.read_law(SAMPLES / "legal_standards.csv", provenance())
    points = {point.standard: point for point in read.latest("XAA")}
    assert (points["Minimum_Work"].year, points["Minimum_Work"].exists) == (2022, False)
    assert points["Minimum_Hazardous_Work"].age == 18
    assert points["Minimum_Hazardous_Work"].note == usdol_law.MARKED
    assert points["Prohibition_Forced_Labor"].exists is True


def test_what_the_publisher_does_not_know_is_not_no():
    read = usdol_law.read_law(SAMPLES / "legal_standards.csv", provenance())
    points = {point.standard: point for point in read.latest("XAB")}
    assert points["Prohibition_Forced_Labor"].exists is None
    assert points["Minimum_Hazardous_Work"].age is None


def test_inspectors_are_counted_where_the_publisher_prints_a_number():
    frame = usdol_law.read_inspectors(SAMPLES / "enforcement.csv", provenance()).frame
    assert list(zip(frame["place"], frame["period"], frame["value"], strict=True)) == [
        ("XAA", "2021", 1574),
        ("XAA", "2022", 991),
    ]
    assert list(frame["note"]) == ["", usdol_law.MARKED]
