"""The questionnaires that ship, one TOML file each beside this module, and how one is read."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from decentwork.classifications.countries import countries
from decentwork.classifications.names import LANGUAGES
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.questionnaires.checks import COUNTRIES, check_questionnaire, listed_questions
from decentwork.questionnaires.conditions import Condition, read_condition
from decentwork.questionnaires.questionnaire import (
    NUMBERS,
    SELECTS,
    Choice,
    Module,
    Question,
    Questionnaire,
    Roster,
    Rule,
    Texts,
)

Values = Mapping[str, Any]

_OUT_OF_RANGE = {
    "en": "Please enter a number from {low} to {high}.",
    "fr": "Saisissez un nombre compris entre {low} et {high}.",
    "es": "Escriba un número entre {low} y {high}.",
}
_MORE_THAN_ALL = {
    "en": "A part cannot be larger than the whole that was given before.",
    "fr": "Une partie ne peut pas dépasser le total indiqué auparavant.",
    "es": "Una parte no puede ser mayor que el total indicado antes.",
}


def questionnaires() -> tuple[Questionnaire, ...]:
    """Return the questionnaires that ship: of economic units, of workers, of a monitored season."""
    return tuple(_shipped().values())


def questionnaire(id: str) -> Questionnaire:
    """Return one that ships ("economic_unit", "worker", "monitoring_interview").

    Raises
    ------
    UnknownCode
        None of this id ships.
    """
    found = _shipped()
    if id not in found:
        raise UnknownCode(id, "the questionnaires", list(found))
    return found[id]


def load(texts: Mapping[str, str]) -> dict[str, Questionnaire]:
    """Return the questionnaires written in `texts` (file name → TOML).

    A module or a rule that says `from` another questionnaire is that one's, with its choices.

    Raises
    ------
    InvalidInput
        With every problem of every file.
    """
    problems: list[Problem] = []
    read: dict[str, Values] = {}
    for filename, text in texts.items():
        try:
            read[filename] = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            problems.append(Problem(filename, f"is not TOML: {error}."))
    others = {values.get("id", ""): values for values in read.values()}
    whole: dict[str, Values] = {}
    for filename, values in read.items():
        missing = _missing_from_others(values, others)
        problems += [Problem(filename, what) for what in missing]
        if not missing:
            whole[filename] = _with_borrowed(values, others)
            problems += check_questionnaire(whole[filename], filename)
    if problems:
        raise InvalidInput("questionnaires", problems)
    return {values["id"]: _questionnaire(values) for values in whole.values()}


@cache
def _shipped() -> Mapping[str, Questionnaire]:
    folder = files("decentwork.questionnaires")
    names = ("economic_unit", "worker", "monitoring_interview")
    texts = {f"{it}.toml": (folder / f"{it}.toml").read_text(encoding="utf-8") for it in names}
    return MappingProxyType(load(texts))


def _missing_from_others(values: Values, others: Mapping[str, Values]) -> list[str]:
    """Tell which modules, questions and rules are to be taken from where they are not."""
    wrong = []
    for key in ("modules", "indicators"):
        for part in values.get(key, ()):
            if "from" not in part:
                continue
            lender = others.get(part["from"], {})
            if part.get("id") not in {each.get("id") for each in lender.get(key, ())}:
                wrong.append(f"{key} {part.get('id')!r} is not in {part['from']!r}.")
            strangers = set(part.get("questions", ())) - set(listed_questions(lender))
            wrong += [f"question {id!r} is not in {part['from']!r}." for id in sorted(strangers)]
    return wrong


def _with_borrowed(values: Values, others: Mapping[str, Values]) -> Values:
    """Return a questionnaire whose borrowed modules and rules are written out."""
    lenders = {each["from"] for each in values.get("modules", ()) if "from" in each}
    choices = {
        name: listed for id in sorted(lenders) for name, listed in others[id]["choices"].items()
    }
    modules = [_borrowed(part, "modules", others) for part in values.get("modules", ())]
    rules = [_borrowed(part, "indicators", others) for part in values.get("indicators", ())]
    return {
        **values,
        "choices": {**choices, **values.get("choices", {})},
        "modules": modules,
        "indicators": rules,
    }


def _borrowed(part: Values, key: str, others: Mapping[str, Values]) -> Values:
    if "from" not in part:
        return part
    whole = next(each for each in others[part["from"]][key] if each["id"] == part["id"])
    if "questions" not in part:
        return whole  # type: ignore[no-any-return] # read from a file
    kept = [each for each in whole["questions"] if each["id"] in part["questions"]]
    return {**whole, "questions": kept}


def _questionnaire(values: Values) -> Questionnaire:
    lists = {name: _choices(listed) for name, listed in values["choices"].items()}
    sets = values.get("roster_questions", {})
    modules = values["modules"]
    return Questionnaire(
        id=values["id"],
        version=values["version"],
        names=_texts(values["name"]),
        modules=tuple(
            Module(
                id=each["id"],
                names=_texts(each),
                relevance=_relevance(each),
                identifying=each.get("identifying", False),
            )
            for each in modules
        ),
        questions=tuple(
            _question(each, module, lists) for module in modules for each in module["questions"]
        ),
        rosters=tuple(
            _roster(each, module, sets, lists)
            for module in modules
            for each in module.get("rosters", ())
        ),
        indicators=tuple(_rule(each) for each in values["indicators"]),
    )


def _question(values: Values, module: Values, lists: Mapping[str, tuple[Choice, ...]]) -> Question:
    type = values["type"]
    low, high = values.get("range", (None, None))
    said = {lang: text.format(low=low, high=high) for lang, text in _OUT_OF_RANGE.items()}
    said = dict(_MORE_THAN_ALL) if "at_most" in values else said
    return Question(
        id=values["id"],
        module=module["id"],
        type=type,
        texts=_texts(values),
        hints=_texts(values.get("hint", {})),
        topic=values.get("topic", module.get("topic")),
        choice_list=values.get("choices", ""),
        choices=lists[values["choices"]] if type in SELECTS else (),
        relevance=_relevance(values),
        minimum=low,
        maximum=high,
        at_most=values.get("at_most", ""),
        messages=_texts(values.get("message", said)) if type in NUMBERS and low is not None else {},
        # A choice can say that it is not known; a number that is not known is left out.
        required=values.get("required", type in SELECTS),
        identifying=values.get("identifying", False),
        domain=values.get("domain", False),
        bands=tuple(values.get("bands", ())),
        short=values.get("short", False),
    )


def _roster(
    values: Values,
    module: Values,
    sets: Mapping[str, list[Values]],
    lists: Mapping[str, tuple[Choice, ...]],
) -> Roster:
    return Roster(
        id=values["id"],
        module=module["id"],
        kind=values["kind"],
        names=_texts(values),
        hints=_texts(values["hint"]),
        relevance=_relevance(values),
        questions=tuple(_question(each, module, lists) for each in sets[values["asks"]]),
    )


def _rule(values: Values) -> Rule:
    return Rule(
        id=values["id"],
        topic=values["topic"],
        kind=values["kind"],
        numerator=read_condition(values["numerator"]) if "numerator" in values else None,
        universe=read_condition(values["universe"]) if "universe" in values else None,
        question=values.get("question", ""),
    )


def _choices(listed: Values | str) -> tuple[Choice, ...]:
    if listed == COUNTRIES:
        return tuple(Choice(value=each.iso3, names=each.names) for each in countries())
    return tuple(Choice(value=value, names=_texts(texts)) for value, texts in listed.items())  # type: ignore[union-attr] # checked


def _relevance(values: Values) -> Condition | None:
    return read_condition(values["when"]) if "when" in values else None


def _texts(values: Values) -> Texts:
    return MappingProxyType({lang: values[lang] for lang in LANGUAGES if lang in values})
