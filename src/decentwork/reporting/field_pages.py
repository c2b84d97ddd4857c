"""A day of fieldwork as its page shows it: counts and case numbers, nobody's name."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from decentwork.surveys.kinds import ELIGIBLE, Disposition

Plain = Mapping[str, Any]


def day_in_field(progress: Plain, cases: Sequence[Plain], today: str) -> dict[str, Any]:
    """Return what a day of fieldwork starts from.

    Parameters
    ----------
    progress : `studies.progress.Progress` in its plain form
    cases : one row a case: `disposition`, and `member` who visits it ("" nobody)
    today : ISO date

    Returns
    -------
    dict
        `today` interviews of today; `last_day` and `last_interviews` of the last day that has
        some ("" and 0 before the first); `issued`, `open`, `interviewed`, `refused` cases;
        `response_rate` (0–1, AAPOR RR1, None before anybody could answer); `visitors`, one row a
        member with the cases `given` and a count of each outcome, who has most to visit first.
    """
    days = {each["date"]: each["interviews"] for each in progress["days"]}
    last = max(days, default="")
    counts = Counter(case["disposition"] for case in cases)
    able = sum(counts[each] for each in ELIGIBLE)
    return {
        "today": days.get(today, 0),
        "last_day": last,
        "last_interviews": days.get(last, 0),
        "issued": len(cases),
        **{str(each): counts[each] for each in Disposition},
        "response_rate": counts[Disposition.INTERVIEWED] / able if able else None,
        "visitors": _visitors(cases),
    }


def _visitors(cases: Sequence[Plain]) -> list[dict[str, Any]]:
    outcomes: dict[str, Counter[str]] = {}
    for case in cases:
        if case["member"]:
            outcomes.setdefault(case["member"], Counter())[case["disposition"]] += 1
    rows = [
        {"member": name, "given": counts.total(), **{str(it): counts[it] for it in Disposition}}
        for name, counts in outcomes.items()
    ]
    return sorted(rows, key=lambda it: (-it[Disposition.OPEN], it["member"]))


def cases_shown(cases: Sequence[Plain], outcome: str = "", member: str = "") -> list[Plain]:
    """Return the cases of an outcome and a visitor ("" any), those yet to be visited first."""
    kept = [
        case
        for case in cases
        if outcome in ("", case["disposition"]) and member in ("", case["member"])
    ]
    return sorted(kept, key=lambda it: it["disposition"] != Disposition.OPEN)
