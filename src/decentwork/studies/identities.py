"""Which nominations and cases are the same unit: by matching or agreeing keys, and by decisions."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from decentwork.sampling.selection import case_id
from decentwork.studies.decisions import Decision, What

KEYS = ("supplier_key_phone", "supplier_key_place")
"""Columns of a roster by which two nominations agree: name and phone, or name and place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Nomination → its case ("" while nobody drew the unit) and → the unit it names.

    Nominations of one unit share a `units` id: its case, or else the first nomination of it.
    `in_frame` holds those of units that stand on the frame of seeds.
    """

    cases: Mapping[str, str]
    units: Mapping[str, str]
    in_frame: frozenset[str]


def merged_cases(
    held: Sequence[Decision], draws: pd.DataFrame, groups: Mapping[str, str]
) -> dict[str, str]:
    """Return case id → the case it is the same as, through every step.

    Cases of one group are the one that was drawn first; decisions go before that.
    """
    first: dict[str, str] = {}
    same: dict[str, str] = {}
    apart = {frozenset((it.case_id, it.value)) for it in held if it.what is What.DIFFERENT}
    for id, case in zip(draws["nomination_id"], draws["case_id"], strict=True):
        kept = first.setdefault(groups.get(id or case, case), case)
        if kept != case and frozenset((kept, case)) not in apart:
            same[case] = kept
    same |= {it.case_id: it.value for it in held if _are_cases(it)}
    return {case: _followed(case, same) for case in same}


def _are_cases(decision: Decision) -> bool:
    return decision.what is What.SAME and "/" not in decision.case_id + decision.value


def identify(
    draws: pd.DataFrame,
    nominations: pd.DataFrame,
    held: Sequence[Decision],
    frame_keys: Mapping[str, str],
    draw_seed: int,
    groups: Mapping[str, str],
) -> Identities:
    """Return who is who.

    A decision goes before what matching says, and that before what keys say. A drawn nomination
    keeps the case it was drawn as; one that was decided to be different from it becomes a case of
    its own.

    Parameters
    ----------
    draws : DataFrame, `DRAW_COLUMNS`
    nominations : DataFrame, index `nomination_id`
        `KEYS`, "" where not known.
    held : sequence of Decision
        Those in force.
    frame_keys : mapping
        Key of a unit of the frame → case id, "" while it is no seed.
    draw_seed : int
    groups : mapping
        Mention that was matched → its group, which takes the place of its keys; units of the frame
        are mentioned by case id, or otherwise without a "/".
    """
    merged = merged_cases(held, draws, groups)
    decided = {
        it.case_id: it.value
        for it in held
        if it.what is What.SAME and "/" in it.case_id and "/" not in it.value
    }
    apart = {(it.case_id, it.value) for it in held if it.what is What.DIFFERENT}
    said = _said_same(held)
    own_keys = {
        id: (*said.get(id, ()), *_keys(row)) for id, *row in nominations[list(KEYS)].itertuples()
    }
    # What was matched is found by its group alone; who was listed since may have its keys.
    keys = {
        id: (*said.get(id, ()), groups[id]) if id in groups else found
        for id, found in own_keys.items()
    }
    drawn = draws[draws["nomination_id"] != ""]
    frame_keys = {**frame_keys, **_frame_groups(groups, {*draws["case_id"]})}
    cases: dict[str, str] = {}
    by_key = {key: case for key, case in frame_keys.items() if case}
    for id, case in zip(drawn["nomination_id"], drawn["case_id"], strict=True):
        own = case_id(draw_seed, "list", id)
        cases[id] = decided.get(id, own if (id, case) in apart else case)
        for key in (*keys.get(id, ()), *own_keys.get(id, ())):
            by_key.setdefault(key, cases[id])
    first: dict[str, str] = {}
    units = dict.fromkeys(cases, "")
    for id in sorted(keys.keys() - cases.keys()):
        alike = (by_key[key] for key in keys[id] if key in by_key)
        cases[id] = decided.get(id) or _not_apart(id, alike, apart)
        named = (first[key] for key in keys[id] if key in first)
        units[id] = "" if cases[id] else _not_apart(id, named, apart) or id
        for key in (*keys[id], *own_keys[id]) if units[id] else ():
            first.setdefault(key, units[id])
    return Identities(
        cases={id: merged.get(case, case) for id, case in cases.items()},
        units={id: merged.get(cases[id], cases[id]) or unit for id, unit in units.items()},
        in_frame=frozenset(id for id, found in keys.items() if any(k in frame_keys for k in found)),
    )


def _said_same(held: Sequence[Decision]) -> dict[str, list[str]]:
    """Return nomination → keys that it shares with nominations it was decided to be the same as."""
    found: dict[str, list[str]] = {}
    for each in held:
        if each.what is What.SAME and "/" in each.case_id and "/" in each.value:
            for id in (each.case_id, each.value):
                found.setdefault(id, []).append(f"decision {each.number}")
    return found


def _frame_groups(groups: Mapping[str, str], cases: Collection[str]) -> dict[str, str]:
    """Return the groups that hold a unit of the frame, each with its case, "" where it is none."""
    of_frame = sorted(id for id in groups if "/" not in id)
    found = {groups[id]: "" for id in of_frame}
    return found | {groups[id]: id for id in reversed(of_frame) if id in cases}


def _keys(row: Iterable[str]) -> tuple[str, ...]:
    return tuple(key for key in row if key)


def _not_apart(id: str, candidates: Iterable[str], apart: set[tuple[str, str]]) -> str:
    """Return the first candidate that nobody decided to be different, "" if there is none."""
    return next((it for it in candidates if (id, it) not in apart and (it, id) not in apart), "")


def _followed(case: str, same: Mapping[str, str]) -> str:
    seen = [case]
    while (case := same.get(case, case)) not in seen:
        seen.append(case)
    return seen[-1]
