"""What can be wrong with the file of a questionnaire; everything is told at once."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from decentwork.classifications.names import LANGUAGES
from decentwork.classifications.topics import topics
from decentwork.estimates.errors import Problem
from decentwork.questionnaires.conditions import comparisons, read_condition, what_is_wrong
from decentwork.questionnaires.questionnaire import KINDS_OF_RULE, NUMBERS, SELECTS, TYPES

Values = Mapping[str, Any]

COUNTRIES = "countries"  # in place of a list of choices: all countries and territories

SUPPLIER_ROSTERS = ("formal_suppliers", "household_suppliers", "home_workers", "agencies")
SUPPLIER_QUESTIONS = (
    "supplier_name",
    "supplier_phone",
    "supplier_address",
    "supplier_abroad",
    "supplier_country",
    "product",
    "purchase_share",
    "since",
)
RESERVED: Mapping[str, tuple[str, ...]] = {
    "economic_unit": (
        "case_id",
        "outcome",
        "consent",
        "consent_to_trace",
        "unit_kind",
        "region",
        "registered",
        "supplies_nearer",
        "buyers_in_scope",
        "workers_listed",
        "workers_women",
    ),
    "worker": (
        "case_id",
        "worker_number",
        "outcome",
        "consent",
        "sex",
        "age",
        "status",
        "place_of_work",
    ),
    "monitoring_interview": (
        "case_id",
        "people_present",
        "children_seen",
        "worker_number",
        "outcome",
        "company",
        "consent",
        "sex",
        "age",
    ),
}
"""Questions that other parts of the survey read by name; a form without them is of no use."""

_ID = re.compile(r"[a-z][a-z0-9_]*")
_OF_QUESTION = {
    *LANGUAGES,
    "id",
    "type",
    "topic",
    "hint",
    "choices",
    "when",
    "range",
    "at_most",
    "message",
    "required",
    "identifying",
    "domain",
    "bands",
    "short",
}
_OF_MODULE = {*LANGUAGES, "id", "topic", "when", "identifying", "questions", "rosters"}
_OF_ROSTER = {*LANGUAGES, "id", "kind", "hint", "when", "asks"}
_OF_RULE = {"id", "topic", "kind", "numerator", "universe", "question"}
_OF_FILE = {"id", "version", "name", "choices", "modules", "roster_questions", "indicators"}
_FLAGS = ("required", "identifying", "domain", "short")


def check_questionnaire(values: Values, filename: str) -> list[Problem]:
    """Return every problem of a questionnaire read from TOML."""
    return [Problem(f"{filename}, {where}", what) for where, what in _problems(values, filename)]


def listed_questions(values: Values) -> dict[str, Values]:
    """Return the questions outside rosters by id, as the file describes them."""
    modules = values.get("modules", ())
    return {each.get("id", ""): each for part in modules for each in part.get("questions", ())}


def listed_rosters(values: Values) -> list[Values]:
    """Return the rosters of all modules, as the file describes them."""
    return [roster for part in values.get("modules", ()) for roster in part.get("rosters", ())]


def _problems(values: Values, filename: str) -> Iterator[tuple[str, str]]:
    if values.get("id") != filename.removesuffix(".toml"):
        yield "head", f"id = {values.get('id')!r} is not the file's name."
    if not isinstance(values.get("version"), str):
        yield "head", "the version is missing; write it in quotes."
    yield from _unknown_keys(values, _OF_FILE, "head")
    yield from _languages(values.get("name", {}), "name")
    yield from _choice_lists(values)
    yield from _modules(values)
    yield from _rosters(values)
    yield from _rules(values)
    yield from _repeated(values)
    yield from _reserved(values)


def _choice_lists(values: Values) -> Iterator[tuple[str, str]]:
    for name, choices in values.get("choices", {}).items():
        if choices == COUNTRIES:
            continue
        for value, texts in choices.items():
            if not _ID.fullmatch(value):
                yield f"choices {name}", f"{value!r} is not a plain word in small letters."
            yield from _languages(texts, f"choices {name}, {value}")


def _modules(values: Values) -> Iterator[tuple[str, str]]:
    asked = listed_questions(values)
    for module in values.get("modules", ()):
        where = f"module {module.get('id')}"
        yield from _unknown_keys(module, _OF_MODULE, where)
        yield from _languages(module, where)
        yield from _topic(module, where)
        yield from _condition(module.get("when"), where, values, asked)
        kept_apart = bool(module.get("identifying"))
        for question in module.get("questions", ()):
            yield from _question(question, values, asked)
            if bool(question.get("identifying")) != kept_apart and question.get("type") != "note":
                message = "identifying questions stand in a module of their own, and alone there."
                yield f"question {question.get('id')}", message


def _rosters(values: Values) -> Iterator[tuple[str, str]]:
    sets = values.get("roster_questions", {})
    for questions in sets.values():
        asked = {each.get("id", ""): each for each in questions}
        for question in questions:
            yield from _question(question, values, asked)
    for roster in listed_rosters(values):
        where = f"roster {roster.get('id')}"
        yield from _unknown_keys(roster, _OF_ROSTER, where)
        yield from _languages(roster, where)
        yield from _languages(roster.get("hint", {}), f"{where}, hint")
        yield from _condition(roster.get("when"), where, values, listed_questions(values))
        if not roster.get("kind"):
            yield where, "the kind is missing."
        if roster.get("asks") not in sets:
            yield where, f"asks = {roster.get('asks')!r} is no list of roster_questions."


def _question(question: Values, values: Values, asked: Mapping[str, Values]) -> Iterator[Any]:
    where = f"question {question.get('id')}"
    if not _ID.fullmatch(str(question.get("id", ""))):
        yield where, "the id is not a plain word in small letters."
    if question.get("type") not in TYPES:
        yield where, f"type = {question.get('type')!r} is none of {', '.join(TYPES)}."
    yield from _unknown_keys(question, _OF_QUESTION, where)
    yield from _languages(question, where)
    for key in ("hint", "message"):
        if key in question:
            yield from _languages(question[key], f"{where}, {key}")
    yield from _topic(question, where)
    yield from _choices_and_bounds(question, values, where)
    yield from _condition(question.get("when"), where, values, asked, question)
    if "at_most" in question:
        whole = {"question": question["at_most"], "above": 0}
        yield from _condition(whole, where, values, asked, question)
    for flag in _FLAGS:
        if not isinstance(question.get(flag, False), bool):
            yield where, f"{flag!r} is true or false."


def _choices_and_bounds(question: Values, values: Values, where: str) -> Iterator[tuple[str, str]]:
    type = question.get("type")
    if (type in SELECTS) != ("choices" in question):
        yield where, "a question with choices, and no other, names their list."
    elif type in SELECTS and question["choices"] not in values.get("choices", {}):
        yield where, f"the list of choices {question['choices']!r} is not there."
    low, high = (*question.get("range", (0, 1)), 0, 0)[:2]
    if "range" in question and (type not in NUMBERS or low > high):
        yield where, "a range has a lowest and a highest number, and belongs to a number."
    if "at_most" in question and "range" not in question:
        yield where, "a part of something has a range of its own too."
    if "message" in question and "range" not in question:
        yield where, "a message without a range is never shown."
    bands = question.get("bands", ())
    if bands and (type not in NUMBERS or any(one >= next for one, next in pairwise(bands))):
        yield where, "bands are rising numbers, and belong to a number."
    if question.get("domain") and (type != "select_one" and not bands):
        yield where, "a domain is one choice, or a number with bands: never free text."
    if question.get("domain") and question.get("identifying"):
        yield where, "what identifies somebody is no domain."


def _condition(
    condition: Any,  # noqa: ANN401 - whatever a file holds
    where: str,
    values: Values,
    asked: Mapping[str, Values],
    question: Values | None = None,
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a condition; a short question hangs on short questions only."""
    if condition is None:
        return
    wrong = list(what_is_wrong(condition))
    if wrong:
        yield from ((where, each) for each in wrong)
        return
    for compared in comparisons(read_condition(condition)):
        other = asked.get(compared.question)
        if other is None:
            yield where, f"the condition names {compared.question!r}, which nobody is asked."
            continue
        numeric = compared.test in ("above", "below")
        if numeric != (other.get("type") in NUMBERS):
            yield where, f"{compared.question!r} cannot be compared with {compared.test!r}."
        listed = values.get("choices", {}).get(other.get("choices"), {})
        for choice in compared.choices:
            if listed != COUNTRIES and choice not in listed:
                yield where, f"{choice!r} is no choice of {compared.question!r}."
        if question is not None and question.get("short") and not other.get("short"):
            yield where, f"is short, but hangs on {compared.question!r}, which is not."


def _rules(values: Values) -> Iterator[tuple[str, str]]:
    asked = listed_questions(values)
    for rule in values.get("indicators", ()):
        where = f"indicator {rule.get('id')}"
        yield from _unknown_keys(rule, _OF_RULE, where)
        yield from _topic(rule, where)
        if not rule.get("topic"):
            yield where, "the topic is missing."
        if rule.get("kind") not in KINDS_OF_RULE:
            yield where, f"kind = {rule.get('kind')!r} is none of {', '.join(KINDS_OF_RULE)}."
        for key in ("numerator", "universe"):
            yield from _condition(rule.get(key), f"{where}, {key}", values, asked)
        if (rule.get("kind") == "quantity") != ("question" in rule) or (
            ("question" in rule) == ("numerator" in rule)
        ):
            yield where, "a quantity names its question, the others their numerator."
        if "question" in rule and asked.get(rule["question"], {}).get("type") not in NUMBERS:
            yield where, f"{rule['question']!r} is no question for a number."


def _repeated(values: Values) -> Iterator[tuple[str, str]]:
    modules = values.get("modules", ())
    questions = [each.get("id") for part in modules for each in part.get("questions", ())]
    for listed in values.get("roster_questions", {}).values():
        questions += [each.get("id") for each in listed]
    rosters = [each.get("id") for each in listed_rosters(values)]
    groups = {
        "questions, modules and rosters": [*questions, *rosters, *(it.get("id") for it in modules)],
        "indicators": [each.get("id") for each in values.get("indicators", ())],
    }
    for where, ids in groups.items():
        for id, times in Counter(ids).items():
            if times > 1:
                yield where, f"the id {id!r} is there {times} times."


def _reserved(values: Values) -> Iterator[tuple[str, str]]:
    asked = listed_questions(values)
    for id in RESERVED.get(values.get("id", ""), ()):
        if not asked.get(id, {}).get("short"):
            yield "reserved", f"question {id!r} is missing from the short version."
    if values.get("id") != "economic_unit":
        return
    rosters = {each.get("id"): each for each in listed_rosters(values)}
    for id in SUPPLIER_ROSTERS:
        listed = values.get("roster_questions", {}).get(rosters.get(id, {}).get("asks"), ())
        there = {each.get("id") for each in listed if each.get("short")}
        for missing in [each for each in SUPPLIER_QUESTIONS if each not in there]:
            yield "reserved", f"roster {id!r} lacks {missing!r} in the short version."


def _unknown_keys(values: Values, known: set[str], where: str) -> Iterator[tuple[str, str]]:
    for key in values:
        if key not in known:
            yield where, f"key {key!r} is not known."


def _languages(texts: Any, where: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401 - see above
    for lang in LANGUAGES:
        if not isinstance(texts, Mapping) or not texts.get(lang):
            yield where, f"the text in {lang!r} is missing."


def _topic(values: Values, where: str) -> Iterator[tuple[str, str]]:
    if "topic" in values and values["topic"] not in {topic.id for topic in topics()}:
        yield where, f"topic = {values['topic']!r} is not in the list of topics."
