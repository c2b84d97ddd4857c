"""What every part of an IATI file needs of a programme: identifiers, the day, who pays and acts."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from decentwork.programmes.iati_codes import (
    MULTILATERAL,
    ORGANISATION_TYPES,
    OTHER_TYPE,
    ROLES,
)
from decentwork.programmes.iati_elements import printable
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Budget, Organisation, Role

MULTILATERAL_IDS = "XM-DAC-4"
"""Identifiers by channel codes of the DAC, in which multilateral organisations begin with 4."""

B = TypeVar("B", Role, Budget)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A programme with its roles and budgets by record, and when its file is made."""

    programme: Programme
    generated: datetime
    reporting: Organisation | None
    """The record of the organisation that reports, if there is one."""
    currency: str | None
    """The currency that most budgets are in."""
    roles: Mapping[str, list[Role]]
    budgets: Mapping[str, list[Budget]]
    parts: Mapping[str, list[str]]
    """Activities by the larger one they are part of."""

    @classmethod
    def of(cls, programme: Programme, generated: datetime) -> "Context":
        """Return the context of a programme."""
        reference = programme.header.organisation_iati
        currencies = Counter(it.currency for it in programme.all(Budget))
        parts: dict[str, list[str]] = defaultdict(list)
        for activity in programme.all(Activity):
            if activity.part_of:
                parts[activity.part_of].append(activity.id)
        return cls(
            programme=programme,
            generated=generated,
            reporting=next(
                (it for it in programme.all(Organisation) if it.iati == reference), None
            ),
            currency=min(currencies, key=lambda it: (-currencies[it], it), default=None),
            roles=_by_record(it for it in programme.all(Role) if it.role in ROLES),
            budgets=_by_record(programme.all(Budget)),
            parts=dict(parts),
        )

    def identifier(self, activity: str = "") -> str:
        """Return the identifier of an activity, or of the programme itself."""
        header = self.programme.header
        parts = (printable(header.organisation_iati), header.id, activity)
        return "-".join(part for part in parts if part)

    def type_of(self, organisation: Organisation | None) -> str:
        """Return an organisation's type; its own departments and offices have the reporter's."""
        if organisation and organisation.kind in ORGANISATION_TYPES:
            return ORGANISATION_TYPES[organisation.kind]
        if organisation and self.reporting and organisation is not self.reporting:
            return self.type_of(self.reporting)
        known = self.programme.header.organisation_iati.startswith(MULTILATERAL_IDS)
        return MULTILATERAL if known else OTHER_TYPE


def _by_record(rows: Iterable[B]) -> dict[str, list[B]]:
    grouped: dict[str, list[B]] = defaultdict(list)
    for row in rows:
        grouped[row.record].append(row)
    return dict(grouped)
