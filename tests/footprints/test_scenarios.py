import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_array
from tests.footprints.toy import JOBS, account, table

from decentwork.accounts.demand_changes import COLUMNS, DemandChanges
from decentwork.footprints.exposure import exposed_labour
from decentwork.footprints.leontief import factorise
from decentwork.footprints.scenarios import exposures, scenario_exposures


def falls(count):
    rows = [(f"s{it}", "S2", "C", it / count) for it in range(count)]
    return DemandChanges(frame=pd.DataFrame(rows, columns=list(COLUMNS)))


def test_each_scenario_is_what_it_would_be_alone():
    found = scenario_exposures(table(), [account()], falls(4), work=("place",))
    alone = DemandChanges(frame=falls(4).frame.iloc[[2]]).by_market(table())
    wanted = exposed_labour(factorise(table()), [account()], alone)
    rows = found[found["scenario"] == "s2"].set_index("place")["value"]
    assert rows.to_dict() == pytest.approx({it: wanted.at(place=it) for it in "ABC"})
    assert len(found) == 4 * 3


def test_accounts_have_rows_of_their_own():
    women = account([0.4 * it for it in JOBS], "women")
    found = scenario_exposures(table(), [account(), women], falls(3))
    by_account = found.pivot(index="scenario", columns="account", values="value")
    assert by_account["women"].to_numpy() == pytest.approx(
        0.4 * by_account["employment"].to_numpy()
    )


def test_dense_and_sparse_changes_are_the_same():
    rng = np.random.default_rng(1)
    carried, changes = rng.random((2, 6)), rng.random((5, 6))
    assert exposures(carried, csr_array(changes)) == pytest.approx(exposures(carried, changes))


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_of_two_processes_gives_the_same_numbers():
    from distributed import LocalCluster

    changes = falls(2500)  # three tasks
    here = scenario_exposures(table(), [account()], changes)
    with LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
    ) as cluster:
        there = scenario_exposures(table(), [account()], changes, cluster=cluster.scheduler_address)
    assert there.equals(here)
