"""What identifies, taken out of submissions before anything is computed, and found again by case.

Names and contacts stay behind as keys: a keyed hash, equal where name and phone, or name and place,
agree, that nobody without the study's own secret can turn back or guess.
"""

import hashlib
import hmac
import re
from collections.abc import Collection, Iterable, Mapping

import pandas as pd

from decentwork.classifications.names import folded
from decentwork.studies.desk import ROSTERS, unit_forms
from decentwork.studies.identities import KEYS
from decentwork.surveys.submissions import META, Submissions

_CONTACT = {"supplier_name": "name", "supplier_phone": "phone", "supplier_address": "address"}
_FEWEST_DIGITS = 5  # of a phone number that tells two units of one name apart


def keys(secret: str, name: str, phone: str, place: str) -> tuple[str, str]:
    """Return the keys of a unit, by name and phone and by name and place; "" where one is empty."""
    named, digits, placed = folded(name), re.sub(r"\D", "", phone), folded(place)
    by_phone = _hashed(secret, "phone", named, digits)
    by_place = _hashed(secret, "place", named, placed)
    return (
        by_phone if named and len(digits) >= _FEWEST_DIGITS else "",
        by_place if named and placed else "",
    )


def parted(
    submissions: Submissions, identifying: Collection[str], secret: str
) -> tuple[Submissions, Submissions]:
    """Return the submissions without what identifies, keys in its place, and what identifies.

    `identifying` questions are kept apart; `secret` is what keys are made with.
    """
    rosters = {name: _keyed(table, secret) for name, table in submissions.rosters.items()}
    kept = Submissions(
        forms={name: _without(table, identifying) for name, table in submissions.forms.items()},
        rosters={name: _without(table, identifying) for name, table in rosters.items()},
    )
    apart = Submissions(
        forms={
            name: _only(table, (*META, *identifying)) for name, table in submissions.forms.items()
        },
        rosters={name: _only(table, identifying) for name, table in submissions.rosters.items()},
    )
    return kept, apart


def frame_keys(frame: pd.DataFrame, secret: str, seeds: Mapping[str, str]) -> dict[str, str]:
    """Return key → case id ("" for a unit that is no seed) of every unit of the frame."""
    cases = {id: case for case, id in seeds.items()}
    table = frame.reindex(columns=["name", "phone", "address"], fill_value="")
    return {
        key: cases.get(str(id), "")
        for id, name, phone, place in table.itertuples()
        for key in keys(secret, name, phone, place)
        if key
    }


def contacts(
    draws: pd.DataFrame,
    submissions: Submissions,
    apart: Submissions,
    frame: pd.DataFrame | None,
    seeds: Mapping[str, str],
) -> pd.DataFrame:
    """Return `name`, `phone`, `address` by `case_id`: by the frame, or as listed."""
    columns = list(_CONTACT.values())
    found = {}
    if frame is not None:
        known = frame.reindex(columns=columns, fill_value="")
        found = {case: tuple(known.loc[id]) for case, id in seeds.items() if id in known.index}
    listed = _as_listed(draws["nomination_id"][draws["nomination_id"] != ""], submissions, apart)
    for case, nomination in zip(draws["case_id"], draws["nomination_id"], strict=True):
        if nomination in listed:
            found.setdefault(case, listed[nomination])
    return pd.DataFrame(
        list(found.values()), index=pd.Index(list(found), name="case_id"), columns=columns
    )


def named_mentions(
    nominations: pd.DataFrame,
    submissions: Submissions,
    apart: Submissions,
    frame: pd.DataFrame | None,
    seeds: Mapping[str, str],
    secret: str,
    place: str,
) -> pd.DataFrame:
    """Return all that is named in a study, to be matched: suppliers as listed, units of the frame.

    Parameters
    ----------
    nominations : DataFrame, index `nomination_id`
        With `country` and `abroad`.
    place : country of the study, ISO alpha-3

    Returns
    -------
    DataFrame, index mention id
        `name`, `phone`, `address`, `country`; a unit of the frame goes by its case or, where it is
        no seed, by a keyed hash of its id.
    """
    columns = list(_CONTACT.values())
    listed = _as_listed(nominations.index, submissions, apart)
    rows = {
        id: (*listed.get(id, ("", "", "")), country if abroad else place)
        for id, country, abroad in nominations[["country", "abroad"]].itertuples()
    }
    if frame is not None:
        cases = {id: case for case, id in seeds.items()}
        for id, *told in frame.reindex(columns=columns, fill_value="").itertuples():
            mention = cases.get(str(id)) or f"frame-{_hashed(secret, 'frame', str(id))}"
            rows[mention] = (*told, place)
    return pd.DataFrame.from_dict(rows, orient="index", columns=[*columns, "country"])


def _as_listed(
    nominations: Iterable[str], submissions: Submissions, apart: Submissions
) -> dict[str, tuple[str, ...]]:
    """Return name, phone and address by nomination, as the buyer listed it."""
    instances = {case: id for id, case in unit_forms(submissions)["case_id"].items()}
    tables = {
        str(kind): apart.rosters[name]
        .reindex(columns=list(_CONTACT), fill_value="")
        .T.to_dict("list")
        for name, kind in ROSTERS.items()
        if name in apart.rosters
    }
    found = {}
    for id in nominations:
        buyer, kind, position = id.split("/")
        told = tables.get(kind, {}).get((instances.get(buyer), int(position)))
        if told is not None:
            found[id] = tuple(told)
    return found


def _hashed(secret: str, *parts: str) -> str:
    message = "\x1f".join(parts).encode()
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:32]


def _keyed(table: pd.DataFrame, secret: str) -> pd.DataFrame:
    named: Iterable[tuple[str, str, str]] = table.reindex(
        columns=list(_CONTACT), fill_value=""
    ).itertuples(index=False)
    found = [keys(secret, *row) for row in named]
    return table.assign(**{name: [pair[at] for pair in found] for at, name in enumerate(KEYS)})


def _without(table: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    return table[[name for name in table.columns if name not in columns]]


def _only(table: pd.DataFrame, columns: Collection[str]) -> pd.DataFrame:
    return table[[name for name in table.columns if name in columns]]
