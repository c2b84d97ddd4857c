"""Messages of a dossier as whole sentences in the reader's language."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from decentwork.dossiers.dossier import Message
from decentwork.programmes.fields import said
from decentwork.reporting import names
from decentwork.reporting.numbers import (
    Plain,
    Translate,
    amount_text,
    count_text,
    list_text,
    plain,
    range_text,
)
from decentwork.reporting.sentences import (
    QUESTION_PHRASES,
    SENTENCES,
    SETTLED_BY,
    UNITS,
    Variant,
)

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")

Word = Callable[[Any, str, Translate], str]


class NoWording(KeyError):
    """A message has no sentence for its id, or none whose fields are all there."""

    def __init__(self, id: str, fields: Mapping[str, Any]) -> None:
        self.id, self.fields = id, fields
        known = ", ".join(sorted(name for name, value in fields.items() if value is not None))
        super().__init__(f"no sentence for the message {id!r} with the fields: {known or 'none'}")


def sentence(message: Message | Plain, translate: Translate = plain, language: str = "en") -> str:
    """Return a message as one sentence; codes become names, numbers follow the language.

    Parameters
    ----------
    message : a `Message` or its plain form
    translate : gettext of the reader's language
    language : "en", "fr" or "es", for names and numbers

    Raises
    ------
    NoWording
        The id has no sentence whose fields are all known.
    """
    id, fields = _parts(message)
    return _worded(SENTENCES, id, fields, translate, language)


def settled_by(message: Message | Plain, translate: Translate = plain, language: str = "en") -> str:
    """Return what would settle an open question."""
    id, fields = _parts(message)
    return _worded(SETTLED_BY, id, fields, translate, language)


def _parts(message: Message | Plain) -> tuple[str, dict[str, Any]]:
    values = message.to_dict() if isinstance(message, Message) else message
    return values["id"], dict(values["fields"])


def _worded(
    sentences: Mapping[str, tuple[Variant, ...]],
    id: str,
    fields: dict[str, Any],
    translate: Translate,
    language: str,
) -> str:
    words = _words(id, fields, translate, language)
    for variant in sentences.get(id, ()):
        wanted = _PLACEHOLDER.findall(variant.text)
        if _fits(variant, fields) and all(words.get(name) for name in wanted):
            return translate(variant.text) % words
    raise NoWording(id, fields)


def _fits(variant: Variant, fields: Mapping[str, Any]) -> bool:
    return all(_listed(fields.get(name)) == value for name, value in variant.when.items())


def _listed(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def _words(
    id: str, fields: Mapping[str, Any], translate: Translate, language: str
) -> dict[str, str]:
    known = {name: value for name, value in fields.items() if value is not None}
    words = {name: _word(name, value, language, translate) for name, value in known.items()}
    unit = fields.get("unit") or UNITS.get(id) or _unit_of(fields.get("indicator"))
    value, low, high = (fields.get(name) for name in ("value", "low", "high"))
    if unit and isinstance(value, int | float):
        words["amount"] = amount_text(
            value, unit, low, high, language=language, translate=translate
        )
    if unit and low is not None and high is not None:
        words["range"] = range_text(low, high, unit, value, language=language, translate=translate)
    return words


def _unit_of(indicator: str | None) -> str | None:
    from decentwork.estimates.errors import UnknownCode
    from decentwork.indicators.catalogue import indicator as definition

    try:
        return str(definition(indicator).unit) if indicator else None
    except UnknownCode:
        return None


def _word(name: str, value: object, language: str, translate: Translate) -> str:
    if name in _WORDS:
        return _WORDS[name](value, language, translate)
    if isinstance(value, Mapping):  # words in several languages
        return said(dict(value), language)
    if isinstance(value, list | tuple):
        return list_text([translate(str(item)) for item in value], language)
    if isinstance(value, int | float) and name not in _YEARS:
        return count_text(value, language)
    return translate(str(value)) if value != "" else ""


def _place(value: str, language: str, translate: Translate) -> str:
    return names.place_name(value, language, translate)


def _places(value: Sequence[str], language: str, translate: Translate) -> str:
    return list_text([_place(item, language, translate) for item in value], language)


def _facts(value: Sequence[str] | str, language: str, translate: Translate) -> str:
    kinds = [value] if isinstance(value, str) else value
    return list_text([names.fact_name(kind, translate) for kind in kinds], language)


def _listed_goods(
    value: Sequence[tuple[str, Sequence[str]]], language: str, translate: Translate
) -> str:
    goods = [f"{translate(good)} ({_facts(kinds, language, translate)})" for good, kinds in value]
    return list_text(goods, language)


def _share(value: float, language: str, translate: Translate) -> str:
    return amount_text(value, "share", language=language, translate=translate)


def _of(value: Mapping[str, str], language: str, translate: Translate) -> str:
    """Return of whom or what a figure is: each part by the word for its name."""
    return ", ".join(_WORDS[name](code, language, translate) for name, code in value.items())


# A field's name says what its value is, in every message.
_WORDS: dict[str, Word] = {
    "place": _place,
    "markets": _places,
    "kind": _facts,
    "listed": _listed_goods,
    "share": _share,
    "women_share": _share,
    "home_share": _share,
    "industry": lambda value, language, _: names.industry_name(value, language),
    "chain": lambda value, language, _: names.chain_name(value, language),
    "topic": lambda value, language, _: names.topic_name(value, language),
    "tier": lambda value, language, _: names.tier_name(value, language),
    "indicator": lambda value, language, _: names.indicator_name(value, language),
    "indicators": lambda value, language, _: list_text(
        [names.indicator_name(id, language) for id in value], language
    ),
    "group": names.group_name,
    "subject": names.subject_name,
    "of": _of,
    "question": lambda value, _, translate: translate(str(QUESTION_PHRASES.get(value, value))),
}
_YEARS = frozenset({"year", "period", "edition", "since", "data_end", "published"})
