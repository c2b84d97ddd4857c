import numpy as np
import pytest
from tests.footprints.toy import JOBS, table

from decentwork.footprints import multipliers as module
from decentwork.footprints.leontief import factorise, reciprocal
from decentwork.footprints.multipliers import multipliers


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
