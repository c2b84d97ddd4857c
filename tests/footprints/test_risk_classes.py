import numpy as np
import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.errors import InvalidInput
from decentwork.footprints.leontief import factorise
from decentwork.footprints.risk_classes import (
    Thresholds,
    chain_labour_at_risk,
    chain_output_at_risk,
    labour_by_disruption,
)
from decentwork.footprints.shocks import chain_labour

TENTHS = Thresholds(0.1, 0.3)


def test_a_class_begins_at_its_threshold():
    shares = np.array([0.05, 0.1, 0.29, 0.3, -0.4, np.nan])
    assert TENTHS.of(shares).tolist() == ["low", "medium", "medium", "high", "low", "not known"]


def test_thresholds_say_what_they_are():
    assert str(TENTHS) == "high from 30 per cent, medium from 10 per cent, low below"


@pytest.mark.parametrize(("medium", "high"), [(0.3, 0.1), (0.0, 0.2), (0.5, 1.5)])
def test_thresholds_out_of_order_are_refused(medium, high):
    with pytest.raises(InvalidInput):
        Thresholds(medium, high)


def test_labour_of_a_chain_is_shared_out_among_the_classes_and_none_is_lost():
    fall = np.tile([0.5, 0.2, np.nan], (6, 1))
    found = chain_labour_at_risk(
        factorise(table()), [account()], {"2020-04": fall}, ["S2"], TENTHS
    ).set_index("risk")["value"]
    assert found.sum() == pytest.approx(126.784568)
    assert found["low"] == 0
    assert min(found[["high", "medium", "not known"]]) > 0


def test_if_all_demand_fell_far_all_labour_of_the_chain_is_at_high_risk():
    fall = np.full((6, 3), 0.9)
    leontief = factorise(table())
    found = chain_labour_at_risk(
        leontief, [account()], {"m": fall}, ["S2"], TENTHS, work=("place", "industry")
    )
    high = found[found["risk"] == "high"]["value"]
    assert high.to_numpy() == pytest.approx(chain_labour(leontief, account(), ["S2"]))


def test_workers_are_classed_by_their_industrys_imported_inputs():
    cut = {"m": np.array([0.5, 0.2, 0.0, 0.1, np.nan, 0.3])}
    found = labour_by_disruption(table(), [account()], cut, ["S1", "S2"], TENTHS)
    assert found.set_index("risk")["value"].to_dict() == pytest.approx(
        {"high": 40 + 15, "medium": 30 + 45, "low": 60, "not known": 20}
    )


def test_output_at_risk_carries_the_same_labour():
    leontief = factorise(table())
    demand = table().demand_by_market()
    falls = {"2020-04": np.tile([0.5, 0.2, 0.0], (len(demand), 1))}
    output = chain_output_at_risk(leontief, falls, ["S1"], Thresholds())
    labour = chain_labour_at_risk(leontief, [account()], falls, ["S1"], Thresholds())
    per = np.array(JOBS) / table().output
    for risk, rows in output.groupby("risk"):
        told = labour[labour["risk"] == risk]["value"].sum()
        assert float(rows["output"].to_numpy() @ per) == pytest.approx(told)
