"""Which nominations and cases are the same unit: by agreeing keys, and by what people decided."""

from collections.abc import Iterable, Mapping, Sequence
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


def merged_cases(held: Sequence[Decision]) -> dict[str, str]:
    """Return case id → the case it was decided to be the same as, through every step."""
    same = {it.case_id: it.value for it in held if it.what is What.SAME and "/" not in it.case_id}
    return {case: _followed(case, same) for case in same}


def identify(
    draws: pd.DataFrame,
    nominations: pd.DataFrame,
    held: Sequence[Decision],
    frame_keys: Mapping[str, str],
    draw_seed: int,
) -> Identities:
    """Return who is who.

    A decision goes before what keys say. A drawn nomination keeps the case it was drawn as; one
    that was decided to be different from it becomes a case of its own.

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
    """
    merged = merged_cases(held)
    decided = {it.case_id: it.value for it in held if it.what is What.SAME and "/" in it.case_id}
    apart = {(it.case_id, it.value) for it in held if it.what is What.DIFFERENT}
    keys = {id: _keys(row) for id, *row in nominations[list(KEYS)].itertuples()}
    drawn = draws[draws["nomination_id"] != ""]
    cases: dict[str, str] = {}
    by_key = {key: case for key, case in frame_keys.items() if case}
    for id, case in zip(drawn["nomination_id"], drawn["case_id"], strict=True):
        own = case_id(draw_seed, "list", id)
        cases[id] = decided.get(id, own if (id, case) in apart else case)
        for key in keys.get(id, ()):
            by_key.setdefault(key, cases[id])
    first: dict[str, str] = {}
    units = dict.fromkeys(cases, "")
    for id in sorted(keys.keys() - cases.keys()):
        alike = (by_key[key] for key in keys[id] if key in by_key)
        cases[id] = decided.get(id) or _not_apart(id, alike, apart)
        named = (first[key] for key in keys[id] if key in first)
        units[id] = "" if cases[id] else _not_apart(id, named, apart) or id
        for key in keys[id] if units[id] else ():
            first.setdefault(key, units[id])
    return Identities(
        cases={id: merged.get(case, case) for id, case in cases.items()},
        units={id: merged.get(cases[id], cases[id]) or unit for id, unit in units.items()},
        in_frame=frozenset(id for id, found in keys.items() if any(k in frame_keys for k in found)),
    )


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
