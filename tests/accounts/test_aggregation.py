import numpy as np
import pandas as pd
import pytest

from decentwork.accounts.aggregation import aggregate, aggregate_account
from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table
from decentwork.classifications.concordances import Concordance
from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit

PLACES, INDUSTRIES = ("P", "Q", "R"), ("I1", "I2")
INVENTED = Provenance(
    origins=(Origin(publisher="Nobody", title="t", licence="l", citation="invented"),)
)


def table(flows, demand, categories=("all",) * 3):
    flows, demand = np.asarray(flows, float), np.asarray(demand, float)
    return Table(
        name="mine",
        year=2011,
        unit="million USD",
        places=tuple(np.repeat(PLACES, 2).tolist()),
        industries=INDUSTRIES * 3,
        markets=PLACES,
        categories=categories,
        transactions=flows,
        final_demand=demand,
        output=flows.sum(axis=1) + demand.sum(axis=1),
        provenance=INVENTED,
    )


def drawn(seed):
    rng = np.random.default_rng(seed)
    return table(rng.uniform(0, 2, (6, 6)), rng.uniform(5, 20, (6, 3)))


def workers(values):
    frame = pd.DataFrame(
        {"place": np.repeat(PLACES, 2), "industry": INDUSTRIES * 3, "year": 2011,
         "value": values, "how": ["observed"] * 5 + ["modelled"], "control": ""}
    )  # fmt: skip
    return AccountSeries(
        name="employment", unit=Unit.PERSONS, frame=frame, provenance=INVENTED,
        median_error=NoInterval("invented"),
    )  # fmt: skip


def test_regions_and_industries_are_summed_with_their_markets():
    flows = np.arange(36.0).reshape(6, 6)
    found = aggregate(
        table(flows, np.ones((6, 3))),
        regions={"P": "PQ", "Q": "PQ", "R": "R"},
        industries={"I1": "all", "I2": "all"},
        name="small",
    )
    assert (found.places, found.industries) == (("PQ", "R"), ("all", "all"))
    assert found.transactions.tolist() == [
        [flows[:4, :4].sum(), flows[:4, 4:].sum()],
        [flows[4:, :4].sum(), flows[4:, 4:].sum()],
    ]
    assert found.markets == ("PQ", "R")
    assert found.final_demand.tolist() == [[8, 4], [4, 2]]


def test_rows_of_a_region_stay_together_when_its_parts_were_apart():
    found = aggregate(drawn(1), regions={"P": "PR", "Q": "Q", "R": "PR"}, name="small")
    assert found.places == ("PR", "PR", "Q", "Q")


def test_a_concordance_shares_an_industry_out_and_keeps_every_total():
    shares = Concordance(
        source="mine", target="theirs", weights={"I1": {"a": 0.25, "b": 0.75}, "I2": {"b": 1.0}}
    )
    before = drawn(2)
    after = aggregate(before, industries=shares, name="theirs")
    assert after.output.sum() == pytest.approx(before.output.sum())
    assert after.transactions.sum() == pytest.approx(before.transactions.sum())
    assert after.output[0] == pytest.approx(0.25 * before.output[0])


def test_codes_without_a_group_are_all_told():
    half = Concordance(
        source="mine", target="theirs", weights={"I1": {"a": 0.5}, "I2": {"a": 1.0}},
        complete=False,
    )  # fmt: skip
    with pytest.raises(InvalidInput) as told:
        aggregate(drawn(1), regions={"P": "X"}, industries=half, name="small")
    assert [it.where for it in told.value.problems] == ["region Q", "region R", "industry I1"]


def test_an_account_is_known_for_a_group_only_when_each_cell_is():
    known = workers([1.0, 2, 3, 4, 5, 6])
    frame = known.frame.drop(index=0)
    partly = AccountSeries(
        name="employment", unit=Unit.PERSONS, frame=frame, provenance=INVENTED,
        median_error=NoInterval("invented"),
    )  # fmt: skip
    groups = {"P": "PQ", "Q": "PQ", "R": "R"}
    whole = aggregate_account(known, regions=groups).in_year(2011)
    assert dict(zip(zip(whole.places, whole.industries, strict=True), whole.values,
                    strict=True)) == {("PQ", "I1"): 4, ("PQ", "I2"): 6, ("R", "I1"): 5,
                                      ("R", "I2"): 6}  # fmt: skip
    some = aggregate_account(partly, regions=groups).in_year(2011)
    assert ("PQ", "I1") not in set(zip(some.places, some.industries, strict=True))
    both = aggregate_account(known, industries={"I1": "all", "I2": "all"}).in_year(2011)
    assert both.how == ("observed", "observed", "modelled")
