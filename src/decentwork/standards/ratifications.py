"""Which State is bound by which instrument, since when, and what a data set covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from decentwork.estimates.provenance import Provenance


class State(StrEnum):
    """Where a State stands towards an instrument; "not in the data" is its own answer."""

    IN_FORCE = "in_force"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    NOT_IN_FORCE = "not_in_force"
    ENDED = "ended"
    NOT_IN_DATA = "not_in_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """One State's record for one instrument (`instrument` "C029", `place` ISO alpha-3)."""

    instrument: str
    place: str
    state: State
    ratified: date | None = None
    ended: date | None = None
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What absence from a data set means for one instrument.

    `complete` says whether every State bound as of `as_of` is listed: only then is an absent
    member State "not in force".
    """

    instrument: str
    complete: bool
    as_of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratifications:
    """Records of one data set, its coverage by instrument, and its provenance."""

    records: Sequence[Ratification]
    coverage: Sequence[Coverage]
    provenance: Provenance
