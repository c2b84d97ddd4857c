"""Which State is bound by which instrument, since when, and what a data set covers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance

LABOUR_INSTRUMENT = "*"
"""In `Coverage.instrument`: every ILO Convention and Protocol."""

_LABOUR = re.compile(r"[CP]\d{3}")

NOT_COVERED = translatable("No data set at hand covers this instrument for this country.")
PARTIAL_LIST = translatable(
    "The data at hand list only some of the States bound, and this country is not among them."
)
NOT_A_MEMBER = translatable(
    "The country has ratified no ILO instrument in the data, so it may not be a member, and its "
    "absence from the list of this instrument says nothing."
)


class State(StrEnum):
    """Where a State stands towards an instrument; "not in the data" is its own answer.

    "ratified" is a ratification whose entry into force the data do not state.
    """

    IN_FORCE = "in_force"
    RATIFIED = "ratified"
    NOT_YET_IN_FORCE = "not_yet_in_force"
    NOT_IN_FORCE = "not_in_force"
    ENDED = "ended"
    NOT_IN_DATA = "not_in_data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratification:
    """One State's record for one instrument (`instrument` "C029", `place` ISO alpha-3).

    `as_of` is the ISO date, month or year that the record was true; empty means that of the
    data set's coverage. `source` names a source of this row, where it has its own.
    """

    instrument: str
    place: str
    state: State
    ratified: date | None = None
    in_force_from: date | None = None
    ended: date | None = None
    note: str = ""
    source: str = ""
    as_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What absence from a data set means for one instrument.

    `complete` says whether every State bound as of `as_of` is listed: only then is an absent
    member State "not in force". With `place`, the list is complete for that State alone.
    """

    instrument: str
    complete: bool
    as_of: str
    place: str | None = None

    def covers(self, instrument: str, place: str) -> bool:
        """Return whether the list speaks of this instrument and State."""
        if self.place not in (None, place):
            return False
        labour = self.instrument == LABOUR_INSTRUMENT and _LABOUR.fullmatch(instrument)
        return bool(labour) or self.instrument == instrument


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratifications:
    """Records of one data set, its coverage by instrument, and its provenance."""

    records: Sequence[Ratification]
    coverage: Sequence[Coverage]
    provenance: Provenance
    _found: dict[tuple[str, str], Ratification] = field(init=False, repr=False, compare=False)
    _members: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        problems = [*check_single(self.records), *check_covered(self.records, self.coverage)]
        if problems:
            raise InvalidInput(self.provenance.origins[0].title, problems)
        found = {(record.instrument, record.place): record for record in self.records}
        members = frozenset(place for code, place in found if _LABOUR.fullmatch(code))
        object.__setattr__(self, "_found", found)
        object.__setattr__(self, "_members", members)

    def __repr__(self) -> str:
        return f"Ratifications({len(self.records)} of {self.provenance.origins[0].title!r})"

    def record(self, instrument: str, place: str) -> Ratification | None:
        """Return the record of a State and an instrument, or None when there is none."""
        return self._found.get((instrument, place))

    @property
    def members(self) -> frozenset[str]:
        """The States that have a record of any ILO instrument: only members ratify these."""
        return self._members

    def covering(self, instrument: str, place: str) -> Coverage | None:
        """Return what the data set says of its completeness here, the newest statement first."""
        fitting = [each for each in self.coverage if each.covers(instrument, place)]
        return max(fitting, key=lambda each: (each.as_of, each.complete), default=None)


def check_single(records: Sequence[Ratification]) -> list[Problem]:
    """Return a problem for each State that has two records of one instrument."""
    seen: set[tuple[str, str]] = set()
    problems = []
    for record in records:
        key = (record.instrument, record.place)
        if key in seen:
            what = "has two records."
            problems.append(Problem(" ".join(key), what, "Keep the one that is true."))
        seen.add(key)
    return problems


def check_covered(records: Sequence[Ratification], coverage: Sequence[Coverage]) -> list[Problem]:
    """Return a problem for each instrument with records whose coverage is not stated."""
    everywhere = {each.instrument for each in coverage if each.place is None}
    bare = {
        record.instrument
        for record in records
        if record.instrument not in everywhere
        and not any(each.covers(record.instrument, record.place) for each in coverage)
    }
    return [Problem(code, "the data set does not say what it covers.") for code in sorted(bare)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The newest answer at hand: where a State stands towards an instrument, and as of when.

    `note` says in plain words what the state leaves open. `also` are other records that say
    something else; `provenance` is of the data set that answered, or, when none did, of one that
    was searched.
    """

    instrument: str
    place: str
    state: State
    ratified: date | None = None
    in_force_from: date | None = None
    ended: date | None = None
    as_of: str | None = None
    source: str = ""
    note: str = ""
    provenance: Provenance | None = None
    also: tuple[Ratification, ...] = ()

    @property
    def binding(self) -> bool | None:
        """Whether the State is bound; None when the data do not tell.

        A ratification binds from its date of entry into force, which follows by itself, so it
        counts although the data may have been collected before that date.
        """
        if self.state is State.NOT_IN_DATA:
            return None
        return self.state in (State.IN_FORCE, State.RATIFIED, State.NOT_YET_IN_FORCE)


def status(instrument: str, place: str, data_sets: Sequence[Ratifications]) -> Status:
    """Return where `place` stands towards `instrument` by the newest data set that says so.

    A record counts with its own date, an absence from a complete list with the date of the list;
    of equal dates a record prevails over an absence, then the data set that comes first in
    `data_sets`. Absence means "not in force" only for a State that ratified some ILO instrument in
    some data set, so that States outside the ILO are "not in the data". (The tables of June 2023
    list all 187 members under C182.)
    """
    answers = list(_answers(instrument, place, data_sets))
    if not answers:
        return _no_answer(instrument, place, data_sets)
    _, _, newest = max(answers, key=lambda answer: answer[:2])  # the first of equals
    others = tuple(
        record
        for data in data_sets
        if (record := data.record(instrument, place)) and _differs(record, newest)
    )
    return replace(newest, also=others)


def _answers(
    instrument: str, place: str, data_sets: Sequence[Ratifications]
) -> Iterator[tuple[str, bool, Status]]:
    """Yield date, whether a record says so rather than an absence, and the answer."""
    member = any(place in data.members for data in data_sets)
    for data in data_sets:
        coverage = data.covering(instrument, place)
        record = data.record(instrument, place)
        if record:
            answer = _recorded(record, coverage, data.provenance)
            yield answer.as_of or "", True, answer
        elif coverage and coverage.complete and member:
            absent = Status(
                instrument=instrument,
                place=place,
                state=State.NOT_IN_FORCE,
                as_of=coverage.as_of,
                provenance=data.provenance,
            )
            yield coverage.as_of, False, absent


def _recorded(record: Ratification, coverage: Coverage | None, provenance: Provenance) -> Status:
    return Status(
        instrument=record.instrument,
        place=record.place,
        state=record.state,
        ratified=record.ratified,
        in_force_from=record.in_force_from,
        ended=record.ended,
        as_of=record.as_of or (coverage.as_of if coverage else None),
        source=record.source,
        note=record.note,
        provenance=provenance,
    )


def _differs(record: Ratification, answer: Status) -> bool:
    return (record.state, record.ratified) != (answer.state, answer.ratified)


def _no_answer(instrument: str, place: str, data_sets: Sequence[Ratifications]) -> Status:
    searched = [(data, data.covering(instrument, place)) for data in data_sets]
    fitting = [(data, coverage) for data, coverage in searched if coverage]
    note = NOT_COVERED
    if fitting:
        note = NOT_A_MEMBER if any(each.complete for _, each in fitting) else PARTIAL_LIST
    return Status(
        instrument=instrument,
        place=place,
        state=State.NOT_IN_DATA,
        note=note,
        provenance=fitting[0][0].provenance if fitting else None,
    )
