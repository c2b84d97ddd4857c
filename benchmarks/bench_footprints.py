"""Labour footprints against the usual Python tool, in turn, on the same invented table.

    .venv/bin/python benchmarks/bench_footprints.py

Ends with an error where a ratio is below its bar, or a result differs.
"""

import sys
import warnings
from collections.abc import Callable
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd
import pymrio

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimates.units import Unit
from decentwork.footprints.labour_footprint import labour_footprint
from decentwork.footprints.leontief import factorise

PLACES, INDUSTRIES, TURNS = 41, 35, 5
BAR = 2.0  # times as fast as the usual tool, from the table to labelled results
TOLERANCE = 1e-10
INVENTED = Provenance(
    origins=(Origin(publisher="decentwork", title="invented", licence="CC0", citation="none"),)
)


def invented_table(rng: np.random.Generator) -> Table:
    """Return a table in the structure of real ones: mostly domestic inputs, half of output used."""
    n = PLACES * INDUSTRIES
    places = tuple(f"P{place:02d}" for place in range(PLACES) for _ in range(INDUSTRIES))
    industries = tuple(f"c{industry}" for _ in range(PLACES) for industry in range(INDUSTRIES))
    size = rng.lognormal(sigma=1.0, size=n)
    at_home = np.kron(np.eye(PLACES), np.full((INDUSTRIES, INDUSTRIES), 40.0)) + 1.0
    shape = at_home * rng.lognormal(sigma=0.8, size=(n, n)) * size[:, None]
    coefficients = shape / shape.sum(axis=0) * rng.uniform(0.3, 0.7, size=n)
    markets = np.kron(np.eye(PLACES), np.full((INDUSTRIES, 1), 20.0)) + 1.0
    demand = markets * size[:, None] * rng.lognormal(size=(n, PLACES))
    output = np.linalg.solve(np.eye(n) - coefficients, demand.sum(axis=1))
    return Table(
        name="invented",
        year=2020,
        unit="million USD",
        places=places,
        industries=industries,
        markets=tuple(f"P{place:02d}" for place in range(PLACES)),
        categories=("final demand",) * PLACES,
        transactions=coefficients * output,
        final_demand=demand,
        output=output,
        provenance=INVENTED,
    )


def employment(table: Table, rng: np.random.Generator) -> LabourAccount:
    return LabourAccount(
        name="employment",
        unit=Unit.THOUSAND_PERSONS,
        year=table.year,
        places=table.places,
        industries=table.industries,
        values=table.output * rng.lognormal(sigma=0.5, size=len(table.output)),
        how=("modelled",) * len(table.output),
        certainty=NoInterval("invented"),
        provenance=INVENTED,
    )


def ours(table: Table, account: LabourAccount) -> pd.Series:
    found = labour_footprint(factorise(table), account, by=("place", "market"))
    return found.to_frame().groupby("market")["value"].sum()


def usual(table: Table, account: LabourAccount) -> pd.Series:
    rows = pd.MultiIndex.from_arrays([table.places, table.industries], names=["region", "sector"])
    columns = pd.MultiIndex.from_arrays(
        [table.markets, table.categories], names=["region", "category"]
    )
    system = pymrio.IOSystem(
        Z=pd.DataFrame(table.transactions, rows, rows),
        Y=pd.DataFrame(table.final_demand, rows, columns),
    )
    labour = pd.DataFrame(account.values[None, :], ["employment"], rows)
    system.labour = pymrio.Extension("labour", F=labour)
    system.calc_all()
    return system.labour.D_cba.loc["employment"].groupby(level="region").sum()


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> int:
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(2020)
    table = invented_table(rng)
    account = employment(table, rng)
    difference = float((ours(table, account) / usual(table, account) - 1).abs().max())
    turns = [
        (seconds(lambda: ours(table, account)), seconds(lambda: usual(table, account)))
        for _ in range(TURNS)
    ]
    mine, theirs = (median(times) for times in zip(*turns, strict=True))
    ratio = theirs / mine
    print(f"footprints by place × market, {PLACES} × {INDUSTRIES}, median of {TURNS}:")
    print(f"  decentwork {mine:.3f} s, pymrio {theirs:.3f} s: {ratio:.1f} times (bar {BAR})")
    print(f"  largest relative difference {difference:.0e} (bar {TOLERANCE:.0e})")
    return int(ratio < BAR or difference > TOLERANCE)


if __name__ == "__main__":
    sys.exit(main())
