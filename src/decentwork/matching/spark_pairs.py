"""Pairs worth comparing, on Spark: joins on shared features, the rarest first, as in `search`.

Features are those of `find_features`, counted over the whole register. A mention reads the postings
of its rarest features until a budget is used up; a feature that more mentions have than that is not
read at all, where the search in memory reads a part of it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from decentwork.matching.candidates import LEAST, MOST
from decentwork.matching.features import COUNTERS, counted, features_of, told_by
from decentwork.matching.search import ADDRESS_SHARE, CROSSED, MANY, NO_ADDRESS
from decentwork.matching.spark_session import Tables

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Frames = Iterator[pd.DataFrame]

BUDGET = 200
"""Postings that the search for one mention's candidates reads; each is a row of a join."""

SEARCHED = ("name", "address", "city", "region", "postcode", "phone", "website", "number")

_EVERYWHERE = """
    SELECT * FROM {features}
    UNION ALL -- a mention of no country stands in every country that has its feature
    SELECT unknown.mention, known.country, feature, latin, placed
    FROM (SELECT * FROM {features} WHERE country = '') AS unknown
    JOIN (
        SELECT feature, country FROM {features} WHERE country <> ''
        GROUP BY feature, country HAVING count(*) <= {budget}
    ) AS known USING (feature)
"""

_POSTINGS = """
    SELECT own.*, often, ln((everyone + 1) / often) / ln((everyone + 1) / 2) AS rare
    FROM {features} AS own
    JOIN (
        SELECT feature, country, count(*) AS often FROM {features}
        GROUP BY feature, country HAVING count(*) BETWEEN 2 AND {budget}
    ) USING (feature, country)
    JOIN {sizes} USING (country)
"""

_WALKED = """
    SELECT * FROM (
        SELECT *, sum(rare * rare) OVER (PARTITION BY mention, country) AS whole,
            sum(often) OVER (
                PARTITION BY mention, country ORDER BY often, feature
                ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
            ) AS read
        FROM {postings}
    ) WHERE read - often < {budget}
"""

_MET = """
    SELECT own.mention, other.mention AS other,
        any_value(own.latin = other.latin) AS like_script,
        any_value(own.placed AND other.placed) AS placed,
        max(CASE shiftrightunsigned(feature, 62)
            WHEN 1 THEN 0 WHEN 2 THEN own.rare * {crossed} ELSE own.rare END) AS name,
        max(CASE shiftrightunsigned(feature, 62)
            WHEN 0 THEN 0 WHEN 2 THEN own.rare * {crossed} ELSE own.rare END) AS address,
        sum(own.rare * own.rare) / max(own.whole) AS many
    FROM {walked} AS own JOIN {postings} AS other USING (feature, country)
    WHERE own.mention <> other.mention
    GROUP BY own.mention, other.mention
"""

_BEST = """
    SELECT DISTINCT least(mention, other) AS left, greatest(mention, other) AS right
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY mention, like_script ORDER BY score DESC, other
        ) AS place
        FROM (
            SELECT *, {many} * many + (1 - {many}) * (
                (1 - {address}) * name
                + {address} * greatest(address, CASE WHEN placed THEN 0 ELSE {nowhere} END)
            ) AS score
            FROM {met}
        ) WHERE score >= {least}
    ) WHERE place <= CASE WHEN like_script THEN {most} ELSE {most} / 2 END
"""


def pairs_on_spark(
    tables: Tables, mentions: "DataFrame", *, budget: int = BUDGET, most: int = MOST
) -> "DataFrame":
    """Return the pairs of mentions that may be one enterprise: `left` < `right`.

    `mentions` are rows of `EnterpriseRecords.frame`, each with a number `mention`.
    """
    sql = tables.sql
    searched = mentions.select("mention", "country", *SEARCHED)
    features = tables.kept(_features(tables, searched), "features")
    sizes = _sizes(mentions.groupBy("country").count().toPandas())
    if (sizes["country"] == "").any():
        features = sql(_EVERYWHERE, features=features, budget=budget)
    everyone = tables.session.createDataFrame(sizes)
    shared = sql(_POSTINGS, features=features, sizes=everyone, budget=budget)
    postings = tables.kept(shared, "postings")
    walked = sql(_WALKED, postings=postings, budget=budget)
    met = sql(_MET, walked=walked, postings=postings, crossed=CROSSED)
    of_score = {"many": MANY, "address": ADDRESS_SHARE, "nowhere": NO_ADDRESS, "least": LEAST}
    return tables.kept(sql(_BEST, met=met, most=most, **of_score), "pairs")


def _sizes(counts: pd.DataFrame) -> pd.DataFrame:
    """Return of how many mentions each country's may be the same: its own and those of none."""
    unknown = counts["count"][counts["country"] == ""].sum()
    everyone = counts["count"] + unknown
    return pd.DataFrame(
        {
            "country": counts["country"],
            "everyone": everyone.where(counts["country"] != "", counts["count"].sum()),
        }
    )


def _features(tables: Tables, searched: "DataFrame") -> "DataFrame":
    """Return a row a feature of a mention: its first two bits say of what, as in `Features`."""
    rows = searched.mapInPandas(_counted, "slot int, often long, written boolean")
    found = rows.groupBy("slot").agg({"often": "sum", "written": "max"}).toPandas()
    slot = found["slot"].to_numpy()
    counts, written = np.zeros(COUNTERS, np.uint32), np.zeros(COUNTERS, np.bool_)
    counts[slot], written[slot] = found["sum(often)"], found["max(written)"]
    shared = tables.session.sparkContext.broadcast((counts, written))

    def features(frames: Frames) -> Frames:
        for frame in frames:
            told = told_by(frame)
            places = np.arange(len(frame), dtype=np.int32)
            found, sizes = features_of(told, places, *shared.value)
            row = np.repeat(places, sizes)
            yield pd.DataFrame(
                {
                    "mention": frame["mention"].to_numpy()[row],
                    "country": frame["country"].to_numpy(object)[row],
                    "feature": found.view(np.int64),
                    "latin": told.latin[row],
                    "placed": told.placed[row],
                }
            )

    schema = "mention long, country string, feature long, latin boolean, placed boolean"
    return searched.mapInPandas(features, schema)


def _counted(frames: Frames) -> Frames:
    """Yield how many of some mentions have each token, and which stand as words."""
    counts, written = np.zeros(COUNTERS, np.uint32), np.zeros(COUNTERS, np.bool_)
    for frame in frames:
        more, words = counted(told_by(frame))
        counts += more
        written |= words
    slot = np.flatnonzero(counts)
    yield pd.DataFrame(
        {
            "slot": slot.astype(np.int32),
            "often": counts[slot].astype(np.int64),
            "written": written[slot],
        }
    )
