"""Kinds of fields that records of a programme are made of, as files and forms hold them."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from decentwork.classifications.chains import chain
from decentwork.classifications.countries import country, region
from decentwork.classifications.groups import Group
from decentwork.classifications.industries import Industry
from decentwork.classifications.names import LANGUAGES
from decentwork.classifications.tiers import tier
from decentwork.classifications.topics import topic
from decentwork.estimates.errors import UnknownCode

_ENTRY = re.compile(r"(?:\\.|[^,\\]|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([,\\])")
_PERIOD = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?")


@dataclass(frozen=True, slots=True)
class Refers:
    """Says that a field holds the id of a record of one of these sections."""

    sections: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coded:
    """Says in which classification a field's codes are."""

    classification: str


def refers(*sections: str) -> Refers:
    """Return the mark of a field that holds the id of a record of one of these sections."""
    return Refers(sections)


def said(words: Mapping[str, str], lang: str = "en") -> str:
    """Return words in a language, else in English, else in the language they are in; or ""."""
    return words.get(lang) or words.get("en") or next(iter(words.values()), "")


def said_in(words: Mapping[str, str], lang: str) -> str:
    """Return the language in which `said` finds words; that which was asked for where none are."""
    return next((it for it in (lang, "en", *words) if words.get(it)), lang)


def first_day(period: str) -> date:
    """Return the first day of "2021", "2021-11" or "2021-11-05"."""
    year, month, day = _parts(period)
    return date(year, month or 1, day or 1)


def last_day(period: str) -> date:
    """Return the last day of "2021", "2021-11" or "2021-11-05"."""
    year, month, day = _parts(period)
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])


def _parts(period: str) -> tuple[int, int | None, int | None]:
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f"{period!r} is no period: write 2021, 2021-11 or 2021-11-05")
    year, month, day = found.groups()
    return int(year), int(month) if month else None, int(day) if day else None


def _period(value: str) -> str:
    first_day(value)  # refuses the 30th of February
    return value


def _as_period(value: Any) -> Any:  # noqa: ANN401 - YAML and workbooks have dates and numbers
    if isinstance(value, datetime):
        value = value.date()
    return value.isoformat() if isinstance(value, date) else _as_text(value)


def _as_text(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return str(int(value)) if float(value).is_integer() else str(value)


def _listed(value: Any) -> Any:  # noqa: ANN401 - as above
    """Return the entries of a cell: "VNM, ETH" is two."""
    if isinstance(value, str):
        return listed(value)
    if isinstance(value, Iterable) and not isinstance(value, dict):
        return [_as_text(part) for part in value]
    return [] if value is None else [_as_text(value)]


def _worded(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401 - as above
    """Return plain text as words in the programme's main language."""
    if isinstance(value, str | int | float):
        language = (info.context or {}).get("language", "en")
        return {language: str(value)}
    return value or {}


def listed(text: str) -> list[str]:
    r"""Return the entries of a cell; a comma within one is written "\,", a backslash "\\".

    Examples
    --------
    >>> listed(r"poor\, or worse, good")
    ['poor, or worse', 'good']
    """
    parts = [_ESCAPED.sub(r"\1", part).strip() for part in _ENTRY.findall(text)]
    return [part for part in parts if part]


def in_a_cell(entries: Iterable[str]) -> str:
    """Return entries as one cell, which `listed` reads as the same."""
    return ", ".join(it.replace("\\", r"\\").replace(",", r"\,") for it in entries)


def _words(value: dict[str, str]) -> dict[str, str]:
    strangers = sorted(set(value) - set(LANGUAGES))
    if strangers:
        raise ValueError(f"no language of this software: {', '.join(strangers)}")
    return {lang: text.strip() for lang, text in value.items() if text and text.strip()}


def _some(value: dict[str, str]) -> dict[str, str]:
    if not value:
        raise ValueError("is empty")
    return value


def _known(look_up: Callable[[str], object]) -> AfterValidator:
    """Return the check that a code is in a classification."""

    def check(code: str) -> str:
        try:
            look_up(code)
        except UnknownCode as error:
            raise ValueError(str(error)) from error
        return code

    return AfterValidator(check)


Id = Annotated[str, BeforeValidator(_as_text), Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$")]
Text = Annotated[str, BeforeValidator(_as_text)]
Words = Annotated[dict[str, str], BeforeValidator(_worded), AfterValidator(_words)]
Title = Annotated[Words, AfterValidator(_some)]
Period = Annotated[str, BeforeValidator(_as_period), AfterValidator(_period)]
Day = Annotated[date, BeforeValidator(_as_period)]
Texts = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Place = Annotated[str, _known(country)]
Region = Annotated[str, _known(region)]
Chain = Annotated[str, _known(chain)]
AnIndustry = Annotated[str, _known(Industry.parse)]
Tier = Annotated[str, _known(tier)]
Topic = Annotated[str, _known(topic)]
AGroup = Annotated[str, _known(Group.parse)]
Places = Annotated[tuple[Place, ...], BeforeValidator(_listed), Coded("countries")]
Regions = Annotated[tuple[Region, ...], BeforeValidator(_listed), Coded("regions")]
Chains = Annotated[tuple[Chain, ...], BeforeValidator(_listed), Coded("chains")]
Industries = Annotated[tuple[AnIndustry, ...], BeforeValidator(_listed), Coded("industries")]
Tiers = Annotated[tuple[Tier, ...], BeforeValidator(_listed), Coded("tiers")]
Topics = Annotated[tuple[Topic, ...], BeforeValidator(_listed), Coded("topics")]
Groups = Annotated[tuple[AGroup, ...], BeforeValidator(_listed), Coded("groups")]
