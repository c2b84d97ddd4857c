import numpy as np
import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.exports import labour_in_exports
from decentwork.footprints.footprint_intervals import footprint_intervals
from decentwork.footprints.labour_footprint import labour_footprint
from decentwork.footprints.leontief import factorise
from decentwork.footprints.selected_labour import (
    NotByProduct,
    Selection,
    exposed_by_work,
    selected_labour,
)
from decentwork.footprints.uncertainty import AccountError

LEONTIEF = factorise(table())
ERROR = AccountError(values=np.array(JOBS, dtype=float), controls=tuple("AABBCC"), cells=0.4)


def test_a_selection_is_the_cell_of_the_whole_footprint():
    whole = labour_footprint(LEONTIEF, account(), ("place", "industry", "market"))
    chosen = Selection(place="A", industry="S1", market="B")
    found = selected_labour(LEONTIEF, account(), chosen)
    assert found.total.value == pytest.approx(whole.at(place="A", industry="S1", market="B"))


@pytest.mark.parametrize("by", ["place", "industry", "market", "product"])
def test_cells_add_to_the_sum_whatever_they_are_shown_by(by):
    found = selected_labour(LEONTIEF, account(), Selection(market="B"), (by,))
    assert found.frame["value"].sum() == pytest.approx(found.total.value)
    assert found.total.value == pytest.approx(
        labour_footprint(LEONTIEF, account()).frame.query("market == 'B'")["value"].sum()
    )


def test_products_of_a_selection_are_those_of_the_footprint():
    found = selected_labour(LEONTIEF, account(), Selection(product="S2"), ("market", "place"))
    whole = labour_footprint(LEONTIEF, account(), products=["S2"])
    cells = found.frame.set_index(["place", "market"])["value"].sort_index()
    told = whole.frame.set_index(["place", "market"])["value"].sort_index()
    assert cells.to_numpy() == pytest.approx(told.to_numpy())


@pytest.mark.parametrize("perspective", ["direct", "domestic_L", "domestic_B"])
def test_exports_of_a_selection_are_those_of_the_perspective(perspective):
    found = selected_labour(LEONTIEF, account(), Selection(place="A"), ("market",), perspective)
    whole = labour_in_exports(LEONTIEF, account(), perspective, ("place", "market"))
    assert found.total.value == pytest.approx(whole.at(place="A"))


def test_intervals_are_those_of_the_whole_footprint():
    chosen = selected_labour(LEONTIEF, account(), Selection(place="A"), ("market",), error=ERROR)
    whole = footprint_intervals(LEONTIEF, ERROR, by=("place", "market"))
    there = whole[whole["place"] == "A"]
    for end in ("low", "high"):
        assert chosen.frame[end].to_numpy() == pytest.approx(there[end].to_numpy())
    assert chosen.total.low < chosen.total.high or chosen.total.low == pytest.approx(
        chosen.total.value
    )


def test_without_an_error_every_cell_says_so():
    found = selected_labour(LEONTIEF, account(), Selection())
    assert found.frame["low"].isna().all()
    assert "not asked for" in found.total.to_dict()["interval_note"]


def test_exports_are_not_told_by_product():
    with pytest.raises(NotByProduct, match="direct"):
        selected_labour(LEONTIEF, account(), Selection(), ("product",), "direct")


@pytest.mark.parametrize(
    "chosen", [{"place": "Z"}, {"industry": "S9"}, {"market": "Z"}, {"product": "S9"}]
)
def test_what_the_table_lacks_is_refused(chosen):
    with pytest.raises(UnknownCode):
        selected_labour(LEONTIEF, account(), Selection(**chosen))


@pytest.mark.parametrize("by", [(), ("colour",), ("market", "product")])
def test_labels_that_cannot_be_shown_are_refused(by):
    with pytest.raises(UnknownCode):
        selected_labour(LEONTIEF, account(), Selection(), by)


def test_modelled_labour_is_told_only_where_it_is_in_the_answer():
    mixed = account(how=("modelled", *["observed"] * 5))
    assert selected_labour(LEONTIEF, mixed, Selection(place="A")).modelled
    assert not selected_labour(LEONTIEF, mixed, Selection(place="B")).modelled


def test_all_demand_exposes_all_labour():
    fall = table().demand_by_market()
    found = exposed_by_work(LEONTIEF, account(), fall, ("place", "industry"))
    assert found.frame["value"].to_numpy() == pytest.approx(found.frame["labour"].to_numpy())
