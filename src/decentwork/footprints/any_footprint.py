"""Labour by any labels and for any selection: where it is done, for whom, and through what."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.footprints.exports import STEPS
from decentwork.footprints.footprint import Footprint, footprint_of
from decentwork.footprints.footprint_cells import footprint_cells
from decentwork.footprints.labour_footprint import labour_per_output
from decentwork.footprints.leontief import Leontief

FINAL_DEMAND = (
    "labour per output times the output that final demand of each market requires (Leontief)"
)


def footprint(
    leontief: Leontief,
    account: LabourAccount,
    by: Sequence[str] = ("place", "market"),
    *,
    perspective: str = "final_demand",
    place: Sequence[str] = (),
    industry: Sequence[str] = (),
    market: Sequence[str] = (),
    product: Sequence[str] = (),
    regions: Mapping[str, str] | None = None,
) -> Footprint:
    """Return labour by any labels: where it is done, and whose purchase of what it serves.

    The tensor of places, industries, markets and products is never formed: what is solved for, and
    what is held, grows with the cells that are asked for. Cells add to the same sum whatever they
    are shown by.

    Parameters
    ----------
    by : sequence of "place", "industry", "market", "product", "through"
        The labels to keep, one at least. "product" is the industry that sells what is bought, or
        exported; "through" is "direct" in that industry, "domestic_indirect" upstream of it by
        domestic sales alone, "imported" behind a sale that crossed a border.
    perspective : "final_demand", "domestic_L", "domestic_B" or "direct"
        Purchases by the last buyer, or gross exports with domestic labour alone.
    place, industry, market, product : sequences of str
        What to count; none is all. Codes, names and regions as in `named_codes`.
    regions : mapping of place to region, optional
        Cells of places and markets are summed to regions; exports between countries of one
        region stay exports. A place without region stays by itself.

    Raises
    ------
    UnknownCode
        A label or perspective that does not exist.
    InvalidInput
        Codes or names that the table lacks, all at once.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 6; as `labour_in_exports`.
    """
    asked = {"place": place, "industry": industry, "market": market, "product": product}
    labour = labour_per_output(account, leontief.table)
    found = footprint_cells(leontief, labour, by, perspective, asked, regions)
    frame = found.frame().assign(value=found.values().ravel())
    step = STEPS.get(perspective, FINAL_DEMAND)
    missing = not_known(account, leontief.table, found.chosen["place"])
    without = f"; without {', '.join(missing)}, of which labour is not known" if missing else ""
    return footprint_of(leontief.table, account, perspective, found.shown(frame), step + without)


def not_known(account: LabourAccount, table: Table, places: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the places (all, or some) of which labour of an industry with output is not known."""
    unknown = np.isnan(account.on(table)) & (table.output > 0)
    named = dict.fromkeys(table.places[row] for row in np.flatnonzero(unknown).tolist())
    return tuple(place for place in named if not places or place in places)


def production_and_consumption(found: Footprint) -> pd.DataFrame:
    """Return the labour of each place and that for its demand, from a footprint by both.

    Parameters
    ----------
    found : Footprint
        Final demand by "place" and "market", with no place and market left out.

    Returns
    -------
    DataFrame with a row a place: `production` (labour there), `consumption` (labour anywhere for
    its final demand), `own` (in both), `exported` and `imported` (the rest of either) and `balance`
    (production less consumption), in `found.unit`; NaN where a place's labour is not known.
    """
    wide = found.frame.groupby(["place", "market"], sort=False)["value"].sum().unstack("market")
    places = list(dict.fromkeys([*wide.index, *wide.columns]))
    production = wide.sum(axis=1).reindex(places)
    consumption = wide.sum(axis=0).reindex(places)
    own = pd.Series(
        [wide.loc[it, it] if it in wide.index and it in wide.columns else np.nan for it in places],
        index=places,
    )
    frame = pd.DataFrame({"production": production, "consumption": consumption, "own": own})
    frame = frame.assign(exported=production - own, imported=consumption - own)
    return frame.assign(balance=production - consumption).rename_axis("place").reset_index()
