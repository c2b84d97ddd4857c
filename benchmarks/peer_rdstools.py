"""The tree bootstrap of rdstools, timed in its own interpreter for `bench_bootstrap.py`.

    peer_rdstools.py SAMPLE.csv REPLICATES

Prints JSON: processor seconds of one call for one indicator, as its documentation has it, and of
one resampling from which a careful user makes all indicators; the standard error of y0 by both.
"""

import contextlib
import io
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd
from RDSTools import RDSboot, RDSdata, RDSmean


def coupons(people):
    """Return the sample with coupons: the usual tool links respondents by these."""
    recruits = people[people["recruiter_id"] != ""].groupby("recruiter_id")["id"].apply(list)
    issued = [recruits.get(id, []) for id in people["id"]]
    names = [f"issued{it}" for it in range(max(map(len, issued)))]
    handed = pd.DataFrame(
        [[f"c{id}" for id in ids] + [None] * (len(names) - len(ids)) for ids in issued],
        columns=names,
    )
    redeemed = ("c" + people["id"]).where(people["recruiter_id"] != "", None)
    return pd.concat([people.assign(redeemed=redeemed), handed], axis=1), names


def main():
    warnings.filterwarnings("ignore")
    replicates = int(sys.argv[2])
    people = pd.read_csv(sys.argv[1], dtype={"id": str, "recruiter_id": str}).fillna(
        {"recruiter_id": ""}
    )
    indicators = [name for name in people if name.startswith("y")]
    table, names = coupons(people)
    np.random.seed(1)  # noqa: NPY002 - it draws from the global generator
    with contextlib.redirect_stdout(io.StringIO()):
        data = RDSdata(table, "id", "redeemed", names, "degree")
        start = time.process_time()
        called = RDSmean("y0", data, weight="WEIGHT", var_est="tree_uni", resample_n=replicates)
        as_called = time.process_time() - start
        start = time.process_time()
        drawn = RDSboot(data, "ID", "S_ID", "SEED", "R_ID", "tree_uni", replicates)
        joined = drawn.merge(data, on="ID")
        sums = joined[indicators].mul(joined["WEIGHT"], axis=0).groupby(joined["RESAMPLE.N"]).sum()
        means = sums.div(joined["WEIGHT"].groupby(joined["RESAMPLE.N"]).sum(), axis=0)
        careful = time.process_time() - start
    told = {"as_called": as_called, "careful": careful, "steps": len(drawn) / replicates}
    error = float(called["SE"].iloc[0])
    print(json.dumps({**told, "error_called": error, "error_careful": float(means["y0"].std())}))


if __name__ == "__main__":
    main()
