"""Labour accounts that come inside a publisher's table: people at work, their hours, their pay."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table, Vector
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit

ERROR_UNKNOWN = NoInterval("the publisher states no error of this account")
PAY = "compensation_of_employees"
_PEOPLE = {
    **dict.fromkeys(("p", "persons", "people"), (Unit.PERSONS, 1.0)),
    **dict.fromkeys(
        ("1000 p", "1000 persons", "1000 people", "thousand persons", "thousand people"),
        (Unit.THOUSAND_PERSONS, 1.0),
    ),
}
_HOURS = dict.fromkeys(("M.hr", "million hours"), (Unit.MILLION_HOURS, 1.0))
_MONEY = {
    **dict.fromkeys(("M.EUR", "MEUR", "million EUR"), (Unit.MILLION_EUR, 1.0)),
    **dict.fromkeys(("M.USD", "million USD"), (Unit.MILLION_USD, 1.0)),
    "thousand USD": (Unit.MILLION_USD, 1e-3),
}
_GROUP = r"(: (?P<group>.+))?"


@dataclass(frozen=True, slots=True)
class _Kind:
    """The rows of one account: how publishers name them, and their units with a factor to ours."""

    rows: re.Pattern[str]
    units: Mapping[str, tuple[Unit, float]]


_KINDS = {
    "employment": _Kind(re.compile(f"[Ee]mployment{_GROUP}"), _PEOPLE),
    "vulnerable_employment": _Kind(re.compile(f"Vulnerable [Ee]mployment{_GROUP}"), _PEOPLE),
    "employment_hours": _Kind(re.compile(f"[Ee]mployment hours{_GROUP}"), _HOURS),
    "vulnerable_employment_hours": _Kind(
        re.compile(f"Vulnerable [Ee]mployment hours{_GROUP}"), _HOURS
    ),
    PAY: _Kind(re.compile(rf"Compensation of employees(;[^:]*)?( D\.1)?{_GROUP}"), _MONEY),
}


@dataclass(frozen=True, slots=True, eq=False)
class StatedRow:
    """A row beside a table as its publisher labels it; values (n,) in `unit`."""

    label: str
    unit: str
    values: Vector


def labour_accounts(
    rows: Iterable[StatedRow], table: Table, *, groups_add_up: bool = True
) -> tuple[dict[str, AccountSeries], tuple[str, ...]]:
    """Return the accounts among the rows on labour, by name, and notes on rows left out.

    Rows of groups ("Employment: Low-skilled male") are accounts each. Their sum is the account of
    all where no row states that, none was left out and `groups_add_up`. A row in a unit that is
    not known, or with negative cells, is left out with a note. Other rows are not looked at.
    """
    cells: dict[str, dict[str, tuple[Unit, Vector]]] = {}
    notes: list[str] = []
    partial: set[str] = set()
    for row in rows:
        kind, group = _kind_of(row.label)
        if not kind:
            continue
        fault = _fault(row, _KINDS[kind])
        if fault:
            notes.append(f"account left out: {row.label} ({fault})")
            partial.add(kind)
            continue
        unit, factor = _KINDS[kind].units[row.unit]
        cells.setdefault(kind, {})[slug(group)] = (unit, row.values * factor)
    found = {}
    for kind, groups in cells.items():
        if "" not in groups and groups_add_up and kind not in partial:
            groups = _with_sum(groups)
        for group, (unit, values) in groups.items():
            name = f"{kind}_{group}".rstrip("_")
            found[name] = account(name, unit, values, table)
    return found, tuple(notes)


def is_labour(label: str) -> bool:
    """Say whether a row of this label is on labour."""
    return bool(_kind_of(label)[0])


def account(name: str, unit: Unit, values: Vector, table: Table) -> AccountSeries:
    """Return an account (n,) in the order of the table's rows; NaN is not known."""
    frame = pd.DataFrame(
        {
            "place": table.places,
            "industry": table.industries,
            "year": table.year,
            "value": values,
            "how": "observed",
            "control": "",
        }
    )
    return AccountSeries(
        name=name,
        unit=unit,
        frame=frame.dropna(subset=["value"]),
        median_error=ERROR_UNKNOWN,
        provenance=table.provenance,
    )


def slug(text: str) -> str:
    """Return a text in small letters and digits, with _ in place of all else."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def are_parts(groups: Sequence[str]) -> bool:
    """Say whether groups surely are parts of one whole: each by sex, and by the same of the rest.

    "Male" and "Female" are; "Male", "Female" and "Low-skilled female" are not, nor is "Total".
    """
    by_sex: dict[str, set[str]] = {"male": set(), "female": set()}
    for group in groups:
        words = slug(group).split("_")
        sexes = [word for word in words if word in by_sex]
        if len(sexes) != 1:
            return False
        words.remove(sexes[0])
        by_sex[sexes[0]].add("_".join(words))
    whole = {not rest for rest in by_sex["male"]}
    return bool(groups) and by_sex["male"] == by_sex["female"] and len(whole) == 1


def _kind_of(label: str) -> tuple[str, str]:
    for name, kind in _KINDS.items():
        if found := kind.rows.fullmatch(label.strip()):
            return name, found["group"] or ""
    return "", ""


def _fault(row: StatedRow, kind: _Kind) -> str:
    if row.unit not in kind.units:
        return f"unit {row.unit!r} is not known"
    return "it has negative cells" if (row.values < 0).any() else ""


def _with_sum(groups: Mapping[str, tuple[Unit, Vector]]) -> dict[str, tuple[Unit, Vector]]:
    """Return groups with their sum before them, under ""; without it where their units differ."""
    units = {unit for unit, _ in groups.values()}
    if len(units) > 1:
        return dict(groups)
    return {"": (units.pop(), np.sum([it for _, it in groups.values()], axis=0)), **groups}
