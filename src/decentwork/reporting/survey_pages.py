"""A survey's plan, fieldwork, estimates and release in the words and order that pages show.

Everything here is made from plain values: what a job kept, what a study folder tells, what a
release holds.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from decentwork.estimates.messages import translatable
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.reporting.names import (
    chain_name,
    indicator_name,
    place_name,
    tier_name,
    topic_name,
)
from decentwork.reporting.numbers import Translate, amount_text, plain, range_text
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.kinds import Disposition, Kind
from decentwork.surveys.release import SurveyRelease

Plain = Mapping[str, Any]

PREFIX = "surveyed_"  # of the indicators that questionnaires measure

KINDS = {
    Kind.FORMAL: translatable("registered enterprises"),
    Kind.HOUSEHOLD: translatable("household businesses"),
    Kind.HOME_WORKER: translatable("home workers"),
    Kind.AGENCY: translatable("agencies"),
}
OUTCOMES = {
    Disposition.OPEN: translatable("not yet visited"),
    Disposition.INTERVIEWED: translatable("interviewed"),
    Disposition.REFUSED: translatable("refused"),
    Disposition.NOT_LOCATED: translatable("not located"),
    Disposition.CLOSED: translatable("closed down"),
    Disposition.OUT_OF_SCOPE: translatable("out of scope"),
    Disposition.WRONG_LINK: translatable("does not supply who named it"),
    Disposition.ABROAD: translatable("abroad"),
}
VERDICTS = {
    Verdict.PUBLISHABLE: translatable("publishable"),
    Verdict.WITH_CARE: translatable("with care"),
    Verdict.TOO_THIN: translatable("too thin"),
}
THIN = translatable("too few answers or too wide an interval")  # as `studies.results` says it
TIER, ALL_TIERS = translatable("Tier %(tier)s"), translatable("All tiers")
WARNINGS = {
    "kind_never_listed": translatable(
        "%(buyers)s interviewed buyers listed no %(kind)s at all. Ask interviewers how they put "
        "the question."
    ),
    "many_refused": translatable(
        "%(refused)s of %(finished)s cases of %(member)s ended in a refusal. Talk it over."
    ),
    "many_not_located": translatable(
        "%(not_located)s of %(finished)s cases of tier %(tier)s were not located. Have addresses "
        "asked for in more detail."
    ),
    "form_of_no_case": translatable(
        "Forms carry case numbers that belong to no case: %(case_ids)s. Correct them where they "
        "were collected and import again."
    ),
    "depth_not_reached": translatable(
        "Nobody is left to visit, and tier %(deepest)s is the deepest found; the design goes to "
        "tier %(planned)s."
    ),
}


def warning_text(told: Plain, translate: Translate = plain) -> str:
    """Return a warning of `studies.progress`, in its plain form, as a sentence."""
    kind = translate(KINDS[Kind(told["kind"])]) if "kind" in told else ""
    facts = {**told, "kind": kind, "case_ids": ", ".join(told.get("case_ids", ()))}
    return translate(WARNINGS[told["id"]]) % facts


def plan_table(found: Plain, language: str = "en") -> list[dict[str, Any]]:
    """Return a plan topic by topic: for each tier the share of workers and how far off it may be.

    `half` is half the mean width of the 95 % intervals.
    """
    by_topic: dict[str, list[dict[str, Any]]] = {}
    for each in found["figures"]:
        if (each["universe"], each["statistic"]) == ("workers", "share"):
            cell = {**each, "half": each["interval_width"] / 2}
            by_topic.setdefault(each["variable"], []).append(cell)
    return [
        {"name": topic_name(topic, language), "cells": sorted(cells, key=lambda it: it["tier"])}
        for topic, cells in by_topic.items()
    ]


SPLITS = {
    "": translatable("tiers"),
    "position": translatable("positions in the chain"),
    "sex": translatable("sex"),
    "age_group": translatable("age"),
    "region": translatable("region"),
}
"""What a table of estimates may be split by: tiers, or positions and one thing more."""


def estimate_table(
    rows: Sequence[Plain],
    *,
    universe: str,
    statistic: str,
    split: str = "",
    language: str = "en",
    translate: Translate = plain,
) -> dict[str, Any]:
    """Return released rows as a table: a line a figure and group, a column a tier or position.

    `split` is one of `SPLITS`. A cell is its row with `text`, value and interval in words; None
    where nobody answered.
    """
    keys = set() if not split else {"position"} | ({split} - {"position"})
    shown = [
        it
        for it in rows
        if (it["universe"], it["statistic"]) == (universe, statistic) and set(it["group"]) == keys
    ]
    columns: dict[Any, str] = {}
    lines: dict[tuple[str, str], dict[Any, dict[str, Any]]] = {}
    for it in sorted(shown, key=lambda it: (it["tier"] is None, it["tier"] or 0)):
        column = it["group"].get("position", it["tier"])
        columns[column] = _column_name(column, language, translate)
        group = ", ".join(str(value) for key, value in it["group"].items() if key != "position")
        cell = {**it, "text": _amount(it, language, translate)}
        lines.setdefault((it["variable"], group), {})[column] = cell
    return {
        "columns": list(columns.values()),
        "lines": [
            {
                "name": indicator_name(f"{PREFIX}{variable}", language),
                "group": group,
                "cells": [cells.get(column) for column in columns],
            }
            for (variable, group), cells in lines.items()
        ],
    }


def _column_name(column: int | str | None, language: str, translate: Translate) -> str:
    if isinstance(column, str):
        return tier_name(column, language)
    return translate(ALL_TIERS) if column is None else translate(TIER) % {"tier": column}


def release_page(
    release: SurveyRelease, language: str = "en", translate: Translate = plain
) -> dict[str, Any]:
    """Return a release as its page shows it; `rows` as `estimate_table` takes them."""
    return {
        "title": release.name(language),
        "chain": chain_name(release.chain, language),
        "place": place_name(release.place, language, translate),
        "place_code": release.place,
        "chain_slug": release.chain,
        "period": release.period,
        "office": release.office,
        "invented": release.invented,
        "method": release.method,
        "software": release.software,
        "rows": [figure.to_dict() for figure in release.figures],
    }


def _amount(row: Plain, language: str, translate: Translate) -> dict[str, str]:
    """Return value and interval in words, rounded to what the interval supports."""
    value, low, high = row["value"], row["low"], row["high"]
    if value is None:
        return {"value": "", "interval": ""}
    is_share = row["statistic"] != "total" and row["variable"] in _shares()
    unit = "share" if is_share or row["statistic"] == "share" else "count"
    words: dict[str, Any] = {"language": language, "translate": translate}
    return {
        "value": amount_text(value, unit, low, high, **words),
        "interval": "" if low is None else range_text(low, high, unit, value, **words),
    }


@cache
def _shares() -> frozenset[str]:
    """Return the variables whose mean is a share: what is there or not there."""
    rules = (rule for asked in questionnaires() for rule in asked.indicators)
    return frozenset(
        rule.indicator.removeprefix(PREFIX) for rule in rules if rule.kind != "quantity"
    )
