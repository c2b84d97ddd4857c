"""The dossier in short: sentences made from its figures, the strongest unknown last."""

from collections.abc import Callable, Iterable

from decentwork.classifications.countries import country
from decentwork.dossiers.dossier import Message, PlacedFigure
from decentwork.dossiers.evidence import Evidence, is_fact, last_year, number, why_unknown
from decentwork.dossiers.needs import LISTED
from decentwork.estimates.estimate import Estimate
from decentwork.standards.conventions import FUNDAMENTAL
from decentwork.standards.ratifications import State

MOST_SENTENCES = 8
CHILD_LABOUR = (
    "child_labour_economic_activity",
    "child_labour_with_chores",
    "working_children",
    "child_hazardous_work",
)
CHILDREN_IN_EXPORTS = ("working_children_in_exports", "hazardous_child_work_in_exports")


def in_short(evidence: Evidence, open_questions: Iterable[Message]) -> tuple[Message, ...]:
    """Return at most `MOST_SENTENCES` messages, each backed by its figures.

    The strongest unknown comes last and is never cut.
    """
    told = [sentence(evidence) for sentence in SENTENCES]
    strongest = next(iter(open_questions), None)
    unknown = [] if strongest is None else [_strongest_unknown(strongest)]
    known = [message for message in told if message is not None]
    return (*known[: MOST_SENTENCES - len(unknown)], *unknown)


def _outside_m49(evidence: Evidence) -> Message | None:
    """Tell under whose name a place is shown that the United Nations' list does not have."""
    where = country(evidence.place)
    if where.m49 or where.invented:
        return None
    return Message(id="place_outside_m49", fields={"place": where.iso3})


def _jobs(evidence: Evidence) -> Message | None:
    observed = evidence.latest("jobs_foreign_demand_12")
    modelled = evidence.latest("jobs_foreign_demand_35")
    item = observed or modelled
    if item is None:
        return None
    detail = "12" if observed else "35"
    share = evidence.latest(f"jobs_foreign_demand_share_{detail}")
    fields = {
        "place": item.figure.at.place,
        **_span(item),
        "share": number(share) if share else None,
        "industry": item.figure.at.industry,
        "year": item.figure.at.period,
        "observed": observed is not None,
    }
    return Message(id="jobs_behind_exports", fields=fields, figures=(item.id,))


def _no_table(evidence: Evidence) -> Message | None:
    missing = [
        item
        for item in evidence.of("jobs_foreign_demand_12", "jobs_foreign_demand_35")
        if item.figure.value is None
    ]
    if not missing or _jobs(evidence):
        return None
    fields = {"place": evidence.place, "table": "wiod2013", "reason": why_unknown(missing[0])}
    return Message(id="trade_not_in_table", fields=fields, figures=(missing[0].id,))


def _markets(evidence: Evidence) -> Message | None:
    bars = evidence.known("jobs_by_market_35")
    if not bars:
        return None
    last = max(last_year(item) for item in bars)
    ranked = sorted(
        (
            item
            for item in bars
            if last_year(item) == last and item.figure.at.market not in (evidence.place, "ROW")
        ),
        key=number,
        reverse=True,
    )[:3]
    fields = {
        "industry": bars[0].figure.at.industry,
        "markets": [item.figure.at.market for item in ranked],
        "year": last,
    }
    return Message(id="jobs_top_markets", fields=fields, figures=tuple(item.id for item in ranked))


def _employment(evidence: Evidence) -> Message | None:
    item = evidence.latest("employment", tier="whole_chain")
    if item is None:
        return None
    share = evidence.latest("women_in_employment", tier="whole_chain")
    fields = {
        "place": item.figure.at.place,
        "value": number(item),
        "industry": item.figure.at.industry,
        "year": item.figure.at.period,
        "women_share": number(share) if share else None,
    }
    backed = (item.id, share.id) if share else (item.id,)
    return Message(id="employment_in_chain", fields=fields, figures=backed)


def _children(evidence: Evidence) -> Message | None:
    item = next(filter(None, (evidence.latest(each) for each in CHILD_LABOUR)), None)
    if item is None:
        return None
    fields = {
        "place": item.figure.at.place,
        "indicator": item.figure.indicator,
        "value": number(item),
        "group": item.figure.at.group,
        "period": item.figure.at.period,
    }
    return Message(id="child_labour_national", fields=fields, figures=(item.id,))


def _children_in_exports(evidence: Evidence) -> Message | None:
    item = next(filter(None, (evidence.latest(each) for each in CHILDREN_IN_EXPORTS)), None)
    if item is None:
        return None
    fields = {
        "place": item.figure.at.place,
        "indicator": item.figure.indicator,
        "group": item.figure.at.group,
        "published": item.figure.at.period,
        **_span(item),
    }
    return Message(id="children_in_exports", fields=fields, figures=(item.id,))


def _goods(evidence: Evidence) -> Message | None:
    facts = [
        item
        for item in evidence.placed
        if item.section == "goods"
        and item.figure.at.place == evidence.place
        and item.figure.value is not None
    ]
    if not facts:
        return None
    edition = max(last_year(item) for item in facts)
    listed = [
        item
        for item in facts
        if str(item.figure.value).startswith(LISTED) and last_year(item) == edition
    ]
    fields = {"place": evidence.place, "listed": _kinds_by_good(listed), "edition": edition}
    return Message(
        id="listed_goods" if listed else "not_listed",
        fields=fields,
        figures=tuple(item.id for item in (listed or facts[-1:])),
    )


def _kinds_by_good(listed: Iterable[PlacedFigure]) -> list[tuple[str, list[str]]]:
    """Return each good with what it is listed for: one good's reason is not another's."""
    kinds: dict[str, list[str]] = {}
    for item in listed:
        kinds.setdefault(item.figure.subject or "", []).append(str(item.figure.value))
    return sorted(kinds.items())


def _surveyed(evidence: Evidence) -> Message | None:
    """Tell how many work in the chain as surveyed, and how many of them at home or informally."""
    whole = evidence.latest("surveyed_workers", tier="whole_chain")
    if whole is None:
        return None
    homes = evidence.latest("surveyed_workers", tier="home_and_informal")
    fields = {
        "place": evidence.place,
        **_span(whole),
        "home_share": number(homes) / number(whole) if homes and number(whole) else None,
        "period": whole.figure.at.period,
    }
    backed = (whole.id, homes.id) if homes else (whole.id,)
    return Message(id="workers_surveyed", fields=fields, figures=backed)


def _standards(evidence: Evidence) -> Message | None:
    items = _fundamental(evidence)
    if not items:
        return None
    covered = [code for code in FUNDAMENTAL if code in items and items[code].figure.value]
    in_force = [code for code in covered if is_fact(items[code], State.IN_FORCE)]
    pending = [code for code in covered if _is_pending(items[code])]
    fields = {
        "place": evidence.place,
        "in_force": len(in_force),
        "covered": len(covered),
        "total": len(FUNDAMENTAL),
        "pending": pending,
        "not_in_force": [code for code in covered if code not in (*in_force, *pending)],
        "missing": [code for code in FUNDAMENTAL if code not in covered],
    }
    backed = tuple(items[code].id for code in covered)
    return Message(id="fundamental_in_force", fields=fields, figures=backed)


def _pending(evidence: Evidence) -> Message | None:
    """Tell which are ratified without being in force yet, as far as the data go."""
    items = [item for item in _fundamental(evidence).values() if _is_pending(item)]
    if not items:
        return None
    fields = {"place": evidence.place, "pending": [item.figure.subject for item in items]}
    return Message(
        id="fundamental_pending", fields=fields, figures=tuple(item.id for item in items)
    )


def _fundamental(evidence: Evidence) -> dict[str, PlacedFigure]:
    return {
        code: item
        for item in evidence.of("instrument_in_force")
        for code in FUNDAMENTAL
        if item.figure.subject == code
    }


def _is_pending(item: PlacedFigure) -> bool:
    return is_fact(item, State.NOT_YET_IN_FORCE) or is_fact(item, State.RATIFIED)


def _one_value(message: str, indicator: str) -> Callable[[Evidence], Message | None]:
    def sentence(evidence: Evidence) -> Message | None:
        item = evidence.latest(indicator)
        if item is None:
            return None
        fields = {
            "place": item.figure.at.place,
            "value": number(item),
            "year": item.figure.at.period,
        }
        return Message(id=message, fields=fields, figures=(item.id,))

    return sentence


def _span(item: PlacedFigure) -> dict[str, float | None]:
    """Return value and interval of an estimate as fields of a message."""
    known = item.figure.known
    low, high = (known.low, known.high) if isinstance(known, Estimate) else (None, None)
    return {"value": number(item), "low": low, "high": high}


def _strongest_unknown(question: Message) -> Message:
    fields = {"question": question.id, **question.fields}
    return Message(id="strongest_unknown", fields=fields, figures=question.figures)


SENTENCES: tuple[Callable[[Evidence], Message | None], ...] = (
    _outside_m49,
    _surveyed,
    _jobs,
    _no_table,
    _markets,
    _employment,
    _children,
    _children_in_exports,
    _goods,
    _standards,
    _pending,
    _one_value("labour_rights", "labour_rights_noncompliance"),
    _one_value("union_density", "union_density"),
)
