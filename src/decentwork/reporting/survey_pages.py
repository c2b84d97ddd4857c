"""A survey's plan, fieldwork, estimates and release in the words and order that pages show.

Everything here is made from plain values: what a job kept, what a study folder tells, what a
release holds.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from decentwork.classifications.topics import topics
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.messages import translatable
from decentwork.estimates.ratio_names import Part, read_ratios
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import indicator
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.reporting.names import (
    chain_name,
    group_name,
    indicator_name,
    place_name,
    tier_name,
    topic_name,
)
from decentwork.reporting.numbers import Reader, Translate, amount_text, plain, range_text
from decentwork.reporting.survey_sentences import METHOD, VARIANCES, WEIGHT_METHODS
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.kinds import Disposition, Kind
from decentwork.surveys.release import POSITIONS, SurveyRelease

Plain = Mapping[str, Any]

PREFIX = "surveyed_"  # of the indicators that questionnaires measure
SIZES = ("units", "workers", "days_worked")  # of the chain: of no topic, and told first

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
RATIO = translatable("Ratio: %(above)s / %(below)s")
RATIO_OF_GROUPS = translatable("%(variable)s: ratio of %(above)s to %(below)s")
OF_GROUP = translatable("%(variable)s (%(group)s)")
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
    "held_in_company": translatable(
        "%(heard)s of %(interviews)s interviews were held where somebody could hear them. They are "
        "set aside; people who spoke alone stand for these. Talk over how to meet people alone."
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


def ratio_name(code: str, language: str = "en", translate: Translate = plain) -> str:
    """Return the name of a ratio in words.

    Examples
    --------
    >>> ratio_name("monthly_earnings[sex=female]/monthly_earnings[sex=male]")
    'Monthly earnings from this work: ratio of women to men'
    """
    (ratio,) = read_ratios([code])
    sides = (ratio.above, ratio.below)
    names = [indicator_name(f"{PREFIX}{side.variable}", language) for side in sides]
    groups = [_group_of(side, language, translate) for side in sides]
    if ratio.above.variable == ratio.below.variable and all(groups):
        said = {"variable": names[0], "above": groups[0], "below": groups[1]}
        return translate(RATIO_OF_GROUPS) % said
    above, below = (
        translate(OF_GROUP) % {"variable": name, "group": group} if group else name
        for name, group in zip(names, groups, strict=True)
    )
    return translate(RATIO) % {"above": above, "below": below}


def _group_of(side: Part, language: str, translate: Translate) -> str:
    """Return the words for the group that a side is of, "" for everybody."""
    if side.column == "sex":
        return group_name(side.category, language, translate)
    if side.column == "position":
        return tier_name(side.category, language)
    return f"{side.column} {side.category}".strip().replace("_", " ")


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

    `split` is one of `SPLITS`; ratios stand with means. A cell is its row with `text`, value
    and interval in words; None where nobody answered.
    """
    keys = set() if not split else {"position"} | ({split} - {"position"})
    statistics = ("mean", "ratio") if statistic == "mean" else (statistic,)
    shown = [
        it
        for it in rows
        if it["universe"] == universe and it["statistic"] in statistics and set(it["group"]) == keys
    ]
    variables = [*dict.fromkeys(it["variable"] for it in shown)]
    shown.sort(key=lambda it: _place(it, variables))
    columns: dict[Any, str] = {}
    lines: dict[tuple[str, str], dict[Any, dict[str, Any]]] = {}
    for it in shown:
        column = it["group"].get("position", it["tier"])
        columns[column] = _column_name(column, language, translate)
        group = _group_text(it["group"], language, translate)
        cell = {**it, "text": _amount(it, language, translate)}
        lines.setdefault((it["variable"], group), {})[column] = cell
    return {
        "columns": list(columns.values()),
        "lines": [
            {
                "name": _name(variable, language, translate),
                "topic": topic_name(_topic(variable), language) if _topic(variable) else "",
                "group": group,
                "cells": [cells.get(column) for column in columns],
            }
            for (variable, group), cells in lines.items()
        ],
    }


def _place(row: Plain, variables: Sequence[str]) -> tuple[int, int, bool, int]:
    """Return where a row stands: topics in their fixed order, then tiers from the lead firms down.

    Groups stay in the order in which they came.
    """
    known = ["", *(topic.id for topic in topics())]
    position = row["group"].get("position")
    column = POSITIONS.index(position) if position else row["tier"]
    place = known.index(_topic(row["variable"])), variables.index(row["variable"])
    return *place, column is None, column or 0


@cache
def _topic(variable: str) -> str:
    """Return the topic of a variable, of a ratio that of the one above; "" for sizes."""
    if variable in SIZES:
        return ""
    measured = read_ratios([variable])[0].above.variable if "/" in variable else variable
    try:
        return indicator(f"{PREFIX}{measured}").topic
    except UnknownCode:
        return ""


def _group_text(group: Mapping[str, Any], language: str, translate: Translate) -> str:
    """Return the words for what a line is split by, the position apart."""
    coded = {"sex": "{}", "age_group": "age:{}"}
    return ", ".join(
        group_name(coded[key].format(value), language, translate)
        if key in coded
        else str(value).replace("_", " ")
        for key, value in group.items()
        if key != "position"
    )


def _name(variable: str, language: str, translate: Translate) -> str:
    if "/" in variable:
        return ratio_name(variable, language, translate)
    return indicator_name(f"{PREFIX}{variable}", language)


def _column_name(column: int | str | None, language: str, translate: Translate) -> str:
    if isinstance(column, str):
        return tier_name(column, language)
    return translate(ALL_TIERS) if column is None else translate(TIER) % {"tier": column}


def release_page(
    release: SurveyRelease, language: str = "en", translate: Translate = plain
) -> dict[str, Any]:
    """Return a release as its page shows it; `rows` as `estimate_table` takes them.

    `chain_map` has sentences, drawings and tables of the links, None where none were followed.
    """
    # Drawings take longest to load, and no other page here has one.
    from decentwork.reporting.survey_chain import chain_page

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
        "chain_map": chain_page(release.chain_map, Reader(language, translate)),
    }


def method_sentences(rows: Sequence[Plain], translate: Translate = plain) -> list[str]:
    """Return how rows were weighed and how their intervals were made, a sentence or two each."""
    said = []
    for named, sentences in (("weights", WEIGHT_METHODS), ("variance", VARIANCES)):
        for code in dict.fromkeys(row[named] for row in rows if row[named]):
            words = {"method": code.replace("_", " ")}
            said.append(translate(sentences.get(code, METHOD)) % words)
    return said


def _amount(row: Plain, language: str, translate: Translate) -> dict[str, str]:
    """Return value and interval in words, rounded to what the interval supports."""
    value, low, high = row["value"], row["low"], row["high"]
    if value is None:
        return {"value": "", "interval": ""}
    is_share = row["statistic"] != "total" and row["variable"] in _shares()
    unit = Unit.SHARE if is_share or row["statistic"] == "share" else Unit.COUNT
    unit = Unit.RATIO if row["statistic"] == "ratio" else unit
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
