"""What workers of Spark do to a part of a register, with the functions that match a list."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.matching.comparisons import FEATURES, Comparisons, compare
from decentwork.matching.groups import Thresholds
from decentwork.matching.matched import SHOWN, believed
from decentwork.matching.model import MatchModel, probabilities, unproven
from decentwork.matching.parsed import Often, count_words, parse
from decentwork.matching.reasons import in_words, reasons
from decentwork.matching.settling import Settlement, outcomes, settle
from decentwork.matching.spark_session import Tables
from decentwork.registers.enterprise_records import EnterpriseRecords, enterprise_records
from decentwork.registers.judgements import Judgement

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Frames = Iterator[pd.DataFrame]
Places = NDArray[np.int32]

AT_ONCE = 20_000
"""Pairs, or mentions, that a worker holds at a time."""

_COMPARED = ", ".join(["left long", "right long", *(f"{name} float" for name in FEATURES)])
_SHOWN = [f"{name}_{end}" for name in SHOWN for end in "ab"]
_SETTLED = "listed long, id string, enterprise string, probability double, outcome string"
_ASKED = ", ".join(
    ["worth double, id_a string, id_b string, why string", *map("{} string".format, _SHOWN)]
)

_TEXTS = ["id", "enterprise", "outcome", "id_a", "id_b", "why", *_SHOWN]

MENTION_COLUMNS = ["id", "enterprise", "probability", "outcome"]
ASKED_COLUMNS = ["id_a", "id_b", "probability", "why", *_SHOWN]

_NEEDED = """
    SELECT part AS of_part, m.* FROM {mentions} AS m JOIN (
        SELECT part, left AS mention FROM {pairs} UNION SELECT part, right FROM {pairs}
    ) USING (mention)
"""


class Settling(NamedTuple):
    """What settling a part takes beside its mentions and pairs."""

    whole: Often
    thresholds: Thresholds
    judged: Sequence[Judgement]


def records_of(mentions: pd.DataFrame) -> EnterpriseRecords:
    """Return rows of a table of mentions."""
    return enterprise_records(mentions.set_index("id"))


def comparisons_of(compared: pd.DataFrame) -> Comparisons:
    """Return rows of a table of pairs that were compared."""
    return Comparisons(values=compared[[*FEATURES]].to_numpy(np.float32), names=FEATURES)


def counted_on_spark(tables: Tables, mentions: "DataFrame", number: int) -> Often:
    """Return how often words and names stand in the whole register."""

    def counted(frames: Frames) -> Frames:
        for frame in frames:
            often = count_words(records_of(frame))
            yield pd.DataFrame({"key": often.key.view(np.int64), "often": often.often})

    rows = mentions.mapInPandas(counted, "key long, often long")
    found = rows.groupBy("key").sum("often").filter("`sum(often)` > 1").toPandas()
    key = found["key"].to_numpy(np.int64).view(np.uint64)
    order = np.argsort(key)
    often = found["sum(often)"].to_numpy(np.int64)
    return Often(number=number, key=key[order], often=often[order])


def compared_on_spark(
    tables: Tables, mentions: "DataFrame", pairs: "DataFrame", whole: Often
) -> "DataFrame":
    """Return the comparisons of pairs, each in a column of its name."""
    parts = pairs.count() // AT_ONCE + 1
    parted = tables.sql(
        "SELECT *, pmod(xxhash64(left), {parts}) AS part FROM {pairs}", pairs=pairs, parts=parts
    )
    needed = tables.sql(_NEEDED, mentions=mentions, pairs=parted)
    shared = tables.session.sparkContext.broadcast(whole)

    def compared(pairs: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
        left, right = places(mentions, pairs)
        told = compare(parse(records_of(mentions), shared.value), left, right)
        values = pd.DataFrame(told.values, columns=[*FEATURES])
        return pd.concat([pairs[["left", "right"]], values], axis=1)

    grouped = parted.groupBy("part").cogroup(needed.groupBy("of_part"))
    return grouped.applyInPandas(compared, _COMPARED)


def believed_on_spark(
    compared: "DataFrame", model: MatchModel, thresholds: Thresholds
) -> "DataFrame":
    """Return the probability of pairs that were compared."""

    def weighed(frames: Frames) -> Frames:
        for frame in frames:
            told = comparisons_of(frame)
            probability = believed(probabilities(model, told), unproven(told), thresholds)
            yield frame[["left", "right"]].assign(probability=probability)

    return compared.mapInPandas(weighed, "left long, right long, probability double")


def settled_on_spark(
    tables: Tables, mentions: "DataFrame", pairs: "DataFrame", settling: Settling
) -> "DataFrame":
    """Return a row a mention and a row a pair to be asked about, of closed parts settled.

    `mentions` and `pairs` have a number `part`; a mention the `best` probability of its pairs.
    """
    shared = tables.session.sparkContext.broadcast(settling)

    def settled(mentions: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
        whole, thresholds, judged = shared.value
        mentions = mentions.sort_values("id").reset_index(drop=True)
        records, (left, right) = records_of(mentions), places(mentions, pairs)
        probability = pairs["probability"].to_numpy(float)
        found = settle(records.frame, left, right, probability, thresholds, judgements=judged)
        rows = _mentions(mentions, found, outcomes(found.resolution, left, right))
        asked = found.resolution.asked
        told = pd.concat([rows, _asked(records, left[asked], right[asked], found, whole)])
        return told.astype(dict.fromkeys(_TEXTS, object))  # Spark takes no text in several chunks

    grouped = mentions.groupBy("bin").cogroup(pairs.groupBy("bin"))
    return grouped.applyInPandas(settled, f"{_SETTLED}, {_ASKED}")


def places(mentions: pd.DataFrame, pairs: pd.DataFrame) -> tuple[Places, Places]:
    """Return where in a table of mentions both of each pair stand."""
    known = pd.Index(mentions["mention"])
    left, right = (known.get_indexer(pairs[end]).astype(np.int32) for end in ("left", "right"))
    return left, right


def _mentions(
    mentions: pd.DataFrame, found: Settlement, outcome: NDArray[np.object_]
) -> pd.DataFrame:
    """Return where mentions stand; how sure one stands alone, its pairs with all others tell."""
    best = mentions["best"].to_numpy(float)
    alone = np.where(outcome == "ask", best, 1 - best)
    probability = np.where(outcome == "same", found.resolution.probability, alone).round(4)
    return pd.DataFrame(
        {
            "listed": mentions["listed"],
            "id": mentions["id"],
            "enterprise": found.identifiers,
            "probability": probability,
            "outcome": outcome,
        }
    )


def _asked(
    records: EnterpriseRecords, left: Places, right: Places, found: Settlement, whole: Often
) -> pd.DataFrame:
    """Return the pairs to be asked about, with what speaks for and against them."""
    ends, place = np.unique(np.concatenate([left, right]), return_inverse=True)
    frame = records.frame.iloc[ends]
    one, other = place.astype(np.int32).reshape(2, -1)
    told = compare(parse(EnterpriseRecords(frame=frame), whole), one, other)
    rows: dict[str, object] = {
        "worth": found.worth,
        "id_a": frame.index[one],
        "id_b": frame.index[other],
        "probability": found.resolution.asked_probability.round(4),
        "why": [in_words(reasons(told, at)) for at in range(len(one))],
    }
    for end, at in (("a", one), ("b", other)):
        rows |= {f"{name}_{end}": frame[name].to_numpy(object)[at] for name in SHOWN}
    return pd.DataFrame(rows)
