"""Labour behind final demand: by place of work, industry and market, and by production round."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount, per_output
from decentwork.accounts.tables import Matrix, Table, Vector, membership
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.footprint import Footprint, footprint_of
from decentwork.footprints.leontief import Leontief, reciprocal
from decentwork.footprints.multipliers import requirements

DIMENSIONS = ("place", "industry", "market")


def labour_footprint(
    leontief: Leontief,
    account: LabourAccount,
    by: Sequence[str] = ("place", "market"),
    products: Sequence[str] | None = None,
) -> Footprint:
    """Return labour by where it is done and whose final demand it serves, diag(q) (I − A)⁻¹ Y.

    The own market is included, so that the values of a place add to its labour. Labour in an
    industry without output is left out. Places that the account does not cover are left out.

    Parameters
    ----------
    leontief : Leontief
        Factors of a table.
    account : LabourAccount
        Labour by place and industry of that table.
    by : sequence of "place", "industry", "market"
        The labels to keep.
    products : sequence of industries, optional
        Only final demand for the products of these industries.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 6.
    """
    table = leontief.table
    demand = demand_for(table, products)
    labour = labour_per_output(account, table)[:, np.newaxis] * leontief.requirements(demand)
    what = "final demand" if products is None else f"final demand for {', '.join(products)}"
    return footprint_of(
        table,
        account,
        "final_demand",
        cells(table, labour, table.market_codes, by),
        f"labour per output times the output that {what} of each market requires (Leontief)",
    )


def cells(table: Table, values: Matrix, markets: Sequence[str], by: Sequence[str]) -> pd.DataFrame:
    """Return values (n, markets) as rows labelled by `by`, summed over the other labels."""
    strangers = [name for name in by if name not in DIMENSIONS]
    if strangers or not by:
        raise UnknownCode(", ".join(strangers), "the labels of a footprint", DIMENSIONS)
    count = len(markets)
    frame = pd.DataFrame(
        {
            "place": np.repeat(table.places, count),
            "industry": np.repeat(table.industries, count),
            "market": np.tile(markets, len(table.places)),
            "value": values.ravel(),
        }
    ).dropna(subset=["value"])
    return frame.groupby(list(by), sort=False, as_index=False)["value"].sum()


def demand_for(table: Table, products: Sequence[str] | None = None) -> Matrix:
    """Return final demand by market for the products of some industries: (n, markets), money."""
    demand = table.demand_by_market()
    if products is None:
        return demand
    for product in products:
        if product not in table.industries:
            raise UnknownCode(product, f"the industries of {table.name}", table.industry_codes)
    return demand * np.isin(table.industries, products)[:, np.newaxis]


def labour_per_output(account: LabourAccount, table: Table) -> Vector:
    """Return labour per unit of output in the rows of `table`: (n,), NaN where not known."""
    return per_output(account.on(table), table.output)


def labour_by_round(
    table: Table, account: LabourAccount, demand: Vector, last: int = 10
) -> Footprint:
    """Return labour by place and production round, and the remainder after the last round.

    Round 0 is the industry that sells to the buyer, round 1 its direct suppliers: q A^t f.
    A production round is a step of this calculation, not a tier of a surveyed chain. Industries
    that the account does not cover are left out.

    Parameters
    ----------
    demand : (n,) array, money
        Final demand, or exports, served.
    last : int
        The last round that is shown by itself.
    """
    scale = reciprocal(table.output)
    known = labour_per_output(account, table)
    labour = np.nan_to_num(known)
    places = tuple(dict.fromkeys(np.array(table.places)[np.isfinite(known)].tolist()))
    place = membership(table.places, table.place_codes)
    rounds, delivered = [], demand
    for _ in range(last + 1):
        rounds.append(labour * delivered @ place)
        delivered = table.transactions @ (delivered * scale)
    rest = requirements(table, delivered[:, np.newaxis])[:, 0]
    rounds.append(labour * rest @ place)
    names = [*(str(step) for step in range(last + 1)), f"{last + 1}+"]
    frame = pd.DataFrame(rounds, index=names, columns=list(table.place_codes)).T
    rows = frame.loc[list(places)].rename_axis("place").reset_index()
    return footprint_of(
        table,
        account,
        "final_demand",
        rows.melt("place", var_name="round"),
        "labour by round of the production series",
    )
