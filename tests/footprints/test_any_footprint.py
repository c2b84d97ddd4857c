import numpy as np
import pytest
from tests.footprints.toy import CHILDREN, JOBS, account, table

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.footprints.any_footprint import footprint, not_known, production_and_consumption
from decentwork.footprints.exports import bilateral_exports
from decentwork.footprints.footprint import LABELS, PERSPECTIVES
from decentwork.footprints.leontief import factorise

TABLE = table()
LEONTIEF = factorise(TABLE)
PER_OUTPUT = np.array(JOBS) / TABLE.output
TOTAL = np.linalg.inv(np.eye(6) - TABLE.transactions / TABLE.output)


def holed():
    kept = {"places": tuple("AABB"), "industries": ("S1", "S2") * 2, "how": ("observed",) * 4}
    return account(JOBS[:4], **kept)


def requirements(perspective):
    """What a perspective counts of the whole inverse: all, the blocks at home, or neither."""
    home = np.equal.outer(TABLE.places, TABLE.places)
    if perspective == "domestic_L":
        return np.linalg.inv(np.eye(6) - np.where(home, TABLE.transactions / TABLE.output, 0))
    blocks = {"final_demand": TOTAL, "domestic_B": np.where(home, TOTAL, 0), "direct": np.eye(6)}
    return blocks[perspective]


@pytest.mark.parametrize("perspective", PERSPECTIVES)
@pytest.mark.parametrize("by", [("place", "market"), ("industry", "market"), ("market", "place")])
def test_cells_are_labour_times_requirements_times_what_is_bought(perspective, by):
    found = footprint(LEONTIEF, account(), by, perspective=perspective)
    demand = TABLE.final_demand if perspective == "final_demand" else bilateral_exports(TABLE)
    wanted = PER_OUTPUT[:, np.newaxis] * (requirements(perspective) @ demand)
    work = next(it for it in by if it != "market")
    labels = np.array(TABLE.places if work == "place" else TABLE.industries)
    for cell in found.frame.to_dict(orient="records"):
        value = wanted[labels == cell[work], "ABC".index(cell["market"])].sum()
        assert cell["value"] == pytest.approx(value)
    assert found.total == pytest.approx(wanted.sum())


def test_the_four_labels_together_are_the_inverse_times_demand():
    found = footprint(LEONTIEF, account(), ("place", "industry", "market", "product"))
    sold = TABLE.final_demand * (np.array(TABLE.industries) == "S2")[:, np.newaxis]
    value = PER_OUTPUT[0] * TOTAL[0] @ sold[:, 1]
    assert found.at(place="A", industry="S1", market="B", product="S2") == pytest.approx(value)
    assert len(found.frame) == 3 * 2 * 3 * 2


@pytest.mark.parametrize("perspective", PERSPECTIVES)
@pytest.mark.parametrize("label", LABELS)
def test_cells_add_to_the_same_sum_whatever_they_are_shown_by(perspective, label):
    found = footprint(LEONTIEF, account(), (label,), perspective=perspective)
    whole = footprint(LEONTIEF, account(), perspective=perspective)
    assert found.total == pytest.approx(whole.total)


def test_direct_labour_is_in_the_industry_that_sells_what_is_bought():
    found = footprint(LEONTIEF, account(), ("place", "industry", "product", "through"))
    bought = TABLE.final_demand[0].sum()
    own = found.at(place="A", industry="S1", product="S1", through="direct")
    assert own == pytest.approx(PER_OUTPUT[0] * bought)
    assert found.at(industry="S1", product="S2", through="direct") == 0


def test_imported_labour_is_what_domestic_sales_do_not_explain():
    found = footprint(LEONTIEF, account(), ("place", "through"))
    domestic = np.linalg.inv(np.eye(2) - (TABLE.transactions / TABLE.output)[:2, :2])
    by_sales = PER_OUTPUT[:2] @ domestic @ TABLE.final_demand[:2].sum(axis=1)
    home = found.at(place="A", through="direct") + found.at(place="A", through="domestic_indirect")
    assert home == pytest.approx(by_sales)
    assert home + found.at(place="A", through="imported") == pytest.approx(70)


def test_direct_exports_go_through_nothing_else():
    found = footprint(LEONTIEF, account(), ("through",), perspective="direct")
    assert found.frame["through"].tolist() == ["direct"]


def test_by_product_exports_are_those_of_the_exporting_industry():
    for perspective in ("direct", "domestic_L", "domestic_B"):
        found = footprint(LEONTIEF, account(), ("place", "product"), perspective=perspective)
        content = [
            (PER_OUTPUT * (np.array(TABLE.places) == place)) @ requirements(perspective)
            for place in TABLE.places
        ]
        told = np.diagonal(content) * bilateral_exports(TABLE).sum(axis=1)
        assert found.frame["value"].to_numpy() == pytest.approx(told)


def test_a_selection_is_the_sum_of_its_cells():
    whole = footprint(LEONTIEF, account(), ("place", "industry", "market", "product"))
    chosen = footprint(
        LEONTIEF, account(), ("market",), place=["A", "C"], industry=["S2"], product=["S1"]
    )
    there = sum(whole.at(place=it, industry="S2", market="B", product="S1") for it in "AC")
    assert chosen.at(market="B") == pytest.approx(there)


def test_regions_are_sums_and_keep_exports_between_their_countries():
    regions = {"A": "North", "B": "North"}
    fine = footprint(LEONTIEF, account(), perspective="domestic_L")
    wide = footprint(LEONTIEF, account(), perspective="domestic_L", regions=regions)
    inside = fine.at(place="A", market="B") + fine.at(place="B", market="A")
    assert wide.at(place="North", market="North") == pytest.approx(inside)
    assert wide.total == pytest.approx(fine.total)
    assert set(wide.frame["place"]) == {"North", "C"}


def test_labour_that_is_not_known_is_left_out_and_named():
    found = footprint(LEONTIEF, holed())
    whole = footprint(LEONTIEF, account())
    assert set(found.frame["place"]) == {"A", "B"}
    assert found.at(place="A", market="C") == pytest.approx(whole.at(place="A", market="C"))
    assert not_known(holed(), TABLE) == ("C",)
    assert "without C, of which labour is not known" in str(found.provenance.to_dict())


def test_labour_of_a_place_that_is_not_known_is_no_row():
    assert footprint(LEONTIEF, holed(), place=["C"]).frame.empty


def test_what_does_not_exist_is_refused():
    with pytest.raises(UnknownCode, match="colour"):
        footprint(LEONTIEF, account(), ("place", "colour"))
    with pytest.raises(UnknownCode, match="labels"):
        footprint(LEONTIEF, account(), ())
    with pytest.raises(UnknownCode, match="domestic_L"):
        footprint(LEONTIEF, account(), perspective="sideways")
    with pytest.raises(InvalidInput, match="2 problems"):
        footprint(LEONTIEF, account(), place=["Z"], product=["S9"])


def test_production_and_consumption_differ_by_what_is_exported_and_imported():
    found = production_and_consumption(footprint(LEONTIEF, account())).set_index("place")
    assert found["production"].tolist() == pytest.approx([70, 105, 35])
    assert found.loc["A", "consumption"] == pytest.approx(36.604665 + 25.956436 + 7.493356)
    assert found.loc["A", "exported"] == pytest.approx(18.132489 + 15.262846)
    assert found["balance"].to_numpy() == pytest.approx(
        (found["exported"] - found["imported"]).to_numpy()
    )
    assert found["balance"].sum() == pytest.approx(0, abs=1e-9)


def test_consumption_of_a_place_is_known_where_its_own_labour_is_not():
    found = production_and_consumption(footprint(LEONTIEF, holed())).set_index("place")
    assert np.isnan(found.loc["C", "production"])
    assert found.loc["C", "consumption"] > 0


def test_children_at_work_split_as_jobs_do():
    found = footprint(LEONTIEF, account(CHILDREN, name="child_labour"), ("through",))
    assert found.total == pytest.approx(sum(CHILDREN))
    assert (found.frame["value"] > 0).all()


def test_exports_know_no_own_market():
    frame = footprint(LEONTIEF, account(), perspective="direct").frame
    assert len(frame) == 6
    assert (frame["place"] != frame["market"]).all()


def test_a_footprint_prints_in_one_line_and_keeps_both_origins():
    found = footprint(LEONTIEF, account())
    assert str(found) == ("employment by place × market, final_demand, toy 2011, thousand persons")
    plain = found.to_dict()
    assert plain["rows"][0].keys() == {"place", "market", "value", "unit"}
    assert plain["provenance"]["title"] == "Invented table; Invented account"


def test_a_footprint_draws_itself():
    drawn = footprint(LEONTIEF, account()).chart().to_dict()
    assert drawn["mark"]["type"] == "bar"
