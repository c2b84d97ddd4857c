"""The fields of a programme's records as forms and pages ask for them, made from their classes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from decentwork.classifications import chains, countries, industries, tiers, topics
from decentwork.classifications.names import folded
from decentwork.programmes.fields import Coded, Period, Place, Refers
from decentwork.programmes.records import SECTIONS, Header
from decentwork.reporting import names, programme_words
from decentwork.reporting.numbers import Translate
from decentwork.reporting.programme_words import CODES

HEADER = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field of a record as a form asks for it.

    `kind` is one of id, text, words, long_words, period, day, number, whole, yes_no, yes_no_open,
    choice, code, codes, list, reference, references; `choices` the codes of a choice, `sections`
    where a reference leads, `classification` where codes are from. `label` and `hint` are sentences
    of the catalogue.
    """

    name: str
    kind: str
    label: str
    hint: str
    is_required: bool
    choices: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    classification: str = ""


@cache
def fields_of(section: str) -> tuple[FormField, ...]:
    """Return the fields of a section's records, or of the header, in the order of the class."""
    fields = kind_of(section).model_fields
    first = [name for name in ("title", "id") if name in fields]
    return tuple(
        _form_field(name, fields[name])
        for name in [*first, *(it for it in fields if it not in first)]
    )


def kind_of(section: str) -> Any:  # noqa: ANN401 - a class of the library
    """Return the class of a section's records, or of the header."""
    return Header if section == HEADER else SECTIONS[section]


def _form_field(name: str, field: FieldInfo) -> FormField:
    kind, choices = _type_of(name, field)
    refers = next((it for it in field.metadata if isinstance(it, Refers)), None)
    coded = next((it for it in field.metadata if isinstance(it, Coded)), None)
    if refers:
        kind = "references" if kind == "list" else "reference"
    elif coded:
        kind = "list" if coded.classification == "groups" else "codes"
    hints = programme_words.HINTS
    return FormField(
        name=name,
        kind=kind,
        label=programme_words.FIELDS[name],
        hint=hints.get(name) or hints.get("percentage" if _is_ratio(name) else kind, ""),
        is_required=field.is_required(),
        choices=choices,
        sections=refers.sections if refers else (),
        classification=coded.classification if coded else "countries" if kind == "code" else "",
    )


def _is_ratio(name: str) -> bool:
    return name in ("numerator", "denominator")


def _type_of(name: str, field: FieldInfo) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a field and its choices, from its type without "or None"."""
    given, metadata = field.annotation, list(field.metadata)
    inner = [it for it in get_args(given) if it is not type(None)]
    is_open = len(inner) < len(get_args(given))
    if is_open and len(inner) == 1:
        given = inner[0]
        metadata += getattr(given, "__metadata__", ())
        given = get_args(given)[0] if hasattr(given, "__metadata__") else given
    if get_origin(given) is Literal:
        return "choice", get_args(given)
    if given == dict[str, str]:
        return "words" if name in ("title", "unit") else "long_words", ()
    plain_kinds = ((int, "whole"), (float, "number"), (date, "day"))
    if found := [kind for it, kind in plain_kinds if given is it]:
        return found[0], ()
    if given is bool:
        return "yes_no_open" if is_open else "yes_no", ()
    if get_origin(given) is tuple:
        return "list", ()
    if name == "id":
        return "id", ()
    marks = [it for it in metadata if it in (*_marks(Period), *_marks(Place))]
    if not marks:
        return "text", ()
    return "code" if marks[-1] in _marks(Place) else "period", ()


def _marks(kind: Any) -> tuple[Any, ...]:  # noqa: ANN401 - an annotated type
    return tuple(kind.__metadata__)[-1:]


def default(section: str, name: str) -> Any:  # noqa: ANN401 - whatever the field holds
    """Return what a field holds where nothing is said."""
    field = kind_of(section).model_fields[name]
    return None if field.is_required() else field.default


def references(section: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a record names, each once: field, and key of a record or classification:code."""
    found: dict[tuple[str, str], None] = {}
    for field in fields_of(section):
        held = content.get(field.name)
        named = [held] if isinstance(held, str) else held or ()
        if field.sections:
            found |= {(field.name, key): None for key in named}
        elif field.classification:
            found |= {(field.name, coded(field.classification, code)): None for code in named}
    for source in content.get("sources", ()):
        found["sources", source.partition(":")[0]] = None
    return list(found)


def coded(classification: str, code: str) -> str:
    """Return a code as a reference names it; no key of a record has a colon."""
    return f"{classification}:{code}"


def code_choices(classification: str, language: str) -> list[tuple[str, str]]:
    """Return the codes of a classification with their names, by name; topics and tiers in order."""
    if classification == "topics":
        return [(it.id, it.name(language)) for it in topics.topics()]
    if classification == "tiers":
        return [(it.id, it.name(language)) for it in tiers.tiers()]
    found = {
        "countries": lambda: [
            (it.iso3, it.name(language))
            for it in (*countries.countries(), *countries.countries(invented=True))
        ],
        "regions": lambda: [(it.code, it.name(language)) for it in countries.regions()],
        "chains": lambda: [(it.slug, it.name(language)) for it in chains.chains()],
        "industries": lambda: [
            (str(it), it.name(language)) for it in industries.industries("isic4")
        ],
    }[classification]()
    return sorted(found, key=lambda it: folded(it[1]))


def code_name(field: str, code: str, language: str, translate: Translate) -> str:
    """Return the name of a code that a field holds, in the reader's language."""
    if field in ("places", "place", "regions"):
        return names.place_name(code, language, translate)
    if field == "groups":
        return names.group_name(code, language, translate)
    named = {
        "chains": names.chain_name,
        "industries": names.industry_name,
        "tiers": names.tier_name,
        "topics": names.topic_name,
    }.get(field)
    if named:
        return named(code, language)
    return translate(CODES[code]) if code in CODES else code


def codes_written(classification: str, text: str, language: str) -> tuple[list[str], list[str]]:
    """Return the codes of names or codes written with semicolons, and what was not understood."""
    known: dict[str, str] = {}
    for code, name in code_choices(classification, language):
        known |= {folded(name): code, folded(code): code}
    written = [part.strip() for part in text.split(";") if part.strip()]
    return (
        [known[folded(it)] for it in written if folded(it) in known],
        [it for it in written if folded(it) not in known],
    )
