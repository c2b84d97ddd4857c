import numpy as np
import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.footprints.any_footprint import exposed_by_work, footprint, selected_labour
from decentwork.footprints.footprint import LABELS, PERSPECTIVES
from decentwork.footprints.footprint_intervals import footprint_intervals
from decentwork.footprints.leontief import factorise
from decentwork.footprints.uncertainty import AccountError

LEONTIEF = factorise(table())
ERROR = AccountError(values=np.array(JOBS, dtype=float), controls=tuple("AABBCC"), cells=0.4)


@pytest.mark.parametrize("perspective", PERSPECTIVES)
@pytest.mark.parametrize("label", LABELS)
def test_cells_of_a_selection_are_those_of_the_footprint_and_add_to_its_sum(perspective, label):
    asked = {"place": ["A", "B"], "market": ["B", "C"], "product": ["S2"]}
    found = selected_labour(LEONTIEF, account(), (label,), perspective=perspective, **asked)
    told = footprint(LEONTIEF, account(), (label,), perspective=perspective, **asked)
    assert found.frame[label].tolist() == told.frame[label].tolist()
    assert found.frame["value"].to_numpy() == pytest.approx(told.frame["value"].to_numpy())
    assert found.total.value == pytest.approx(told.total)


def test_all_labour_of_a_place_stands_beside_what_serves_a_market():
    found = selected_labour(LEONTIEF, account(), ("place", "market"), market=["B", "C"])
    held = found.frame.drop_duplicates("place").set_index("place")["labour"]
    assert held.to_dict() == {"A": 70, "B": 105, "C": 35}


def test_intervals_are_those_of_the_whole_footprint():
    chosen = selected_labour(LEONTIEF, account(), ("market",), place=["A"], error=ERROR)
    whole = footprint_intervals(LEONTIEF, ERROR, by=("place", "market"))
    there = whole[whole["place"] == "A"]
    for end in ("low", "high"):
        assert chosen.frame[end].to_numpy() == pytest.approx(there[end].to_numpy())


def test_the_interval_of_a_sum_is_not_the_sum_of_intervals():
    found = selected_labour(LEONTIEF, account(), ("industry",), place=["A"], error=ERROR)
    assert found.total.interval.low == pytest.approx(70)  # all of A's labour is a control total
    assert found.frame["low"].sum() < 70


def test_without_an_error_every_cell_says_so():
    found = selected_labour(LEONTIEF, account())
    assert found.frame["low"].isna().all()
    assert "not asked for" in found.total.to_dict()["interval_note"]


@pytest.mark.parametrize(
    "chosen", [{"place": ["Z"]}, {"industry": ["S9"]}, {"market": ["Z"]}, {"product": ["S9"]}]
)
def test_what_the_table_lacks_is_refused(chosen):
    with pytest.raises(InvalidInput, match="is not known"):
        selected_labour(LEONTIEF, account(), **chosen)


@pytest.mark.parametrize("by", [(), ("colour",)])
def test_labels_that_cannot_be_shown_are_refused(by):
    with pytest.raises(UnknownCode):
        selected_labour(LEONTIEF, account(), by)


def test_modelled_labour_is_told_only_where_it_is_in_the_answer():
    mixed = account(how=("modelled", *["observed"] * 5))
    assert selected_labour(LEONTIEF, mixed, place=["A"]).modelled
    assert not selected_labour(LEONTIEF, mixed, place=["B"]).modelled


def test_all_demand_exposes_all_labour():
    fall = table().demand_by_market()
    found = exposed_by_work(LEONTIEF, account(), fall, ("place", "industry"))
    assert found.frame["value"].to_numpy() == pytest.approx(found.frame["labour"].to_numpy())


def test_exposed_labour_is_shown_by_where_it_is_done():
    with pytest.raises(UnknownCode, match="market"):
        exposed_by_work(LEONTIEF, account(), table().demand_by_market(), ("market",))
