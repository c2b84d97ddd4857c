import numpy as np
import pytest
from tests.footprints.toy import table

from decentwork.estimates.errors import InvalidInput, UnknownCode


def problems(**changes):
    with pytest.raises(InvalidInput) as told:
        table(**changes)
    return [str(problem) for problem in told.value.problems]


def test_a_matrix_that_is_not_square_is_told():
    told = problems(sales=np.ones((6, 5)), demand=np.ones((6, 3)), output=[5.0] * 6)
    assert any("not square (6 × 5)" in problem for problem in told)


def test_every_missing_value_is_told_with_its_row_and_column():
    sales = np.ones((6, 6))
    sales[0, 1] = sales[2, 3] = np.nan
    told = problems(sales=sales, output=[9.0] * 6)
    assert [it.split(":")[0] for it in told] == [
        "transactions, row A S1, column A S2",
        "transactions, row B S1, column B S2",
    ]


def test_a_missing_unit_and_a_foreign_market_are_told_together():
    told = problems(unit=" ", markets=("A", "B", "Z"))
    assert len(told) == 2
    assert "unit of money is missing" in told[0]
    assert "'Z' is not a region" in told[1]


def test_rows_with_one_label_are_told():
    assert problems(industries=("S1", "S1", "S1", "S2", "S1", "S2")) == [
        "A S1: the place and industry occur twice."
    ]


def test_negative_output_is_told():
    assert "output is negative (-3)" in problems(output=[93, -3, 86, 180, 155, 130])[0]


def test_after_twenty_problems_of_a_kind_the_rest_is_counted():
    told = problems(sales=np.full((6, 6), np.nan), output=[1.0] * 6)
    assert len(told) == 21
    assert told[-1] == "further: 16 more of the same kind."


def test_a_row_that_adds_to_less_than_nothing_has_no_output():
    demand = np.ones((6, 3))
    demand[0] = -100
    flows = table(sales=np.ones((6, 6)), demand=demand, output=[1.0] * 6)
    assert flows.with_output_as_row_sum().output.tolist() == [0, 9, 9, 9, 9, 9]


def test_summed_industries_keep_every_flow():
    whole = table().summed({"S1": "all", "S2": "all"}, "one industry")
    assert whole.transactions.tolist() == [[66, 25, 20], [29, 68, 28], [36, 34, 77]]
    assert whole.output.tolist() == [238, 266, 285]
    assert whole.places == ("A", "B", "C")


def test_an_unknown_place_is_answered_with_the_known_ones():
    with pytest.raises(UnknownCode, match="A, B, C"):
        table().rows_of("Z")


def test_places_may_lie_apart():
    order = [0, 2, 4, 1, 3, 5]
    flows = table()
    apart = table(
        sales=flows.transactions[np.ix_(order, order)],
        demand=flows.final_demand[order],
        places=tuple("ABCABC"),
        industries=("S1",) * 3 + ("S2",) * 3,
    )
    assert [rows.tolist() for rows in apart.rows_by_place()] == [[0, 3], [1, 4], [2, 5]]
