import numpy as np
import pytest
from tests.footprints.toy import JOBS, table

from decentwork.footprints import multipliers as module
from decentwork.footprints.leontief import factorise, reciprocal
from decentwork.footprints.multipliers import multipliers, pays, requirements


@pytest.fixture(params=["single precision", "iteration"])
def way(request, monkeypatch):
    monkeypatch.setattr(module, "LARGE", 0 if request.param == "iteration" else 3000)


@pytest.mark.usefixtures("way")
def test_multipliers_are_those_of_the_factorisation():
    flows = table()
    labour = np.array([JOBS, np.ones(6)]) * reciprocal(flows.output)
    exact = factorise(flows).multipliers(labour)
    assert multipliers(flows, labour) == pytest.approx(exact, rel=1e-10)


@pytest.mark.usefixtures("way")
def test_an_account_without_labour_has_no_multipliers():
    assert multipliers(table(), np.zeros((1, 6))).tolist() == [[0.0] * 6]


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


def test_no_demand_requires_nothing(monkeypatch):
    monkeypatch.setattr(module, "LARGE", 0)
    monkeypatch.setattr(module, "WIDE", 1)
    assert requirements(table(), np.zeros((6, 2))).tolist() == [[0.0, 0.0]] * 6


@pytest.mark.parametrize(("sides", "rows", "said"), [(49, 7987, True), (77, 3465, False)])
def test_many_markets_of_a_small_table_are_better_factorised(sides, rows, said):
    assert pays(sides, rows) is said
