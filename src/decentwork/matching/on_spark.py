"""Lists matched on Spark: the same features, comparisons, model and groups, for tens of millions.

What depends on a whole register is counted by Spark, or estimated from a sample of its pairs; the
rest is done to a part of it at a time, by the functions that match a list in memory.
"""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from decentwork.matching.groups import Thresholds, possible_parts
from decentwork.matching.matched import ENOUGH, MOST_ALIKE, labelled, taught, usual_pairs
from decentwork.matching.model import MatchModel, adapted, probabilities, shipped_model
from decentwork.matching.parsed import Often, parse
from decentwork.matching.spark_pairs import pairs_on_spark
from decentwork.matching.spark_parts import (
    ASKED_COLUMNS,
    AT_ONCE,
    MENTION_COLUMNS,
    Settling,
    believed_on_spark,
    compared_on_spark,
    comparisons_of,
    counted_on_spark,
    places,
    records_of,
    settled_on_spark,
)
from decentwork.matching.spark_session import LOCAL, Tables, spark_session
from decentwork.registers.enterprise_records import COLUMNS, EnterpriseRecords
from decentwork.registers.judgements import Judgement

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Tell = Callable[[str, int, int], None]

SAMPLE = 50_000
"""Pairs from which the share of true ones is estimated, and that hold the model when it learns."""

FEWEST_PARTS = 4
"""Parts of a table below which workers would wait for each other."""

STEPS = (
    "listed mentions features postings pairs compared implied pairs_compared believed parts settled"
).split()

_SAMPLE = """
    SELECT * FROM {compared} WHERE pmod(xxhash64(left, right), {every}) = 0 ORDER BY left, right
"""

_IMPLIED = """
    WITH likely AS (
        SELECT left AS one, right AS other FROM {likely}
        UNION ALL SELECT right, left FROM {likely}
    ), calm AS (
        SELECT one, other FROM (SELECT *, count(*) OVER (PARTITION BY one) AS alike FROM likely)
        WHERE alike <= {most}
    )
    SELECT DISTINCT a.other AS left, b.other AS right
    FROM calm AS a JOIN calm AS b USING (one)
    LEFT ANTI JOIN {pairs} AS known ON known.left = a.other AND known.right = b.other
    WHERE a.other < b.other
"""

_MENTIONS = """
    SELECT m.*, coalesce(best, 0) AS best,
        pmod(xxhash64(coalesce(part, -1 - mention)), {bins}) AS bin
    FROM {mentions} AS m LEFT JOIN {parts} USING (mention) LEFT JOIN (
        SELECT mention, max(probability) AS best FROM (
            SELECT left AS mention, probability FROM {believed}
            UNION ALL SELECT right, probability FROM {believed}
        ) GROUP BY mention
    ) USING (mention)
"""

_WITHIN = """
    SELECT left, right, probability, pmod(xxhash64(one.part), {bins}) AS bin
    FROM {believed} JOIN {parts} AS one ON one.mention = left
    JOIN {parts} AS other ON other.mention = right AND other.part = one.part
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MatchedOnSpark:
    """Mentions and their enterprises, told as `Matched` tells them.

    `found` a row a mention, `asked` a row a pair to be judged; `model` and `thresholds` with which
    they were found.
    """

    found: pd.DataFrame
    asked: pd.DataFrame
    model: MatchModel
    thresholds: Thresholds

    def __repr__(self) -> str:
        """Return counts only."""
        return f"MatchedOnSpark({len(self.found)} mentions, {len(self.asked)} pairs to judge)"

    def to_frame(self) -> pd.DataFrame:
        """Return a row a mention, as listed: `id`, `enterprise`, `probability`, `outcome`."""
        return self.found

    def review(self) -> pd.DataFrame:
        """Return a row a pair to be judged, what settles most first; `same` is to be filled in."""
        return self.asked


def match_on_spark(
    records: EnterpriseRecords,
    *,
    thresholds: Thresholds | None = None,
    judgements: Sequence[Judgement] = (),
    labels: pd.DataFrame | None = None,
    model: MatchModel | None = None,
    master: str = LOCAL,
    scratch: Path | None = None,
    tell: Tell = lambda step, done, total: None,
) -> MatchedOnSpark:
    """Return which mentions are one enterprise; what is not said here, `match` says.

    Parameters
    ----------
    master : Spark's address of a cluster; `local[*]` is this machine
    scratch : folder that the driver and all workers see under one path
        Tables are written into a folder of their own in it, which is removed at the end.
    tell : called with the name of a table, how many are written, and of how many

    Raises
    ------
    InvalidInput
        A label names no mention of the list.
    SparkMissing, SparkUnavailable
        There is no Spark.
    """
    folder = Path(tempfile.mkdtemp(prefix="decentwork-", dir=scratch)).resolve()
    model = model or shipped_model()
    try:
        with spark_session(folder, master) as session:
            tables = Tables(session=session, folder=folder, tell=_counting(tell))
            mentions = _listed(tables, records)
            judged, known = _judged(tables, mentions, labels, judgements)
            whole = counted_on_spark(tables, mentions, len(records))
            compared = _compared(tables, mentions, whole, model)
            enough = labels is not None and len(labels) >= ENOUGH
            model = _taught(tables, mentions, compared, known, whole, model, judged, enough)
            thresholds = thresholds or Thresholds(same=model.same, new=model.new)
            believed = tables.kept(believed_on_spark(compared, model, thresholds), "believed")
            settling = Settling(whole, thresholds, judged)
            found, asked = _settled(tables, mentions, len(records), believed, known, settling)
            return MatchedOnSpark(found=found, asked=asked, model=model, thresholds=thresholds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _counting(tell: Tell) -> Callable[[str], None]:
    return lambda name: tell(name, STEPS.index(name) + 1, len(STEPS))


def _listed(tables: Tables, records: EnterpriseRecords) -> "DataFrame":
    """Return mentions, numbered in the order of their ids."""
    frame = records.frame[[*COLUMNS]].rename_axis("id").reset_index()
    frame.insert(0, "listed", np.arange(len(frame)))
    (tables.folder / "listed").mkdir()
    path = tables.folder / "listed" / "0.parquet"
    frame.to_parquet(path, index=False, row_group_size=AT_ONCE)
    parts = max(FEWEST_PARTS, len(records) // AT_ONCE)
    tables.session.conf.set("spark.sql.shuffle.partitions", parts)
    listed = tables.read("listed")
    in_order = listed.orderBy("id").selectExpr("monotonically_increasing_id() AS mention", "*")
    return tables.kept(in_order, "mentions")


def _judged(
    tables: Tables,
    mentions: "DataFrame",
    labels: pd.DataFrame | None,
    judgements: Sequence[Judgement],
) -> tuple[tuple[Judgement, ...], pd.DataFrame]:
    """Return labels and judgements, and the mentions that they name."""
    ids = {id for it in judgements for id in (it.one, it.other)}
    if labels is not None:
        ids |= {*labels["id_a"].astype(str), *labels["id_b"].astype(str)}
    if not ids:
        return (), mentions.limit(0).toPandas()
    named = tables.session.createDataFrame(pd.DataFrame({"id": sorted(ids)}))
    known = mentions.join(named, "id", "left_semi").toPandas()
    return (*labelled(labels, records_of(known)), *judgements), known


def _compared(
    tables: Tables, mentions: "DataFrame", whole: Often, model: MatchModel
) -> "DataFrame":
    """Return the candidates and the pairs that these imply, compared."""
    pairs = pairs_on_spark(tables, mentions)
    first = tables.kept(compared_on_spark(tables, mentions, pairs, whole), "compared")
    model = _adapted(model, _sample(tables, first))
    at = Thresholds(same=1, new=0)  # what is likely is likely, proven or not
    likely = believed_on_spark(first, model, at).filter("probability >= 0.5")
    more = tables.sql(_IMPLIED, likely=likely, pairs=pairs, most=MOST_ALIKE)
    implied = tables.kept(more, "implied")
    second = compared_on_spark(tables, mentions, implied, whole)
    return first.unionByName(tables.kept(second, "pairs_compared"))


def _sample(tables: Tables, compared: "DataFrame") -> pd.DataFrame:
    every = compared.count() // SAMPLE + 1
    found: pd.DataFrame = tables.sql(_SAMPLE, compared=compared, every=every).toPandas()
    return found


def _adapted(model: MatchModel, sample: pd.DataFrame) -> MatchModel:
    return adapted(model, probabilities(model, comparisons_of(sample)))


def _taught(
    tables: Tables,
    mentions: "DataFrame",
    compared: "DataFrame",
    known: pd.DataFrame,
    whole: Often,
    model: MatchModel,
    judged: Sequence[Judgement],
    enough: bool,
) -> MatchModel:
    """Return the model that fits the register's share of true pairs, after the judgements."""
    sample = _sample(tables, compared)
    model = _adapted(model, sample)
    if not judged or known.empty:
        return model
    ends = tables.session.createDataFrame(known[["mention"]])
    near = (compared.join(ends.withColumnRenamed("mention", end), end) for end in ("left", "right"))
    rows = pd.concat([sample, *(it.toPandas() for it in near)]).drop_duplicates(["left", "right"])
    numbers = np.unique(np.concatenate([rows["left"], rows["right"], known["mention"]]))
    seen = tables.session.createDataFrame(pd.DataFrame({"mention": numbers}))
    there = mentions.join(seen, "mention", "left_semi").orderBy("mention").toPandas()
    records = records_of(there)
    chance = probabilities(model, comparisons_of(rows))
    pairs, parsed = (*places(there, rows), chance), parse(records, whole)
    usual = comparisons_of(rows.iloc[usual_pairs(len(rows))])
    return taught(model, usual, pairs, parsed, records, judged, enough=enough)


def _settled(
    tables: Tables,
    mentions: "DataFrame",
    number: int,
    believed: "DataFrame",
    known: pd.DataFrame,
    settling: Settling,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return where mentions stand, and which pairs to ask about."""
    parts = _closed(tables, believed, known, settling)
    bins = number // AT_ONCE + 1
    within = tables.sql(_WITHIN, believed=believed, parts=parts, bins=bins)
    parted = tables.sql(_MENTIONS, mentions=mentions, parts=parts, believed=believed, bins=bins)
    tables.kept(settled_on_spark(tables, parted, within, settling), "settled")
    path = tables.folder / "settled"
    rows = pd.read_parquet(path, columns=["listed", *MENTION_COLUMNS])
    found = rows.dropna(subset="listed").sort_values("listed", ignore_index=True)
    pairs = pd.read_parquet(path, columns=["worth", *ASKED_COLUMNS]).dropna(subset="worth")
    order = ["worth", "id_a", "id_b"]
    asked = pairs.sort_values(order, ascending=[False, True, True], ignore_index=True)
    return found[MENTION_COLUMNS], asked[ASKED_COLUMNS].assign(same="")


def _closed(
    tables: Tables, believed: "DataFrame", known: pd.DataFrame, settling: Settling
) -> "DataFrame":
    """Return the part of each mention that has a pair that could be one enterprise, or is judged.

    The graph of these pairs is held by the driver: 16 bytes a pair.
    """
    possible = believed.filter(believed["probability"] >= settling.thresholds.new)
    number = known.set_index("id")["mention"]
    judged = [
        (number[it.one], number[it.other])
        for it in settling.judged
        if it.one in number and it.other in number
    ]
    rows = possible.select("left", "right").toPandas().to_numpy(np.int64)
    edges = np.concatenate([rows, np.array(judged, np.int64).reshape(-1, 2)])
    ends, place = np.unique(edges, return_inverse=True)
    left, right = place.reshape(-1, 2).T.astype(np.int32)
    part = possible_parts(len(ends), left, right, np.ones(len(left), bool))
    (tables.folder / "parts").mkdir()
    path = tables.folder / "parts" / "0.parquet"
    told = pd.DataFrame({"mention": ends, "part": part.astype(np.int64)})  # Spark hashes by type
    told.to_parquet(path, row_group_size=AT_ONCE)
    return tables.read("parts")
