from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import manyhealth
from decentwork.standards.ratifications import State, status

SAMPLES = Path(__file__).parent.parent / "samples"


def test_only_instruments_that_normlex_lacks_are_taken_from_manyhealth():
    path = SAMPLES / "manyhealth" / "ratifications.csv"
    read = manyhealth.read_ratifications(path, provenance())
    assert [(it.instrument, it.state) for it in read.records] == [
        ("C187", State.IN_FORCE),
        ("C164", State.ENDED),
    ]
    assert status("C029", "XAA", [read]).state is State.NOT_IN_DATA
    assert status("C187", "XAB", [read]).state is State.NOT_IN_FORCE
