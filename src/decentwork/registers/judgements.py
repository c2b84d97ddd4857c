"""What people judged of two mentions: one enterprise or two; said once, never erased."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Judged(StrEnum):
    """What is judged of a pair of mentions."""

    SAME = "same"
    DIFFERENT = "different"
    UNDO = "undo"  # the judgements of the batch `one` no longer hold


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One judgement: `at` a moment (ISO 8601), `by` whom, on the mentions `one` and `other`, `why`.

    `batch` names what was judged in one go, such as the merger of five mentions, and can be undone
    in one go. The order of judgements is that in which they were made.
    """

    at: str
    by: str
    judged: Judged
    one: str
    other: str
    batch: str
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What judgements in force amount to.

    `enterprise` mention → the first mention of its enterprise, for all mentions judged the same as
    another; `apart` pairs of first mentions that are different; `overruled` judgements that a newer
    one contradicts, each with it.
    """

    enterprise: Mapping[str, str]
    apart: frozenset[tuple[str, str]]
    overruled: tuple[tuple[Judgement, Judgement], ...]


def in_force(judgements: Sequence[Judgement]) -> tuple[Judgement, ...]:
    """Return the judgements that hold: those of no batch that was undone, nor the undoing ones.

    An undoing may itself be undone; then the first batch holds again.
    """
    undone: set[str] = set()
    for each in reversed(judgements):
        if each.judged is Judged.UNDO and each.batch not in undone:
            undone.add(each.one)
    held = (it for it in judgements if it.batch not in undone)
    return tuple(it for it in held if it.judged is not Judged.UNDO)


def settled(judgements: Sequence[Judgement]) -> Settled:
    """Return what people judged, the newest judgement first where two contradict each other.

    What is the same as the same is the same: a judgement can be contradicted by several together.
    """
    groups: dict[str, set[str]] = {}
    apart: list[Judgement] = []
    overruled: list[tuple[Judgement, Judgement]] = []
    for each in reversed(in_force(judgements)):
        one = groups.setdefault(each.one, {each.one})
        other = groups.setdefault(each.other, {each.other})
        if each.judged is Judged.DIFFERENT:
            if one is other:
                overruled.append((each, _joining(each, in_force(judgements))))
            else:
                apart.append(each)
            continue
        against = next((it for it in apart if _parts(it, one, other)), None)
        if against is not None:
            overruled.append((each, against))
        elif one is not other:
            one |= other
            groups.update(dict.fromkeys(other, one))
    order = _first_told(judgements)
    first = {id: min(group, key=order.__getitem__) for id, group in groups.items()}
    return Settled(
        enterprise={id: first[id] for id, group in groups.items() if len(group) > 1},
        apart=frozenset(_pair(first[it.one], first[it.other]) for it in apart),
        overruled=tuple(overruled),
    )


def _parts(apart: Judgement, one: set[str], other: set[str]) -> bool:
    """Return whether two groups hold one of a pair judged different each."""
    return (apart.one in one and apart.other in other) or (
        apart.one in other and apart.other in one
    )


def _joining(apart: Judgement, held: Sequence[Judgement]) -> Judgement:
    """Return the newest judgement that makes both mentions of a pair the same."""
    ends = {apart.one, apart.other}
    same = [it for it in held if it.judged is Judged.SAME]
    return next((it for it in reversed(same) if ends & {it.one, it.other}), same[-1])


def _first_told(judgements: Sequence[Judgement]) -> dict[str, int]:
    told = (id for it in judgements for id in (it.one, it.other))
    return {id: place for place, id in enumerate(dict.fromkeys(told))}


def _pair(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one <= other else (other, one)
