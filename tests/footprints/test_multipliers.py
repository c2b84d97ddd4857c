import numpy as np
import pytest
from tests.footprints.toy import JOBS, table

from decentwork.footprints import multipliers as module
from decentwork.footprints.leontief import factorise, reciprocal
from decentwork.footprints.multipliers import cheapest, multipliers, requirements


@pytest.fixture(params=["rough factors", "steps"])
def way(request, monkeypatch):
    monkeypatch.setattr(module, "cheapest", lambda *_: request.param)


@pytest.mark.usefixtures("way")
def test_multipliers_are_those_of_the_factorisation():
    flows = table()
    labour = np.array([JOBS, np.ones(6)]) * reciprocal(flows.output)
    exact = factorise(flows).multipliers(labour)
    assert multipliers(flows, labour) == pytest.approx(exact, rel=1e-10)


@pytest.mark.usefixtures("way")
def test_an_account_without_labour_has_no_multipliers():
    assert multipliers(table(), np.zeros((1, 6))).tolist() == [[0.0] * 6]


@pytest.mark.usefixtures("way")
def test_a_table_on_which_the_fast_way_fails_is_factorised(monkeypatch):
    monkeypatch.setattr(module, "RESTARTS", 0)
    flows = table()
    labour = np.array([JOBS]) * reciprocal(flows.output)
    assert multipliers(flows, labour) == pytest.approx(factorise(flows).multipliers(labour))


@pytest.mark.usefixtures("way")
def test_requirements_of_a_few_markets_are_those_of_the_factorisation():
    flows = table()
    demand = np.column_stack([flows.demand_by_market(), [0, 0, -3.0, 0, 0, 2.0]])
    exact = factorise(flows).requirements(demand)
    assert requirements(flows, demand) == pytest.approx(exact, rel=1e-10)


@pytest.mark.usefixtures("way")
def test_no_demand_requires_nothing():
    assert requirements(table(), np.zeros((6, 2))).tolist() == [[0.0, 0.0]] * 6


@pytest.mark.parametrize(
    ("sides", "rows", "said"),
    [
        (49, 7987, "steps"),
        (77, 3465, "rough factors"),
        (10, 900, "rough factors"),
        (770, 3465, "factors"),
        (2, 140, "factors"),
    ],
)
def test_the_more_sides_to_a_row_the_more_precise_factors_pay(sides, rows, said):
    assert cheapest(sides, rows) == said
