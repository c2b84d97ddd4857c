import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.exports import labour_in_exports
from decentwork.footprints.labour_footprint import labour_by_round, labour_footprint
from decentwork.footprints.leontief import factorise

LEONTIEF = factorise(table())


def test_the_own_market_is_included_so_that_a_place_adds_to_its_jobs():
    found = labour_footprint(LEONTIEF, account())
    assert [found.at(place=place) for place in "ABC"] == pytest.approx([70, 105, 35])


def test_a_total_equals_its_drill_down():
    wide = labour_footprint(LEONTIEF, account(), by=("place",))
    deep = labour_footprint(LEONTIEF, account(), by=("place", "industry", "market"))
    assert deep.at(place="B") == pytest.approx(wide.at(place="B"))
    assert len(deep.frame) == 18


def test_products_split_a_footprint():
    parts = [labour_footprint(LEONTIEF, account(), products=[it]).total for it in ("S1", "S2")]
    assert sum(parts) == pytest.approx(sum(JOBS))


def test_a_place_that_the_account_lacks_is_left_out_and_changes_no_other():
    some = account(
        JOBS[:4], places=tuple("AABB"), industries=("S1", "S2") * 2, how=("observed",) * 4
    )
    found = labour_footprint(LEONTIEF, some)
    assert set(found.frame["place"]) == {"A", "B"}
    whole = labour_footprint(LEONTIEF, account())
    assert found.at(place="A", market="C") == pytest.approx(whole.at(place="A", market="C"))


def test_labels_that_do_not_exist_are_named():
    with pytest.raises(UnknownCode, match="colour"):
        labour_footprint(LEONTIEF, account(), by=("place", "colour"))
    with pytest.raises(UnknownCode, match="S9"):
        labour_footprint(LEONTIEF, account(), products=["S9"])


def test_exports_know_no_own_market():
    frame = labour_in_exports(LEONTIEF, account(), "direct", by=("place", "market")).frame
    assert len(frame) == 6
    assert (frame["place"] != frame["market"]).all()


def test_an_unknown_perspective_is_told_with_the_known_ones():
    with pytest.raises(UnknownCode, match="domestic_L"):
        labour_in_exports(LEONTIEF, account(), "sideways")


@pytest.mark.parametrize("perspective", ["direct", "domestic_L", "domestic_B"])
def test_where_work_is_done_and_in_whose_exports_add_to_the_same(perspective):
    from decentwork.footprints.exports import labour_by_exporting_industry

    done = labour_in_exports(LEONTIEF, account(), perspective).total
    assert labour_by_exporting_industry(LEONTIEF, account(), perspective).sum() == (
        pytest.approx(done)
    )


def test_rounds_and_the_rest_add_to_the_whole():
    demand = table().final_demand.sum(axis=1)
    assert labour_by_round(table(), account(), demand, last=2).total == pytest.approx(sum(JOBS))


def test_a_footprint_prints_in_one_line_and_keeps_both_origins():
    found = labour_footprint(LEONTIEF, account())
    assert str(found) == ("employment by place × market, final_demand, toy 2011, thousand persons")
    plain = found.to_dict()
    assert plain["rows"][0].keys() == {"place", "market", "value", "unit"}
    assert plain["provenance"]["title"] == "Invented table; Invented account"


def test_a_footprint_draws_itself():
    drawn = labour_footprint(LEONTIEF, account()).chart().to_dict()
    assert drawn["mark"]["type"] == "bar"
