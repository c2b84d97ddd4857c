"""Our walks through a supplier graph against networkx and scipy, in one process.

A graph of layers with heavy-tailed buyers, lead firms at the top and some links back up. Ratios of
medians over interleaved runs (networkx once where it takes seconds); results are compared unit by
unit in the same run. Bars: 50 times networkx for tiers, components and sampled betweenness (for
each source), components not slower than scipy. A bar that is missed makes the exit code 1.

    python benchmarks/bench_graph.py [LINKS]

Walks run on one thread, betweenness on two.
"""

import statistics
import sys
import time

import networkx as nx
import numpy as np
import pandas as pd
import scipy.sparse as sparse
from scipy.sparse.csgraph import connected_components

from decentwork.studies.chain_graph import chain_graph
from decentwork.studies.critical_suppliers import critical_suppliers
from decentwork.studies.mixing import mixing_matrix
from decentwork.surveys.links import read_links

RUNS, LEADS, LAYERS, SOURCES, PEER_SOURCES = 5, 200, 6, 16, 1
PEER_BAR, SCIPY_BAR = 50.0, 1.0


def synthetic(rng, links):
    """Return buyers and suppliers: each layer larger than the last, 0.5 % of links back up."""
    sizes = np.array([LEADS, *np.geomspace(links / 100, links / 6, LAYERS - 1).astype(int)])
    ends = np.cumsum(sizes)
    layer = rng.choice(LAYERS - 1, links, p=sizes[1:] / sizes[1:].sum())
    heavy = rng.power(0.4, links)  # few units at a layer's start buy most
    buyers = ends[layer] - sizes[layer] + (heavy * sizes[layer]).astype(int)
    suppliers = ends[layer] + (rng.power(0.6, links) * sizes[layer + 1]).astype(int)
    back = rng.random(links) < 0.005
    buyers[back], suppliers[back] = suppliers[back], buyers[back]
    return pd.DataFrame(
        {
            "buyer_id": "u" + pd.Series(buyers).astype(str),
            "supplier_id": "u" + pd.Series(suppliers).astype(str),
            "source": "buyer",
        }
    )


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def median(work, runs=RUNS):
    found = [timed(work) for _ in range(runs)]
    return statistics.median(seconds for seconds, _ in found), found[-1][1]


def told(result, is_kept=True):
    print(f"{result}: {'ok' if is_kept else 'MISSED'}")
    return is_kept


def peer_distances(peer, seeds):
    """Return links from the nearest seed, by a search from all of them at once."""
    layers = enumerate(nx.bfs_layers(peer, seeds))
    return {unit: distance for distance, layer in layers for unit in layer}


def same_parts(one, other):
    pairs = len(np.unique(one.astype(np.int64) * (other.max() + 1) + other))
    return pairs == len(np.unique(one)) == len(np.unique(other))


def tiers(graph, peer, seeds):
    graph.tiers(seeds)
    from decentwork.studies.traversals import shortest

    places = graph.places(seeds)
    ours, found = median(lambda: shortest(graph.starts, graph.targets, places))
    theirs, wanted = median(lambda: peer_distances(peer, seeds), 3)
    reached = dict(zip(graph.ids[found >= 0], found[found >= 0].tolist(), strict=True))
    whole, _ = median(lambda: graph.tiers(seeds))
    print(f"tiers with all lengths of walks up to 8: {whole:.4f} s")
    return versus("tiers", ours, theirs, reached == wanted)


def components(graph, peer):
    number = {unit: place for place, unit in enumerate(graph.ids)}
    matrix = sparse.csr_array(
        (np.ones(len(graph.targets)), graph.targets, graph.starts),
        shape=(len(graph.ids),) * 2,
    )
    graph.components()
    scipys, ours = [], []
    for _ in range(3 * RUNS):
        seconds, (_, known) = timed(
            lambda: connected_components(matrix, directed=True, connection="strong")
        )
        scipys.append(seconds)
        seconds, found = timed(graph.components)
        ours.append(seconds)
    of_peer = np.empty(len(graph.ids), dtype=np.int64)
    theirs, sets = timed(lambda: list(nx.strongly_connected_components(peer)))
    for component, units in enumerate(sets):
        of_peer[[number[unit] for unit in units]] = component
    ours, scipys = statistics.median(ours), statistics.median(scipys)
    kept = versus("components", ours, theirs, same_parts(found, of_peer))
    agreed = same_parts(found, known)
    text = f"components: {scipys:.4f} s in scipy, {scipys / ours:.2f} times as fast (bar 1)"
    return told(text, agreed and scipys / ours >= SCIPY_BAR) and kept


def betweenness(graph, peer):
    rng = np.random.default_rng(2)
    sources = np.sort(rng.choice(len(graph.ids), SOURCES, replace=False)).astype(np.int32)
    sources[0] = graph.places(["u0"])[0]
    graph.dependencies(sources[:1])
    ours, _ = median(lambda: graph.dependencies(sources))
    few = sources[:PEER_SOURCES]
    found = graph.dependencies(few)
    start = time.perf_counter()
    wanted = nx.betweenness_centrality_subset(peer, [graph.ids[it] for it in few], list(peer))
    theirs = time.perf_counter() - start
    expected = np.array([wanted[unit] for unit in graph.ids])
    agreed = np.allclose(found, expected, rtol=1e-9, atol=1e-9)
    alike = np.array_equal(graph.dependencies(sources, 1), graph.dependencies(sources, 2))
    told("betweenness: the same bits from one thread and from two", alike)
    return versus("betweenness a source", ours / SOURCES, theirs / len(few), agreed) and alike


def critical(graph, peer, seeds):
    critical_suppliers(graph, seeds)
    ours, found = median(lambda: critical_suppliers(graph, seeds), 3)
    rooted = nx.DiGraph(peer.edges)
    rooted.add_edges_from(("", seed) for seed in seeds)
    theirs, dominator = timed(lambda: nx.immediate_dominators(rooted, ""))
    through = {dominator[unit] for unit in dominator if unit and dominator[unit]}
    return versus("critical suppliers", ours, theirs, through == set(found.index), 1.0)


def versus(name, ours, theirs, agreed, bar=PEER_BAR):
    ratio = theirs / ours
    text = (
        f"{name}: {ours:.4f} s, networkx {theirs:.3f} s, {ratio:.0f} times as fast (bar {bar:.0f}),"
        f" results {'equal' if agreed else 'DIFFER'}"
    )
    return told(text, agreed and ratio >= bar)


def main():
    links = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    frame = synthetic(np.random.default_rng(1), links)
    chain_graph(read_links(frame.head(100)))
    reading, read = timed(lambda: read_links(frame))
    building, graph = timed(lambda: chain_graph(read))
    print(f"{graph}: read and checked in {reading:.2f} s, built in {building:.2f} s")
    pairs = list(zip(frame["buyer_id"], frame["supplier_id"], strict=True))
    building, peer = timed(lambda: nx.DiGraph(pairs))
    print(f"networkx builds it in {building:.2f} s")
    seeds = [f"u{it}" for it in range(LEADS) if f"u{it}" in graph.ids]
    kept = [
        tiers(graph, peer, seeds),
        components(graph, peer),
        betweenness(graph, peer),
        critical(graph, peer, seeds),
    ]
    tier = graph.tiers(seeds).to_frame()["tier"]
    seconds, mixed = timed(lambda: mixing_matrix(read.frame, tier))
    print(
        f"mixing matrix of {len(mixed)} tiers: {seconds:.2f} s, {mixed.to_numpy().sum():.0f} links"
    )
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
