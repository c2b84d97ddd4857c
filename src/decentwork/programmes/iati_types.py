"""Whether a text is of a type of XML Schema, for the types that IATI uses."""

import re
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

_ZONE = r"(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = re.compile(rf"(\d{{4}}-\d\d-\d\d){_ZONE}")
_TIME = re.compile(rf"(\d{{4}}-\d\d-\d\d)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?{_ZONE}")
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")
_WHOLE = re.compile(r"[+-]?\d+")
_LANG = re.compile(r"(?:[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)?")
_TOKEN = re.compile(r"[\w.:-]+")
_STRAY = re.compile(r"%(?![0-9a-fA-F]{2})|#.*#")
_LARGEST_INT = 2**31


def fits(kind: str, text: str) -> bool:
    """Say whether a text is of a type, such as "date"; spaces around it do not count."""
    return kind == "string" or _KINDS[kind](text.strip(" \t\r\n"))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    return found is not None and text.isascii() and _is_day(found[1])


def _is_time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    return found is not None and text.isascii() and _is_day(found[1])


def _is_whole(least: int, below: int | None = None) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        # Python bounds how long a number it reads.
        if not text.isascii() or len(text) > 100 or not _WHOLE.fullmatch(text):
            return False
        return least <= int(text) and (below is None or int(text) < below)

    return check


def _is_address(text: str) -> bool:
    try:
        urlsplit(text).port  # noqa: B018 - reading it checks it
    except ValueError:
        return False
    return not _STRAY.search(text)


_KINDS: dict[str, Callable[[str], bool]] = {
    "date": _is_date,
    "dateTime": _is_time,
    "decimal": lambda text: text.isascii() and _DECIMAL.fullmatch(text) is not None,
    "boolean": lambda text: text in ("true", "false", "1", "0"),
    "int": _is_whole(-_LARGEST_INT, _LARGEST_INT),
    "positiveInteger": _is_whole(1),
    "nonNegativeInteger": _is_whole(0),
    "NMTOKEN": lambda text: _TOKEN.fullmatch(text) is not None,
    "lang": lambda text: _LANG.fullmatch(text) is not None,
    "anyURI": _is_address,
}
