import numpy as np
import pytest
from tests.footprints.toy import table

from decentwork.accounts.balance import balance


def test_a_table_that_adds_up_has_no_row_off():
    report = balance(table())
    assert report.rows_off().empty
    assert report.total_row_gap_share == 0
    assert report.frame["value_added"].tolist() == [50, 57, 51, 88, 117, 43]


def test_the_row_that_is_off_is_named_with_its_gap_as_a_share_of_output():
    report = balance(table(output=[100, 145, 86, 180, 155, 130]))
    off = report.rows_off()
    assert off[["place", "industry", "row_gap"]].to_numpy().tolist() == [["A", "S1", 7.0]]
    assert report.largest_row_gap_share == pytest.approx(0.07)


def test_an_industry_that_buys_more_than_it_makes_is_named():
    report = balance(table(output=[93, 60, 86, 180, 155, 130]))
    assert report.columns_off()["industry"].tolist() == ["S2"]


def test_empty_industries_and_negative_flows_are_counted():
    sales, demand = np.ones((6, 6)), np.ones((6, 3))
    sales[0], demand[0] = 0, 0
    sales[1, 1], demand[1, 2] = -1, -2
    output = sales.sum(axis=1) + demand.sum(axis=1)
    report = balance(table(sales=sales, demand=demand, output=output))
    assert report.zero_output()[["place", "industry"]].to_numpy().tolist() == [["A", "S1"]]
    assert (report.negative_transactions, report.negative_final_demand) == (1, 1)
    assert report.to_dict()["zero_output"] == [{"place": "A", "industry": "S1"}]
