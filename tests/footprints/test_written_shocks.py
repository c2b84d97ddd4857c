import pytest
from tests.footprints.test_dated_shocks import SIGNALS, WIOD
from tests.footprints.toy import table

from decentwork.estimates.errors import InvalidInput
from decentwork.footprints.written_shocks import WrittenFall, not_observed, written_changes

TABLE = table(**WIOD)


def factors(*falls):
    rows = written_changes(falls, TABLE, SIGNALS).frame
    return {(row.product, row.market): row.factor for row in rows.itertuples()}


def test_a_number_is_taken_as_it_is_written():
    assert factors(WrittenFall(product="c4", market="A", fall=0.3)) == {
        ("c4", "A"): pytest.approx(0.7)
    }


def test_without_a_number_the_fall_is_what_was_observed_that_month():
    observed = factors(WrittenFall(product="c4", market="B", month="2020-04"))
    assert observed == {("c4", "B"): pytest.approx(27 / 90)}


def test_all_markets_are_those_of_which_something_is_known():
    every = WrittenFall(product="c4", month="2020-04")
    assert set(factors(every)) == {("c4", "A"), ("c4", "B")}
    assert not_observed([every], TABLE, SIGNALS) == ("C",)


def test_a_month_with_a_number_is_only_its_date():
    assert factors(WrittenFall(product="c5", month="2020-04", fall=1.0)) == {("c5", ""): 0.0}


@pytest.mark.parametrize(
    "fall", [WrittenFall(), WrittenFall(fall=1.3), WrittenFall(product="c4", market="A")]
)
def test_a_row_that_says_no_fall_is_refused(fall):
    with pytest.raises(InvalidInput, match="row 1"):
        written_changes([fall], TABLE, SIGNALS)


def test_no_month_was_observed_without_signals():
    with pytest.raises(InvalidInput):
        written_changes([WrittenFall(month="2020-04")], TABLE)
