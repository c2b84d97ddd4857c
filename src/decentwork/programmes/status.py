"""How an activity stands on a day, and why: from dates, what was reported and what it waits for."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from decentwork.programmes.fields import first_day, last_day
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity

State = Literal[
    "not_reported", "not_started", "on_track", "delayed", "done", "suspended", "dropped", "merged"
]
STATES: tuple[State, ...] = (
    "done", "on_track", "delayed", "not_started", "suspended", "merged", "dropped", "not_reported",
)  # fmt: skip
FINAL: dict[str | None, State] = {
    "done": "done", "dropped": "dropped", "merged": "merged", "suspended": "suspended",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The state of an activity and the rule that gave it.

    `reason` is one of "reported", "should_have_ended", "should_have_started", "waits_for",
    "starts_later", "within_dates", "no_dates"; `fields` hold what its sentence needs.
    """

    state: State
    reason: str
    fields: dict[str, str] = field(default_factory=dict)


def status(programme: Programme, activity: Activity, on: date) -> Status:
    """Return how an activity stands on a day.

    What was reported as done, suspended, dropped or merged stands. Otherwise an activity is
    delayed when its last day is past, when its first day is past and it is still planned, or when
    it is under way and waits for one that is neither done nor merged. Where nothing was reported
    and no date is known, nothing is known: that is not "on track".
    """
    if final := FINAL.get(activity.state):
        return Status(state=final, reason="reported")
    if activity.ends and last_day(activity.ends) < on:
        return Status(state="delayed", reason="should_have_ended", fields={"day": activity.ends})
    if activity.starts and first_day(activity.starts) > on:
        return Status(state="not_started", reason="starts_later", fields={"day": activity.starts})
    if activity.state == "planned":
        if activity.starts and last_day(activity.starts) < on:
            fields = {"day": activity.starts}
            return Status(state="delayed", reason="should_have_started", fields=fields)
        return Status(state="not_started", reason="reported")
    held_up = [id for id in activity.waits_for if not _is_over(programme, id)]
    if held_up:
        names = ", ".join(programme.by_id[id].name() for id in held_up)
        return Status(state="delayed", reason="waits_for", fields={"activities": names})
    if activity.state == "under_way":
        return Status(state="on_track", reason="reported")
    if activity.starts and activity.ends:
        return Status(state="on_track", reason="within_dates")
    return Status(state="not_reported", reason="no_dates")


def _is_over(programme: Programme, id: str) -> bool:
    found = programme.by_id[id]
    return isinstance(found, Activity) and found.state in ("done", "merged")
