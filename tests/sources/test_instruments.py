from pathlib import Path

from tests.standards.worlds import provenance

from decentwork.sources import instruments

SAMPLES = Path(__file__).parent.parent / "samples"


def test_an_instrument_to_be_confirmed_says_so():
    read = instruments.read_instruments(SAMPLES / "instruments" / "instruments.csv", provenance())
    assert read.get("C029").title_confirmed
    assert not read.get("C158").title_confirmed
    assert read.get("C999") is None
