"""How a changed file of a programme differs from its records, and where both were changed."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Plain = Mapping[str, Any]

NAMED_BY = {
    "roles": ("record", "organisation", "role"),
    "budgets": ("record", "year", "currency", "source", "kind"),
    "targets": ("indicator", "starts", "ends", "part"),
    "updates": ("indicator", "starts", "ends", "part"),
}
"""What a row without an id is known by; its other fields are what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A record that a file has otherwise: as `sent` and as `held`, None where there is none."""

    identity: str
    sent: Plain | None
    held: Plain | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a file has anew, otherwise and no more; `crossed` was changed here as well."""

    new: tuple[Difference, ...]
    changed: tuple[Difference, ...]
    gone: tuple[Difference, ...]
    crossed: tuple[Difference, ...]


def identified(section: str, rows: Iterable[Plain]) -> dict[str, Plain]:
    """Return rows by what they are known by: an id or, of a row without one, some of its fields.

    Rows that are known by the same fields are numbered in their order.
    """
    found: dict[str, Plain] = {}
    counted: Counter[str] = Counter()
    for row in rows:
        name = row.get("id") or " · ".join(
            _text(row[field]) for field in NAMED_BY[section] if row.get(field)
        )
        counted[name] += 1
        found[name if counted[name] == 1 else f"{name} ({counted[name]})"] = row
    return found


def _text(value: object) -> str:
    return ", ".join(sorted(map(str, value))) if isinstance(value, list | tuple) else str(value)


def compared(
    sent: Mapping[str, Plain],
    held: Mapping[str, Plain],
    begun_from: Mapping[str, Plain] | None = None,
) -> Comparison:
    """Return how the records of a file differ from those that are held, by what they are known by.

    Parameters
    ----------
    begun_from : the records as they were when the file was made; None where nobody knows. Then all
        that differs counts as changed in the file.
    """
    before = held if begun_from is None else begun_from
    kinds: dict[str, list[Difference]] = {"new": [], "changed": [], "gone": [], "crossed": []}
    for identity in dict.fromkeys([*sent, *held, *before]):
        theirs, ours, first = sent.get(identity), held.get(identity), before.get(identity)
        if theirs in (ours, first):
            continue  # the same, or changed here only
        if ours != first:
            kind = "crossed"
        else:
            kind = "gone" if theirs is None else "new" if ours is None else "changed"
        kinds[kind].append(Difference(identity=identity, sent=theirs, held=ours))
    return Comparison(**{kind: tuple(found) for kind, found in kinds.items()})
