"""Small parts that IATI elements are built of: narratives, our own marks, numbers, shares."""

import re
from collections.abc import Mapping
from decimal import Decimal

from lxml import etree

from decentwork.classifications.names import LANGUAGES
from decentwork.programmes.iati_codes import NAMESPACE
from decentwork.programmes.iati_rules import LANG

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""
_PARTS = 10_000  # percentages have two decimals


def marked(name: str) -> str:
    """Return the name of an element or attribute of our own namespace."""
    return f"{{{NAMESPACE}}}{name}"


def added(
    parent: etree._Element,
    name: str,
    attributes: Mapping[str, str | None] | None = None,
    marks: Mapping[str, str | None] | None = None,
) -> etree._Element:
    """Return a new last child; attributes and marks of our own that are None or "" are left out."""
    given = dict(attributes or {}) | {marked(key): it for key, it in (marks or {}).items()}
    return etree.SubElement(
        parent, name, {key: text for key, it in given.items() if (text := printable(it or ""))}
    )


def narrated(
    parent: etree._Element,
    name: str,
    words: Mapping[str, str],
    attributes: Mapping[str, str | None] | None = None,
    marks: Mapping[str, str | None] | None = None,
) -> etree._Element:
    """Return a new last child that tells words in every language they are in."""
    element = added(parent, name, attributes, marks)
    for lang in LANGUAGES:
        if text := printable(words.get(lang, "")):
            etree.SubElement(element, "narrative", {LANG: lang}).text = text
    return element


def printable(text: str) -> str:
    """Return text without space around it, what XML cannot hold as the sign for such."""
    return _UNPRINTABLE.sub("\ufffd", text).strip()


def number(value: float) -> str:
    """Return a number without exponent and without empty decimals: 1e6 is "1000000"."""
    text = format(Decimal(repr(float(value))), "f")
    return text.removesuffix(".0") if "." in text else text


def in_percent(share: float) -> str:
    """Return a share, 0 to 1, in per cent."""
    return _shortest(format(Decimal(repr(float(share))) * 100, "f"))


def share_of(percent: str) -> float:
    """Return what is written in per cent as a share, 0 to 1."""
    return float(Decimal(percent) / 100)


def ratio_in_percent(numerator: float, denominator: float) -> str:
    """Return a ratio in per cent, to ten digits."""
    return _shortest(format(Decimal(f"{100 * numerator / denominator:.10g}"), "f"))


def percentages(counts: Mapping[str, int]) -> dict[str, str]:
    """Return the share of each count in per cent with two decimals; they sum to exactly 100.

    Examples
    --------
    >>> percentages({"VNM": 1, "ETH": 1, "BRA": 1})
    {'VNM': '33.34', 'ETH': '33.33', 'BRA': '33.33'}
    """
    total = sum(counts.values())
    shares = {key: count * _PARTS // total for key, count in counts.items()}
    left = _PARTS - sum(shares.values())
    largest_rest = sorted(counts, key=lambda key: -(counts[key] * _PARTS % total))
    for key in largest_rest[:left]:
        shares[key] += 1
    return {key: _shortest(format(Decimal(it) / 100, "f")) for key, it in shares.items()}


def _shortest(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
