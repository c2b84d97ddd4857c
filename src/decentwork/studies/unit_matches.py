"""Suppliers' names matched inside a study: what was found, kept without any name.

A run keeps the pairs that it compared. Who is whom follows from them and from the decisions in
force, so that undoing a decision brings back what was there before it.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import InputError
from decentwork.matching.groups import Thresholds, thresholds_or_usual
from decentwork.matching.reasons import Reason, in_words
from decentwork.matching.resolutions import plausible_resolutions
from decentwork.matching.settling import Settlement, outcomes, settle
from decentwork.registers.enterprise_records import enterprise_records
from decentwork.registers.judgements import Judged, Judgement
from decentwork.studies.decisions import Decision, What
from decentwork.studies.safe_files import write

Places = NDArray[np.int32]
Tell = Callable[[str, int, int], None]
_JUDGED = {What.SAME: Judged.SAME, What.DIFFERENT: Judged.DIFFERENT}


class NothingToMatch(InputError):
    """Nobody has listed a supplier yet."""

    def __init__(self) -> None:
        super().__init__(
            "No buyer has listed a supplier yet. "
            "Import submissions with: decentwork survey import FOLDER FILE…"
        )


class MatchedMeanwhile(InputError):
    """Another run of matching was recorded since this one began."""

    def __init__(self, run: "Run") -> None:
        self.run = run
        super().__init__(
            f"Another matching was recorded while number {run.number} was at work. "
            "Look at what it found, then match again if need be."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Which run of matching it is, from 1: `at` a moment (ISO 8601), `by` whom."""

    number: int
    at: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMatches:
    """What a run of matching found, with the thresholds `same` and `new`.

    `mentions` (n,) what was matched, in order: nominations, cases that are seeds, and, under a
    keyed hash, other units of the frame. `pairs` (m rows): `one`, `other` places in `mentions`,
    `probability`, `reasons` (each with text, field, agrees).
    """

    run: Run
    same: float
    new: float
    mentions: tuple[str, ...]
    pairs: pd.DataFrame

    def __repr__(self) -> str:
        """Return counts only."""
        return f"UnitMatches({len(self.mentions)} mentions, {len(self.pairs)} pairs)"

    def to_json(self) -> str:
        """Return the run as it is kept; `from_json` reads it."""
        rows = self.pairs[["one", "other", "probability", "reasons"]].to_numpy(object).tolist()
        values = {
            "run": asdict(self.run),
            "same": self.same,
            "new": self.new,
            "mentions": self.mentions,
            "pairs": rows,
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "UnitMatches":
        """Return the run that `to_json` wrote."""
        values = json.loads(text)
        columns = ["one", "other", "probability", "reasons"]
        pairs = pd.DataFrame(values.pop("pairs"), columns=columns)
        pairs = pairs.astype({"one": np.int32, "other": np.int32, "probability": float})
        run, mentions = Run(**values.pop("run")), tuple(values.pop("mentions"))
        return cls(**values, run=run, mentions=mentions, pairs=pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitsSettled:
    """Who is whom, by a run and the decisions in force.

    `groups` mention → its group, named by the first mention of it; `outcome` mention → `same`,
    `ask` or `new`; `open_pairs` the rows of the run's pairs that nobody has judged, what settles
    most first.
    """

    matches: UnitMatches
    settlement: Settlement
    groups: Mapping[str, str]
    outcome: Mapping[str, str]
    open_pairs: pd.DataFrame

    def plausible_groups(self, times: int, rng: np.random.Generator) -> list[Mapping[str, str]]:
        """Return `times` resolutions that may as well be true: mention → group of each.

        All are the same, and one stands for all, where nothing is in doubt.
        """
        one, other = _ends(self.matches)
        drawn = plausible_resolutions(self.settlement.resolution, one, other, times, rng)
        return [_named(self.matches.mentions, labels) for labels in drawn]


def found_matches(
    named: pd.DataFrame,
    decided: Sequence[Judgement],
    run: Run,
    same: float | None,
    new: float | None,
    tell: Tell,
) -> UnitMatches:
    """Return what matching finds among names.

    Parameters
    ----------
    named : DataFrame, index mention id; `name`, `phone`, `address`, `country`
    decided : judgements in force, which the model learns from
    same, new : thresholds; None, those of the model that ships
    tell : called with a step's name, how much is done, and of how much

    Raises
    ------
    NothingToMatch
        Nobody has listed a supplier.
    """
    from decentwork.matching.matched import match
    from decentwork.matching.told_pairs import told_pairs

    if not any("/" in id for id in named.index):
        raise NothingToMatch
    chosen = thresholds_or_usual(same, new)
    found = match(enterprise_records(named), thresholds=chosen, judgements=decided, tell=tell)
    place = {str(id): at for at, id in enumerate(found.records.frame.index)}
    rows = [
        (place[it.one], place[it.other], it.probability, [each._asdict() for each in it.reasons])
        for it in told_pairs(found)
        if "/" in it.one + it.other  # two units of the frame are two
    ]
    pairs = pd.DataFrame(rows, columns=["one", "other", "probability", "reasons"])
    return UnitMatches(
        run=run,
        same=found.thresholds.same,
        new=found.thresholds.new,
        mentions=tuple(place),
        pairs=pairs.astype({"one": np.int32, "other": np.int32, "probability": float}),
    )


def numbered(runs: Path, by: str, at: str) -> Run:
    """Return the run that comes next in a folder of them."""
    return Run(number=len(list(runs.glob("*.json"))) + 1, at=at, by=by)


def keep_matches(runs: Path, found: UnitMatches) -> None:
    """Write what a run found into the folder of runs; `MatchedMeanwhile` where it is not next."""
    path = runs / f"{found.run.number:04d}.json"
    if path.exists():
        raise MatchedMeanwhile(found.run)
    write(path, found.to_json())


def newest_matches(runs: Path) -> UnitMatches | None:
    """Return what the newest run of a folder found; None before the first."""
    kept = sorted(runs.glob("*.json"))
    return UnitMatches.from_json(kept[-1].read_text("utf-8")) if kept else None


def settled_units(matches: UnitMatches, decided: Sequence[Judgement]) -> UnitsSettled:
    """Return who is whom by a run and by what people decided, oldest first."""
    frame = pd.DataFrame(
        {"country": "", "listed_on": ""}, index=pd.Index(matches.mentions, name="id")
    )
    one, other = _ends(matches)
    found = settle(
        frame,
        one,
        other,
        matches.pairs["probability"].to_numpy(float),
        Thresholds(same=matches.same, new=matches.new),
        judgements=decided,
    )
    told = outcomes(found.resolution, one, other)
    return UnitsSettled(
        matches=matches,
        settlement=found,
        groups=_named(matches.mentions, found.resolution.enterprise),
        outcome=dict(zip(matches.mentions, told.tolist(), strict=True)),
        open_pairs=matches.pairs.iloc[found.resolution.asked],
    )


SHOWN = ("name", "phone", "address")
"""What of both mentions a person sees who judges them."""


def pairs_to_judge(settled: UnitsSettled, named: pd.DataFrame) -> pd.DataFrame:
    """Return a row a pair that nobody has judged, what settles most first; `same` to be filled in.

    It identifies: for who judges, and for nobody else.

    Parameters
    ----------
    named : as `found_matches` compared them
    """
    mentions, pairs = np.array(settled.matches.mentions, object), settled.open_pairs
    ends = {"a": mentions[pairs["one"]], "b": mentions[pairs["other"]]}
    told: dict[str, Any] = {f"id_{end}": ids for end, ids in ends.items()}
    told["probability"] = pairs["probability"].to_numpy(float).round(4)
    told["why"] = [in_words(tuple(Reason(**each) for each in it)) for it in pairs["reasons"]]
    for name in SHOWN:
        for end, ids in ends.items():
            told[f"{name}_{end}"] = named[name].reindex(ids, fill_value="").to_numpy(object)
    return pd.DataFrame(told | {"same": ""})


def judgements(held: Sequence[Decision], draws: pd.DataFrame) -> list[Judgement]:
    """Return the decisions in force on who is whom, as judgements on mentions.

    A seed is mentioned by its case, any other case by the nomination that it was drawn by.
    """
    drawn = draws[draws["nomination_id"] != ""].drop_duplicates("case_id")
    mention = dict(zip(drawn["case_id"], drawn["nomination_id"], strict=True))
    return [
        Judgement(
            at=each.at,
            by=each.by,
            judged=_JUDGED[each.what],
            one=mention.get(each.case_id, each.case_id),
            other=mention.get(each.value, each.value),
            batch=str(each.number),
            why=each.why,
        )
        for each in held
        if each.what in _JUDGED
    ]


def _ends(matches: UnitMatches) -> tuple[Places, Places]:
    pairs = matches.pairs
    return pairs["one"].to_numpy(np.int32), pairs["other"].to_numpy(np.int32)


def _named(mentions: Sequence[str], labels: Places) -> dict[str, str]:
    return {id: mentions[label] for id, label in zip(mentions, labels.tolist(), strict=True)}
