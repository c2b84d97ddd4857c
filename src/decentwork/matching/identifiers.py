"""The project's own identifier of an enterprise: where it is, who it is, and a check character.

`VN-3K2H-17YF-8T9A-3`: the country (ISO 3166-1 alpha-2, ZZ where unknown), twelve characters without
meaning (60 bits), and a check character that finds every wrong character and every two neighbours
swapped. Digits and capital letters, without I, L, O and U, which are misread; hyphens and case do
not matter when it is read, and I, L and O are read as the digits they look like.
"""

import hashlib
import re

from decentwork.estimates.errors import InputError

NOWHERE = "ZZ"

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKED = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY = 12
_FORM = re.compile(rf"([A-Z]{{2}})([{_ALPHABET}]{{{_BODY}}})([{_CHECKED}])")
_MISREAD = str.maketrans("ILO", "110")


class NoIdentifier(InputError):
    """A text is not an identifier of an enterprise."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{text!r} is not an identifier of an enterprise: {reason}.")


class MisspelledIdentifier(NoIdentifier):
    """A text has the form of an identifier, and its check character tells of a slip."""

    def __init__(self, text: str) -> None:
        super().__init__(text, "its check character says that it was misspelled")


def identifier(country: str, mention: str, attempt: int = 0) -> str:
    """Return the identifier of an enterprise by its country and its first mention.

    Parameters
    ----------
    country : ISO 3166-1 alpha-2, "" where unknown
    mention : what tells the first mention apart, such as "list date/row"
        The same mention gives the same identifier on every machine.
    attempt : to be raised where an identifier is taken by another enterprise

    Examples
    --------
    >>> identifier("VN", "Season 1/17")
    'VN-3K2H-17YF-8T9A-3'
    """
    content = f"{mention}\n{attempt}".encode()
    number = int.from_bytes(hashlib.blake2b(content, digest_size=8).digest()) >> 4
    body = "".join(_ALPHABET[number >> 5 * place & 31] for place in range(_BODY))
    stem = (country or NOWHERE) + body
    return _written(stem + _check_character(stem))


def parse_identifier(text: str) -> str:
    """Return an identifier as it is written, from how somebody typed it.

    Raises
    ------
    NoIdentifier
        It has another form, or its check character tells of a slip.
    """
    plain = re.sub(r"[\s\-]", "", text).upper()
    typed = plain[:2] + plain[2:-1].translate(_MISREAD) + plain[-1:]
    if _FORM.fullmatch(typed) is None:
        raise NoIdentifier(text, "it is not two letters and 13 characters")
    if _check_character(typed[:-1]) != typed[-1]:
        raise MisspelledIdentifier(text)
    return _written(typed)


def _written(plain: str) -> str:
    body = plain[2:-1]
    return "-".join((plain[:2], *(body[at : at + 4] for at in range(0, _BODY, 4)), plain[-1]))


def _check_character(stem: str) -> str:
    """Return the check character of ISO/IEC 7064, MOD 37,36."""
    rest = 36
    for character in stem:
        rest = ((rest + _CHECKED.index(character)) % 36 or 36) * 2 % 37
    return _CHECKED[(37 - rest) % 36]
