import numpy as np
import pandas as pd
import pytest
from tests.footprints.toy import provenance, table

from decentwork.accounts.months import COLUMNS, MonthlySeries
from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.footprints.dated_shocks import (
    DemandSignals,
    closed_on,
    closed_share,
    demand_fall,
    manufactures,
    on_places,
)

MEAN, MOST = "c2_workplace_closing_mean", "c2_workplace_closing_max"
WIOD = {"industries": ("c4", "c5") * 3}


def series(*rows):
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return MonthlySeries(name="monthly", unit="any", frame=frame, provenance=provenance())


CLOSURES = series(
    ("A", MEAN, "2020-04", 2.4), ("A", MOST, "2020-04", 3.0),
    ("B", MEAN, "2020-04", 2.0), ("B", MOST, "2020-04", 2.0),
    ("A", "stringency_index_mean", "2020-04", 75.0),
)  # fmt: skip
VISITS = series(
    ("A", "retail_recreation", "2020-04", -40.0), ("B", "retail_recreation", "2020-04", -20.0)
)
SALES = series(
    ("B", "clothing", "2019-04", 90.0), ("B", "clothing", "2020-04", 27.0),
    ("B", "all-retailing", "2019-04", 100.0), ("B", "all-retailing", "2020-04", 95.0),
)  # fmt: skip
SIGNALS = DemandSignals(closures=CLOSURES, visits=VISITS, sales=(SALES,))


def test_days_at_the_highest_level_lie_within_what_the_mean_allows():
    least, most = closed_share(CLOSURES, "2020-04", table())
    assert least[:4] == pytest.approx([0.4, 0.4, 0, 0])
    assert most[:4] == pytest.approx([0.8, 0.8, 0, 0])
    assert np.isnan(least[4:]).all()


@pytest.mark.parametrize("levels", [[3] * 12 + [2] * 18, [3] * 20 + [0] * 10, [1] * 29 + [3]])
def test_the_bounds_hold_the_true_share_of_days(levels):
    closures = series(
        ("A", MEAN, "2020-04", float(np.mean(levels))), ("A", MOST, "2020-04", float(max(levels)))
    )
    least, most = closed_share(closures, "2020-04", table())
    assert least[0] <= levels.count(3) / 30 <= most[0]


def test_visits_stand_for_demand_where_no_sales_are_observed():
    falls = demand_fall(SIGNALS, "2020-04", table(**WIOD))
    assert falls[:, 0] == pytest.approx(np.full(6, 0.4))
    assert np.isnan(falls[:, 2]).all()


def test_observed_sales_replace_visits_by_product():
    falls = demand_fall(SIGNALS, "2020-04", table(**WIOD))
    assert falls[:2, 1] == pytest.approx([0.7, 0.05])


def test_stringency_is_another_signal():
    falls = demand_fall(SIGNALS, "2020-04", table(), "stringency")
    assert falls[0, 0] == 0.75
    assert np.isnan(falls[0, 1])
    with pytest.raises(UnknownCode, match="visits, stringency"):
        demand_fall(SIGNALS, "2020-04", table(), "mood")


def test_a_month_without_data_is_not_known_rather_than_low():
    assert np.isnan(demand_fall(SIGNALS, "2021-04", table())).all()


def test_the_rest_of_the_world_gets_the_mean_of_the_places_not_named():
    found = on_places({"A": 1.0, "X": 2.0, "Y": 4.0}, ("A", "B", "ROW"))
    assert found[[0, 2]] == pytest.approx([1.0, 3.0])
    assert np.isnan(found[1])


def test_manufactures_are_known_by_classification():
    assert manufactures(table(industries=("c3", "c17") * 3)) == ("c3",)
    assert manufactures(table(industries=("C13T15", "D35") * 3)) == ("C13T15",)
    assert manufactures(table(industries=("manufacturing", "mining") * 3)) == ("manufacturing",)
    with pytest.raises(UnknownCode, match="S1"):
        manufactures(table())


def test_a_closed_place_closes_each_of_its_industries_but_those_named():
    found = closed_on(table(), {("A", ""): 0.5, ("A", "S2"): 0.0, ("C", "S1"): 1.0})
    assert found.tolist() == [0.5, 0, 0, 0, 1, 0]


def test_closures_of_unknown_places_or_beyond_all_are_told_together():
    with pytest.raises(InvalidInput, match="2 problems"):
        closed_on(table(), {("Z", ""): 0.5, ("A", ""): 1.5})
