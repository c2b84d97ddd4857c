"""Splink with rules that fit any list, timed in its own interpreter for `bench_matching.py`.

    peer_splink.py TABLE.parquet

The table comes with names and addresses in plain letters and without legal forms: work that is not
counted. Prints JSON: seconds of training, comparing and one clustering; peak memory; pairwise F1 at
the threshold that is best on the truth, of pairs or of clusters, whichever is better; share of the
true pairs that its blocking rules bring up.
"""

import json
import resource
import sys
import time
import warnings

import duckdb
import numpy as np
import pandas as pd
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

# Of the sets that 24 GB are enough for, at 100,000 mentions, these bring up most true pairs. With
# the place as a rule of its own they are not enough; the place and the number together bring up
# fewer pairs (1.75 GB, two thirds of the time).
RULES = [
    block_on("country", "substr(name, 1, 3)"),
    block_on("country", "number"),
    block_on("country", "phone"),
]
TRAINING = [block_on("country", "name"), block_on("country", "place", "number")]
SURE = block_on("country", "name", "address")
CLUSTERED = (0.5, 0.8, 0.95, 0.99)


def settings():
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=RULES,
        comparisons=[
            compare.JaroWinklerAtThresholds("name", [0.97, 0.92, 0.85, 0.75]),
            compare.JaroWinklerAtThresholds("address", [0.97, 0.9, 0.8, 0.7]),
            compare.ExactMatch("place"),
            compare.ExactMatch("number"),
            compare.ExactMatch("postcode"),
            compare.ExactMatch("phone"),
        ],
    )


def recall_of_sure(table):
    """Return the share of true pairs that are alike letter by letter: told, not guessed."""
    alike = pairs_within(table["truth"].astype(str) + table["name"] + table["address"])
    return max(alike / pairs_within(table["truth"]), 0.01)


def pairs_within(group):
    size = group.value_counts().to_numpy()
    return int((size * (size - 1) // 2).sum())


def main():
    warnings.filterwarnings("ignore")
    table = pd.read_parquet(sys.argv[1])
    sure = recall_of_sure(table)
    start = time.perf_counter()
    connection = duckdb.connect()
    connection.execute("SET threads = 2; SET memory_limit = '12GB'")
    linker = Linker(DuckDBAPI(connection).register(table), settings(), log_level=50)
    training = linker.training
    training.estimate_probability_two_random_records_match([SURE], recall=sure)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in TRAINING:
        training.estimate_parameters_using_expectation_maximisation(rule)
    predicted = linker.inference.predict(threshold_match_weight=-8)
    cluster = linker.clustering.cluster_pairwise_predictions_at_threshold
    cluster(predicted, threshold_match_probability=CLUSTERED[1]).as_pandas_dataframe()
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    told = {"seconds": seconds, "memory": memory}
    print(json.dumps({**told, **quality(table, predicted, cluster)}))


def quality(table, predicted, cluster):
    truth = table.set_index("id")["truth"]
    found = predicted.as_pandas_dataframe().sort_values("match_weight", ascending=False)
    is_same = truth.loc[found["id_l"]].to_numpy() == truth.loc[found["id_r"]].to_numpy()
    total = pairs_within(truth)
    best = 2 * np.cumsum(is_same) / (np.arange(1, len(is_same) + 1) + total)
    scores = [float(best.max())]
    for threshold in CLUSTERED:
        rows = cluster(predicted, threshold_match_probability=threshold).as_pandas_dataframe()
        rows["both"] = rows["cluster_id"].astype(str) + " " + rows["truth"].astype(str)
        scores.append(2 * pairs_within(rows["both"]) / (pairs_within(rows["cluster_id"]) + total))
    return {"f1": max(scores), "candidates": float(is_same.sum() / total)}


if __name__ == "__main__":
    main()
