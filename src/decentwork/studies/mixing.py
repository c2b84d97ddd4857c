"""Who buys from whom, by label: mixing matrices of a chain."""

import numpy as np
import pandas as pd

from decentwork.studies.chain_graph import ChainGraph


def mixing_matrix(
    graph: ChainGraph,
    rows: pd.Series,
    columns: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> pd.DataFrame:
    """Return how many links lead from buyers of each label to suppliers of each label.

    Parameters
    ----------
    rows, columns : labels by unit id, such as tier, kind or registered
        Of buyers and of suppliers (the same labels where `columns` is not given); links with a
        unit that has no label are left out.
    weights : by unit id
        Of buyers, so that links of the sample stand for those of the chain: the buyer's weight,
        times listed per followed supplier where not all were followed. Without weights links
        count one each.
    """
    buyers, targets = graph.buyers(), graph.targets
    of_buyer = rows.reindex(graph.ids).to_numpy(object)[buyers]
    of_supplier = (rows if columns is None else columns).reindex(graph.ids).to_numpy(object)
    each = np.ones(len(buyers))
    if weights is not None:
        each = weights.reindex(graph.ids).to_numpy(float)[buyers]
    links = pd.DataFrame({"buyer": of_buyer, "supplier": of_supplier[targets], "links": each})
    table = links.dropna().groupby(["buyer", "supplier"])["links"].sum().unstack(fill_value=0.0)
    labels = sorted({*table.index, *table.columns}) if columns is None else None
    return table if labels is None else table.reindex(index=labels, columns=labels, fill_value=0.0)
