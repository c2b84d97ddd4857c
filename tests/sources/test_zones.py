from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import zones

SAMPLES = Path(__file__).parent.parent / "samples"


def test_an_enterprise_with_zone_status_is_no_zone():
    read = zones.read_zones(SAMPLES / "zones" / "zones.csv", provenance())
    assert [zone.name for zone in read.of("XAA")] == ["Avonia Export Processing Zone"]
