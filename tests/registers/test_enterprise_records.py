import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.registers.enterprise_records import COLUMNS, enterprise_records


def test_ids_may_be_numbers_and_what_a_list_lacks_is_empty():
    records = enterprise_records(pd.DataFrame({"name": [" Alder Mill", None]}, index=[7, 8]))
    assert list(records.frame.index) == ["7", "8"]
    assert list(records.frame["name"]) == ["Alder Mill", ""]
    assert list(records.frame.columns) == [*COLUMNS]
    assert records.frame["latitude"].isna().all()


def test_all_that_is_wrong_is_told_at_once():
    twice = pd.DataFrame({"name": ["a", "b", "c"]}, index=["x", "x", "y"])
    with pytest.raises(InvalidInput, match="'x': stands on several rows"):
        enterprise_records(twice)
    off = pd.DataFrame({"name": ["a", "b"], "latitude": [95.0, 0.0], "longitude": [0.0, 200.0]})
    with pytest.raises(InvalidInput, match="2 problems"):
        enterprise_records(off)


def test_records_tell_their_number_and_nobody_s_name():
    assert repr(enterprise_records(pd.DataFrame({"name": ["Alder"]}))) == (
        "EnterpriseRecords(1 mentions)"
    )
