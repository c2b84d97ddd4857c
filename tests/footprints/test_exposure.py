import numpy as np
import pytest
from tests.footprints.toy import JOBS, account, table

from decentwork.estimates.errors import InvalidInput, UnknownCode
from decentwork.estimates.units import Unit
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.exposure import exposed_labour
from decentwork.footprints.leontief import factorise

LEONTIEF = factorise(table())
DEMAND = table().demand_by_market()


def test_all_of_demand_carries_all_labour():
    found = exposed_labour(LEONTIEF, [account()], DEMAND)
    assert [found.at(place=place) for place in "ABC"] == pytest.approx([70, 105, 35])


def test_place_and_market_are_those_of_the_footprint():
    found = exposed_labour(LEONTIEF, [account()], DEMAND, by=("place", "market"))
    wanted = footprint(LEONTIEF, account())
    for place in "ABC":
        for market in "ABC":
            assert found.at(place=place, market=market) == pytest.approx(
                wanted.at(place=place, market=market)
            )


@pytest.mark.parametrize(
    "by", [("industry",), ("product",), ("place", "product"), ("place", "industry", "market")]
)
def test_every_breakdown_adds_to_the_same_total(by):
    change = -0.2 * DEMAND
    found = exposed_labour(LEONTIEF, [account()], change, by=by)
    assert found.dimensions == by
    assert found.total == pytest.approx(-0.2 * sum(JOBS))


def test_women_and_men_add_to_all():
    women = account([0.4 * it for it in JOBS], "women")
    men = account([0.6 * it for it in JOBS], "men")
    change = np.zeros_like(DEMAND)
    change[1, 2] = -10.0
    found = exposed_labour(LEONTIEF, [women, men], change)
    both = exposed_labour(LEONTIEF, [account()], change)
    assert found.dimensions == ("account", "place")
    assert found.at(account="women") == pytest.approx(0.4 * both.total)
    assert found.total == pytest.approx(both.total)
    assert found.account == "women, men"


def test_a_place_that_the_account_lacks_is_left_out():
    some = account(
        JOBS[:4], places=tuple("AABB"), industries=("S1", "S2") * 2, how=("observed",) * 4
    )
    found = exposed_labour(LEONTIEF, [some], DEMAND)
    assert set(found.frame["place"]) == {"A", "B"}


def test_accounts_in_two_units_are_not_put_together():
    other = account(JOBS, "hours", unit=Unit.PERSONS)
    with pytest.raises(InvalidInput, match="unit"):
        exposed_labour(LEONTIEF, [account(), other], DEMAND)


def test_a_label_that_does_not_exist_is_named():
    with pytest.raises(UnknownCode, match="colour"):
        exposed_labour(LEONTIEF, [account()], DEMAND, by=("colour",))
