import numpy as np
import pandas as pd
import pytest
from tests.sources.observed import PROVENANCE

from decentwork.estimates.errors import InvalidInput
from decentwork.indicators.observations import (
    Observations,
    groups,
    notes,
    observations,
    shares,
    together,
)


def frame(**columns):
    rows = {"indicator": ["x"], "place": ["KEN"], "period": ["2020"], "value": [1.0]}
    return pd.DataFrame({**rows, **columns})


def test_what_a_table_lacks_is_empty():
    row = observations(frame(), PROVENANCE).frame.iloc[0]
    assert (row["industry"], row["note"]) == ("", "")
    assert np.isnan(row["low"])


def test_a_missing_value_is_no_row():
    assert observations(frame(value=[np.nan]), PROVENANCE).frame.empty


def test_an_infinite_value_and_a_missing_place_are_told_together():
    with pytest.raises(InvalidInput) as caught:
        observations(frame(value=[np.inf], place=[""]), PROVENANCE)
    assert [problem.what for problem in caught.value.problems] == [
        "the value is not a finite number.",
        "the place is missing.",
    ]


def test_an_unknown_column_is_told():
    complete = observations(frame(), PROVENANCE).frame
    with pytest.raises(InvalidInput, match="columns: colour is not known"):
        Observations(frame=complete.assign(colour="red"), provenance=PROVENANCE)


def test_a_group_names_sex_then_age():
    sex = pd.Series(["Total", "Female", "Male", "bothsex"])
    age = pd.Series(["", "5-17", "", "15+"])
    assert groups(sex, age).tolist() == ["", "female;age:5-17", "male", "age:15+"]


def test_one_age_may_hold_for_all_rows():
    assert groups(pd.Series(["total", "female"]), "5-17").tolist() == [
        "age:5-17",
        "female;age:5-17",
    ]


def test_flags_become_words():
    meanings = {"x": "older", "y": "differs"}
    assert notes(pd.Series(["", "x", "x,y"]), meanings).tolist() == ["", "older", "older; differs"]


def test_notes_join_only_where_both_are_there():
    left, right = pd.Series(["", "a", "a", ""]), pd.Series(["b", "", "b", ""])
    assert together(left, right).tolist() == ["b", "a", "a; b", ""]


def test_a_share_keeps_the_digits_of_its_per_cent():
    assert shares(pd.Series([0.9, 10.8])).tolist() == [0.009, 0.108]
