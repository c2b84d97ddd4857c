from datetime import date

import pytest
from tests.programmes.made import programme, row

from decentwork.programmes.coordination import (
    blanks,
    calendar,
    deadlines,
    joint,
    overlaps,
    resources,
    who_does_what_where,
)

UNITS = [row("organisations", id=id, title=id, kind="department") for id in ("wages", "inspection")]
COURSE = {"places": ["XAA"], "topics": ["earnings"]}


def lead(record, organisation):
    return row("roles", record=record, organisation=organisation, role="lead")


def other(**values):
    made = {"id": "other", "title": "Other", "kind": "advice", "area": "training"} | COURSE
    return row("activities", **made | values)


def test_the_matrix_tells_who_leads_what_where():
    [doing] = who_does_what_where(programme(*UNITS, lead("course", "wages"), activity=COURSE))
    assert (doing.place, doing.topic, doing.organisation) == ("XAA", "earnings", "wages")
    assert doing.activities == ("course",)


def test_an_activity_that_nobody_is_said_to_lead_is_in_the_matrix():
    [doing] = who_does_what_where(programme(activity=COURSE))
    assert doing.organisation is None


def test_two_departments_on_one_topic_in_one_country_overlap():
    roles = [lead("course", "wages"), lead("other", "inspection")]
    [found] = overlaps(programme(*UNITS, other(), *roles, activity=COURSE))
    assert found.organisations == ("wages", "inspection")
    assert found.activities == ("course", "other")


@pytest.mark.parametrize("shared", [{"part_of": "course"}, {"places": ["XAB"]}])
def test_parts_of_one_project_or_other_places_do_not_overlap(shared):
    roles = [lead("course", "wages"), lead("other", "inspection")]
    assert overlaps(programme(*UNITS, other(**shared), *roles, activity=COURSE)) == ()


def test_a_topic_that_nobody_works_on_in_a_country_is_blank():
    left = blanks(programme(activity=COURSE))
    assert ("XAA", "skills") in left
    assert ("XAA", "earnings") not in left


def test_the_calendar_has_starts_ends_and_due_dates_in_order():
    asked = [
        row("decisions", id="decision", title="Decision", kind="decision"),
        row("follow_ups", id="asked", title="Asked", decision="decision", due="2026-06"),
    ]
    dated = programme(*asked, activity={"starts": "2026", "ends": "2026"})
    assert [(it.day, it.occasion) for it in calendar(dated)] == [
        (date(2026, 1, 1), "starts"),
        (date(2026, 6, 30), "due"),
        (date(2026, 12, 31), "ends"),
    ]


def test_deadlines_are_what_is_open_and_soon_or_late():
    dated = programme(other(ends="2026-03", state="done"), activity={"ends": "2026-03"})
    assert [it.record for it in deadlines(dated, date(2026, 2, 1), days=90)] == ["course"]
    assert [it.record for it in deadlines(dated, date(2026, 9, 1), days=0)] == ["course"]
    assert deadlines(dated, date(2025, 2, 1), days=90) == ()


@pytest.mark.parametrize(("state", "late"), [("under_way", ["guide"]), ("done", [])])
def test_a_deliverable_is_late_until_all_its_activities_are_settled(state, late):
    guide = row("deliverables", id="guide", title="A guide", area="training", ends="2026")
    dropped = other(deliverable="guide", state="dropped", why="No money.")
    made = programme(guide, dropped, activity={"deliverable": "guide", "state": state})
    assert [it.record for it in deadlines(made, date(2027, 2, 1))] == late


def test_a_deliverable_that_nothing_is_done_for_is_late():
    guide = row("deliverables", id="guide", title="A guide", area="training", ends="2026")
    assert [it.record for it in deadlines(programme(guide), date(2027, 2, 1))] == ["guide"]


@pytest.mark.parametrize(("state", "late"), [("open", ["pledge"]), ("done", [])])
def test_a_pledge_is_late_until_it_is_kept_or_dropped(state, late):
    pledge = row(
        "commitments", id="pledge", title="A pledge", kind="pledge", ends="2026", state=state
    )
    assert [it.record for it in deadlines(programme(pledge), date(2027, 2, 1))] == late


def test_what_several_lead_or_wait_for_is_for_a_joint_proposal():
    roles = [lead("course", "wages"), lead("other", "inspection"), lead("other", "wages")]
    made = programme(*UNITS, other(waits_for=["course"]), *roles)
    assert [(it.why, it.activities) for it in joint(made)] == [
        ("several_leads", ("other",)),
        ("waits_for", ("course", "other")),
    ]


def test_resources_are_told_for_each_currency_and_never_added_across():
    def money(kind, amount, currency):
        return row(
            "budgets", record="course", year=2026, amount=amount, currency=currency, kind=kind
        )

    made = programme(money("needed", 100, "EUR"), money("committed", 30, "EUR"),
                     money("committed", 50, "USD"))  # fmt: skip
    euro, dollar = resources(made)
    assert (euro.currency, euro.needed, euro.committed, euro.missing) == ("EUR", 100, 30, 70)
    assert (dollar.currency, dollar.needed, dollar.missing) == ("USD", None, None)


def test_a_meeting_that_has_been_held_is_not_late_but_an_activity_is():
    held = row("meetings", id="held", title="Held", starts="2026-01-10", ends="2026-01-12")
    ahead = row("meetings", id="ahead", title="Ahead", starts="2026-06-10", ends="2026-06-12")
    known = programme(held, ahead, activity={"ends": "2026-02"})
    assert [it.record for it in deadlines(known, date(2026, 5, 1))] == ["course", "ahead"]
