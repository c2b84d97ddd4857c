"""Which supplying industries of which countries carry an account for a market."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.estimates.interval import NoInterval
from decentwork.footprints.footprint_bands import rank_columns
from decentwork.footprints.footprint_cells import footprint_cells
from decentwork.footprints.footprint_intervals import DRAWS, cell_intervals
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.paths import demand_of
from decentwork.footprints.uncertainty import AccountError

MOST = 40


def carriers(
    leontief: Leontief,
    account: LabourAccount,
    *,
    market: Sequence[str] = (),
    product: Sequence[str] = (),
    place: Sequence[str] = (),
    most: int = MOST,
    error: AccountError | NoInterval | None = None,
    rng: np.random.Generator | None = None,
) -> pd.DataFrame:
    """Return the country-industries that hold most of an account behind a market's final demand.

    Parameters
    ----------
    market, product, place : sequences of str
        Whose demand, for what, and where the labour is done; none is all. As in `named_codes`.
    most : int
        How many are returned.
    error : AccountError or NoInterval, optional
        What is uncertain in the account.
    rng : Generator, optional
        Draws accounts for the bands of ranks.

    Returns
    -------
    DataFrame of `place`, `industry`, `value` (unit of the account), `share` of the whole account
    behind that demand, `cumulative` share, and `rank`; with an error `low` and `high` (delta
    method) and, with chance, `rank_low` and `rank_high`: bands among those returned.
    """
    asked = {"place": place, "industry": (), "market": market, "product": product}
    labour = labour_per_output(account, leontief.table)
    cells = footprint_cells(leontief, labour, ("place", "industry"), asked=asked)
    if isinstance(error, AccountError):
        frame = cell_intervals(cells, error)
    else:
        frame = cells.frame().assign(value=cells.values().ravel())
    total = frame["value"].sum()
    first = np.argsort(-frame["value"].to_numpy(), kind="stable")[:most]
    top = frame.iloc[first].reset_index(drop=True)
    share = top["value"] / total if total else top["value"]
    top = top.assign(share=share, cumulative=share.cumsum(), rank=np.arange(1, len(top) + 1))
    if not isinstance(error, AccountError) or rng is None or top.empty:
        return top
    demand = demand_of(leontief.table, cells.chosen)[:, np.newaxis]
    served = leontief.requirements(demand)[:, 0] * reciprocal(leontief.table.output)
    rows = cells.rows[first]
    weights = csr_array((served[rows], (np.arange(len(rows)), rows)), (len(rows), len(served)))
    return top.assign(**rank_columns(weights @ error.draw(DRAWS, rng).T, top["value"].to_numpy()))
