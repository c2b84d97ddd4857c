"""Reading organisations, their roles, budgets and spending from IATI 2.03."""

from collections.abc import Iterator

from lxml import etree

from decentwork.programmes.iati_codes import KINDS_READ, OTHER_KIND, ROLES_READ
from decentwork.programmes.iati_parties import COMMITTED
from decentwork.programmes.iati_reading import as_id, day_of, mark, said_in
from decentwork.programmes.iati_source import Source
from decentwork.programmes.programme_file import Entry

SPENT = ("3", "4")
"""Types of transactions that are spending: disbursement and expenditure."""


def organisation_entries(source: Source) -> Iterator[Entry]:
    """Return each organisation that takes part or reports, once."""
    told: set[str] = set()
    parties = source.root.iterfind("iati-activity/participating-org")
    reporting = (it for it in [source.first.find("reporting-org")] if _is_record(source, it))
    for it in (*(party for party in parties if not mark(party, "assumed")), *reporting):
        id = _id(it)
        if id in told:
            continue
        told.add(id)
        kind = KINDS_READ.get(it.get("type", "").strip(), OTHER_KIND)
        values = {
            "id": id,
            "kind": mark(it, "kind") or kind,
            "title": said_in(it, source.language) or {source.language: it.get("ref", id)},
            "iati": it.get("ref", "").strip(),
            "place": mark(it, "place"),
        }
        yield source.entry("organisations", it, values)


def role_entries(source: Source, activity: etree._Element) -> Iterator[Entry]:
    """Return the roles of those who take part in an activity."""
    for it in activity.iterfind("participating-org"):
        if not mark(it, "assumed"):
            code = it.get("role", "").strip()
            values = {
                "record": source.record(activity, it),
                "organisation": _id(it),
                "role": mark(it, "role") or ROLES_READ.get(code, code),
            }
            yield source.entry("roles", it, values)


def budget_entries(source: Source, activity: etree._Element) -> Iterator[Entry]:
    """Return budgets by the year they begin in, and spending by the year of its date."""
    for it in activity.iterfind("budget"):
        kind = "committed" if it.get("status") == COMMITTED else "needed"
        yield _money(source, activity, it, kind, day_of(it.find("period-start")))
    for it in activity.iterfind("transaction"):
        if is_spending(it):
            day = mark(it, "year") or day_of(it.find("transaction-date"))
            yield _money(source, activity, it, "spent", day)


def is_spending(transaction: etree._Element) -> bool:
    """Say whether a transaction is one that a programme records."""
    return transaction.find("transaction-type").get("code", "").strip() in SPENT


def _money(
    source: Source, activity: etree._Element, element: etree._Element, kind: str, day: str
) -> Entry:
    value = element.find("value")
    values = {
        "record": source.record(activity, element),
        "year": day[:4],
        "amount": (value.text or "").strip(),
        "currency": value.get("currency") or activity.get("default-currency"),
        "source": mark(element, "source"),
        "kind": kind,
    }
    return source.entry("budgets", element, values)


def _is_record(source: Source, reporting: etree._Element) -> bool:
    """Say whether who reports is a record: in our files it is marked, in others it always is."""
    return mark(reporting, "id") is not None or not source.ours


def _id(party: etree._Element) -> str:
    if told := mark(party, "id"):
        return told
    named = said_in(party, "en")
    text = party.get("ref", "") or next(iter(named.values()), "")
    return f"organisation-{as_id(text) or 'unnamed'}"
