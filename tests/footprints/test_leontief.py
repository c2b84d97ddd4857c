import numpy as np
import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.accounts.labour import labour_per_output
from decentwork.estimates.errors import SingularTable
from decentwork.footprints.leontief import factorise


def test_demand_at_hand_requires_the_output_at_hand():
    flows = table()
    required = factorise(flows).requirements(flows.final_demand.sum(axis=1, keepdims=True))
    assert required[:, 0] == pytest.approx(flows.output)


def test_multipliers_of_demand_give_the_labour_behind_it():
    flows = table()
    by_demand = factorise(flows).multipliers(labour_per_output(account(), flows))
    assert by_demand[0] @ flows.final_demand.sum(axis=1) == pytest.approx(sum(JOBS))


def test_multipliers_are_those_of_the_inverse_though_rows_are_exchanged():
    sales = np.random.default_rng(1).random((6, 6)) * 20
    sales[0, 4] = 400  # so that rows are exchanged in factorising
    flows = table(sales=sales)
    system = factorise(flows)
    assert (system.pivots != np.arange(6)).any()
    sides = np.eye(6)[[5, 0, 3, 3]] * 2.5
    sides[1, 4] = 1.0
    assert system.multipliers(sides) == pytest.approx(
        sides @ np.linalg.inv(np.eye(6) - flows.transactions / flows.output)
    )


def test_an_industry_without_output_buys_nothing_and_employs_nobody():
    flows = table(
        sales="4 0\n0 0",
        demand="6\n0",
        places=("A", "A"),
        industries=("S1", "S2"),
        markets=("A",),
        categories=("all",),
    )
    jobs = account((5.0, 3.0), places=("A", "A"), industries=("S1", "S2"), how=("observed",) * 2)
    assert labour_per_output(jobs, flows).tolist() == [0.5, 0.0]
    assert factorise(flows).multipliers(np.ones((1, 2)))[0] == pytest.approx([1 / 0.6, 1.0])


def test_industries_that_buy_all_they_make_have_no_requirements():
    flows = table(
        sales="5 5\n5 5",
        demand="0\n0",
        places=("A", "A"),
        industries=("S1", "S2"),
        markets=("A",),
        categories=("all",),
    )
    with pytest.raises(SingularTable, match="toy 2011"):
        factorise(flows)
