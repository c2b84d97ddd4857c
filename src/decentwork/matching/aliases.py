"""Identifiers that others give to enterprises, as they are written and checked by their form."""

import re

from decentwork.matching.identifiers import MisspelledIdentifier, NoIdentifier

_LEI = re.compile(r"[A-Z0-9]{18}\d{2}")
_OS_ID = re.compile(r"[A-Z]{2}\d{4}(?:[0-2]\d\d|3[0-5]\d|36[0-6])[A-Z0-9]{6}")


def parse_lei(text: str) -> str:
    """Return a Legal Entity Identifier as it is written, from how somebody typed it.

    Raises
    ------
    NoIdentifier
        It is not 18 letters or digits and two digits; `MisspelledIdentifier` where the last two
        do not fit the others.

    References
    ----------
    ISO 17442-1:2020; check digits by ISO/IEC 7064, MOD 97-10.

    Examples
    --------
    >>> parse_lei("0000 00AVONIA0000 0059")
    '000000AVONIA00000059'
    """
    plain = _plain(text)
    if _LEI.fullmatch(plain) is None:
        raise NoIdentifier(text, "a LEI is 18 letters or digits and two check digits")
    if int("".join(str(int(character, 36)) for character in plain)) % 97 != 1:
        raise MisspelledIdentifier(text)
    return plain


def parse_os_id(text: str) -> str:
    """Return an identifier of Open Supply Hub as it is written, by its form only.

    Two letters of a country, year and day of the year, and six characters.

    Raises
    ------
    NoIdentifier
        It has another form.
    """
    plain = _plain(text)
    if _OS_ID.fullmatch(plain) is None:
        raise NoIdentifier(text, "an OS ID is a country, a year, a day of it and 6 characters")
    return plain


def _plain(text: str) -> str:
    return re.sub(r"[\s\-]", "", text).upper()
