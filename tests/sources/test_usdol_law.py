from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import usdol_law

SAMPLES = Path(__file__).parent.parent / "samples" / "usdol"


def test_law_is_read_with_marks_taken_off_and_noted():
    read = usdol_law.read_law(SAMPLES / "legal_standards.csv", provenance())
    points = {point.standard: point for point in read.latest("XAA")}
    minimum = points["Minimum_Work"]
    assert (minimum.year, minimum.age, minimum.meets_international) == (2022, 14, False)
    assert points["Minimum_Hazardous_Work"].age == 18
    assert points["Minimum_Hazardous_Work"].note == usdol_law.MARKED
    assert points["Prohibition_Forced_Labor"].meets_international is True


def test_what_the_publisher_does_not_know_is_not_no():
    read = usdol_law.read_law(SAMPLES / "legal_standards.csv", provenance())
    points = {point.standard: point for point in read.latest("XAB")}
    assert points["Prohibition_Forced_Labor"].meets_international is None
    assert points["Minimum_Hazardous_Work"].age is None


def test_inspectors_are_counted_where_the_publisher_prints_a_number():
    frame = usdol_law.read_inspectors(SAMPLES / "enforcement.csv", provenance()).frame
    assert list(zip(frame["place"], frame["period"], frame["value"], strict=True)) == [
        ("XAA", "2021", 1574),
        ("XAA", "2022", 991),
    ]
    assert list(frame["note"]) == ["", usdol_law.MARKED]
