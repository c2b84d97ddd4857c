"""Match a written name to an entry of a classification: accents, case and spelling forgiven."""

import csv
import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources import files

from decentwork.estimates.errors import AmbiguousName, UnknownCode

LANGUAGES = ("en", "fr", "es")
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es"}
"""Whose rules for numbers and lists a language follows; British ones for English, as the United
Nations write it: "a, b and c"."""

_SHORTEST_MISSPELLING = 4  # shorter texts are close to too many names to suggest anything


def folded(text: str) -> str:
    """Return `text` without accents, case, punctuation or surplus spaces.

    Examples
    --------
    >>> folded(" Côte d'Ivoire ")
    'cote d ivoire'
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and "))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", letters.casefold()).strip()


def shipped_rows(filename: str) -> list[dict[str, str]]:
    """Return the rows of a CSV file shipped beside this module; every cell is text."""
    text = (files("decentwork.classifications") / filename).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What has a name in each language of the site."""

    names: Mapping[str, str]

    def name(self, lang: str = "en") -> str:
        """Return the name in a language ("fr", "fr-CA", …), in English where there is none."""
        return self.names.get(lang.replace("_", "-").split("-")[0].lower()) or self.names["en"]


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Written names of a classification: folded name → codes, and how each code is shown."""

    classification: str
    codes: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]

    @classmethod
    def of(
        cls, classification: str, names: Iterable[tuple[str, str]], labels: Mapping[str, str]
    ) -> "NameIndex":
        """Build the index from (name, code) pairs; one name may belong to several codes."""
        codes: dict[str, dict[str, None]] = {}
        for name, code in names:
            codes.setdefault(folded(name), {})[code] = None
        return cls(classification, {name: tuple(found) for name, found in codes.items()}, labels)

    def exact(self, text: str) -> tuple[str, ...]:
        """Return the codes that carry this name, none if no entry does."""
        return self.codes.get(folded(text), ())

    def near(self, text: str, limit: int = 3, cutoff: float = 0.75) -> tuple[str, ...]:
        """Return codes whose names begin with `text` or are spelled almost like it, best first."""
        if len(folded(text)) < _SHORTEST_MISSPELLING:
            return ()
        begun = sorted(name for name in self.codes if name.startswith(folded(text)))
        alike = difflib.get_close_matches(folded(text), self.codes, n=3 * limit, cutoff=cutoff)
        found = dict.fromkeys(code for name in (*begun, *alike) for code in self.codes[name])
        return tuple(found)[:limit]

    def find(self, text: str) -> str:
        """Return the one code that carries this name.

        Raises
        ------
        AmbiguousName
            Several entries carry it.
        UnknownCode
            None does; names spelled almost alike are suggested.
        """
        found = self.exact(text)
        if not found:
            near = [self.labels[code] for code in self.near(text)]
            raise UnknownCode(text, self.classification, near)
        if len(found) > 1:
            raise AmbiguousName(text, self.classification, [self.labels[code] for code in found])
        return found[0]
