from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog
from tests.surveys.released import figure

from decentwork.estimates.disclosure_rule import DisclosureRule, LaxRule
from decentwork.studies.chain_map import ENDS, chain_map, shown_links

RULE = DisclosureRule()


def world(rng, sizes, kinds=("formal", "household"), more=1.0):
    """Return units in tiers of some sizes, of two kinds, and links from each tier to the next."""
    units = pd.DataFrame(
        [
            (f"t{tier}u{number}", tier, str(rng.choice(kinds, p=(0.8, 0.2))), "yes")
            for tier, size in enumerate(sizes)
            for number in range(size)
        ],
        columns=["id", "tier", "kind", "registered"],
    ).set_index("id")
    pairs = {
        (str(rng.choice(units.index[units["tier"] == row.tier - 1])), row.Index)
        for row in units[units["tier"] > 0].itertuples()
        for _ in range(3)
    }
    links = pd.DataFrame(sorted(pairs), columns=["buyer_id", "supplier_id"])
    return units, links.assign(links=rng.lognormal(1.5 * more, 0.5 * more, len(links)))


def layered(*sizes):
    units, links = world(np.random.default_rng(1), sizes)
    return units.assign(kind="formal"), links.assign(links=1.0)


def mapped(units, links, seed=1, sizes=()):
    return chain_map(units, links, sizes, seed=seed)


def size(tier, value, **group):
    told = {"variable": "units", "universe": "units", "tier": tier, "group": group}
    return figure(**told, value=value, low=value and value - 5, high=value and value + 5)


def test_a_bubble_is_the_released_figure_of_its_tier_and_kind():
    units = pd.DataFrame(
        {"tier": [0, 1, 1], "kind": ["formal", "formal", "household"], "registered": "yes"},
        index=["a", "b", "c"],
    )
    sizes = [
        size(0, 40.0),
        size(1, 90.0),
        size(1, 70.0, kind="formal"),
        size(1, None, kind="household"),
    ]
    links = pd.DataFrame({"buyer_id": ["a"], "supplier_id": ["b"], "links": [1.0]})
    found = mapped(units, links, sizes=sizes).to_dict()["bubbles"]
    told = [(it["tier"], it["kind"], it["units"]) for it in found]
    assert told == [(0, "formal", 40.0), (1, "formal", 70.0), (1, "household", None)]


def test_links_from_a_tier_to_the_next_are_one_bundle_and_their_total():
    found = mapped(*layered(10, 20)).to_dict()
    [bundle] = found["bundles"]
    ends = ("buyer_tier", "buyer_kind", "supplier_kind")
    assert [bundle[name] for name in ends] == [0, "formal", "formal"]
    assert bundle["links"] % 5 == 0
    assert [(it["buyer"], it["supplier"]) for it in found["mixing"]["tier"]] == [(0, 1)]
    assert found["mixing"]["registered"][0]["links"] % 5 == 0


def test_a_link_within_a_tier_or_backwards_is_left_out():
    units, links = layered(10, 20)
    back = links.rename(columns={"buyer_id": "supplier_id", "supplier_id": "buyer_id"})
    both = pd.concat([links, back], ignore_index=True)
    assert mapped(units, both).to_dict() == mapped(units, links).to_dict()


def test_a_chain_of_too_few_units_shows_no_bundle():
    found = mapped(*layered(1, 3))
    assert (len(found.bundles), found.links) == (0, None)


def test_a_bundle_that_few_units_make_is_left_out():
    units, _ = layered(20, 20)
    links = [("t0u0", f"t1u{number}") for number in range(20)]
    told = pd.DataFrame(links, columns=["buyer_id", "supplier_id"]).assign(links=1.0)
    assert len(mapped(units, told).bundles) == 0


def test_a_bundle_that_is_mostly_one_units_is_left_out():
    units, _ = layered(20, 20)
    links = [("t0u0", f"t1u{number}", 4.0) for number in range(12)]
    links += [(f"t0u{number}", f"t1u{number}", 1.0) for number in range(1, 10)]
    told = pd.DataFrame(links, columns=["buyer_id", "supplier_id", "links"])
    assert len(mapped(units, told).bundles) == 0


def test_a_chain_that_nobody_told_links_of_has_an_empty_map():
    units, links = layered(10, 20)
    found = mapped(units, links.head(0)).to_dict()
    assert (found["bundles"], found["links"]) == ([], None)


def test_a_number_is_rounded_the_same_way_again_and_right_on_average():
    units, links = layered(12, 20)
    assert mapped(units, links).to_dict() == mapped(units, links).to_dict()
    drawn = [mapped(units, links, seed=seed).links for seed in range(60)]
    assert len(set(drawn)) == 2
    assert np.mean(drawn) == pytest.approx(len(links), abs=0.8)


@pytest.mark.parametrize("seed", range(6))
def test_nothing_on_the_map_is_made_by_few(seed):
    rng = np.random.default_rng(seed)
    units, links = world(rng, rng.integers(8, 60, 4))
    found = mapped(units, links, seed=seed)
    told = links.join(units, on="buyer_id").join(units.add_prefix("s_"), on="supplier_id")
    for bundle in found.bundles.itertuples():
        ends = (bundle.buyer_tier, bundle.buyer_kind, bundle.supplier_kind)
        at = zip(told["tier"], told["kind"], told["s_kind"], strict=True)
        made = told[[it == ends for it in at]]
        for end in ("buyer_id", "supplier_id"):
            by_unit = made.groupby(end)["links"].sum()
            assert len(by_unit) >= RULE.units
            assert by_unit.max() <= RULE.dominance * by_unit.sum()
    assert not [id for id in units.index if id in str(found.to_dict())]


def every_cell(told):
    """Return the links of each cell and of all totals ("*"), and which of them tell of a unit."""
    cells = {}
    for kept in product((True, False), repeat=3):
        names = [name for name, keep in zip(ENDS, kept, strict=True) if keep]
        for codes, made in told.groupby(names) if names else [((), told)]:
            found = iter(codes)
            key = tuple(next(found) if keep else "*" for keep in kept)
            ends = [made.groupby(end)["links"].sum() for end in ("buyer_id", "supplier_id")]
            few = min(map(len, ends)) < RULE.units
            ruled = max(end.max() for end in ends) > RULE.dominance * made["links"].sum()
            cells[key] = (made["links"].sum(), few or ruled)
    return cells


def attacked(shown, cells, step):
    """Yield each withheld cell with the range it may lie in for all that an attacker knows.

    That parts add up to totals, that nothing is negative, which cells there are, and that each
    shown number is less than a step from the true one.
    """
    keys = list(cells)
    place = {key: at for at, key in enumerate(keys)}
    equations = []
    for total, at in product(keys, range(3)):
        parts = [key for key in keys if (*key[:at], "*", *key[at + 1 :]) == total != key]
        if total[at] == "*" and parts:
            row = np.zeros(len(keys))
            row[[place[key] for key in parts]], row[place[total]] = 1, -1
            equations.append(row)
    known = {"A_eq": np.array(equations), "b_eq": np.zeros(len(equations))}
    bounds = [
        (max(shown[key] - step, 0), shown[key] + step) if key in shown else (0, None)
        for key in keys
    ]
    for key, (_, tells) in cells.items():
        if tells:
            goal = np.eye(len(keys))[place[key]]
            least, most = (linprog(sign * goal, bounds=bounds, **known) for sign in (1, -1))
            yield key, least.fun, np.inf if most.status == 3 else -most.fun


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_out_cannot_be_worked_out_from_totals_and_other_bundles(seed):
    rng = np.random.default_rng(seed)
    units, links = world(rng, rng.integers(15, 50, 4))
    told = links.join(units.add_prefix("buyer_"), on="buyer_id")
    told = told.join(units.add_prefix("supplier_"), on="supplier_id")
    tables = (ENDS, ENDS[1:], ENDS[:1], ())
    found = shown_links(told, tables, RULE, step=5, seed=seed).fillna("*")
    shown = {tuple(row[:-1]): row[-1] for row in found.itertuples(index=False)}
    cells = every_cell(told)
    ranges = list(attacked(shown, cells, step=5))
    assert ranges
    for key, least, most in ranges:
        assert key not in shown
        assert most - least >= RULE.width * cells[key][0]


def test_a_rule_cannot_be_made_laxer():
    with pytest.raises(LaxRule):
        DisclosureRule(units=3)
