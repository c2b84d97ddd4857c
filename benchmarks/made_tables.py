"""Made tables with the structure of real ones, for benchmarks: sizes, home shares, empty cells."""

import numpy as np

from decentwork.accounts.tables import Table
from decentwork.estimates.provenance import Origin, Provenance

HOME, FILLED, CATEGORIES = 0.7, 0.78, 5
ROUNDS = 400  # of production; the longest chains of the hard table fade in them


def made_table(places, industries, seed=1, hard=False):
    """Return a table of places × industries whose rows and columns add up.

    About seven tenths of intermediate inputs come from home and a fifth of all cells are empty, as
    in published tables. Value added is a third to two thirds of output; on the hard table a
    twentieth to a fifth, and inputs from home half: chains of production are long.
    """
    rng = np.random.default_rng(seed)
    n = places * industries
    flows = rng.lognormal(0, 1.5, (n, n))
    flows *= rng.random((n, n)) < FILLED
    home = np.repeat(np.arange(places), industries)
    share = 0.5 if hard else HOME
    for place in range(places):
        rows, columns = home == place, np.flatnonzero(home == place)
        inside = flows[np.ix_(rows, columns)].sum(axis=0)
        outside = flows[:, columns].sum(axis=0) - inside
        flows[:, columns] *= np.where(rows[:, None], share / inside, (1 - share) / outside)
    flows *= 1 - rng.uniform(*((0.05, 0.2) if hard else (0.33, 0.67)), n)  # now A
    demand = rng.lognormal(3, 1, (n, places * CATEGORIES))
    output = wanted = demand.sum(axis=1)
    for _ in range(ROUNDS):
        wanted = flows @ wanted
        output = output + wanted
        if wanted.sum() < 1e-15 * output.sum():
            break
    flows *= output
    codes = [f"P{it:03}" for it in range(places)]
    return Table(
        name="made",
        year=2020,
        unit="million USD",
        places=tuple(np.repeat(codes, industries).tolist()),
        industries=tuple(f"c{it}" for it in range(industries)) * places,
        markets=tuple(np.repeat(codes, CATEGORIES).tolist()),
        categories=tuple(f"f{it}" for it in range(CATEGORIES)) * places,
        transactions=flows,
        final_demand=demand,
        output=flows.sum(axis=1) + demand.sum(axis=1),
        provenance=Provenance(
            origins=(Origin(publisher="none", title="made", licence="none", citation="none"),)
        ),
    )
