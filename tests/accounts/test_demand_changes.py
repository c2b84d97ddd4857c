import pandas as pd
import pytest
from tests.footprints.toy import table

from decentwork.accounts.demand_changes import COLUMNS, DemandChanges
from decentwork.estimates.errors import InvalidInput


def changes(*rows):
    return DemandChanges(frame=pd.DataFrame(rows, columns=list(COLUMNS)))


def test_a_factor_takes_its_part_of_one_product_in_one_market():
    change = changes(("1", "S2", "C", 0.5)).by_market(table())
    assert change[:, 2].tolist() == [0, -7, 0, -12, 0, -26]
    assert not change[:, :2].any()


def test_an_empty_market_means_all_markets():
    change = changes(("1", "S1", "", 0.9)).by_market(table())
    assert change.sum() == pytest.approx(-0.1 * (43 + 41 + 66))


def test_scenarios_are_combinations_of_the_demands_they_name():
    found = changes(("a", "S1", "A", 0.5), ("b", "S1", "A", 0.0), ("b", "S2", "B", 2.0))
    shares, demands = found.on(table())
    assert shares.toarray().tolist() == [[-0.5, 0.0], [-1.0, 1.0]]
    assert demands.toarray()[0].tolist() == [30, 0, 10, 0, 12, 0]
    assert demands.toarray()[1].tolist() == [0, 20, 0, 60, 0, 13]


@pytest.mark.parametrize(
    "rows",
    [
        [("1", "S1", "A", 0.5), ("1", "S1", "A", 0.6)],
        [("1", "S1", "", 0.5), ("1", "S1", "A", 0.6)],
        [("1", "", "A", 0.5), ("1", "S1", "", 0.6)],
    ],
)
def test_a_demand_named_twice_is_refused(rows):
    with pytest.raises(InvalidInput, match="twice"):
        changes(*rows)


def test_the_same_demand_in_two_scenarios_is_fine():
    assert changes(("a", "S1", "", 0.5), ("b", "S1", "", 0.6)).scenarios == ("a", "b")


def test_what_the_table_lacks_is_told_together():
    with pytest.raises(InvalidInput, match="2 problems"):
        changes(("1", "S9", "Z", 0.5)).by_market(table())


def test_a_negative_factor_is_refused():
    with pytest.raises(InvalidInput, match="-0.5"):
        changes(("1", "S1", "A", -0.5))
