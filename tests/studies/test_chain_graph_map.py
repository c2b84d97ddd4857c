import numpy as np
import pandas as pd
import pytest
from tests.studies.graph_worlds import links

from decentwork.estimates.disclosure_rule import DisclosureRule, LaxRule
from decentwork.studies.chain_graph import chain_graph
from decentwork.studies.chain_map import chain_map


def layered(*sizes):
    """Return a chain with so many units in each tier, all reached, each with three buyers or so."""
    names = [[f"t{tier}u{unit}" for unit in range(size)] for tier, size in enumerate(sizes)]
    lines = [
        f"{above[unit * step % len(above)]} > {below[unit]}"
        for above, below in zip(names, names[1:], strict=False)
        for unit in range(len(below))
        for step in (1, 3, 7)
    ]
    units = pd.DataFrame({"kind": "formal"}, index=[name for tier in names for name in tier])
    graph = chain_graph(links("\n".join(lines)), units)
    return graph, graph.tiers(names[0])


def test_units_of_a_tier_and_kind_are_one_bubble():
    found = chain_map(*layered(10, 20), seed=1)
    assert found.bubbles["tiers"].tolist() == [(0,), (1,)]
    assert found.bubbles["units"].tolist() == [10, 20]


def test_a_bubble_of_few_is_put_together_with_the_tier_beside_it():
    found = chain_map(*layered(20, 20, 2), seed=1)
    assert found.bubbles["tiers"].tolist() == [(0,), (1, 2)]


def test_a_bubble_of_few_joins_its_own_tier_before_another():
    graph, tiers = layered(20, 20)
    regions = pd.Series({id: "north" for id in graph.ids} | {"t0u0": "south"})
    found = chain_map(graph, tiers, seed=1, regions=regions)
    assert found.bubbles["regions"].tolist() == [("north", "south"), ("north",)]


def test_a_chain_of_too_few_units_is_not_drawn():
    found = chain_map(*layered(1, 3), seed=1)
    assert (len(found.bubbles), len(found.bundles)) == (0, 0)


def test_a_bundle_that_few_units_make_is_left_out():
    graph, tiers = layered(20, 20)
    kinds = graph.kinds.copy()
    few = [f"t1u{unit}" for unit in range(6)]
    kinds[graph.places(few)] = "household"
    one_buyer = pd.DataFrame({"kind": kinds}, index=graph.ids)
    told = links("\n".join([f"t0u0 > {' '.join(few)}", "t0u1 > " + " ".join(graph.ids[26:])]))
    graph = chain_graph(told, one_buyer)
    found = chain_map(graph, graph.tiers([f"t0u{it}" for it in range(20)]), seed=1)
    assert len(found.bubbles) == 3
    assert len(found.bundles) == 0


def test_a_bundle_that_is_mostly_one_units_is_left_out():
    suppliers = " ".join(f"s{it}" for it in range(20))
    others = "\n".join(f"b{it} > s{it}" for it in range(9))
    graph = chain_graph(links(f"hub > {suppliers}\n{others}"))
    found = chain_map(graph, graph.tiers(["hub", *(f"b{it}" for it in range(9))]), seed=1)
    assert len(found.bundles) == 0


@pytest.mark.parametrize("seed", range(5))
def test_no_respondent_can_be_picked_out_by_their_links(seed):
    sizes = np.random.default_rng(seed).integers(1, 40, 4)
    graph, tiers = layered(*sizes)
    found = chain_map(graph, tiers, seed=seed)
    told = str(found.to_dict())
    assert not [id for id in graph.ids if id in told]
    assert (found.bundles["links"] % 5 == 0).all()
    numbers = dict(zip(tiers.ids, tiers.shortest, strict=True))
    for bubble in found.bubbles.itertuples():
        assert sum(tier in bubble.tiers for tier in numbers.values()) >= 5


def test_a_number_is_rounded_the_same_way_again_and_right_on_average():
    graph, tiers = layered(12, 20)
    assert chain_map(graph, tiers, seed=1).to_dict() == chain_map(graph, tiers, seed=1).to_dict()
    drawn = [chain_map(graph, tiers, seed=seed).bubbles["units"][0] for seed in range(80)]
    assert set(drawn) == {10, 15}
    assert np.mean(drawn) == pytest.approx(12, abs=0.6)


def test_weights_change_what_bubbles_say_not_who_is_in_them():
    graph, tiers = layered(10, 20, 2)
    found = chain_map(graph, tiers, seed=1, weights=pd.Series(100.0, graph.ids))
    assert found.bubbles["units"].tolist() == [1000, 2200]


def test_a_rule_cannot_be_made_laxer():
    with pytest.raises(LaxRule):
        DisclosureRule(units=3)
