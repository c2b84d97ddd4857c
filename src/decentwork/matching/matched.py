"""Lists matched: which mentions are one enterprise, and which pairs a person has to judge."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.matching.candidates import candidate_pairs
from decentwork.matching.comparisons import Comparisons, compare
from decentwork.matching.groups import Resolution, Thresholds
from decentwork.matching.implied_pairs import implied_pairs
from decentwork.matching.model import (
    MatchModel,
    adapted,
    balanced,
    learned,
    shipped_model,
)
from decentwork.matching.parsed import Parsed, parse
from decentwork.matching.reasons import in_words, reasons
from decentwork.matching.rivals import rivalry
from decentwork.matching.room import give_back
from decentwork.matching.settling import outcomes, settle
from decentwork.matching.weighed import Weighed, both, weigh
from decentwork.registers.enterprise_records import EnterpriseRecords
from decentwork.registers.judgements import Judged, Judgement, in_force

Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Tell = Callable[[str, int, int], None]

SHOWN = ("name", "address", "country")
"""What of both mentions stands in the list to be judged."""

USUAL_PAIRS = 2_000
"""Pairs of a list that stand for all of them when the model learns."""

ENOUGH = 50
"""Labels of a list from which on they say where too few unions and too many weigh the same; before,
the threshold of the model holds, which is cautious: the list may be unlike those it was trained
on."""

MOST_ALIKE = 20
"""Mentions that one may resemble and still have its neighbours compared with each other."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matched:
    """Mentions and their enterprises.

    `records` in the order of their ids, so that the order of a list makes no difference, `listed`
    the ids as they were given; `identifiers` (n,) of the enterprise of each mention of `records`;
    `left`, `right`, `probability` (m,) pairs compared, places in `records`; `resolution` says which
    are one and which to ask about; `asked` the comparisons of these; `model` and `thresholds` with
    which all was found.
    """

    records: EnterpriseRecords
    listed: pd.Index
    identifiers: NDArray[np.object_]
    left: Places
    right: Places
    probability: Floats
    resolution: Resolution
    asked: Comparisons
    model: MatchModel
    thresholds: Thresholds

    def __str__(self) -> str:
        """Return counts in one line."""
        counts = Counter(self.outcomes().tolist())
        return (
            f"{len(self.records)} mentions of {len(set(self.identifiers))} enterprises: "
            f"{counts['same']} the same as another, {counts['ask']} to be judged, "
            f"{counts['new']} new; {len(self.resolution.asked)} pairs to judge"
        )

    def __repr__(self) -> str:
        """Return counts only."""
        return f"Matched({self})"

    def outcomes(self) -> NDArray[np.object_]:
        """Return (n,) `same` of one enterprise with another mention, `ask` where open, or `new`."""
        return outcomes(self.resolution, self.left, self.right)

    def to_frame(self) -> pd.DataFrame:
        """Return a row a mention, as listed: `id`, `enterprise`, `probability`, `outcome`.

        `probability` is that of the outcome: that the mention is of its enterprise; of the best
        pair asked about; that no other mention is of its enterprise.
        """
        outcome, believed = self.outcomes(), self.resolution.probability
        told = pd.DataFrame(
            {
                "enterprise": self.identifiers,
                "probability": np.where(outcome == "ask", 1 - believed, believed).round(4),
                "outcome": outcome,
            },
            index=self.records.frame.index,
        )
        return told.loc[self.listed].rename_axis("id").reset_index()

    def review(self) -> pd.DataFrame:
        """Return a row a pair to be judged, what settles most first; `same` is to be filled in."""
        frame, places = self.records.frame, self.resolution.asked
        told: dict[str, object] = {
            "id_a": frame.index[self.left[places]],
            "id_b": frame.index[self.right[places]],
            "probability": self.resolution.asked_probability.round(4),
            "why": [in_words(reasons(self.asked, at)) for at in range(len(places))],
        }
        for name in SHOWN:
            told[f"{name}_a"] = frame[name].to_numpy()[self.left[places]]
            told[f"{name}_b"] = frame[name].to_numpy()[self.right[places]]
        return pd.DataFrame(told | {"same": ""})


def match(
    records: EnterpriseRecords,
    *,
    thresholds: Thresholds | None = None,
    judgements: Sequence[Judgement] = (),
    labels: pd.DataFrame | None = None,
    model: MatchModel | None = None,
    known: Mapping[str, str] | None = None,
    kept: Path | None = None,
    tell: Tell = lambda step, done, total: None,
) -> Matched:
    """Return which mentions are one enterprise.

    Parameters
    ----------
    judgements : what people judged, oldest first
        It holds, whatever the model says, and the model learns from it. Mentions that are no longer
        in the list are passed over.
    thresholds : if None, those of the model; with `ENOUGH` labels, `same` by `model.balanced`
    labels : table with `id_a`, `id_b`, `same` (bool)
        Pairs judged elsewhere; as judgements, older than all of them.
    known : identifiers that mentions had before
        An enterprise keeps the one that most of its mentions had.
    kept : folder
        Where the search keeps what is done of it, to go on from there (`candidate_pairs`).
    tell : called with a step's name, how many mentions or pairs are done, and of how many
        "search", "parse", "compare", "unite"; an error it raises ends the work.

    Raises
    ------
    InvalidInput
        A label names no mention of the list.
    """
    listed = records.frame.index
    records = EnterpriseRecords(frame=records.frame.sort_index())
    model = model or shipped_model()
    judged = (*labelled(labels, records), *judgements)
    parsed, weighed = _weighed(records, model, kept, tell)
    tell("unite", 0, len(records))
    left, right = weighed.left, weighed.right
    model = adapted(model, weighed.chances(model))
    enough = labels is not None and len(labels) >= ENOUGH
    after = _taught(model, parsed, weighed, records, judged, enough=enough)
    if after is not model:
        model, weighed = after, weigh(after, parsed, left, right)
    thresholds = thresholds or Thresholds(same=model.same, new=model.new)
    probability = believed(weighed.chances(model), weighed.unproven, thresholds)
    settlement = settle(
        records.frame, left, right, probability, thresholds, judgements=judged, known=known
    )
    resolution = settlement.resolution
    return Matched(
        records=records,
        listed=listed,
        identifiers=settlement.identifiers,
        left=left,
        right=right,
        probability=probability,
        resolution=resolution,
        asked=compare(parsed, left[resolution.asked], right[resolution.asked]),
        model=model,
        thresholds=thresholds,
    )


def believed(chance: Floats, only_people: Flags, thresholds: Thresholds) -> Floats:
    """Return (m,) probabilities; those of pairs that only people may unite stay below `same`."""
    return np.where(only_people, np.minimum(chance, thresholds.same * 0.95), chance)


def _weighed(
    records: EnterpriseRecords, model: MatchModel, kept: Path | None, tell: Tell
) -> tuple[Parsed, Weighed]:
    """Return the mentions parsed, and the candidates and the pairs that these imply, weighed.

    They are parsed after the search, so that there need not be room for both at a time.
    """
    give_back()
    found = candidate_pairs(
        records, kept=kept, tell=lambda done, total: tell("search", done // 2, total // 2)
    )
    give_back()
    tell("parse", 0, len(records))
    parsed = parse(records)
    give_back()
    tell("parse", len(records), len(records))
    first = weigh(
        model,
        parsed,
        found.left,
        found.right,
        tell=lambda done, total: tell("compare", done, total),
    )
    likely = first.chances(adapted(model, first.chances(model)))
    left, right = implied_pairs(
        len(records), found.left, found.right, likely, least=0.5, most=MOST_ALIKE
    )
    return parsed, both(first, weigh(model, parsed, left, right))


def labelled(labels: pd.DataFrame | None, records: EnterpriseRecords) -> list[Judgement]:
    """Return labels as judgements; `InvalidInput` where one names no mention of the list."""
    if labels is None:
        return []
    rows = list(
        zip(
            labels["id_a"].astype(str),
            labels["id_b"].astype(str),
            labels["same"].astype(bool),
            strict=True,
        )
    )
    ids = records.frame.index
    problems = [
        Problem(f"label {number}", f"there is no mention {id!r} in the list.")
        for number, (one, other, _) in enumerate(rows, 1)
        for id in (one, other)
        if id not in ids
    ]
    if problems:
        raise InvalidInput("the labels", problems[:20])
    return [
        Judgement(
            at="",
            by="labels",
            judged=Judged.SAME if is_same else Judged.DIFFERENT,
            one=one,
            other=other,
            batch="labels",
        )
        for one, other, is_same in rows
    ]


def _taught(
    model: MatchModel,
    parsed: Parsed,
    weighed: Weighed,
    records: EnterpriseRecords,
    judged: Sequence[Judgement],
    *,
    enough: bool,
) -> MatchModel:
    """Return the model after the judgements; itself where there are none."""
    if not judged:
        return model
    left, right, some = weighed.left, weighed.right, usual_pairs(len(weighed.left))
    usual = compare(parsed, left[some], right[some])
    pairs = left, right, weighed.chances(model)
    return taught(model, usual, pairs, parsed, records, judged, enough=enough)


def usual_pairs(number: int) -> NDArray[np.int64]:
    """Return the places of some of so many pairs, which stand for all of them."""
    return np.linspace(0, number - 1, min(number, USUAL_PAIRS)).astype(np.int64)


def taught(
    model: MatchModel,
    usual: Comparisons,
    pairs: tuple[Places, Places, Floats],
    parsed: Parsed,
    records: EnterpriseRecords,
    judged: Sequence[Judgement],
    *,
    enough: bool,
) -> MatchModel:
    """Return the model after the judgements on mentions that are in the list.

    Parameters
    ----------
    usual : some pairs of the list that stand for all of them
    pairs : places of both mentions of all pairs (m,), and their probability
    enough : whether the judgements choose the threshold too
    """
    places = _places(records, ((it.one, it.other) for it in in_force(judged)))
    kept = [
        (pair, it.judged is Judged.SAME)
        for pair, it in zip(places, in_force(judged), strict=True)
        if pair is not None and pair[0] != pair[1]
    ]
    if not kept:
        return model
    ends = np.array([pair for pair, _ in kept], np.int32)
    is_same = np.array([is_same for _, is_same in kept])
    told = compare(parsed, ends[:, 0], ends[:, 1])
    against = rivalry(len(records), *pairs, model.new, ends)
    after = learned(model, told, is_same, usual, against=against)
    return replace(after, same=balanced(after, told, is_same, usual)) if enough else after


def _places(
    records: EnterpriseRecords, pairs: Iterable[tuple[str, str]]
) -> list[tuple[int, int] | None]:
    """Return the places of pairs of mentions; None where one is not in the list."""
    place = {id: at for at, id in enumerate(records.frame.index)}
    return [
        (place[one], place[other]) if one in place and other in place else None
        for one, other in pairs
    ]
