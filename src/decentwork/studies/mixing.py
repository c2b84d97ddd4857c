"""Who buys from whom, by label: mixing matrices of a chain."""

import pandas as pd


def mixing_matrix(
    links: pd.DataFrame, rows: pd.Series, columns: pd.Series | None = None
) -> pd.DataFrame:
    """Return how many links lead from buyers of each label to suppliers of each label.

    Parameters
    ----------
    links : one row a link
        `buyer_id`, `supplier_id`, and `links` where each stands for several of the chain: the
        buyer's weight, times listed per followed supplier where not all were followed.
    rows, columns : labels by unit id, such as tier, kind or registered
        Of buyers and of suppliers (the same labels where `columns` is not given); links with a
        unit that has no label are left out.
    """
    told = pd.DataFrame(
        {
            "buyer": links["buyer_id"].map(rows),
            "supplier": links["supplier_id"].map(rows if columns is None else columns),
            "links": links.get("links", pd.Series(1.0, links.index)),
        }
    )
    table = told.dropna().groupby(["buyer", "supplier"])["links"].sum().unstack(fill_value=0.0)
    labels = sorted({*table.index, *table.columns}) if columns is None else None
    return table if labels is None else table.reindex(index=labels, columns=labels, fill_value=0.0)
