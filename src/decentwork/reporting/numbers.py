"""Numbers as a reader's language writes them, rounded to what their interval supports.

A figure here is in its plain form (`Figure.to_dict`): what the page, the command line and a stored
dossier all have. Shares become per cent here and nowhere else.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.lists import format_list
from babel.numbers import format_compact_decimal, format_decimal

from decentwork.classifications.names import LOCALES
from decentwork.estimates.messages import translatable
from decentwork.estimates.units import Unit

Translate = Callable[[str], str]
Plain = Mapping[str, Any]

_MILLION, _BILLION = 1_000_000, 1_000_000_000
_PLAIN_DIGITS = 3
_SMALL_COUNT = 10_000  # people below this are printed as published when no interval rounds them

NOT_KNOWN = translatable("not known")
NOT_KNOWN_BECAUSE = translatable("not known: %(reason)s")

# Unit → (text for one, for other numbers, for numbers that end in "million" or "billion"); some
# languages need a word between "million" and the noun.
_UNIT_TEXTS = {
    "persons": (
        translatable("%(number)s person"),
        translatable("%(number)s people"),
        translatable("%(millions)s people"),
    ),
    "usd": (
        translatable("%(number)s US dollar"),
        translatable("%(number)s US dollars"),
        translatable("%(millions)s US dollars"),
    ),
    "eur": (
        translatable("%(number)s euro"),
        translatable("%(number)s euros"),
        translatable("%(millions)s euros"),
    ),
    "hours": (
        translatable("%(number)s hour"),
        translatable("%(number)s hours"),
        translatable("%(millions)s hours"),
    ),
    Unit.SHARE: (translatable("%(number)s\N{NO-BREAK SPACE}%%"),),
    Unit.COUNT: (translatable("%(number)s"),),
    Unit.RATIO: (translatable("%(number)s"),),
    Unit.PPP_2021_MONTH: (
        translatable("%(number)s US dollars a month (2021 purchasing power parities)"),
    ),
    Unit.LOCAL_CURRENCY_MONTH: (translatable("%(number)s a month in local currency"),),
    Unit.LOCAL_CURRENCY_HOUR: (translatable("%(number)s an hour in local currency"),),
    Unit.USD_MONTH: (translatable("%(number)s US dollars a month"),),
    "local_2015": (
        translatable("%(number)s in local currency at 2015 prices"),
        translatable("%(number)s in local currency at 2015 prices"),
        translatable("%(millions)s in local currency at 2015 prices"),
    ),
    Unit.USD_PERSON_YEAR: (translatable("%(number)s US dollars a person a year"),),
    Unit.LOCAL_2015_PERSON_YEAR: (
        translatable("%(number)s a person a year in local currency at 2015 prices"),
    ),
    Unit.INDEX_BASE_100: (translatable("index %(number)s"),),
    Unit.PER_100_000_WORKERS: (translatable("%(number)s per 100,000 workers"),),
    Unit.PER_1_000_PERSONS: (translatable("%(number)s per 1,000 people"),),
    Unit.HOURS_WEEK: (translatable("%(number)s hours a week"),),
    Unit.YEARS: (translatable("%(number)s years"),),
    Unit.INDEX_0_10: (translatable("%(number)s on a scale from 0 to 10"),),
    Unit.INDEX_0_5: (translatable("%(number)s on a scale from 0 to 5"),),
}

_UNIT_NAMES = {
    Unit.SHARE: translatable("per cent"),
    Unit.PERSONS: translatable("people"),
    Unit.THOUSAND_PERSONS: translatable("people"),
    Unit.MILLION_PERSONS: translatable("people"),
    Unit.COUNT: translatable("number"),
    Unit.RATIO: translatable("ratio"),
    Unit.MILLION_USD: translatable("US dollars"),
    Unit.MILLION_EUR: translatable("euros"),
    Unit.MILLION_HOURS: translatable("hours"),
    Unit.MILLION_LOCAL_2015: translatable("local currency at 2015 prices"),
    Unit.USD_PERSON_YEAR: translatable("US dollars a person a year"),
    Unit.LOCAL_2015_PERSON_YEAR: translatable("local currency at 2015 prices, a person a year"),
    Unit.INDEX_BASE_100: translatable("index, 100 in the base year"),
    Unit.PPP_2021_MONTH: translatable("US dollars a month, 2021 purchasing power parities"),
    Unit.LOCAL_CURRENCY_MONTH: translatable("local currency a month"),
    Unit.LOCAL_CURRENCY_HOUR: translatable("local currency an hour"),
    Unit.USD_MONTH: translatable("US dollars a month"),
    Unit.PER_100_000_WORKERS: translatable("per 100,000 workers"),
    Unit.PER_1_000_PERSONS: translatable("per 1,000 people"),
    Unit.HOURS_WEEK: translatable("hours a week"),
    Unit.YEARS: translatable("years"),
    Unit.INDEX_0_10: translatable("index from 0 to 10"),
    Unit.INDEX_0_5: translatable("index from 0 to 5"),
    Unit.FACT: translatable("recorded fact"),
}

# What a value is multiplied by before it is shown, and under which texts.
_SHOWN = {
    Unit.SHARE: (100.0, Unit.SHARE),
    Unit.PERSONS: (1.0, "persons"),
    Unit.THOUSAND_PERSONS: (1_000.0, "persons"),
    Unit.MILLION_PERSONS: (1_000_000.0, "persons"),
    Unit.MILLION_USD: (1_000_000.0, "usd"),
    Unit.MILLION_LOCAL_2015: (1_000_000.0, "local_2015"),
    Unit.MILLION_EUR: (1_000_000.0, "eur"),
    Unit.MILLION_HOURS: (1_000_000.0, "hours"),
}
_COUNTED = ("persons", Unit.COUNT)  # whole things: never rounded to parts of one
_IN_MILLIONS = ("persons", "usd", "eur", "hours")

ABOUT = translatable("about %(amount)s")
BETWEEN = translatable("between %(low)s and %(amount)s")


@dataclass(frozen=True, slots=True)
class Scale:
    """How the numbers of one figure are shown: factor, texts of the unit, step of rounding."""

    factor: float
    texts: str
    step: float

    def rounded(self, value: float) -> float:
        """Return a value as shown: multiplied and rounded."""
        places = max(0, -round(math.log10(self.step)))
        return round(round(value * self.factor / self.step) * self.step, places)

    def word(self, value: float) -> int:
        """Return what the word beside a number stands for: a million, a billion, or one."""
        shown = abs(self.rounded(value))
        if self.texts not in _IN_MILLIONS or shown < _MILLION:
            return 1
        return _MILLION if shown < _BILLION else _BILLION


def plain(translation: str) -> str:
    """Return a text as it is: the translation into English."""
    return translation


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a text is for: the language of names and numbers, and its gettext."""

    language: str = "en"
    translate: Translate = plain


def locale(language: str) -> Locale:
    """Return the locale whose number and list rules a language follows here."""
    return Locale.parse(LOCALES.get(language, language))


def amount_text(
    value: float,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    *,
    language: str = "en",
    translate: Translate = plain,
) -> str:
    """Return a value with its unit in words; "about" where an interval decides the rounding.

    Examples
    --------
    >>> amount_text(15_830.0, "thousand persons", 12_400.0, 18_900.0)
    'about 16 million people'
    >>> amount_text(430.0, "thousand persons")
    '430,000 people'
    """
    scale = _scale(value, unit, low, high)
    text = _with_unit(value, scale, language, translate)
    return text if low is None else translate(ABOUT) % {"amount": text}


def range_text(
    low: float,
    high: float,
    unit: str,
    value: float | None = None,
    *,
    language: str = "en",
    translate: Translate = plain,
) -> str:
    r"""Return both ends of an interval, the unit said once.

    Examples
    --------
    >>> range_text(0.12, 0.19, "share")
    'between 12 and 19\xa0%'
    """
    scale = _scale(high if value is None else value, unit, low, high)
    same_word = scale.word(low) == scale.word(high)
    return translate(BETWEEN) % {
        "low": _number(low, scale, language, bare=same_word),
        "amount": _with_unit(high, scale, language, translate),
    }


def value_text(figure: Plain, language: str = "en", translate: Translate = plain) -> str:
    """Return what is known of a figure in words; for an unknown, "not known" and why."""
    from decentwork.reporting.names import fact_name, reason_text

    value, unit = figure["value"], figure["unit"]
    if value is None:
        reason = reason_text(figure["interval_note"], translate)
        return translate(NOT_KNOWN_BECAUSE) % {"reason": reason}
    if isinstance(value, str):
        return fact_name(value, translate)
    return amount_text(
        value, unit, figure["low"], figure["high"], language=language, translate=translate
    )


def interval_text(figure: Plain, language: str = "en", translate: Translate = plain) -> str:
    """Return a figure's interval in words, empty where it has none."""
    if figure["low"] is None or not isinstance(figure["value"], int | float):
        return ""
    return range_text(
        figure["low"],
        figure["high"],
        figure["unit"],
        figure["value"],
        language=language,
        translate=translate,
    )


def unit_text(unit: str | None, translate: Translate = plain) -> str:
    """Return the name of a unit as an axis or a table head prints it; empty for no unit."""
    return translate(_UNIT_NAMES[Unit(unit)]) if unit else ""


def count_text(number: float, language: str = "en") -> str:
    """Return a count with the grouping of the language."""
    return format_decimal(round(number), locale=locale(language))


def list_text(items: list[str], language: str = "en") -> str:
    """Return words as a list in the reader's language: "a, b and c"."""
    return format_list(items, locale=locale(language))


def shown_value(value: float, unit: str) -> float:
    """Return a value as a chart draws it: shares in per cent, thousands of persons in persons."""
    return value * _SHOWN.get(Unit(unit), (1.0, unit))[0]


def rounding_step(value: float, low: float | None, high: float | None) -> float:
    """Return the power of ten a value is rounded to.

    A quarter of the interval's width decides; never more than three digits stay, for an interval
    may leave out part of the error. The first digit of the value always stays.

    Examples
    --------
    >>> rounding_step(15.8, 12.0, 19.0)
    1.0
    >>> rounding_step(15.83, None, None)
    0.1
    """
    size = max(abs(value), abs(low or 0.0), abs(high or 0.0))
    if size == 0:
        return 1.0
    first_digit = math.floor(math.log10(abs(value) or size))
    if low is None or high is None or high == low:
        return float(10.0 ** (first_digit - _PLAIN_DIGITS + 1))
    supported = math.floor(math.log10((high - low) / 4))
    return float(10.0 ** max(min(supported, first_digit), first_digit - _PLAIN_DIGITS + 1))


def _scale(value: float, unit: str, low: float | None, high: float | None) -> Scale:
    factor, texts = _SHOWN.get(Unit(unit), (1.0, unit))
    ends = [None if end is None else end * factor for end in (low, high)]
    step = rounding_step(value * factor, *ends)
    if texts in _COUNTED:
        is_exact = low is None and (texts == Unit.COUNT or abs(value * factor) < _SMALL_COUNT)
        step = 1.0 if is_exact else max(step, 1.0)
    return Scale(factor, texts, step)


def _number(value: float, scale: Scale, language: str, *, bare: bool = False) -> str:
    """Return a number in the reader's language; `bare` leaves the word "million" to a partner."""
    rounded, word = scale.rounded(value), scale.word(value)
    if word == 1:
        return str(format_decimal(rounded, locale=locale(language)))
    digits = max(0, round(math.log10(word / scale.step)))
    if bare:
        return str(format_decimal(round(rounded / word, digits), locale=locale(language)))
    return format_compact_decimal(
        rounded, format_type="long", locale=locale(language), fraction_digits=digits
    )


def _with_unit(value: float, scale: Scale, language: str, translate: Translate) -> str:
    texts = _UNIT_TEXTS[scale.texts]
    number = _number(value, scale, language)
    if scale.word(value) > 1:
        return translate(texts[-1]) % {"millions": number}
    is_plural = len(texts) > 1 and scale.rounded(value) != 1
    return translate(texts[1 if is_plural else 0]) % {"number": number}
