"""Identifiers of the enterprises that were found, kept from one run to the next."""

from collections import Counter
from collections.abc import Container, Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.classifications.countries import country
from decentwork.matching.identifiers import identifier

Places = NDArray[np.int32]


def identified(
    frame: pd.DataFrame,
    enterprise: Places,
    known: Mapping[str, str],
    taken: Container[str] = frozenset(),
) -> NDArray[np.object_]:
    """Return the identifier of each mention's enterprise (n,).

    It is the one that most of its mentions had; otherwise made of the first mention by date, then
    id, so that mentions listed later change none. None is one of those `taken` elsewhere.
    """
    ids = frame.index.to_numpy(object)
    order = np.lexsort((np.arange(len(ids)), frame["listed_on"]))
    anchor = np.full(len(ids), -1)
    anchor[enterprise[order[::-1]]] = order[::-1]
    groups = np.flatnonzero(anchor >= 0)
    given = _kept_identifiers(ids, enterprise, known)
    here = set(given.values())
    alpha2 = _alpha2(frame, enterprise)
    made = np.full(len(ids), "", object)
    for group in groups[np.argsort(anchor[groups], kind="stable")].tolist():
        attempt = 0
        while group not in given:
            new = identifier(alpha2.get(group, ""), str(ids[anchor[group]]), attempt)
            if new not in here and new not in taken:
                given[group] = new
                here.add(new)
            attempt += 1
        made[group] = given[group]
    named: NDArray[np.object_] = made[enterprise]
    return named


def _kept_identifiers(
    ids: NDArray[np.object_], enterprise: Places, known: Mapping[str, str]
) -> dict[int, str]:
    """Return for groups whose mentions had identifiers the one they keep; no two keep the same."""
    if not known:
        return {}
    votes = Counter(
        (group, known[id])
        for id, group in zip(ids, enterprise.tolist(), strict=True)
        if id in known
    )
    kept: dict[int, str] = {}
    taken = set[str]()
    for (group, name), _ in sorted(votes.items(), key=lambda it: (-it[1], it[0])):
        if group not in kept and name not in taken:
            kept[group] = name
            taken.add(name)
    return kept


def _alpha2(frame: pd.DataFrame, enterprise: Places) -> dict[int, str]:
    """Return the country of each enterprise, ISO alpha-2: the first that a mention tells."""
    named = (frame["country"] != "").to_numpy()
    codes = {code: country(code).iso2 for code in frame["country"][named].unique()}
    found: dict[int, str] = {}
    for group, code in zip(
        enterprise[named].tolist(), frame["country"].to_numpy()[named], strict=True
    ):
        found.setdefault(group, codes[code])
    return found
