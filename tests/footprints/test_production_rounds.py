import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.footprints.production_rounds import labour_by_round


def test_rounds_and_the_rest_add_to_the_whole():
    demand = table().final_demand.sum(axis=1)
    assert labour_by_round(table(), account(), demand, last=2).total == pytest.approx(sum(JOBS))
