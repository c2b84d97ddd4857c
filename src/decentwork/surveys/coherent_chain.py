"""A chain whose units were found to be others than they were drawn as."""

from typing import NamedTuple

import numpy as np
import pandas as pd


class Chain(NamedTuple):
    """Tables as in `ChainSample`, which need not agree with each other yet."""

    units: pd.DataFrame
    links: pd.DataFrame
    workers: pd.DataFrame | None


def reached(chain: Chain) -> Chain:
    """Return a chain without units that no link leads to, what they alone led to, their workers.

    They were drawn while names were matched otherwise, and stand now too deep or on the frame.
    """
    units, links, workers = chain
    while len(lost := _unreached(units, links)):
        units = units.drop(index=lost)
        links = links[~links["buyer_id"].isin(lost)]
    if workers is not None:
        workers = workers[workers["unit_id"].isin(units.index)]
    return Chain(units, links.reset_index(drop=True), workers)


def coherent(chain: Chain) -> Chain:
    """Return a chain as it would have been recorded had a matching drawn by chance been known.

    Besides what `reached` leaves out, a unit is not listed as its own supplier, and it has at least
    the buyers that list it.
    """
    units, links, workers = reached(chain._replace(links=_without_loops(chain.links)))
    seen = _nearer(units, links).value_counts().reindex(units.index, fill_value=0)
    stated = units["buyers_in_scope"]
    buyers = stated.mask((stated > 0) & (stated < seen), seen.astype(float))
    return Chain(units.assign(buyers_in_scope=buyers), links, workers)


def _without_loops(links: pd.DataFrame) -> pd.DataFrame:
    own = links["buyer_id"] == links["supplier_id"]
    loops = own.groupby([links["buyer_id"], links["kind"]]).transform("sum").astype(int)
    fewer = {name: links[name] - loops for name in ("listed", "followed")}
    return links.assign(**fewer)[~own]


def _unreached(units: pd.DataFrame, links: pd.DataFrame) -> pd.Index:
    return units.index[(units["tier"] > 0) & ~units.index.isin(links["supplier_id"])]


def _nearer(units: pd.DataFrame, links: pd.DataFrame) -> pd.Series:
    """Return the supplier of each link from the tier before its own."""
    tier = units["tier"]
    step = links["supplier_id"].map(tier) - links["buyer_id"].map(tier)
    return links["supplier_id"][np.asarray(step == 1)]
