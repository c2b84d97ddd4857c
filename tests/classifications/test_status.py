import pytest

from decentwork.classifications.status import status, statuses
from decentwork.estimates.errors import UnknownCode


def test_icse_18_has_ten_categories():
    codes = [entry.code for entry in statuses()]
    assert codes == ["11", "12", "21", "22", "30", "41", "42", "43", "44", "51"]


def test_dependent_contractors_bear_the_risk_without_the_authority():
    outworker = status("30")
    assert (outworker.independent, outworker.for_profit) == (False, True)


def test_independent_workers_are_those_with_codes_below_30():
    assert all(entry.independent == (entry.code < "30") for entry in statuses())


def test_employees_and_owners_of_corporations_work_for_pay():
    assert [entry.code for entry in statuses() if not entry.for_profit] == [
        "11", "21", "41", "42", "43", "44",
    ]  # fmt: skip


def test_an_unknown_category_is_refused():
    with pytest.raises(UnknownCode, match="30 Dependent contractors"):
        status("31")
