import json

import pytest
from tests.footprints.test_dated_shocks import SIGNALS
from tests.footprints.toy import JOBS, account, table

from decentwork.footprints.exposure_by_month import exposure_by_month
from decentwork.footprints.leontief import factorise
from decentwork.footprints.risk_classes import Thresholds

CLOTHES = ("c4", "mining") * 3


@pytest.fixture(scope="module")
def found():
    leontief = factorise(table(industries=CLOTHES))
    return exposure_by_month(
        leontief, [account(industries=CLOTHES)], SIGNALS, ["2020-04", "2021-04"]
    )


def value(found, **labels):
    rows = found.frame
    for name, label in labels.items():
        rows = rows[rows[name] == label]
    return rows["value"].sum()


def test_the_classes_of_each_month_add_to_all_labour_of_the_chains(found):
    april = value(found, measure="jobs_in_chains", month="2020-04")
    assert april == pytest.approx(value(found, measure="jobs_in_chains", month="2021-04"))
    assert value(found, measure="jobs_in_chains", month="2021-04", risk="not known") == (
        pytest.approx(april)
    )


def test_a_far_fall_of_sales_puts_the_chain_at_high_risk(found):
    assert value(found, measure="jobs_in_chains", month="2020-04", risk="high") > 0
    assert value(found, measure="jobs_in_chains", month="2020-04", risk="medium") == 0


def test_closures_are_told_between_their_bounds(found):
    shares = [
        value(found, measure="imported_inputs_closed", month="2020-04", bound=bound)
        for bound in ("least", "most")
    ]
    assert 0 < shares[0] < shares[1] < 1


def test_manufacturing_workers_are_those_counted_by_their_inputs(found):
    counted = value(found, measure="jobs_with_inputs_closed", month="2020-04", bound="most")
    assert counted == pytest.approx(sum(JOBS[::2]))


def test_the_result_shows_thresholds_published_figures_and_reasons(found):
    assert "high from 30 per cent" in str(found)
    plain = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    assert plain["thresholds"]["demand"] == [0.1, 0.3]
    assert {it["value"] for it in plain["published"]} >= {292.0, 63.0, 255.0}
    assert len(plain["differences"]) > 3
    assert found.chart().to_dict()["mark"]["type"] == "bar"


def test_other_thresholds_change_the_classes_and_not_the_sum():
    leontief = factorise(table(industries=CLOTHES))
    labour = account(industries=CLOTHES)
    strict = exposure_by_month(
        leontief, [labour], SIGNALS, ["2020-04"], demand_thresholds=Thresholds(0.5, 0.9)
    )
    assert value(strict, measure="jobs_in_chains", risk="high") == 0
    assert value(strict, measure="jobs_in_chains", risk="medium") > 0


def test_in_a_month_without_closures_known_no_industry_is_called_safe(found):
    later = {"measure": "jobs_with_inputs_closed", "month": "2021-04", "bound": "most"}
    assert value(found, **later, risk="low") == 0
    assert value(found, **later, risk="not known") == pytest.approx(sum(JOBS[::2]))
