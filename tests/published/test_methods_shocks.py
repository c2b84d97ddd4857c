# Toys of the methods notes (D.2, D.3) on the table of E.5. Tolerance: one unit of the last
# printed digit.

import numpy as np
import pandas as pd
import pytest
from tests.footprints.toy import account, as_printed, table

from decentwork.accounts.demand_changes import COLUMNS, DemandChanges
from decentwork.footprints.exposure import exposed_labour
from decentwork.footprints.inventories import run_inventories
from decentwork.footprints.leontief import factorise
from decentwork.footprints.participation import value_added_share
from decentwork.footprints.production_rounds import labour_by_round
from decentwork.footprints.published_exposure import PUBLISHED
from decentwork.footprints.shocks import (
    chain_labour,
    demand_change,
    ghosh_exposure,
    imported_input_disruption,
    output_without,
    value_added_without_exports,
)

TABLE = table()
LEONTIEF = factorise(TABLE)


def test_jobs_in_the_chains_of_an_industry():
    found = chain_labour(LEONTIEF, account(), ["S2"])
    assert as_printed(found, "13.503476 27.962057 21.288104 42.304059 7.671359 14.055514")
    assert as_printed([found.sum()], "126.784568")


def test_jobs_by_production_round():
    demand = TABLE.demand_by_market(["S2"]).sum(axis=1)
    found = labour_by_round(TABLE, account(), demand, last=4)
    rounds = found.frame.groupby("round", sort=False)["value"].sum()
    assert as_printed(rounds[:5], "50.687003 38.092573 19.947513 9.618019 4.518653")
    assert rounds.sum() == pytest.approx(126.784568, abs=1e-6)


def test_demand_ten_per_cent_lower():
    change = -0.1 * TABLE.demand_by_market(["S2"]).sum(axis=1)
    found = demand_change(LEONTIEF, account(), change)
    assert as_printed([found.sum()], "-12.678457")
    exactly = -0.1 * chain_labour(LEONTIEF, account(), ["S2"])
    assert found == pytest.approx(exactly, rel=1e-12)


def test_demand_ten_per_cent_lower_written_as_a_change_of_demand():
    rows = pd.DataFrame([("1", "S2", "", 0.9)], columns=list(COLUMNS))
    change = DemandChanges(frame=rows).by_market(TABLE)
    assert as_printed([exposed_labour(LEONTIEF, [account()], change).total], "-12.678457")


def test_imported_inputs_from_closed_workplaces():
    closed = np.repeat([0.5, 0.1, 0.0], 2)
    found = imported_input_disruption(TABLE, closed)
    assert as_printed(found, ".041176 .045833 .205882 .214286 .25 .27")


def test_less_primary_input_along_sales():
    found = ghosh_exposure(TABLE, np.array([-5.0, 0, 0, 0, 0, 0]))
    assert as_printed(found, "-6.500296 -1.114326 -.418029 -.843791 -.251898 -1.035705")
    assert as_printed([found.sum()], "-10.164044")


def test_output_elsewhere_without_a_country():
    found = output_without(TABLE, "A")
    assert as_printed(found[2:], "18.496256 25.068637 40.624355 13.676055")
    assert as_printed([found.sum()], "97.865303")


def test_value_added_without_exports():
    found = value_added_without_exports(TABLE, value_added_share(TABLE))
    assert as_printed(found, "57.112777 79.483495 93.532303")


def test_an_inventory_model_without_a_shock_stays_in_its_steady_state():
    found = run_inventories(TABLE, np.zeros((30, 6)))
    assert (found.production == 1.0).all()
    assert (found.served == 1.0).all()


def test_headlines_of_the_brief_fit_its_own_words():
    by_id = {it.id: it.value for it in PUBLISHED}
    at_risk = by_id["demand_high"] + by_id["demand_medium"]
    assert 2 * at_risk == 710  # "more than half" of jobs in manufacturing chains: fewer than this
    assert 7 * at_risk == 2485  # "more than one in seven" of all jobs
    assert (by_id["imported_inputs"], by_id["inputs_workers"]) == (0.35, 255)
