import tempfile
from decimal import Decimal
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.programmes.iati_made import NOW, programme
from tests.programmes.made import INDICATOR, RESULT, row

from decentwork.programmes.iati import iati_file
from decentwork.programmes.iati_elements import in_percent, percentages, share_of
from decentwork.programmes.iati_import import read_iati
from decentwork.programmes.iati_rules import check_iati

TEXT = st.text(min_size=1, max_size=20).filter(str.strip)
NUMBER = st.floats(-1e12, 1e12, allow_nan=False)
SHARE = st.tuples(st.floats(0, 1e9), st.floats(1e-3, 1e9))
PLACES = st.lists(st.sampled_from(["VNM", "ETH", "BRA", "XAA"]), unique=True)
TOPICS = st.lists(st.sampled_from(["skills", "equality", "earnings", "forced_labour"]))
STATES = st.sampled_from([None, "planned", "under_way", "done", "dropped"])
YEARS = st.lists(st.integers(2000, 2040), min_size=2, max_size=2).map(sorted)


@st.composite
def programmes(draw):
    """Return a programme with an activity and two indicators drawn."""
    starts, ends = draw(YEARS)
    activity = {"title": draw(TEXT), "text": draw(TEXT), "why": draw(TEXT), "state": draw(STATES)}
    activity |= {"places": draw(PLACES), "topics": draw(TOPICS)}
    activity |= draw(st.sampled_from([{}, {"starts": str(starts), "ends": str(ends)}]))
    span = {"starts": f"{starts}-01-01", "ends": f"{ends}-12-31", "words": draw(TEXT)}
    numerator, denominator = draw(SHARE)
    share = {"numerator": numerator, "denominator": denominator}
    return programme(
        row("results", **RESULT),
        row("indicators", **INDICATOR, unit=draw(TEXT), baseline=draw(NUMBER), baseline_year=1999),
        row("indicators", id="share", title=draw(TEXT), result="trained", measure="percentage",
            baseline=draw(st.floats(0, 1)), baseline_year=2000),
        row("targets", indicator="inspectors", value=draw(NUMBER), part=[f"sex={draw(TEXT)}"],
            **span),
        row("updates", indicator="share", state="approved", **share, **span),
        row("budgets", record="course", year=ends, amount=abs(draw(NUMBER)),
            currency=draw(st.sampled_from(["EUR", "USD"])),
            kind=draw(st.sampled_from(["needed", "committed", "spent"]))),
        row("budgets", record="course", year=starts, amount=1, currency="EUR"),
        activity=activity,
    )  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(programmes())
def test_a_written_programme_is_valid_and_read_back_to_the_same_bytes(made):
    written = iati_file(made, NOW).xml
    assert check_iati(written) == []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "programme.xml"
        path.write_bytes(written)
        assert iati_file(read_iati(path), NOW).xml == written


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 1000), min_size=1, max_size=300))
def test_percentages_sum_to_exactly_100(counts):
    shares = percentages(counts)
    assert sum(map(Decimal, shares.values())) == 100
    assert shares.keys() == counts.keys()


@given(st.floats(-10, 10))
def test_a_share_in_per_cent_is_read_back_exactly(share):
    assert share_of(in_percent(share)) == share
