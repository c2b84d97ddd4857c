import numpy as np
import pandas as pd
import pytest
from tests.estimates.tables import cube, drawn

from decentwork.estimates.disclosure import protect
from decentwork.estimates.disclosure_rule import DisclosureRule, LaxRule, Reason, answers_band
from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.suppression import can_be_worked_out, ranges, relations


def reasons(found, *dimensions):
    frame = found.frame
    keys = frame[list(dimensions)].fillna("*").agg(" ".join, axis=1)
    return {key: reason for key, reason in zip(keys, frame["reason"], strict=True) if reason}


def test_a_cell_of_few_respondents_is_withheld_and_so_is_another_of_its_row():
    table = drawn(
        """
        sex     n_units  value
        female  4        40
        male    20       210
        other   9        95
        *       33       345
        """,
        "sex",
    )
    found = protect(table, dimensions=["sex"])
    assert reasons(found, "sex") == {"female": Reason.TOO_FEW, "other": Reason.PROTECTS}
    assert found.frame["value"].isna().tolist() == [True, False, True, False]
    assert found.frame["answers"].tolist() == ["", "20-49", "", "20-49"]


def test_a_table_of_enough_respondents_is_shown_whole():
    table = drawn("sex n_units value\nfemale 8 4\nmale 9 5\n* 17 9", "sex")
    found = protect(table, dimensions=["sex"])
    assert (found.shown, found.withheld) == (3, 0)
    assert found.frame["value"].tolist() == [4, 5, 9]


def test_ten_workers_of_one_unit_are_too_few():
    table = drawn("sex n_units n_workers value\nfemale 1 10 4\nmale 9 50 5", "sex")
    assert reasons(protect(table, dimensions=["sex"]), "sex")["female"] == Reason.TOO_FEW


def test_nine_workers_of_nine_units_are_too_few():
    table = drawn("sex n_units n_workers value\nfemale 9 9 4\nmale 9 50 5", "sex")
    assert reasons(protect(table, dimensions=["sex"]), "sex")["female"] == Reason.TOO_FEW


@pytest.mark.parametrize(
    ("largest", "second", "is_shown"),
    [
        (51, 10, False),  # more than half of the total
        (49, 48, False),  # the rest, 3, is less than a tenth of the largest
        (49, 30, True),
    ],
)
def test_a_total_that_one_respondent_dominates_is_withheld(largest, second, is_shown):
    table = pd.DataFrame(
        {"tier": ["1"], "value": [100], "n_units": [20], "largest": largest, "second": second}
    )
    found = protect(table, dimensions=["tier"])
    assert found.frame["reason"][0] == ("" if is_shown else Reason.DOMINATED)


def test_a_cell_that_crosses_two_dimensions_takes_a_square_of_cells():
    table = drawn(
        """
        sex     tier n_units value
        female  0    2       20
        female  1    10      100
        female  2    11      110
        female  *    23      230
        male    0    12      120
        male    1    13      130
        male    2    14      140
        male    *    39      390
        *       0    14      140
        *       1    23      230
        *       2    25      250
        *       *    62      620
        """,
        "sex",
        "tier",
    )
    found = reasons(protect(table, dimensions=["sex", "tier"]), "sex", "tier")
    assert set(found) == {"female 0", "female 1", "male 0", "male 1"}


def test_a_total_over_one_part_goes_with_it():
    table = drawn("tier n_units value\n0 20 9\n1 20 9\n2 3 5\n* 43 23", "tier")
    narrowed = table[table["tier"].isin(["2"]) | table["tier"].isna()]
    narrowed = narrowed.assign(value=5.0, n_units=3.0)
    assert reasons(protect(narrowed, dimensions=["tier"]), "tier") == {
        "2": Reason.TOO_FEW,
        "*": Reason.TOO_FEW,
    }


def test_a_narrower_region_is_protected_within_its_wider_one():
    table = drawn(
        """
        region  n_units value
        North   40      400
        Coast   3       30
        Hills   37      370
        South   50      500
        *       90      900
        """,
        "region",
    )
    nested = {"region": {"Coast": "North", "Hills": "North"}}
    found = protect(table, dimensions=["region"], nested=nested)
    assert set(reasons(found, "region")) == {"Coast", "Hills"}


def test_linked_tables_are_protected_together():
    table = drawn(
        """
        sex     region n_units value
        female  *      4       40
        male    *      30      300
        other   *      16      160
        *       North  25      250
        *       South  25      250
        *       *      50      500
        """,
        "sex",
        "region",
    )
    found = reasons(protect(table, dimensions=["sex", "region"]), "sex", "region")
    assert set(found) == {"female *", "other *"}


def test_two_lone_respondents_do_not_protect_each_other():
    table = drawn(
        """
        kind      n_units value
        formal    20      200
        household 1       10
        agency    1       12
        *         22      222
        """,
        "kind",
    )
    assert set(reasons(protect(table, dimensions=["kind"]), "kind")) == {
        "household",
        "agency",
        "formal",
    }


def test_means_are_protected_as_their_respondents_add_up():
    table = drawn("sex n_units value\nfemale 4 0.5\nmale 20 0.4\n* 24 0.45", "sex")
    found = protect(table, dimensions=["sex"], adds_up=False)
    assert reasons(found, "sex") == {"female": Reason.TOO_FEW, "male": Reason.PROTECTS}


def test_an_interval_is_withheld_with_its_value():
    table = drawn("sex n_units value low\nfemale 4 5 4\nmale 20 4 3", "sex")
    found = protect(table, dimensions=["sex"], values=["value", "low"])
    assert found.frame[["value", "low"]].isna().all(axis=1).tolist() == [True, False]


def test_numbers_of_respondents_and_contributions_do_not_leave():
    table = drawn("sex n_units value largest second\nfemale 9 50 10 9", "sex")
    assert list(protect(table, dimensions=["sex"]).frame) == ["sex", "value", "answers", "reason"]


def test_a_cell_that_is_there_twice_is_refused():
    with pytest.raises(InvalidInput, match="more than once"):
        protect(drawn("sex n_units value\nmale 9 5\nmale 9 5", "sex"), dimensions=["sex"])


def test_what_is_missing_is_told_at_once():
    with pytest.raises(InvalidInput) as raised:
        protect(pd.DataFrame({"sex": ["male"]}), dimensions=["sex"])
    assert len(raised.value.problems) == 2


def test_a_variable_that_is_zero_everywhere_can_be_shown():
    table = drawn("sex n_units value\nfemale 4 0\nmale 20 0\nother 20 0\n* 44 0", "sex")
    found = protect(table, dimensions=["sex"])
    assert found.frame["value"].tolist()[-1] == 0
    assert found.withheld == 2


def test_negative_values_can_be_protected():
    table = drawn("sex n_units value\nfemale 4 -30\nmale 20 50\n* 24 20", "sex")
    assert protect(table, dimensions=["sex"]).withheld == 2


@pytest.mark.parametrize(
    "bound",
    [{"units": 4}, {"workers": 9}, {"dominance": 0.6}, {"rest": 0.05}, {"width": 0.1}],
)
def test_a_rule_may_be_made_stricter_only(bound):
    with pytest.raises(LaxRule):
        DisclosureRule(**bound)
    DisclosureRule(units=10, workers=20, dominance=0.3, rest=0.2, width=1.0)


def test_a_stricter_rule_withholds_what_the_usual_one_shows():
    table = drawn("sex n_units value\nfemale 8 4\nmale 9 5", "sex")
    rule = DisclosureRule(units=9)
    assert protect(table, rule, dimensions=["sex"]).withheld == 1


@pytest.mark.parametrize(
    ("n", "band"), [(0, "under 5"), (5, "5-9"), (19, "10-19"), (49, "20-49"), (123, "120")]
)
def test_a_number_of_respondents_is_a_band_or_in_tens(n, band):
    assert answers_band(n) == band


def test_an_attacker_works_out_what_stands_alone_in_its_row():
    table = drawn("sex n_units value\nfemale 4 40\nmale 20 210\n* 24 250", "sex")
    adding_up = relations(table, ["sex"])
    alone = np.array([True, False, False])
    assert can_be_worked_out(adding_up[:, [0]]).tolist() == [True]
    low, high = ranges(adding_up, table["value"].to_numpy(), alone, is_positive=True)
    assert (low[0], high[0]) == pytest.approx((40, 40))


def test_an_attacker_narrows_a_cell_to_what_its_row_has_left():
    table = drawn("sex n_units value\nfemale 4 40\nmale 20 210\n* 24 250", "sex")
    both = np.array([True, True, False])
    low, high = ranges(relations(table, ["sex"]), table["value"].to_numpy(), both, is_positive=True)
    assert (low[0], high[0]) == pytest.approx((0, 250))


def test_a_large_table_is_protected_in_seconds():
    table, names = cube(np.random.default_rng(1), 6, 5, 4)
    found = protect(table, dimensions=names)
    assert found.narrowest >= 1 - 1e-6
    assert found.withheld < len(table) / 2
