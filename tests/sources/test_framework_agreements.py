from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import framework_agreements

SAMPLES = Path(__file__).parent.parent / "samples"


def test_company_agreements_are_found_by_sector_dated_ones_first():
    path = SAMPLES / "framework_agreements" / "partial.csv"
    read = framework_agreements.read_agreements(path, provenance())
    found = read.of_sectors(["garment retail"])
    assert [(it.company, it.year) for it in found] == [
        ("Avonia Fashion", 2015),
        ("Belmora Style", None),
    ]
    assert read.of_sectors([]) == ()
