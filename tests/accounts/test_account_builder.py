import numpy as np
import pytest
from tests.accounts.account_plans import (
    TABLE,
    cell,
    children_key,
    key,
    observed,
    plan,
    rates,
    shares,
    sums,
    totals,
)

from decentwork.accounts.account_builder import build_account
from decentwork.accounts.account_plan import Rates
from decentwork.accounts.raking import MarginsContradict
from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.units import Unit

SECTORS = {"S1": "farms", "S2": "rest"}


def told(built):
    return "\n".join(map(str, built.notes))


def test_a_total_is_shared_out_in_proportion_to_the_key():
    built = build_account(plan(totals=totals("A . 7")), TABLE)
    assert [cell(built, "A", "S1"), cell(built, "A", "S2")] == pytest.approx([4, 3])
    assert set(built.cells["how"]) == {"modelled"}


def test_keys_are_mixed_by_their_weights():
    keys = (key(weight=3.0), key("A . S1 1\nA . S2 3", name="output"))
    built = build_account(plan(totals=totals("A . 7"), keys=keys), TABLE)
    assert cell(built, "A", "S1") == pytest.approx(7 * (0.75 * 4 / 7 + 0.25 * 1 / 4))


def test_a_place_without_total_has_no_cells_and_is_told():
    built = build_account(plan(totals=totals("A . 7")), TABLE)
    assert set(built.cells["place"]) == {"A"}
    assert "2 of 3 places: without a total, and so not in the account: B, C." in told(built)


def test_an_industry_with_output_but_no_key_is_told_and_has_no_cell():
    built = build_account(plan(totals=totals("A . 7"), keys=(key("A . S1 40"),)), TABLE)
    assert "A S2: has output but no employment: it has no cell, and is not zero." in told(built)
    assert built.series().in_year(2011).total == pytest.approx(7)
    assert np.isnan(built.series().in_year(2011).on(TABLE)[1])


def test_published_sectors_come_first_and_the_key_inside_them():
    built = build_account(
        plan(totals=totals("A . 10"), shares=shares("A . farms 9\nA . rest 1"), sectors=SECTORS),
        TABLE,
    )
    assert [cell(built, "A", "S1"), cell(built, "A", "S2")] == pytest.approx([9, 1])
    assert cell(built, "A", "S1", column="how") == "observed"  # the sector is one industry
    assert cell(built, "A", "S1", column="control") == "A farms"


def test_a_place_that_lacks_one_sector_has_no_shares():
    parts = plan(totals=totals("A . 10\nB . 10"), sectors=SECTORS,
                 shares=shares("A . farms 9\nA . rest 1\nB . farms 2"))  # fmt: skip
    built = build_account(parts, TABLE)
    assert set(built.cells["place"]) == {"A"}
    assert "B: has no shares of every sector: left out." in told(built)


def test_a_place_without_shares_borrows_the_sums_of_its_region_not_a_mean_of_shares():
    lent = plan(
        totals=totals("A . 90\nB . 10\nC . 100"),
        shares=shares("A . farms 1\nA . rest 1\nB . farms 1\nB . rest 0"),
        sectors=SECTORS,
        regions=dict.fromkeys("ABC", "all"),
        borrow=True,
    )
    built = build_account(lent, TABLE)
    assert cell(built, "C", "S1") == pytest.approx(100 * (45 + 10) / 100)
    assert cell(built, "C", "S1", column="how") == "borrowed"
    assert np.isnan(cell(built, "C", "S1", column="low"))


def test_a_place_without_total_borrows_the_rate_of_its_region_and_meets_the_regions_sum():
    lent = plan(
        totals=totals("A . 7\nB . 21"),
        regions=dict.fromkeys("ABC", "all"),
        borrow=True,
        sizes={"A": 70, "B": 210, "C": 50},
    )
    assert build_account(lent, TABLE).totals()["value"].tolist() == pytest.approx([7, 21, 5])
    raked = plan(**{**parts_of(lent), "sums": (sums("all . . . . 40", "regions"),)})
    built = build_account(raked, TABLE)
    assert built.totals()["value"].tolist() == pytest.approx([7, 21, 12])
    assert built.totals()["borrowed"].tolist() == [0, 0, 1]


def test_a_place_without_key_borrows_that_of_its_region():
    lent = plan(
        totals=totals("C . 10"),
        keys=(key("A . S1 30\nA . S2 10\nB . S1 10\nB . S2 50"),),
        regions=dict.fromkeys("ABC", "all"),
        borrow=True,
    )
    built = build_account(lent, TABLE)
    assert cell(built, "C", "S1") == pytest.approx(4)
    assert set(built.cells["how"]) == {"borrowed"}


def test_a_place_outside_every_region_borrows_nothing():
    lent = plan(totals=totals("A . 7\nB . 21"), regions={"A": "all", "B": "all"}, borrow=True,
                sizes={"A": 70, "B": 210, "C": 50})  # fmt: skip
    assert set(build_account(lent, TABLE).cells["place"]) == {"A", "B"}


def test_groups_add_up_and_each_has_an_account():
    built = build_account(
        plan(groups=("women", "men"), totals=totals("A women 3\nA men 4\nA . 7")), TABLE
    )
    every = built.series().in_year(2011)
    parts = [built.series(group).in_year(2011) for group in ("women", "men")]
    assert every.values == pytest.approx(sum(part.values for part in parts))
    assert every.total == pytest.approx(7)
    assert [part.name for part in parts] == ["workers_women", "workers_men"]


def test_groups_that_do_not_add_to_the_total_are_refused():
    parts = plan(groups=("women", "men"), totals=totals("A women 3\nA men 5\nA . 7"))
    with pytest.raises(MarginsContradict) as refused:
        build_account(parts, TABLE)
    assert refused.value.names == ("total A women", "total A men", "total A")
    assert refused.value.difference == pytest.approx(1)


def test_groups_that_add_to_the_total_but_for_rounding_are_told():
    parts = plan(groups=("women", "men"), totals=totals("A women 3.2\nA men 4.2\nA . 7.5"))
    built = build_account(plan(**{**parts_of(parts), "rounding": 0.05}), TABLE)
    assert 7.4 <= built.series().in_year(2011).total <= 7.5
    assert "rounding." in told(built)


def test_a_key_of_a_group_serves_that_group():
    own = key("A women S1 1\nA women S2 3\nA . S1 1\nA . S2 1")
    parts = plan(groups=("women", "men"), totals=totals("A women 4\nA men 4"), keys=(own,))
    built = build_account(parts, TABLE)
    assert [cell(built, "A", "S1", it) for it in ("women", "men")] == pytest.approx([1, 2])


def test_sums_by_industry_and_group_are_met():
    parts = plan(
        groups=("women", "men"),
        totals=totals("A women 3\nA men 4\nB women 10\nB men 11\nC women 1\nC men 1"),
        sums=(sums(". . women . S1 9\n. . men . S1 6"),),
    )
    built = build_account(parts, TABLE)
    found = built.cells.groupby(["group", "industry"])["value"].sum()
    assert [found["women", "S1"], found["men", "S1"]] == pytest.approx([9, 6])
    assert built.totals()["value"].tolist() == pytest.approx([7, 21, 2, 3, 4, 10, 11, 1, 1])


def test_a_sum_over_a_place_without_cells_is_not_raked_to_and_told():
    parts = plan(totals=totals("A . 7"), sums=(sums(". . . . S1 90"),))
    assert "survey S1: not raked to: B, C in it has no cells." in told(build_account(parts, TABLE))


def test_an_observed_cell_stays_and_what_would_move_it_is_refused():
    seen = plan(totals=totals("A . 7"), observed=observed("A . S1 6"))
    built = build_account(seen, TABLE)
    assert [cell(built, "A", "S1"), cell(built, "A", "S2")] == pytest.approx([6, 1])
    assert cell(built, "A", "S1", column="how") == "observed"
    too_much = plan(totals=totals("A . 7"), observed=observed("A . S1 8"))
    with pytest.raises(MarginsContradict, match="total A"):
        build_account(too_much, TABLE)


def test_what_may_move_is_told_with_how_far():
    parts = plan(totals=totals("A . 7"), observed=observed("A . S1 6"), hold=False,
                 sums=(sums(". A . . . 14"),))  # fmt: skip
    built = build_account(parts, TABLE)
    assert cell(built, "A", "S1") == pytest.approx(14 * 6 / 9)
    assert cell(built, "A", "S1", column="how") == "modelled"
    assert "A S1: moved from 6 to 9.33333 (+55.6%)." in told(built)
    assert "total A: moved from 7 to 14 (+100.0%)." in told(built)


def test_injuries_are_rates_times_workers():
    rate = Rates(
        unit=Unit.PER_100_000_WORKERS,
        frame=rates("A . . . 5\nA . rest . 20\nB . . S1 10"),
        workers=key(),
        workers_unit=Unit.THOUSAND_PERSONS,
    )
    parts = plan(name="fatal_injuries", unit=Unit.COUNT, keys=(), rates=rate, sectors=SECTORS)
    built = build_account(parts, TABLE)
    assert [cell(built, "A", "S1"), cell(built, "A", "S2")] == pytest.approx([2, 6])
    assert cell(built, "B", "S1") == pytest.approx(6)
    assert "B S2: has output but no rate or no workers" in told(built)


def test_hours_are_the_mean_of_a_worker_times_workers():
    rate = Rates(unit=Unit.HOURS_WEEK, frame=rates("A . . . 50"), workers=key(),
                 workers_unit=Unit.THOUSAND_PERSONS)  # fmt: skip
    hours = plan(name="hours", unit=Unit.HOURS_WEEK, keys=(), rates=rate)
    assert cell(build_account(hours, TABLE), "A", "S1") == pytest.approx(50 * 40_000)
    with pytest.raises(InvalidInput, match="give no account in 'million hours'"):
        build_account(plan(unit=Unit.MILLION_HOURS, keys=(), rates=rate), TABLE)


def test_pay_of_a_person_a_year_adds_to_millions():
    rate = Rates(unit=Unit.USD_PERSON_YEAR, frame=rates("A . . . 2000"), workers=key(),
                 workers_unit=Unit.THOUSAND_PERSONS)  # fmt: skip
    pay = plan(name="pay", unit=Unit.MILLION_USD, keys=(), rates=rate)
    assert cell(build_account(pay, TABLE), "A", "S1") == pytest.approx(80)
    with pytest.raises(InvalidInput, match="add to sums in 'million USD'"):
        build_account(plan(unit=Unit.MILLION_EUR, keys=(), rates=rate), TABLE)


def test_labour_where_nothing_is_made_is_told():
    idle = type(TABLE)(**{name: getattr(TABLE, name) for name in TABLE.__slots__}
                       | {"output": TABLE.output * np.array([1, 0, 1, 1, 1, 1])})  # fmt: skip
    built = build_account(plan(totals=totals("A . 7")), idle)
    assert "A S2: has 3 and no output in toy: no footprint counts it." in told(built)


def test_every_label_and_number_that_does_not_fit_is_told_at_once():
    wrong = plan(
        totals=totals("X . 7\nA girls 3\nB . -1\nB . 2\nC . 5 6 4"),
        shares=shares("A . farms 1"),
        observed=observed("A . S9 1"),
        sums=(sums("north . . . . 3", "total"),),
    )
    with pytest.raises(InvalidInput) as refused:
        build_account(wrong, TABLE)
    text = str(refused.value)
    for part in (
        "place 'X'", "group 'girls'", "(-1)", "B: occurs twice", "low", "sector 'farms'",
        "industry 'S9'", "region 'north'", "sums total: has the name of another",
        "'S1' of the table has no sector",
    ):  # fmt: skip
        assert part in text, part


def test_what_is_of_no_group_is_not_taken_for_each_group():
    rate = Rates(unit=Unit.SHARE, frame=rates("A . . . 0.1"), workers=key(),
                 workers_unit=Unit.THOUSAND_PERSONS)  # fmt: skip
    parts = plan(groups=("women", "men"), observed=observed("A . S1 6"), keys=(), rates=rate)
    with pytest.raises(InvalidInput) as refused:
        build_account(parts, TABLE)
    assert "observed: a cell of no group" in str(refused.value)
    assert "each group would have the workers of all" in str(refused.value)


def test_an_account_without_any_cell_says_why():
    with pytest.raises(InvalidInput, match="A: has a total but no key: left out"):
        build_account(plan(totals=totals("A . 7"), keys=(key("B . S1 4"),)), TABLE)


def test_a_sector_with_a_share_but_no_key_is_refused():
    parts = plan(totals=totals("A . 10"), shares=shares("A . farms 9\nA . rest 1"),
                 sectors=SECTORS, keys=(key("A . S1 4"),))  # fmt: skip
    with pytest.raises(InvalidInput, match="A rest: has a published share, but none"):
        build_account(parts, TABLE)


def test_the_children_of_the_toy_come_back_from_their_totals_and_their_key():
    parts = plan(totals=totals("A . 7\nB . 11\nC . 0.7"), keys=(children_key(),))
    built = build_account(parts, TABLE)
    assert built.cells["value"].tolist() == pytest.approx([6, 1, 9, 2, 0.5, 0.2])


def parts_of(whole):
    return {name: getattr(whole, name) for name in whole.__slots__}
