"""Labour by any labels and for any selection: where it is done, for whom, and through what.

`footprint` tells the cells; `selected_labour` each with its interval, and their sum as a figure.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Matrix, Table
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.footprints.exports import STEPS
from decentwork.footprints.footprint import Footprint, SelectedLabour, footprint_of
from decentwork.footprints.footprint_cells import WORK, FootprintCells, footprint_cells
from decentwork.footprints.footprint_intervals import cell_intervals, method_of
from decentwork.footprints.leontief import Leontief
from decentwork.footprints.uncertainty import AccountError, delta_interval

NOT_ASKED = NoInterval(translatable("the error of the labour account was not asked for"))
EXPOSED = "labour per output times the output that the fall of final demand no longer requires"
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
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 6; for
    exports Hummels, Ishii & Yi 2001, Journal of International Economics 54: 75–96, and Los, Timmer
    & de Vries 2016, American Economic Review 106: 1958–66.
    """
    asked = {"place": place, "industry": industry, "market": market, "product": product}
    labour = labour_per_output(account, leontief.table)
    cells = footprint_cells(leontief, labour, by, perspective, asked, regions)
    frame = cells.shown(cells.frame().assign(value=cells.values().ravel()))
    return footprint_of(leontief.table, account, perspective, frame, _step(cells, account))


def selected_labour(
    leontief: Leontief,
    account: LabourAccount,
    by: Sequence[str] = ("place",),
    *,
    perspective: str = "final_demand",
    error: AccountError | NoInterval = NOT_ASKED,
    **asked: Sequence[str],
) -> SelectedLabour:
    """Return a footprint with the interval of each cell and of their sum.

    Parameters
    ----------
    error : AccountError or NoInterval
        What is uncertain in the account, or why that is not known.
    asked : place=, industry=, market= or product= texts
        What to count; the rest as in `footprint`.
    """
    labour = labour_per_output(account, leontief.table)
    cells = footprint_cells(leontief, labour, by, perspective, asked)
    return _selected(cells, account, error, _step(cells, account))


def exposed_by_work(
    leontief: Leontief,
    account: LabourAccount,
    fall: Matrix,
    by: Sequence[str] = ("place",),
    error: AccountError | NoInterval = NOT_ASKED,
) -> SelectedLabour:
    """Return labour exposed to a fall of demand by place, industry or both, with its intervals.

    Labour that now serves the demand in question, not labour lost.

    Parameters
    ----------
    fall : (n, markets) array, money
        Final demand that falls away, by market; above zero where it falls.
    """
    if strangers := [name for name in by if name not in WORK]:
        raise UnknownCode(", ".join(strangers), "the labels of exposed labour", WORK)
    labour = labour_per_output(account, leontief.table)
    cells = footprint_cells(leontief, labour, by, demand=fall)
    return _selected(cells, account, error, EXPOSED)


def _selected(
    cells: FootprintCells, account: LabourAccount, error: AccountError | NoInterval, step: str
) -> SelectedLabour:
    table = cells.leontief.table
    values = np.nan_to_num(account.on(table))
    frame = cell_intervals(cells, error)
    held = np.bincount(cells.work.tocsc().indices, values[cells.rows], cells.work.shape[0])
    labour = np.repeat(held, len(frame) // max(len(held), 1))
    frame = frame[[*cells.by]].assign(labour=labour).join(frame[["value", "low", "high"]])
    whole = cells.whole()
    value = float((whole @ values)[0])
    interval: Interval | NoInterval = (
        error
        if isinstance(error, NoInterval)
        else delta_interval(value, float(error.variance(whole)[0]), method_of(error))
    )
    return SelectedLabour(
        table=table.name,
        year=table.year,
        account=account.name,
        perspective=cells.perspective,
        modelled=_is_modelled(cells, account),
        frame=cells.shown(frame),
        total=Estimate(
            value=value,
            interval=interval,
            unit=account.unit,
            method="leontief",
            provenance=table.provenance.joined(account.provenance).then(step),
        ),
    )


def _is_modelled(cells: FootprintCells, account: LabourAccount) -> bool:
    table = cells.leontief.table
    counted = {(table.places[row], table.industries[row]) for row in cells.rows.tolist()}
    labels = zip(account.places, account.industries, account.how, strict=True)
    return any(
        how == "modelled" and (place, industry) in counted for place, industry, how in labels
    )


def _step(cells: FootprintCells, account: LabourAccount) -> str:
    step = STEPS.get(cells.perspective, FINAL_DEMAND)
    missing = not_known(account, cells.leontief.table, cells.chosen.get("place", ()))
    return (
        f"{step}; without {', '.join(missing)}, of which labour is not known" if missing else step
    )


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
