import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decentwork.accounts.aggregation import aggregate, aggregate_account
from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.footprints import any_footprint
from decentwork.footprints.leontief import factorise

PLACES = ("P", "Q", "R")
INDUSTRIES = ("I1", "I2")
GROUPS = {"I1": "all", "I2": "all"}
INVENTED = Provenance(
    origins=(Origin(publisher="Nobody", title="t", licence="l", citation="invented"),)
)


def homogeneous(seed):
    """Both industries of a place buy by one recipe and need the same labour for a unit."""
    rng = np.random.default_rng(seed)
    coefficients = np.repeat(rng.uniform(0, 0.12, (6, 3)), 2, axis=1)
    demand = rng.uniform(1, 9, (6, 3))
    output = np.linalg.solve(np.eye(6) - coefficients, demand.sum(axis=1))
    table = Table(
        name="fine",
        year=2011,
        unit="million USD",
        places=tuple(np.repeat(PLACES, 2).tolist()),
        industries=INDUSTRIES * 3,
        markets=PLACES,
        categories=("all",) * 3,
        transactions=coefficients * output,
        final_demand=demand,
        output=output,
        provenance=INVENTED,
    )
    frame = pd.DataFrame(
        {"place": table.places, "industry": table.industries, "year": 2011,
         "value": np.repeat(rng.uniform(0.1, 3, 3), 2) * output, "how": "observed", "control": ""}
    )  # fmt: skip
    labour = AccountSeries(
        name="employment", unit=Unit.PERSONS, frame=frame, provenance=INVENTED,
        median_error=NoInterval("invented"),
    )  # fmt: skip
    return table, labour


def footprint(table, series, perspective="final_demand"):
    labour = series.in_year(2011)
    found = any_footprint.footprint(factorise(table), labour, perspective=perspective)
    return found.to_frame()["value"].to_numpy()


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_where_industries_of_a_group_are_alike_summing_first_or_last_is_the_same(seed):
    table, labour = homogeneous(seed)
    coarse = aggregate(table, industries=GROUPS, name="coarse")
    summed = aggregate_account(labour, industries=GROUPS)
    for perspective in ("final_demand", "domestic_L"):
        assert footprint(coarse, summed, perspective) == pytest.approx(
            footprint(table, labour, perspective), rel=1e-9
        )


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.permutations(PLACES))
def test_summing_keeps_every_total_of_money_and_labour(seed, order):
    table, labour = homogeneous(seed)
    regions = {order[0]: "X", order[1]: "X", order[2]: "Y"}
    coarse = aggregate(table, regions=regions, name="coarse")
    assert coarse.transactions.sum() == pytest.approx(table.transactions.sum())
    assert coarse.final_demand.sum() == pytest.approx(table.final_demand.sum())
    assert coarse.output.sum() == pytest.approx(table.output.sum())
    assert coarse.value_added().sum() == pytest.approx(table.value_added().sum())
    people = aggregate_account(labour, regions=regions).in_year(2011)
    assert people.total == pytest.approx(labour.in_year(2011).total)
