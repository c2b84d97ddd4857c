"""Our algebra against pymrio's on tables of 3,465 and 7,987 industries, in time and memory.

Each quantity is timed in turn with the usual tool in one process, on the same number of threads,
and must agree with it to 1e-9 of each value; ratios are of medians, of processor seconds, which
other work on the machine disturbs least. Memory is the peak, the table included, of a process that
does nothing else (Linux). A bar that is missed makes the exit code 1.

    OPENBLAS_NUM_THREADS=1 python benchmarks/bench_trade_sizes.py [3465] [7987] [hard] [scenarios]
    OPENBLAS_NUM_THREADS=2 python benchmarks/bench_trade_sizes.py 19680

19,680 industries are beyond the usual tool on a machine of 24 GiB; time and memory are told alone.
"""

import statistics
import subprocess
import sys
import time
import warnings
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.accounts.tables import membership
from decentwork.footprints.exports import by_exporter, gross_exports
from decentwork.footprints.leontief import factorise, reciprocal
from decentwork.footprints.multipliers import multipliers, requirements
from decentwork.footprints.participation import participation
from decentwork.footprints.scenarios import exposures
from made_tables import made_table

SHAPES = {"1435": (41, 35), "3465": (77, 45), "7987": (49, 163), "19680": (164, 120)}
ACCOUNTS, RUNS, SCENARIOS, ERROR, ROUNDS = 10, 3, 1000, 1e-9, 10
BARS = {
    "3465": {"accounts": 4, "place x market": 7, "multipliers": 20},
    "7987": {"accounts": 5, "place x market": 9, "multipliers": 40},
    "hard": {"multipliers": 15},
}
EXPORTS_BAR, MEMORY_BAR, KEPT_M_BAR, KEPT_L_BAR, SCENARIO_BAR = 5, 0.6, 15, 40, 5e-6


def labour_of(table):
    return np.random.default_rng(2).random((ACCOUNTS, len(table.output))) * 100


def usual(table, labour):
    import pymrio

    rows = pd.MultiIndex.from_arrays([table.places, table.industries], names=["region", "sector"])
    markets = pd.MultiIndex.from_arrays(
        [table.markets, table.categories], names=["region", "category"]
    )
    system = pymrio.IOSystem(
        Z=pd.DataFrame(table.transactions, index=rows, columns=rows),
        Y=pd.DataFrame(table.final_demand, index=rows, columns=markets),
    )
    stressors = pd.Index([f"s{it}" for it in range(ACCOUNTS)], name="stressor")
    system.satellite = pymrio.Extension(
        name="satellite", F=pd.DataFrame(labour, index=stressors, columns=rows)
    )
    return system


def all_accounts(table, labour):
    """Return what calc_all keeps of accounts: x, S, M and the four sides, by place and industry."""
    leontief, per_output = factorise(table), labour * reciprocal(table.output)
    places = len(table.place_codes)
    member = membership(table.places, table.place_codes)
    demand = table.demand_by_market()
    required = leontief.requirements(demand)
    by_origin = (per_output[:, None, :] * member.T).reshape(ACCOUNTS * places, -1)
    of_origin = leontief.multipliers(by_origin).reshape(ACCOUNTS, places, -1)
    whole = of_origin.sum(axis=1)
    by_product = demand.reshape(places, -1, places)  # origin, industry, market
    used = np.einsum("arj,rjc->acj", whole.reshape(ACCOUNTS, places, -1), by_product)
    at_home = np.einsum(
        "acrj,rjc->acj", of_origin.reshape(ACCOUNTS, places, places, -1), by_product
    )
    abroad = (required * (1.0 - member)).sum(axis=1)
    return {
        "M": whole,
        "D_cba": used.reshape(ACCOUNTS, -1),
        "D_pba": per_output * required.sum(axis=1),
        "D_imp": (used - at_home).reshape(ACCOUNTS, -1),
        "D_exp": per_output * abroad,
    }


def place_by_market(table, labour):
    """Return labour of each place behind the demand of each market: (accounts, places, markets)."""
    required = requirements(table, table.demand_by_market())
    member = membership(table.places, table.place_codes)
    per_output = labour * reciprocal(table.output)
    return np.stack([(row[:, None] * member).T @ required for row in per_output])


def inverse_exports(table):
    """Return value added by origin in exports, and participation, over the whole inverse."""
    inverse = np.linalg.inv(
        np.eye(len(table.output)) - table.transactions * reciprocal(table.output)
    )
    share = table.value_added() * reciprocal(table.output)
    sold = by_exporter(table, gross_exports(table))
    return membership(table.places, table.place_codes).T @ (share[:, None] * (inverse @ sold))


def inverse_rounds(table, per_output):
    """Return the accounts of each round behind each market's demand, and what is left."""
    coefficients = table.transactions * reciprocal(table.output)
    inverse = np.linalg.inv(np.eye(len(table.output)) - coefficients)
    output, rounds = table.demand_by_market(), []
    whole = per_output @ (inverse @ output)
    for _ in range(ROUNDS + 1):
        rounds.append(per_output @ output)
        output = coefficients @ output
    return np.stack([*rounds, whole - sum(rounds)])


def our_rounds(table, per_output):
    """Return the same from the side of the accounts: each round one product with few rows."""
    demand, scale = table.demand_by_market(), reciprocal(table.output)
    whole = multipliers(table, per_output) @ demand
    carried, rounds = per_output, []
    for _ in range(ROUNDS + 1):
        rounds.append(carried @ demand)
        carried = (carried @ table.transactions) * scale
    return np.stack([*rounds, whole - sum(rounds)])


def timed(work, clock=time.process_time):
    start = clock()
    result = work()
    return clock() - start, result


def apart(found, wanted):
    """Return the largest error of a value, relative to it and to a billionth of the mean size."""
    floor = 1e-9 * np.abs(wanted).mean()
    return float((np.abs(found - wanted) / np.maximum(np.abs(wanted), floor)).max())


def told(result, is_kept):
    print(f"  {result}: {'ok' if is_kept else 'MISSED'}", flush=True)
    return is_kept


def ratio(what, theirs, ours, bar):
    found = statistics.median(theirs) / statistics.median(ours)
    seconds = f"{statistics.median(theirs):.3g} s against {statistics.median(ours):.3g} s"
    return told(f"{what}: {found:.1f} times as fast, {seconds} (bar {bar})", found >= bar)


def size(name):
    """Time the accounts, the places by markets and the multipliers of one table."""
    table = made_table(*SHAPES.get(name, SHAPES["3465"]), hard=name == "hard")
    labour = labour_of(table)
    per_output = labour * reciprocal(table.output)
    print(f"n = {len(table.output)}{' (hard)' if name == 'hard' else ''}, {ACCOUNTS} accounts")
    ours = {
        "accounts": lambda: all_accounts(table, labour),
        "place x market": lambda: place_by_market(table, labour),
        "multipliers": lambda: multipliers(table, per_output),
    }
    times = {what: [] for what in (*BARS[name], "peer")}
    for _ in range(RUNS):
        system = usual(table, labour)
        seconds, _ = timed(system.calc_all)
        times["peer"].append(seconds)
        found = {}
        for what in BARS[name]:
            seconds, found[what] = timed(ours[what])
            times[what].append(seconds)
    kept = [ratio(what, times["peer"], times[what], bar) for what, bar in BARS[name].items()]
    error = max(errors(system.satellite, found))
    return all(
        [*kept, told(f"largest relative error {error:.1e} (bar {ERROR:.0e})", error <= ERROR)]
    )


def errors(peer, found):
    yield apart(found["multipliers"], peer.M.to_numpy())
    for name, values in found.get("accounts", {}).items():
        yield apart(values, getattr(peer, name).to_numpy())
    if "place x market" in found:
        consumed = peer.D_cba_reg.to_numpy()
        yield apart(found["place x market"].sum(axis=1), consumed)


def exports_and_rounds(name):
    """Time participation and production rounds against the route over the whole inverse."""
    table = made_table(*SHAPES[name])
    per_output = labour_of(table) * reciprocal(table.output)
    print(f"n = {len(table.output)}, against the route over the whole inverse")
    theirs, ours = {"exports": [], "rounds": []}, {"exports": [], "rounds": []}
    for _ in range(RUNS):
        seconds, value = timed(lambda: inverse_exports(table))
        theirs["exports"].append(seconds)
        seconds, shares = timed(lambda: participation(table))
        ours["exports"].append(seconds)
        seconds, wanted = timed(lambda: inverse_rounds(table, per_output))
        theirs["rounds"].append(seconds)
        seconds, found = timed(lambda: our_rounds(table, per_output))
        ours["rounds"].append(seconds)
    foreign = value.sum(axis=0) - np.diagonal(value)
    error = apart(shares.frame["foreign_content"].to_numpy(), foreign)
    error = max(error, apart(found[:-1], wanted[:-1]))
    return all(
        [
            ratio(
                "contents of exports, participation",
                theirs["exports"],
                ours["exports"],
                EXPORTS_BAR,
            ),
            ratio(
                "production rounds 0 to 10 and the rest",
                theirs["rounds"],
                ours["rounds"],
                EXPORTS_BAR,
            ),
            told(f"largest relative error {error:.1e} (bar {ERROR:.0e})", error <= ERROR),
        ]
    )


def one_by_one(system, changes):
    inverse, per_output = system.L.to_numpy(), system.satellite.S.to_numpy()
    return [per_output @ (inverse @ change) for change in changes]


def scenarios():
    """Time a thousand demand scenarios against what a careful user of pymrio keeps."""
    table = made_table(*SHAPES["3465"])
    labour = labour_of(table)
    per_output = labour * reciprocal(table.output)
    changes = np.random.default_rng(3).normal(size=(SCENARIOS, len(table.output)))
    print(f"{SCENARIOS} demand scenarios, n = {len(table.output)}, {ACCOUNTS} accounts")
    times = {"M": [], "L": [], "ours": [], "alone": []}
    for _ in range(RUNS):
        system = usual(table, labour)
        setting_up, _ = timed(system.calc_all)
        kept = system.satellite.M.to_numpy()
        seconds, wanted = timed(lambda kept=kept: kept @ changes.T)
        times["M"].append(setting_up + seconds)
        seconds, _ = timed(partial(one_by_one, system, changes))
        times["L"].append(setting_up + seconds)
        setting_up, carried = timed(lambda: multipliers(table, per_output))
        seconds, found = timed(lambda carried=carried: exposures(carried, changes))
        times["ours"].append(setting_up + seconds)
        times["alone"].append(seconds / SCENARIOS)
    each = statistics.median(times["alone"])
    error = float(np.abs(found.T - wanted).max() / np.abs(wanted).max())
    return all(
        [
            ratio("multipliers kept, set-up included", times["M"], times["ours"], KEPT_M_BAR),
            ratio("inverse kept, set-up included", times["L"], times["ours"], KEPT_L_BAR),
            told(f"{each * 1e6:.1f} µs a scenario (bar 5)", each <= SCENARIO_BAR),
            told(f"largest relative error {error:.1e} (bar {ERROR:.0e})", error <= ERROR),
        ]
    )


def peak(name, whose):
    """Print the peak of memory in GB, the table included, and the seconds of one calculation."""
    table = made_table(*SHAPES[name])
    labour = labour_of(table)
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew: making it took more
    seconds, _ = timed(lambda: MEASURED[whose](table, labour), time.perf_counter)
    told_there = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
    print(float(told_there) / 1e6, seconds)


MEASURED = {
    "theirs": lambda table, labour: usual(table, labour).calc_all(),
    "ours": all_accounts,
    "multipliers": lambda table, labour: multipliers(table, labour * reciprocal(table.output)),
}


def measured(name, whose):
    command = [sys.executable, __file__, "peak", name, whose]
    told_back = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603 - this script
    return [float(it) for it in told_back.split()]


def memory(name):
    """Compare peaks of memory of whole processes, the table included."""
    theirs, ours = measured(name, "theirs")[0], measured(name, "ours")[0]
    what = f"peak memory of all accounts {ours:.2f} GB against {theirs:.2f} GB: {ours / theirs:.2f}"
    return told(f"{what} (bar {MEMORY_BAR})", ours <= MEMORY_BAR * theirs)


def largest():
    """Time accounts and multipliers of a table that the usual tool cannot hold in 24 GiB."""
    print(f"n = {np.prod(SHAPES['19680'])}, ours alone")
    accounts, accounts_seconds = measured("19680", "ours")
    _, seconds = measured("19680", "multipliers")
    return all(
        [
            told(
                f"accounts in {accounts_seconds:.0f} s, {accounts:.1f} GB (bar 12)", accounts < 12
            ),
            told(f"multipliers in {seconds:.1f} s (bar 10)", seconds < 10),
        ]
    )


def main(asked):
    warnings.filterwarnings("ignore")
    kept = []
    for name in asked or ("3465", "7987", "hard", "scenarios"):
        if name == "scenarios":
            kept.append(scenarios())
        elif name == "19680":
            kept.append(largest())
        else:
            kept.append(size(name))
            if name == "7987":
                kept += [exports_and_rounds(name), memory(name)]
    sys.exit(not all(kept))


if __name__ == "__main__":
    peak(*sys.argv[2:]) if sys.argv[1:2] == ["peak"] else main(sys.argv[1:])
