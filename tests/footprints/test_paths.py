import numpy as np
import pytest
from tests.footprints.toy import account, table

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.interval import NoInterval
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.carriers import carriers
from decentwork.footprints.leontief import factorise
from decentwork.footprints.paths import structural_paths
from decentwork.footprints.uncertainty import AccountError

TABLE = table()
LEONTIEF = factorise(TABLE)

# Avonia's mills buy half of their output from Bexland's farms and a fifth from themselves; the last
# buyer, in Avonia, buys 100. By hand: mills make 125, farms 62.5; a job for each 5 of the mills'
# output and each 2.5 of the farms'.
MILLS = table(
    sales=np.array([[25.0, 0.0], [62.5, 0.0]]),
    demand=np.array([[100.0], [0.0]]),
    places=("XAA", "XAB"),
    industries=("mills", "farms"),
    markets=("XAA",),
    categories=("all",),
)
LABOUR = account(
    [25.0, 25.0], places=("XAA", "XAB"), industries=("mills", "farms"), how=("observed",) * 2
)
MILL, FARM = ("XAA", "mills"), ("XAB", "farms")


def test_paths_by_hand():
    found = structural_paths(MILLS, LABOUR, threshold=0.05)
    assert found.total == pytest.approx(50)
    told = dict(zip(found.frame["path"], found.frame["value"], strict=True))
    assert told == {
        (MILL,): pytest.approx(20),
        (FARM, MILL): pytest.approx(20),
        (MILL, MILL): pytest.approx(4),
        (FARM, MILL, MILL): pytest.approx(4),
    }
    assert found.remainder == pytest.approx(2)


def test_a_path_says_where_the_labour_is_done_and_how_far_from_the_market():
    row = structural_paths(MILLS, LABOUR, threshold=0.05).frame.query("steps == 2").iloc[0]
    assert (row["place"], row["industry"], row["path"][-1]) == ("XAB", "farms", MILL)
    assert row["share"] == pytest.approx(0.08)


def test_depth_ends_paths_and_the_rest_is_in_the_remainder():
    found = structural_paths(MILLS, LABOUR, threshold=0.001, depth=1)
    assert found.frame["steps"].max() == 1
    assert found.remainder == pytest.approx(50 - 44)


def test_the_remainder_is_the_last_row():
    rows = structural_paths(MILLS, LABOUR, threshold=0.05).rows()
    assert rows["path"].iloc[-2] in (["XAB farms", "XAA mills", "XAA mills"], ["XAA mills"] * 2)
    assert rows["path"].isna().tolist() == [False] * 4 + [True]
    assert rows["value"].sum() == pytest.approx(50)


def test_every_path_above_the_threshold_is_found():
    found = structural_paths(TABLE, account(), threshold=0.002, depth=4)
    flows = TABLE
    inputs = flows.transactions / flows.output
    per_output = account().values / flows.output
    size, paths = found.total * 0.002, 0
    layers = [{(it,): bought for it, bought in enumerate(flows.final_demand.sum(axis=1))}]
    for _ in range(4):
        layers.append(
            {
                (*path, row): inputs[row, path[-1]] * flow
                for path, flow in layers[-1].items()
                for row in range(6)
            }
        )
    for layer in layers:
        paths += sum(per_output[path[-1]] * flow >= size for path, flow in layer.items())
    assert len(found.frame) == paths


def test_a_selection_has_the_total_of_its_footprint():
    found = structural_paths(
        TABLE, account(), market=["B"], product=["S2"], place=["A"], threshold=0.01
    )
    told = footprint(LEONTIEF, account(), ("place",), place=["A"], market=["B"], product=["S2"])
    assert found.total == pytest.approx(told.total)
    assert set(found.frame["place"]) == {"A"}
    assert "for B" in str(found)
    assert found.to_dict()["remainder"] == pytest.approx(found.remainder)


@pytest.mark.parametrize("wrong", [{"threshold": 0}, {"threshold": 2}, {"depth": -1}])
def test_a_threshold_or_depth_that_means_nothing_is_refused(wrong):
    with pytest.raises(InvalidInput):
        structural_paths(TABLE, account(), **wrong)


def test_a_threshold_with_too_many_paths_is_refused(monkeypatch):
    monkeypatch.setattr("decentwork.footprints.paths.MOST", 5)
    with pytest.raises(InvalidInput, match="more than 5 paths"):
        structural_paths(TABLE, account(), threshold=0.001)


def test_carriers_are_the_largest_cells_with_their_share():
    found = carriers(LEONTIEF, account(), market=["B"], most=2)
    cells = footprint(LEONTIEF, account(), ("place", "industry"), market=["B"])
    largest = cells.frame.sort_values("value", ascending=False).head(2)
    assert found["value"].tolist() == pytest.approx(largest["value"].tolist())
    assert found["cumulative"].iloc[-1] == pytest.approx(largest["value"].sum() / cells.total)


def test_ranks_of_carriers_are_bands_where_the_error_is_known():
    error = AccountError(values=account().values, controls=("",) * 6, cells=0.4)
    chance = np.random.default_rng(7)
    found = carriers(LEONTIEF, account(), market=["B"], error=error, rng=chance)
    assert (found["rank_low"] <= found["rank"]).all()
    assert (found["rank"] <= found["rank_high"]).all()
    assert (found["low"] < found["value"]).all()
    unsure = carriers(LEONTIEF, account(), market=["B"], error=NoInterval("nothing is known"))
    assert "rank_low" not in unsure
