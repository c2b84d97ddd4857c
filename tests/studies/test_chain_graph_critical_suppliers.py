import networkx as nx
import numpy as np
import pandas as pd
import pytest
from tests.studies.graph_worlds import chain

from decentwork.studies.chain_graph import NoSeeds
from decentwork.studies.critical_suppliers import critical_suppliers


def test_a_unit_is_critical_when_every_way_passes_it():
    found = critical_suppliers(chain("lead > a b\na > c\nb > c\nc > d e"), ["lead"])
    assert found["cut_off"].to_dict() == {"lead": 5, "c": 2}
    assert found["through"].to_dict() == {"lead": "", "c": "lead"}


def test_a_second_lead_firm_makes_its_supplier_safe():
    found = critical_suppliers(chain("one > a\ntwo > a\na > b"), ["one", "two"])
    assert found["cut_off"].to_dict() == {"a": 1}


def test_what_is_lost_is_counted_in_what_units_stand_for():
    graph = chain("lead > a\na > b c")
    workers = pd.Series({"lead": 10.0, "a": 20.0, "b": 30.0, "c": 40.0})
    found = critical_suppliers(graph, ["lead"], workers)
    assert found.loc["a", ["cut_off", "cut_off_weight", "share"]].tolist() == [2, 70, 0.7]


def test_units_that_no_seed_leads_to_are_nobodys_loss():
    assert critical_suppliers(chain("lead > a\nfar > b\nb > c"), ["lead"]).index.tolist() == [
        "lead"
    ]


def test_critical_suppliers_need_a_lead_firm():
    with pytest.raises(NoSeeds):
        critical_suppliers(chain("a > b"), [])


@pytest.mark.parametrize("seed", range(10))
def test_dominators_are_those_of_networkx(seed):
    rng = np.random.default_rng(seed)
    ends = rng.integers(0, 80, (150, 2))
    ends = ends[ends[:, 0] != ends[:, 1]]
    graph = chain("\n".join(f"u{buyer} > u{supplier}" for buyer, supplier in ends))
    seeds = list(graph.ids[:3])
    peer = nx.DiGraph([(f"u{buyer}", f"u{supplier}") for buyer, supplier in ends])
    peer.add_edges_from(("", unit) for unit in seeds)
    above = {unit: over for unit, over in nx.immediate_dominators(peer, "").items() if unit}
    found = critical_suppliers(graph, seeds)
    assert set(found.index) == {over for over in above.values() if over}
    assert found["through"].to_dict() == {unit: above[unit] for unit in found.index}
