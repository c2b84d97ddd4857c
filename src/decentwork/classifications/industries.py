"""Industries as types: ISIC Rev.4, the 35 industries of WIOD 2013 and the 12 of the ETD.

A code is written with its classification, "isic4:C13" (division), "isic4:C" (section),
"wiod35:c4", "etd12:manufacturing", and is refused on creation when the classification lacks it.

References
----------
United Nations, ISIC Rev.4, Statistical Papers M4/Rev.4 (2008), broad structure. WIOD: Timmer et
al. (2015), 35 industries of ISIC Rev.3. ETD: de Vries et al. (2021), WIDER Technical Note 2/2021.
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from decentwork.classifications.names import LANGUAGES, Named, shipped_rows
from decentwork.estimates.errors import UnknownCode


@dataclass(frozen=True, slots=True, order=True)
class Industry:
    """An industry of one classification; `UnknownCode` on creation if it is not in there."""

    classification: str
    code: str

    def __post_init__(self) -> None:
        listed = _listed(self.classification)
        if self.code not in listed:
            near = difflib.get_close_matches(self.code, listed, n=3)
            suggestions = [f"{self.classification}:{code}" for code in near]
            raise UnknownCode(self.code, self.classification, suggestions)

    @classmethod
    def parse(cls, text: str) -> "Industry":
        """Return the industry written as "classification:code".

        Examples
        --------
        >>> Industry.parse("isic4:C13").name()
        'Manufacture of textiles'
        """
        classification, _, code = text.partition(":")
        return cls(classification, code)

    def name(self, lang: str = "en") -> str:
        """Return the title in a language; English where the language is not covered."""
        return _listed(self.classification)[self.code].name(lang)

    @property
    def parent(self) -> "Industry | None":
        """The ISIC section a division belongs to; None for all others."""
        code = _listed(self.classification)[self.code].parent
        return Industry(self.classification, code) if code else None

    def __str__(self) -> str:
        return f"{self.classification}:{self.code}"


def industries(classification: str) -> tuple[Industry, ...]:
    """Return the industries of "isic4" (sections and divisions), "wiod35" or "etd12", in order."""
    return tuple(Industry(classification, code) for code in _listed(classification))


def classifications() -> tuple[str, ...]:
    """Return the names of the classifications of industries."""
    return tuple(_titles())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Title(Named):
    parent: str


def _listed(classification: str) -> Mapping[str, _Title]:
    if classification not in _titles():
        raise UnknownCode(classification, "the classifications of industries", tuple(_titles()))
    return _titles()[classification]


@cache
def _titles() -> dict[str, dict[str, _Title]]:
    titles: dict[str, dict[str, _Title]] = {}
    for row in shipped_rows("industries.csv"):
        title = _Title(names={lang: row[lang] for lang in LANGUAGES}, parent=row["parent"])
        titles.setdefault(row["classification"], {})[row["code"]] = title
    return titles
