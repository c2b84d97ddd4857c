"""How an activity stands and when it runs, as elements of IATI 2.03."""

from datetime import date

from lxml import etree

from decentwork.programmes.fields import first_day, last_day
from decentwork.programmes.iati_codes import STATUS
from decentwork.programmes.iati_context import Context
from decentwork.programmes.iati_elements import added
from decentwork.programmes.records import Activity
from decentwork.programmes.status import status

PLANNED_START, START, PLANNED_END, END = "1", "2", "3", "4"
PIPELINE, IMPLEMENTATION, FINALISATION = "1", "2", "3"


def programme_status(context: Context) -> str:
    """Return the status that the programme's dates tell: before, within or after them."""
    header, on = context.programme.header, context.generated.date()
    if on < first_day(header.starts):
        return PIPELINE
    return IMPLEMENTATION if on <= last_day(header.ends) else FINALISATION


def write_programme_times(element: etree._Element, context: Context) -> None:
    """Add the programme's status and planned dates."""
    header = context.programme.header
    added(element, "activity-status", {"code": programme_status(context)})
    _write_date(element, PLANNED_START, first_day(header.starts), {"period": header.starts})
    _write_date(element, PLANNED_END, last_day(header.ends), {"period": header.ends})


def write_times(element: etree._Element, context: Context, activity: Activity) -> None:
    """Add an activity's status and dates; what nobody told is the programme's, and marked."""
    on = context.generated.date()
    found = status(context.programme, activity, on)
    code = STATUS.get(found.state) or programme_status(context)
    if found.reason == "should_have_started":
        code = PIPELINE
    added(
        element, "activity-status", {"code": code}, {"reported": activity.state or "not_reported"}
    )
    _write_start(element, context, activity)
    if activity.ends:
        day = last_day(activity.ends)
        ended = activity.state == "done" and day <= on
        _write_date(element, END if ended else PLANNED_END, day, {"period": activity.ends})


def _write_start(element: etree._Element, context: Context, activity: Activity) -> None:
    if activity.starts:
        day = first_day(activity.starts)
        begun = activity.state in ("under_way", "done") and day <= context.generated.date()
        kind = START if begun else PLANNED_START
        _write_date(element, kind, day, {"period": activity.starts})
        return
    day = first_day(context.programme.header.starts)
    if activity.ends:
        day = min(day, first_day(activity.ends))
    _write_date(element, PLANNED_START, day, {"assumed": "1"})


def _write_date(element: etree._Element, kind: str, day: date, marks: dict[str, str]) -> None:
    added(element, "activity-date", {"type": kind, "iso-date": day.isoformat()}, marks)
