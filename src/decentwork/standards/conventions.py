"""International labour standards and human-rights treaties: what they are and where they bind."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from decentwork.estimates.errors import UnknownCode

FUNDAMENTAL = (
    "C029",
    "P029",
    "C105",
    "C087",
    "C098",
    "C100",
    "C111",
    "C138",
    "C182",
    "C155",
    "C187",
)
"""The eleven fundamental instruments: ten Conventions and the Protocol of 2014."""

PRODUCTION_TIERS = (
    "context",
    "whole_chain",
    "lead",
    "suppliers",
    "lower_tiers",
    "home_and_informal",
)
"""A State is bound wherever work is done in its territory: at each position of the chain that is in
the country, which is what a tier counts."""


class Kind(StrEnum):
    """What sort of text an instrument is."""

    CONVENTION = "Convention"
    PROTOCOL = "Protocol"
    TREATY = "Treaty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """One instrument: `code` "C029", title without year, year of adoption, kind and type.

    `type` is "fundamental", "governance", "technical" or "human_rights". `title_confirmed` is
    false for a title that nobody has yet compared with the publisher's.
    """

    code: str
    title: str
    year: int
    kind: Kind
    type: str
    title_confirmed: bool = True

    def __str__(self) -> str:
        return f"{self.code} {self.title}, {self.year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which topics and tiers an instrument binds; `industries` are ISIC Rev.4 codes, or all.

    The first topic is the one its figure stands under.
    """

    instrument: Instrument
    topics: tuple[str, ...]
    tiers: tuple[str, ...] = PRODUCTION_TIERS
    industries: tuple[str, ...] = ()

    def concerns(self, isic4: Sequence[str]) -> bool:
        """Return whether the instrument concerns a chain of these ISIC Rev.4 codes."""
        if not self.industries:
            return True
        return any(code.startswith(self.industries) for code in isic4)


@cache
def scopes() -> tuple[Scope, ...]:
    """Return the instruments that a dossier looks up, fundamental ones first, and their scope."""
    text = files("decentwork.standards").joinpath("scopes.toml").read_text(encoding="utf-8")
    return tuple(_scope(entry) for entry in tomllib.loads(text)["instrument"])


def instrument(code: str) -> Instrument:
    """Return the instrument of this code among those that a dossier looks up."""
    known = {scope.instrument.code: scope.instrument for scope in scopes()}
    if code not in known:
        raise UnknownCode(code, "the instruments of a dossier")
    return known[code]


def _scope(entry: dict[str, Any]) -> Scope:
    instrument = Instrument(
        code=entry["code"],
        title=entry["title"],
        year=entry["year"],
        kind=Kind(entry.get("kind", Kind.CONVENTION)),
        type=entry["type"],
        title_confirmed=not entry.get("confirm", False),
    )
    return Scope(
        instrument=instrument,
        topics=tuple(entry["topics"]),
        tiers=tuple(entry.get("tiers", PRODUCTION_TIERS)),
        industries=tuple(entry.get("industries", ())),
    )
