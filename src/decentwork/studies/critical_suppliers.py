"""Units whose loss would cut others off from every lead firm."""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from decentwork.studies.chain_graph import ChainGraph, NoSeeds


def critical_suppliers(
    graph: ChainGraph, seeds: Iterable[str], weights: pd.Series | None = None
) -> pd.DataFrame:
    """Return the units that every way from the seeds to some other unit passes through.

    A unit cuts off those that it dominates in the graph seen from one source above all seeds:
    without it no link, of whatever length of way, leads from a lead firm to them.

    Parameters
    ----------
    weights : by unit id
        What each unit stands for, such as its weight or its workers; one each without.

    Returns
    -------
    DataFrame, index `id`, most units cut off first
        `cut_off`: units that are lost besides the unit itself; `cut_off_weight`: their weight;
        `share`: that weight as a share of all units reached; `through`: the nearest unit that it
        is itself cut off by, "" where none.

    Raises
    ------
    NoSeeds, UnknownUnits
    """
    from decentwork.studies import dominators, traversals

    places = graph.places(seeds)
    if not len(places):
        raise NoSeeds
    order, parent = dominators.visits(graph.starts, graph.targets, places)
    starts, sources = traversals.reversed_rows(graph.starts, graph.targets)
    dominator = dominators.dominators(order, parent, starts, sources, places)
    each = np.ones(len(order))
    if weights is not None:
        each = weights.reindex(graph.ids).fillna(0.0).to_numpy(float)[order]
    each[0] = 0.0
    weight = dominators.weight_below(dominator, each)
    units = dominators.weight_below(dominator, np.ones(len(order)))
    ids = np.concatenate([[""], graph.ids[order[1:]].to_numpy(object)])
    frame = pd.DataFrame(
        {
            "cut_off": units.astype(int) - 1,
            "cut_off_weight": weight - each,
            "share": (weight - each) / each.sum(),
            "through": ids[dominator],
        },
        index=pd.Index(ids, name="id"),
    )
    critical = frame.iloc[1:].loc[lambda rows: rows["cut_off"] > 0]
    return critical.sort_values(["cut_off", "cut_off_weight"], ascending=False, kind="stable")
