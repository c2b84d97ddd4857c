"""Who reports, funds and acts, and the money, as elements of IATI 2.03."""

from collections.abc import Iterable, Iterator
from datetime import date

from lxml import etree

from decentwork.programmes.iati_codes import ROLES
from decentwork.programmes.iati_context import Context
from decentwork.programmes.iati_elements import added, narrated, number, printable
from decentwork.programmes.records import Budget, Organisation

INDICATIVE, COMMITTED = "1", "2"
EXPENDITURE = "4"
ACCOUNTABLE = "accountable"


def write_reporting(activity: etree._Element, context: Context) -> None:
    """Add who reports."""
    header, organisation = context.programme.header, context.reporting
    narrated(
        activity,
        "reporting-org",
        {header.language: printable(header.organisation) or header.organisation_iati},
        {"ref": header.organisation_iati, "type": context.type_of(organisation)},
        {"id": organisation.id, "kind": organisation.kind} if organisation else {},
    )


def write_participants(activity: etree._Element, context: Context, of: Iterable[str]) -> None:
    """Add who takes part in these records; where nobody accounts for it, the reporter does."""
    parties = list(dict.fromkeys(party for id in of for party in _parties(context, id)))
    if not any(role == ACCOUNTABLE for _, _, role in parties):
        header = context.programme.header
        narrated(
            activity,
            "participating-org",
            {header.language: printable(header.organisation) or header.organisation_iati},
            {
                "ref": header.organisation_iati,
                "type": context.type_of(context.reporting),
                "role": ROLES[ACCOUNTABLE],
            },
            {"assumed": "1"},
        )
    for record, id, role in parties:
        organisation = context.programme.by_id[id]
        if isinstance(organisation, Organisation):
            _write_party(activity, context, organisation, role, record)


def _parties(context: Context, id: str) -> Iterator[tuple[str, str, str]]:
    """Return a record, an organisation and its role; who gives money for a record funds it."""
    yield from ((id, it.organisation, str(it.role)) for it in context.roles.get(id, ()))
    yield from ((id, it.source, "funder") for it in context.budgets.get(id, ()) if it.source)


def _write_party(
    activity: etree._Element, context: Context, it: Organisation, role: str, record: str
) -> None:
    narrated(
        activity,
        "participating-org",
        it.title,
        {"ref": it.iati, "type": context.type_of(it), "role": ROLES[role]},
        {"id": it.id, "kind": it.kind, "place": it.place, "role": role, "of": record},
    )


def write_budgets(activity: etree._Element, context: Context, of: Iterable[str]) -> None:
    """Add what is needed and committed, a calendar year at a time."""
    for budget in _money(context, of, spent=False):
        status = INDICATIVE if budget.kind == "needed" else COMMITTED
        marks = {"of": budget.record, "source": budget.source}
        element = added(activity, "budget", {"type": "1", "status": status}, marks)
        first, last = date(budget.year, 1, 1), date(budget.year, 12, 31)
        added(element, "period-start", {"iso-date": first.isoformat()})
        added(element, "period-end", {"iso-date": last.isoformat()})
        _write_value(element, context, budget, first)


def write_spending(activity: etree._Element, context: Context, of: Iterable[str]) -> None:
    """Add what was spent, as of the end of its year or, in this year, of the day of the file."""
    for budget in _money(context, of, spent=True):
        marks = {"of": budget.record, "source": budget.source, "year": str(budget.year)}
        element = added(activity, "transaction", None, marks)
        added(element, "transaction-type", {"code": EXPENDITURE})
        day = min(date(budget.year, 12, 31), context.generated.date())
        added(element, "transaction-date", {"iso-date": day.isoformat()})
        _write_value(element, context, budget, day)


def _money(context: Context, of: Iterable[str], *, spent: bool) -> list[Budget]:
    held = [it for id in of for it in context.budgets.get(id, ())]
    return [it for it in held if (it.kind == "spent") is spent]


def _write_value(parent: etree._Element, context: Context, budget: Budget, day: date) -> None:
    other = None if budget.currency == context.currency else budget.currency
    attributes = {"currency": other, "value-date": day.isoformat()}
    added(parent, "value", attributes).text = number(budget.amount)
