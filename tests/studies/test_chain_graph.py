import networkx as nx
import numpy as np
import pandas as pd
import pytest
from tests.studies.graph_worlds import chain, links

from decentwork.studies.chain_graph import NoSeeds, UnknownUnits, chain_graph
from decentwork.studies.mixing import mixing_matrix
from decentwork.surveys.links import read_links

TWO_WAYS = """
    lead > a b
    a > b
    b > c
    far > d
"""


def test_a_tier_is_the_shortest_way_from_a_seed():
    tiers = chain(TWO_WAYS).tiers(["lead"])
    assert tiers.to_frame()["tier"].dropna().to_dict() == {"lead": 0, "a": 1, "b": 1, "c": 2}


def test_a_unit_sits_in_every_tier_that_a_way_leads_to():
    tiers = chain(TWO_WAYS).tiers(["lead"])
    assert tiers.at("c") == (2, 3)
    assert tiers.to_frame().loc["b", "tiers"] == "1 2"


def test_a_unit_that_no_seed_leads_to_has_no_tier_and_is_named():
    tiers = chain(TWO_WAYS).tiers(["lead"])
    assert tiers.unreachable == ("far", "d")
    assert tiers.counts().to_dict() == {0: 1, 1: 2, 2: 1}


def test_a_seed_that_supplies_another_stays_a_seed_and_sits_in_both_tiers():
    tiers = chain("x > y\ny > z").tiers(["x", "y"])
    assert tiers.at("y") == (0, 1)
    assert tiers.to_frame()["tier"].tolist() == [0, 0, 1]


def test_a_walk_round_a_circle_counts_again_each_time():
    tiers = chain("x > y\ny > x").tiers(["x"], depth=4)
    assert tiers.at("x") == (0, 2, 4)


def test_a_walk_is_followed_no_further_than_asked():
    assert chain("a > b\nb > c").tiers(["a"], depth=1).at("c") == ()


def test_tiers_need_a_seed():
    with pytest.raises(NoSeeds):
        chain("a > b").tiers([])


def test_a_seed_that_is_no_unit_is_named():
    with pytest.raises(UnknownUnits, match="'nobody'"):
        chain("a > b").tiers(["a", "nobody"])


def test_units_that_supply_each_other_round_a_circle_are_found():
    graph = chain("a > b\nb > c\nc > a d\nd > e\ne > d f")
    assert [set(circle) for circle in graph.circles()] == [{"a", "b", "c"}, {"d", "e"}]


def test_a_chain_without_circles_has_none():
    assert chain(TWO_WAYS).circles() == ()


def test_units_that_buy_from_each_other_are_a_question():
    pairs = chain("a > b c\nb > a").reciprocal()
    assert pairs.to_dict("records") == [{"first": "a", "second": "b"}]


def test_links_of_one_pair_count_once_and_their_shares_add_up():
    frame = pd.DataFrame(
        {
            "buyer_id": ["a", "a", "a"],
            "supplier_id": ["b", "b", "c"],
            "product": ["yarn", "dye", "yarn"],
            "share": [0.5, 0.2, np.nan],
            "source": "buyer",
        }
    )
    graph = chain_graph(read_links(frame))
    assert len(graph.targets) == 2
    assert graph.shares.tolist() == pytest.approx([0.7, np.nan], nan_ok=True)


def test_a_foreign_supplier_is_counted_and_ends_the_chain():
    graph = chain("lead > a b", country=["", "FRA"])
    assert list(graph.ids) == ["lead", "a"]
    assert graph.hubs().loc["lead", ["suppliers", "abroad"]].tolist() == [1, 1]


def test_units_without_a_link_are_in_the_graph_when_named():
    units = pd.DataFrame({"kind": ["formal", "household", None]}, index=["a", "b", "alone"])
    graph = chain_graph(links("a > b"), units)
    assert graph.kinds.tolist() == ["formal", "household", ""]
    assert graph.tiers(["a"]).unreachable == ("alone",)


def test_a_link_to_what_is_no_unit_is_refused():
    with pytest.raises(UnknownUnits, match="'b'"):
        chain_graph(links("a > b"), pd.DataFrame(index=["a"]))


def test_a_hub_is_who_has_most_links():
    hubs = chain("a > hub\nb > hub\nhub > c d").hubs(1)
    assert hubs.index.tolist() == ["hub"]
    assert hubs.loc["hub", ["buyers_share", "suppliers_share"]].tolist() == [0.5, 0.5]


def test_every_way_through_the_middle_counts_for_it():
    ways = chain("a > m\nb > m\nm > c").betweenness(np.random.default_rng(1))
    assert ways.to_dict() == {"a": 0, "m": 2, "b": 0, "c": 0}


def random_chain(rng, units=60, size=200):
    ends = rng.integers(0, units, (size, 2))
    ends = np.unique(ends[ends[:, 0] != ends[:, 1]], axis=0)
    return chain("\n".join(f"u{buyer} > u{supplier}" for buyer, supplier in ends)), [
        (f"u{buyer}", f"u{supplier}") for buyer, supplier in ends
    ]


@pytest.mark.parametrize("seed", range(5))
def test_components_and_betweenness_are_those_of_networkx(seed):
    graph, pairs = random_chain(np.random.default_rng(seed))
    peer = nx.DiGraph(pairs)
    numbers = graph.components()
    parts = {frozenset(graph.ids[numbers == number]) for number in np.unique(numbers)}
    assert parts == set(map(frozenset, nx.strongly_connected_components(peer)))
    ways = graph.betweenness(np.random.default_rng(1), sources=1000)
    wanted = nx.betweenness_centrality(peer, normalized=False)
    assert ways.to_dict() == pytest.approx(wanted)


def test_sampled_betweenness_is_right_on_average():
    graph, _ = random_chain(np.random.default_rng(1))
    rng = np.random.default_rng(2)
    whole = graph.betweenness(rng, sources=1000)
    sampled = np.mean([graph.betweenness(rng, sources=20) for _ in range(150)], axis=0)
    assert sampled.sum() == pytest.approx(whole.sum(), rel=0.05)


def test_the_number_of_threads_changes_nothing():
    graph, _ = random_chain(np.random.default_rng(1))
    one, three = (
        graph.betweenness(np.random.default_rng(5), sources=30, threads=threads)
        for threads in (1, 3)
    )
    assert one.equals(three)


def test_a_mixing_matrix_counts_links_from_label_to_label():
    told = links("lead > a b\na > b").frame
    kinds = pd.Series({"lead": "formal", "a": "formal", "b": "household"})
    assert mixing_matrix(told, kinds).to_numpy().tolist() == [[1, 2], [0, 0]]


def test_a_followed_link_stands_for_those_that_were_not():
    told = links("lead > a b\na > b").frame.assign(links=[1.0, 1.0, 3.5])
    kinds = pd.Series({"lead": "formal", "a": "formal", "b": "household"})
    assert mixing_matrix(told, kinds).loc["formal", "household"] == 4.5


def test_a_graph_shows_counts_only():
    assert repr(chain("Asha > Bo")) == "ChainGraph(2 units, 1 links)"


def test_an_empty_table_of_links_makes_an_empty_graph():
    graph = chain_graph(read_links(pd.DataFrame(columns=["buyer_id", "supplier_id", "source"])))
    assert (len(graph.ids), graph.circles(), len(graph.hubs())) == (0, (), 0)
