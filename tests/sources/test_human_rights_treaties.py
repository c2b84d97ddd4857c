from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import human_rights_treaties
from decentwork.standards.ratifications import State, status

SAMPLES = Path(__file__).parent.parent / "samples"


def test_a_signature_is_no_ratification():
    path = SAMPLES / "human_rights_treaties" / "memberships.csv"
    read = human_rights_treaties.read_treaties(path, provenance())
    states = {(it.instrument, it.place): it.state for it in read.records}
    assert states == {
        ("CEDAW", "XAA"): State.IN_FORCE,
        ("CEDAW", "XAB"): State.NOT_IN_FORCE,
        ("CRC OP-SC", "XAA"): State.RATIFIED,
        ("ICRMW", "XAB"): State.ENDED,
    }
    assert read.record("CEDAW", "XAB").note == human_rights_treaties.SIGNED_ONLY


def test_absence_from_the_list_of_a_treaty_means_nothing():
    path = SAMPLES / "human_rights_treaties" / "memberships.csv"
    read = human_rights_treaties.read_treaties(path, provenance())
    assert status("CRC OP-SC", "XAB", [read]).state is State.NOT_IN_DATA
