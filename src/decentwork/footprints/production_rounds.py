"""Labour behind demand by production round: the seller, its suppliers, theirs, and the rest."""

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Table, Vector, membership
from decentwork.footprints.footprint import Footprint, footprint_of
from decentwork.footprints.leontief import reciprocal
from decentwork.footprints.multipliers import requirements


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
