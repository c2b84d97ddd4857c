"""Lists matched: which mentions are one enterprise, and which pairs a person has to judge."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.matching.candidates import candidate_pairs
from decentwork.matching.comparisons import Comparisons, compare
from decentwork.matching.groups import Resolution, Thresholds, resolve
from decentwork.matching.identified import identified
from decentwork.matching.implied_pairs import implied_pairs
from decentwork.matching.model import (
    MatchModel,
    adapted,
    learned,
    probabilities,
    shipped_model,
    unproven,
)
from decentwork.matching.parsed import Parsed, parse
from decentwork.matching.reasons import in_words, reasons
from decentwork.registers.enterprise_records import EnterpriseRecords
from decentwork.registers.judgements import Judged, Judgement, in_force, settled

Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Tell = Callable[[str, int, int], None]

SHOWN = ("name", "address", "country")
"""What of both mentions stands in the list to be judged."""

USUAL_PAIRS = 2_000
"""Pairs of a list that stand for all of them when the model learns."""

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
        enterprise = self.resolution.enterprise
        alone = np.bincount(enterprise, minlength=len(enterprise))[enterprise] == 1
        open_now = np.zeros(len(enterprise), bool)
        open_now[self.left[self.resolution.asked]] = True
        open_now[self.right[self.resolution.asked]] = True
        found = np.where(alone, np.where(open_now, "ask", "new"), "same")
        return found.astype(object)

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
    tell: Tell = lambda step, done, total: None,
) -> Matched:
    """Return which mentions are one enterprise.

    Parameters
    ----------
    judgements : what people judged, oldest first
        It holds, whatever the model says, and the model learns from it. Mentions that are no longer
        in the list are passed over.
    labels : table with `id_a`, `id_b`, `same` (bool)
        Pairs judged elsewhere; as judgements, older than all of them.
    known : identifiers that mentions had before
        An enterprise keeps the one that most of its mentions had.
    tell : called with a step's name ("search", "compare"), how much is done, and of how much

    Raises
    ------
    InvalidInput
        A label names no mention of the list.
    """
    listed = records.frame.index
    records = EnterpriseRecords(frame=records.frame.sort_index())
    model = model or shipped_model()
    thresholds = thresholds or Thresholds(same=model.same, new=model.new)
    judged = (*_labelled(labels, records), *judgements)
    parsed = parse(records)
    left, right, comparisons = _compared(records, parsed, model, tell)
    model = adapted(model, comparisons)
    model = _taught(model, comparisons, parsed, records, judged)
    probability = probabilities(model, comparisons)
    held = thresholds.same * 0.95
    probability = np.where(unproven(comparisons), np.minimum(probability, held), probability)
    same, apart = _settled(judged, records)
    resolution = resolve(len(records), left, right, probability, thresholds, same=same, apart=apart)
    return Matched(
        records=records,
        listed=listed,
        identifiers=identified(records.frame, resolution.enterprise, known or {}),
        left=left,
        right=right,
        probability=probability,
        resolution=resolution,
        asked=Comparisons(values=comparisons.values[resolution.asked], names=comparisons.names),
        model=model,
        thresholds=thresholds,
    )


def _compared(
    records: EnterpriseRecords, parsed: Parsed, model: MatchModel, tell: Tell
) -> tuple[Places, Places, Comparisons]:
    """Return the candidates and the pairs that these imply, compared."""
    found = candidate_pairs(records, tell=lambda done, total: tell("search", done, total))
    first = compare(
        parsed, found.left, found.right, tell=lambda done, total: tell("compare", done, total)
    )
    left, right = implied_pairs(
        len(records),
        found.left,
        found.right,
        probabilities(adapted(model, first), first),
        least=0.5,
        most=MOST_ALIKE,
    )
    second = compare(parsed, left, right)
    both = Comparisons(values=np.concatenate([first.values, second.values]), names=first.names)
    return np.concatenate([found.left, left]), np.concatenate([found.right, right]), both


def _labelled(labels: pd.DataFrame | None, records: EnterpriseRecords) -> list[Judgement]:
    """Return labels as judgements."""
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
    comparisons: Comparisons,
    parsed: Parsed,
    records: EnterpriseRecords,
    judged: Sequence[Judgement],
) -> MatchModel:
    """Return the model after the judgements on mentions that are in the list."""
    places = _places(records, ((it.one, it.other) for it in in_force(judged)))
    kept = [
        (pair, it.judged is Judged.SAME)
        for pair, it in zip(places, in_force(judged), strict=True)
        if pair is not None and pair[0] != pair[1]
    ]
    if not kept:
        return model
    left, right = np.array([pair for pair, _ in kept], np.int32).T
    is_same = np.array([is_same for _, is_same in kept])
    some = np.linspace(0, len(comparisons) - 1, min(len(comparisons), USUAL_PAIRS)).astype(int)
    usual = Comparisons(values=comparisons.values[some], names=comparisons.names)
    return learned(model, compare(parsed, left, right), is_same, usual)


def _settled(
    judged: Sequence[Judgement], records: EnterpriseRecords
) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Return pairs of places that are one enterprise, and pairs that are two."""
    found = settled(judged)
    place = {id: at for at, id in enumerate(records.frame.index)} if judged else {}
    stands: dict[str, int] = {}
    same = []
    for id, first in found.enterprise.items():
        if id in place:
            same.append((stands.setdefault(first, place[id]), place[id]))
    here = {**place, **stands}
    apart = [
        (here[one], here[other]) for one, other in found.apart if one in here and other in here
    ]
    return same, apart


def _places(
    records: EnterpriseRecords, pairs: Iterable[tuple[str, str]]
) -> list[tuple[int, int] | None]:
    """Return the places of pairs of mentions; None where one is not in the list."""
    place = {id: at for at, id in enumerate(records.frame.index)}
    return [
        (place[one], place[other]) if one in place and other in place else None
        for one, other in pairs
    ]
