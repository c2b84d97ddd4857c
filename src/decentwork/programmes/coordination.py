"""Who does what where in a programme, what overlaps or is left blank, and what falls due."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from decentwork.classifications.topics import topics
from decentwork.programmes.fields import first_day, last_day
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import (
    Activity,
    Budget,
    Commitment,
    Deliverable,
    Dialogue,
    FollowUp,
    Meeting,
    Record,
    Role,
)

Occasion = Literal["starts", "ends", "due"]
SETTLED = ("done", "dropped", "merged")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What an organisation leads on a topic in a country: ids of activities.

    `organisation` is None for activities of which no record names who leads them.
    """

    place: str
    topic: str
    organisation: str | None
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Activities on one topic in one country that different organisations lead, each by itself."""

    place: str
    topic: str
    organisations: tuple[str, ...]
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A day in the calendar; of "2021" the first day for a start, the last for an end.

    `settled` says that nothing is open any more: it is done, dropped or merged.
    """

    day: date
    occasion: Occasion
    record: str
    settled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Activities that need several organisations: led together, or one waits for the other."""

    activities: tuple[str, ...]
    organisations: tuple[str, ...]
    why: Literal["several_leads", "waits_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """Money of one record in one currency; None where no budget of the kind is recorded."""

    record: str
    currency: str
    needed: float | None = None
    committed: float | None = None
    spent: float | None = None

    @property
    def missing(self) -> float | None:
        """What is needed beyond what is committed; None where a need is not recorded."""
        if self.needed is None:
            return None
        return max(self.needed - (self.committed or 0.0), 0.0)


def leads(programme: Programme) -> dict[str, tuple[str, ...]]:
    """Return the organisations that lead each record, by the record's id."""
    found: dict[str, list[str]] = defaultdict(list)
    for role in programme.all(Role):
        if role.role == "lead":
            found[role.record].append(role.organisation)
    return {record: tuple(dict.fromkeys(them)) for record, them in found.items()}


def who_does_what_where(programme: Programme) -> tuple[Doing, ...]:
    """Return the matrix of country × topic × organisation that leads; dropped activities are out.

    An activity that names no country or no topic is in no cell.
    """
    led = leads(programme)
    cells: dict[tuple[str, str, str | None], list[str]] = defaultdict(list)
    for activity in _kept(programme):
        for place in activity.places:
            for topic in activity.topics:
                for organisation in led.get(activity.id, (None,)):
                    cells[place, topic, organisation].append(activity.id)
    order = {topic.id: number for number, topic in enumerate(topics())}
    return tuple(
        Doing(place=place, topic=topic, organisation=organisation, activities=tuple(found))
        for (place, topic, organisation), found in sorted(
            cells.items(), key=lambda it: (it[0][0], order[it[0][1]], it[0][2] or "")
        )
    )


def overlaps(programme: Programme) -> tuple[Overlap, ...]:
    """Return where different organisations lead activities on one topic in one country.

    Activities that share a lead, or a whole they are part of, are in touch already and no overlap.
    """
    led = leads(programme)
    together: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    for activity in _kept(programme):
        if activity.id in led:
            for place in activity.places:
                for topic in activity.topics:
                    together[place, topic].append(activity)
    return tuple(
        Overlap(
            place=place,
            topic=topic,
            organisations=tuple(dict.fromkeys(it for a in apart for it in led[a.id])),
            activities=tuple(it.id for it in apart),
        )
        for (place, topic), found in sorted(together.items())
        if (apart := _apart(programme, found, led))
    )


def blanks(programme: Programme) -> tuple[tuple[str, str], ...]:
    """Return the pairs of country and topic without any activity.

    Countries are those where the programme does something; topics are all of decent work.
    """
    filled = {(place, it) for a in _kept(programme) for place in a.places for it in a.topics}
    places = sorted({place for activity in _kept(programme) for place in activity.places})
    return tuple(
        (place, topic.id)
        for place in places
        for topic in topics()
        if (place, topic.id) not in filled
    )


def calendar(programme: Programme) -> tuple[Event, ...]:
    """Return every start, end and due date that a record has, in order of days."""
    events: list[Event] = []
    for kind in (Activity, Meeting, Commitment, Dialogue):
        for record in programme.all(kind):
            over = getattr(record, "state", None) in SETTLED
            events += _dates(record, record.starts, record.ends, settled=over)
    delivered = _delivered(programme)
    for deliverable in programme.all(Deliverable):
        over = deliverable.id in delivered
        events += _dates(deliverable, None, deliverable.ends, settled=over)
    for asked in programme.all(FollowUp):
        if asked.due:
            events.append(
                Event(
                    day=last_day(asked.due),
                    occasion="due",
                    record=asked.id,
                    settled=asked.state in SETTLED,
                )
            )
    return tuple(sorted(events, key=lambda it: (it.day, it.record, it.occasion)))


def deadlines(programme: Programme, on: date, days: int = 90) -> tuple[Event, ...]:
    """Return what is still open and ends or falls due before so many days have passed.

    Those before `on` are late; they come first. What takes place by itself, as a meeting does, is
    not late once its day is past.
    """
    until = on + timedelta(days=days)
    return tuple(
        event
        for event in calendar(programme)
        if event.occasion != "starts"
        and not event.settled
        and event.day <= until
        and (event.day >= on or not isinstance(programme.by_id[event.record], Meeting | Dialogue))
    )


def joint(programme: Programme) -> tuple[Joint, ...]:
    """Return the activities that several organisations lead, and pairs of which one waits."""
    led = leads(programme)
    found = [
        Joint(activities=(activity.id,), organisations=them, why="several_leads")
        for activity in _kept(programme)
        if len(them := led.get(activity.id, ())) > 1
    ]
    for activity in _kept(programme):
        for first in activity.waits_for:
            them = tuple(dict.fromkeys((*led.get(first, ()), *led.get(activity.id, ()))))
            if len(them) > 1:
                pair = (first, activity.id)
                found.append(Joint(activities=pair, organisations=them, why="waits_for"))
    return tuple(found)


def resources(programme: Programme) -> tuple[Resources, ...]:
    """Return what each record needs, has committed and has spent, one row for each currency.

    Nothing is summed across currencies, nor a record with those beneath it.
    """
    sums: dict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for budget in programme.all(Budget):
        kinds = sums[budget.record, budget.currency]
        kinds[budget.kind] = kinds.get(budget.kind, 0.0) + budget.amount
    return tuple(
        Resources(record=record, currency=currency, **_by_kind(kinds))
        for (record, currency), kinds in sums.items()
    )


def _by_kind(kinds: Mapping[str, float]) -> dict[str, float | None]:
    return {kind: kinds.get(kind) for kind in ("needed", "committed", "spent")}


def _kept(programme: Programme) -> Iterator[Activity]:
    return (it for it in programme.all(Activity) if it.state not in ("dropped", "merged"))


def _apart(
    programme: Programme, activities: Iterable[Activity], led: Mapping[str, tuple[str, ...]]
) -> list[Activity]:
    """Return the activities of which another one has neither a lead nor a whole in common."""
    them = [(it, set(led[it.id]), _line(programme, it)) for it in activities]
    return [
        activity
        for activity, own, line in them
        if any(not own & other and not line & above for _, other, above in them)
    ]


def _line(programme: Programme, activity: Activity) -> set[str]:
    """Return an activity and all that it is a part of."""
    line = {activity.id}
    above = activity.part_of
    while above:
        line.add(above)
        whole = programme.by_id[above]
        above = whole.part_of if isinstance(whole, Activity) else None
    return line


def _delivered(programme: Programme) -> set[str]:
    """Return the deliverables that have activities, all of which are settled."""
    states: dict[str, set[str | None]] = defaultdict(set)
    for activity in programme.all(Activity):
        if activity.deliverable:
            states[activity.deliverable].add(activity.state)
    return {id for id, found in states.items() if found <= set(SETTLED)}


def _dates(
    record: Record, starts: str | None, ends: str | None, *, settled: bool
) -> Iterator[Event]:
    if starts:
        yield Event(day=first_day(starts), occasion="starts", record=record.id, settled=settled)
    if ends:
        yield Event(day=last_day(ends), occasion="ends", record=record.id, settled=settled)
