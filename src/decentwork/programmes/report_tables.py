"""What a programme's report counts in tables: activities by state, countries, money."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Area, Budget
from decentwork.programmes.report_scope import Scope
from decentwork.programmes.status import State, Status, status


@dataclass(frozen=True, slots=True, kw_only=True)
class StateLine:
    """The ids of an area's activities by how they stand, and why each of them does."""

    area: str
    activities: dict[State, tuple[str, ...]]
    reasons: dict[str, Status]

    @property
    def count(self) -> int:
        """How many activities there are."""
        return len(self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountryLine:
    """A country and the ids of the activities that name it, by area."""

    place: str
    activities: dict[str, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many activities name it."""
        return sum(map(len, self.activities.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """Money of one kind that one organisation gives in one currency, and for which records.

    `source` is None where no record names who gives it. `amount` is in whole units of `currency`.
    """

    source: str | None
    currency: str
    kind: str
    amount: float
    records: tuple[str, ...]


def state_lines(programme: Programme, scope: Scope, on: date) -> tuple[StateLine, ...]:
    """Return how the activities of each area stand on a day; areas without any are left out."""
    found: dict[str, dict[str, Status]] = defaultdict(dict)
    for activity in programme.all(Activity):
        if scope.holds(activity.id):
            found[activity.area][activity.id] = status(programme, activity, on)
    areas = sorted(programme.all(Area), key=lambda area: area.number)
    return tuple(
        StateLine(area=area.id, activities=_by_state(found[area.id]), reasons=found[area.id])
        for area in areas
        if area.id in found
    )


def _by_state(reasons: dict[str, Status]) -> dict[State, tuple[str, ...]]:
    by_state: dict[State, list[str]] = defaultdict(list)
    for id, found in reasons.items():
        by_state[found.state].append(id)
    return {state: tuple(ids) for state, ids in by_state.items()}


def country_lines(activities: Iterable[Activity]) -> tuple[CountryLine, ...]:
    """Return the countries that activities name, by code."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for activity in activities:
        for place in dict.fromkeys(activity.places):
            found[place][activity.area].append(activity.id)
    return tuple(
        CountryLine(place=place, activities={area: tuple(ids) for area, ids in by_area.items()})
        for place, by_area in sorted(found.items())
    )


def money_lines(
    programme: Programme, scope: Scope, organisation: str | None
) -> tuple[MoneyLine, ...]:
    """Return the money recorded, by who gives it, currency and kind; nothing is converted.

    With `organisation` only what it gives.
    """
    found: dict[tuple[str, str, str], list[Budget]] = defaultdict(list)
    for budget in programme.all(Budget):
        if scope.holds(budget.record) and organisation in (None, budget.source):
            found[budget.source or "", budget.currency, budget.kind].append(budget)
    return tuple(
        MoneyLine(
            source=source or None,
            currency=currency,
            kind=kind,
            amount=sum(it.amount for it in budgets),
            records=tuple(dict.fromkeys(it.record for it in budgets)),
        )
        for (source, currency, kind), budgets in sorted(found.items())
    )
