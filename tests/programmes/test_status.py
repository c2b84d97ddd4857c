from datetime import date

import pytest
from tests.programmes.made import ACTIVITY, programme, row

from decentwork.programmes.status import status

MAY_2027 = date(2027, 5, 15)


def state(on=MAY_2027, rows=(), **activity):
    made = programme(*rows, activity=activity)
    found = status(made, made.by_id["course"], on)
    return found.state, found.reason


@pytest.mark.parametrize(
    ("activity", "said"),
    [
        ({"state": "done", "ends": "2026"}, ("done", "reported")),
        ({"state": "dropped", "why": "No money"}, ("dropped", "reported")),
        ({"state": "under_way", "ends": "2027-04"}, ("delayed", "should_have_ended")),
        ({"state": "under_way", "ends": "2027-05"}, ("on_track", "reported")),
        ({"starts": "2027-06"}, ("not_started", "starts_later")),
        ({"state": "planned", "starts": "2027-04"}, ("delayed", "should_have_started")),
        ({"state": "planned", "starts": "2027"}, ("not_started", "reported")),
        ({"starts": "2027", "ends": "2027"}, ("on_track", "within_dates")),
        ({}, ("not_reported", "no_dates")),
    ],
)
def test_the_state_follows_from_dates_and_reports(activity, said):
    assert state(**activity) == said


def test_who_waits_for_another_is_delayed():
    other = row("activities", **ACTIVITY | {"id": "law", "title": "The law"})
    assert state(rows=[other], state="under_way", waits_for="law") == ("delayed", "waits_for")


def test_what_is_done_holds_nobody_up():
    other = row("activities", **ACTIVITY | {"id": "law", "state": "done"})
    assert state(rows=[other], state="under_way", waits_for="law") == ("on_track", "reported")
