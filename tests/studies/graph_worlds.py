"""Small chains, drawn as "buyer > suppliers"."""

import pandas as pd

from decentwork.studies.chain_graph import chain_graph
from decentwork.surveys.links import read_links


def links(text, **columns):
    pairs = [
        (buyer.strip(), supplier)
        for line in text.strip().splitlines()
        for buyer, suppliers in [line.split(">")]
        for supplier in suppliers.split()
    ]
    frame = pd.DataFrame(pairs, columns=["buyer_id", "supplier_id"])
    return read_links(frame.assign(source="buyer", **columns))


def chain(text, **columns):
    return chain_graph(links(text, **columns))
