"""Programmes of any size, made up: plain values as a file of an office holds them."""

from typing import Any

AREAS = 5
DELIVERABLES = 6  # an area
COUNTRIES = ("XAA", "XAB")
TOPICS = ("child_labour", "earnings", "working_time", "safety_and_health")


def made_programme(activities: int, indicators: int, periods: int) -> dict[str, list[Any] | Any]:
    """Return a programme whose activities all have indicators with an approved update a month.

    Parameters
    ----------
    activities : in all, spread over areas and deliverables
    indicators : of each activity
    periods : months that each indicator was reported for, 12 at most
    """
    held: dict[str, Any] = {
        "programme": {
            "id": f"made_{activities}",
            "title": {"en": f"A programme of {activities:,} activities"},
            "organisation": "Ministry of Labour of Avonia",
            "organisation_iati": "XX-MADE-1",
            "starts": "2026",
            "ends": "2028",
            "invented": True,
        },
        "organisations": [
            {"id": f"unit_{number}", "title": {"en": f"Unit {number}"}, "kind": "department"}
            for number in range(1, 13)
        ],
        "areas": [
            {"id": f"area_{number}", "title": {"en": f"Area {number}"}, "number": number}
            for number in range(1, AREAS + 1)
        ],
        "deliverables": [
            {
                "id": f"deliverable_{area}_{number}",
                "title": {"en": f"Deliverable {number} of area {area}"},
                "area": f"area_{area}",
            }
            for area in range(1, AREAS + 1)
            for number in range(1, DELIVERABLES + 1)
        ],
        "activities": [_activity(number) for number in range(activities)],
        "roles": [
            {"record": f"act_{it}", "organisation": f"unit_{it % 12 + 1}", "role": "lead"}
            for it in range(activities)
        ],
        "results": [
            {
                "id": f"result_{number}",
                "title": {"en": f"What comes of activity {number}"},
                "of": f"act_{number}",
                "level": "output",
            }
            for number in range(activities)
        ],
    }
    named = [(it, own) for it in range(activities) for own in range(indicators)]
    held["indicators"] = [
        {
            "id": f"indicator_{it}_{own}",
            "title": {"en": f"Indicator {own} of activity {it}"},
            "result": f"result_{it}",
            "measure": "unit",
        }
        for it, own in named
    ]
    held["targets"] = [_measured(it, own, 1, 12, 50.0 + own) for it, own in named]
    held["updates"] = [
        _measured(it, own, month, month, float(month)) | {"state": "approved", "by": "A unit"}
        for it, own in named
        for month in range(1, periods + 1)
    ]
    return held


def _activity(number: int) -> dict[str, Any]:
    area = number % AREAS + 1
    return {
        "id": f"act_{number}",
        "title": {"en": f"Activity {number}: a course for inspectors"},
        "text": {"en": f"Activity {number} trains inspectors who visit the lower tiers."},
        "kind": "course",
        "area": f"area_{area}",
        "deliverable": f"deliverable_{area}_{number // AREAS % DELIVERABLES + 1}",
        "places": [COUNTRIES[number % 2]],
        "topics": [TOPICS[number % len(TOPICS)]],
        "starts": "2026",
        "ends": "2028",
        "state": "under_way",
    }


def _measured(of: int, own: int, first: int, last: int, value: float) -> dict[str, Any]:
    return {
        "indicator": f"indicator_{of}_{own}",
        "starts": f"2026-{first:02}-01",
        "ends": f"2026-{last:02}-28",
        "value": value,
    }
