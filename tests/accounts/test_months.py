import pandas as pd
import pytest
from tests.footprints.toy import provenance

from decentwork.accounts.months import COLUMNS, MonthlySeries, months_between
from decentwork.estimates.errors import InvalidInput, UnknownCode


def series(*rows):
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return MonthlySeries(name="visits", unit="per cent", frame=frame, provenance=provenance())


def test_a_place_without_the_month_is_not_known():
    found = series(("A", "shops", "2020-04", -40.0), ("B", "shops", "2020-05", -10.0))
    assert found.at("shops", "2020-04") == {"A": -40.0}
    assert found.at("shops", "2021-01") == {}
    assert found.months == ("2020-04", "2020-05")


def test_a_series_that_is_not_there_is_answered_with_those_that_are():
    with pytest.raises(UnknownCode, match="shops"):
        series(("A", "shops", "2020-04", 1.0)).at("parks", "2020-04")


def test_every_row_that_is_wrong_is_told():
    with pytest.raises(InvalidInput, match="3 problems"):
        series(
            ("A", "shops", "April", 1.0),
            ("B", "shops", "2020-04", float("nan")),
            ("C", "shops", "2020-04", 1.0),
            ("C", "shops", "2020-04", 1.0),
        )


def test_months_run_over_the_new_year():
    assert months_between("2020-12", "2021-01") == ("2020-12", "2021-01")


@pytest.mark.parametrize(("first", "last"), [("2020-13", "2021-01"), ("2020-05", "2020-04")])
def test_months_that_are_none_or_end_before_they_begin_are_refused(first, last):
    with pytest.raises(InvalidInput):
        months_between(first, last)
