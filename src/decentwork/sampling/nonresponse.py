"""Weights raised for those who did not answer, in cells of like units."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import ELIGIBLE, Disposition


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """Who answered, and by what the weights of those who did are raised.

    `seeds` index stratum: `issued`, `answered`, `outside` the chain, `factor` the eligible over
    those who answered, missing where nobody did. `lists` index (`buyer_id`, `kind`): `listed`,
    `issued`, `answered`, `outside` suppliers, `tier` of the buyer, `factor`. `cells` index (`tier`,
    `kind`) of buyers: the same counts added up and `factor`, the suppliers on all lists that were
    followed over those on lists where the fate of somebody is known.
    """

    seeds: pd.DataFrame
    lists: pd.DataFrame
    cells: pd.DataFrame


def response(fieldwork: Fieldwork) -> Response:
    """Return how units responded by stratum of seeds, and by buyer and kind beyond them.

    A unit that was closed, out of scope or no supplier after all counts as one that answered with
    nothing. On a buyer's list the suppliers that answered stand for those that did not; a list of
    which nobody's fate is known is stood for by the other lists of its cell (tier × kind), which
    assumes that answering does not depend on what is measured within a cell.

    References
    ----------
    Särndal & Lundström 2005, Estimation in Surveys with Nonresponse, ch. 6: weighting by response
    homogeneity groups.
    """
    cases = fieldwork.cases
    answered = cases["disposition"] == Disposition.INTERVIEWED
    outside = ~cases["disposition"].isin([*ELIGIBLE, Disposition.OPEN])
    told = pd.DataFrame({"issued": 1, "answered": answered * 1, "outside": outside * 1})
    seeds = told[cases["stratum"] != ""].groupby(cases["stratum"]).sum()
    seeds["factor"] = (seeds["issued"] - seeds["outside"]) / seeds["answered"].replace(0, np.nan)
    lists = _lists(fieldwork, told)
    cell = [lists["tier"], lists.index.get_level_values("kind")]
    cells = lists[["listed", "issued", "answered", "outside"]].groupby(cell).sum()
    known = (lists["answered"] + lists["outside"]) > 0
    heard = lists["listed"].where(known, 0).groupby(cell).sum()
    cells["factor"] = cells["listed"] / heard.replace(0, np.nan)
    own = lists["answered"] / (lists["answered"] + lists["outside"]).replace(0, np.nan)
    factor = own * cells["factor"].reindex(pd.MultiIndex.from_arrays(cell)).to_numpy()
    return Response(seeds=seeds, lists=lists.assign(factor=factor), cells=cells)


def _lists(fieldwork: Fieldwork, told: pd.DataFrame) -> pd.DataFrame:
    """Return every list of suppliers that was followed, index (`buyer_id`, `kind`)."""
    named = fieldwork.nominations[fieldwork.nominations["eligible"].astype(bool)]
    # A unit that a buyer lists twice is one supplier.
    named = named.sort_values("drawn", ascending=False, kind="stable")
    named = named.drop_duplicates(["buyer_id", "kind", "unit_id"]).sort_index()
    drawn = named["drawn"].astype(bool)
    fate = told.reindex(named["case_id"].where(drawn, "")).fillna(0).set_axis(named.index)
    counts = pd.DataFrame(
        {
            "listed": 1,
            "issued": drawn * 1,
            "answered": fate["answered"],
            "outside": fate["outside"],
        }
    )
    lists = counts.groupby([named["buyer_id"], named["kind"]]).sum().astype(int)
    lists = lists[lists["issued"] > 0]
    buyers = lists.index.get_level_values("buyer_id")
    return lists.assign(tier=fieldwork.cases["tier"].reindex(buyers).to_numpy(dtype=int))
