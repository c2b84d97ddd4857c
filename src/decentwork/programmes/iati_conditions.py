"""The rules of IATI 2.03 for publishers that no schema can say: sums, orders, what goes together.

Source: IATI Standard 2.03, rulesets and the guidance printed with each element.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal

from lxml import etree

from decentwork.estimates.errors import Problem

WHOLE = Decimal(100)
LONGEST_BUDGET = 366
"""Days; a budget is for at most a year."""
NO_VOCABULARY = "1"
_IDENTIFIER = re.compile(r"[^/&|?]+")
_VALUED = ("1", "2", "3", "4")

Rule = Callable[[etree._Element], Iterator[Problem]]


def unmet(root: etree._Element) -> Iterator[Problem]:
    """Return a problem for each rule that a file with a valid structure does not keep."""
    if root.get("version") != "2.03":
        yield Problem("iati-activities", f"version is {root.get('version')!r}, not 2.03.")
    generated = root.get("generated-datetime", "")[:10]
    yield from _taken_twice(root)
    for activity in root.iterfind("iati-activity"):
        name = (activity.findtext("iati-identifier") or "").strip()
        for rule in _RULES:
            yield from (_of(name, it) for it in rule(activity))
        for what in _dates(activity, generated):
            yield Problem(f"activity {name}, activity-date", what)


def _of(name: str, problem: Problem) -> Problem:
    return Problem(f"activity {name}, {problem.where}", problem.what, problem.hint)


def _taken_twice(root: etree._Element) -> Iterator[Problem]:
    names = root.iterfind("iati-activity/iati-identifier")
    counted = Counter((it.text or "").strip() for it in names)
    for name, times in counted.items():
        if times > 1:
            yield Problem(f"activity {name}", f"{times} activities have this identifier.")


def _identifiers(activity: etree._Element) -> Iterator[Problem]:
    named = [("iati-identifier", activity.findtext("iati-identifier") or "")]
    for path in ("reporting-org", "participating-org", ".//provider-org", ".//receiver-org"):
        named += [(path, it.get("ref", "")) for it in activity.iterfind(path) if "ref" in it.attrib]
    for where, text in named:
        if not _IDENTIFIER.fullmatch(text):
            hint = "It must not be empty nor have / & | or ?."
            yield Problem(where.removeprefix(".//"), f"{text!r} is no identifier.", hint)


def _dates(activity: etree._Element, generated: str) -> Iterator[str]:
    found = activity.iterfind("activity-date")
    days = {it.get("type", ""): it.get("iso-date", "").strip()[:10] for it in found}
    if not {"1", "2"} & set(days):
        yield "it has no planned or actual start (type 1 or 2)."
    for first, last in (("1", "3"), ("2", "4")):
        if first in days and last in days and days[first] > days[last]:
            yield f"it ends ({days[last]}) before it starts ({days[first]})."
    for kind in ("2", "4"):
        if generated and days.get(kind, "") > generated:
            yield f"{days[kind]} is actual (type {kind}) and after the day of this file."


def _participants(activity: etree._Element) -> Iterator[Problem]:
    for it in activity.iterfind("participating-org"):
        if "ref" not in it.attrib and it.find("narrative") is None:
            yield Problem("participating-org", "it has neither ref nor narrative.")


def _places(activity: etree._Element) -> Iterator[Problem]:
    found = [*activity.iterfind("recipient-country"), *activity.iterfind("recipient-region")]
    yield from _shares("recipient-country and recipient-region", found)


def _sectors(activity: etree._Element) -> Iterator[Problem]:
    vocabularies = defaultdict(list)
    for it in activity.iterfind("sector"):
        vocabularies[it.get("vocabulary", NO_VOCABULARY)].append(it)
    if not vocabularies and activity.find("transaction/sector") is None:
        yield Problem("sector", "it has none, and its transactions have none.")
    for vocabulary, found in vocabularies.items():
        yield from _shares(f"sector of vocabulary {vocabulary}", found)


def _shares(where: str, found: Iterable[etree._Element]) -> Iterator[Problem]:
    """Return a problem unless percentages sum to 100; the only one of its kind needs none."""
    shares = [it.get("percentage") for it in found]
    if len(shares) < 2 and shares in ([], [None]):
        return
    if None in shares:
        yield Problem(where, "each of several needs a percentage.")
    elif (total := sum(Decimal(it.strip()) for it in shares if it)) != WHOLE:
        yield Problem(where, f"the percentages sum to {total}, not 100.")


def _money(activity: etree._Element) -> Iterator[Problem]:
    known = activity.get("default-currency")
    for value in activity.iter("value"):
        if not (known or value.get("currency")):
            hint = "Give it, or a default-currency to the activity."
            yield Problem(f"line {value.sourceline}, value", "it has no currency.", hint)
    for name in ("budget", "planned-disbursement"):
        for it in activity.iterfind(name):
            yield from _span(name, it)
            starts, ends = _day(it, "period-start"), _day(it, "period-end")
            if name == "budget" and starts and ends and (ends - starts).days >= LONGEST_BUDGET:
                yield Problem(name, f"{starts} to {ends} is more than a year.", "Divide it.")


def _span(where: str, element: etree._Element) -> Iterator[Problem]:
    starts, ends = _day(element, "period-start"), _day(element, "period-end")
    if starts and ends and starts > ends:
        yield Problem(where, f"its period ends ({ends}) before it starts ({starts}).")


def _day(element: etree._Element, name: str) -> date | None:
    found = element.find(name)
    return None if found is None else date.fromisoformat(found.get("iso-date", "").strip()[:10])


def _results(activity: etree._Element) -> Iterator[Problem]:
    for number, result in enumerate(activity.iterfind("result"), start=1):
        for place, indicator in enumerate(result.iterfind("indicator"), start=1):
            where = f"result {number}, indicator {place}"
            if result.find("reference") is not None and indicator.find("reference") is not None:
                yield Problem(where, "reference is at the result too; one of both is allowed.")
            for period in indicator.iterfind("period"):
                yield from _span(where, period)
            if indicator.get("measure") in _VALUED:
                for it in indicator.iter("baseline", "target", "actual"):
                    if it.get("value") is None:
                        yield Problem(where, f"a {it.tag} has no value.")


def _markers(activity: etree._Element) -> Iterator[Problem]:
    for it in activity.iterfind("policy-marker"):
        if it.get("vocabulary", NO_VOCABULARY) == "1" and it.get("significance") is None:
            yield Problem("policy-marker", "it needs a significance.")


_RULES: tuple[Rule, ...] = (
    _identifiers, _participants, _places, _sectors, _money, _results, _markers,
)  # fmt: skip
