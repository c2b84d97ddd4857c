"""Thousands of demand scenarios at once: multipliers once, then one product."""

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.demand_changes import DemandChanges
from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Table
from decentwork.footprints.exposure import labour_rows
from decentwork.footprints.multipliers import multipliers

_BLOCK = 1000  # scenarios a task: enough that handing it over is cheap


def scenario_exposures(
    table: Table,
    accounts: Sequence[LabourAccount],
    changes: DemandChanges,
    work: Sequence[str] = ("account",),
    cluster: str | None = None,
) -> pd.DataFrame:
    """Return labour exposed in each scenario: rows of scenario, `work` and value.

    Parameters
    ----------
    work : sequence of "account", "place", "industry"
        The labels of work to keep.
    cluster : str, optional
        Address of a Dask scheduler ("tcp://host:port"); needs the extra `cluster`.
    """
    coefficients, labels = labour_rows(table, accounts, work)
    shares, demands = changes.on(table)
    # What each named demand carries: a scenario is a combination of a few of them.
    carried = demands @ multipliers(table, coefficients.toarray()).T
    found = exposures(carried.T, shares, cluster)
    count = len(labels)
    named = pd.DataFrame({"scenario": np.repeat(changes.scenarios, count)})
    repeated = pd.concat([labels] * len(changes.scenarios), ignore_index=True)
    return pd.concat([named, repeated], axis=1).assign(value=found.ravel())


def exposures(carried: Matrix, changes: Matrix | csr_array, cluster: str | None = None) -> Matrix:
    """Return labour exposed in each of m scenarios: (m, s).

    Parameters
    ----------
    carried : (s, n) array, labour per money
        Multipliers, `multipliers`; or (s, c) labour behind each of c demands.
    changes : (m, n) array or sparse array, money
        Change of final demand in each scenario; or (m, c) shares of each of c demands.
    cluster : str, optional
        Address of a Dask scheduler. Here and there give the same numbers.
    """
    if cluster is None:
        return _exposed(carried, changes)
    from distributed import Client

    with Client(cluster) as client:  # type: ignore[no-untyped-call]  # distributed is half typed
        there = client.scatter(carried, broadcast=True)
        tasks = [
            client.submit(_exposed, there, changes[first:end], pure=False)
            for first, end in _spans(changes.shape[0])
        ]
        return np.concatenate(client.gather(tasks))


def _exposed(carried: Matrix, changes: Matrix | csr_array) -> Matrix:
    # Few rows times many columns: this way round OpenBLAS reads the changes once.
    return np.asarray((carried @ changes.T).T)


def _spans(count: int) -> Iterator[tuple[int, int]]:
    for first in range(0, count, _BLOCK):
        yield first, min(first + _BLOCK, count)
