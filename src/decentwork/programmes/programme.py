"""A programme as a whole: its records by kind and by id, and whether they fit together."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar, cast

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.programmes.fields import Refers
from decentwork.programmes.records import (
    SECTIONS,
    Activity,
    Area,
    Document,
    Header,
    Indicator,
    Measured,
    Organisation,
    Record,
    Result,
    Row,
    Target,
    Update,
)

R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """A programme whose records fit together; made by `Programme.of`.

    `sections` holds the records and rows of each section, in the order of the file.
    """

    header: Header
    sections: Mapping[str, tuple[Row, ...]]
    by_id: Mapping[str, Record]
    by_indicator: Mapping[str, tuple[Update, ...]]
    by_sum: Mapping[str, tuple[Indicator, ...]]

    @classmethod
    def of(cls, header: Header, rows: Iterable[Row]) -> "Programme":
        """Return the programme that these records make.

        Raises
        ------
        InvalidInput
            Ids are taken twice, a record names one that is not there, or goes round in a circle;
            all problems are told.
        """
        sections: dict[str, list[Row]] = {section: [] for section in SECTIONS}
        for row in rows:
            sections[row.section].append(row)
        held = {section: tuple(found) for section, found in sections.items()}
        records = [row for found in held.values() for row in found if isinstance(row, Record)]
        programme = cls(
            header=header,
            sections=held,
            by_id={it.id: it for it in records},
            by_indicator=_grouped(cast(tuple[Update, ...], held["updates"]), "indicator"),
            by_sum=_grouped(cast(tuple[Indicator, ...], held["indicators"]), "adds_to"),
        )
        problems = [*_taken_twice(records), *_misfits(programme)]
        if problems:
            raise InvalidInput(f"Programme {header.id}", problems)
        return programme

    def all(self, kind: type[R]) -> tuple[R, ...]:
        """Return the records or rows of one kind, in the order of the file."""
        return cast(tuple[R, ...], self.sections[kind.section])

    def updates_of(self, indicator: str) -> tuple[Update, ...]:
        """Return the updates of an indicator, in any state."""
        return self.by_indicator.get(indicator, ())

    def summed_into(self, indicator: str) -> tuple[Indicator, ...]:
        """Return the indicators whose values are summed into this one."""
        return self.by_sum.get(indicator, ())

    @property
    def records(self) -> tuple[Record, ...]:
        """All that has an id, in the order of sections and file."""
        return tuple(self.by_id.values())

    def area_of(self, record: Record) -> Area | None:
        """Return the area a record stands in, by itself or through what it belongs to."""
        seen: set[str] = set()
        while record.id not in seen:
            seen.add(record.id)
            if isinstance(record, Area):
                return record
            named = [getattr(record, name, None) for name in ("area", "of", "result")]
            above = next((it for it in named if it), None)
            if above is None:
                return None
            record = self.by_id[above]
        return None

    def counts(self) -> dict[str, int]:
        """Return how many records and rows there are of each section that has any."""
        return {section: len(rows) for section, rows in self.sections.items() if rows}

    def __str__(self) -> str:
        return f"{self.header.id}: {len(self.by_id)} records"


def _grouped(rows: Iterable[R], field: str) -> dict[str, tuple[R, ...]]:
    groups: dict[str, list[R]] = defaultdict(list)
    for row in rows:
        if key := getattr(row, field):
            groups[key].append(row)
    return {key: tuple(found) for key, found in groups.items()}


def named(row: Row, number: int) -> str:
    """Return how a problem names a row: by its id, or by its number among its kind, from 1."""
    return f"{row.section} {row.id}" if isinstance(row, Record) else f"{row.section}, row {number}"


def _taken_twice(records: Sequence[Record]) -> list[Problem]:
    counted = Counter(record.id for record in records)
    return [
        Problem(f"id {id}", f"{times} records have it.", "Give each an id of its own.")
        for id, times in counted.items()
        if times > 1
    ]


def _misfits(programme: Programme) -> Iterator[Problem]:
    for rows in programme.sections.values():
        for number, row in enumerate(rows, start=1):
            where = named(row, number)
            yield from _unknown_references(programme, row, where)
            if isinstance(row, Measured):
                yield from _unfit_value(programme, row, where)
    yield from _circles(programme)
    yield from _counted_twice(programme)
    yield from _unfit_sums(programme)
    report = programme.header.report
    if report and not isinstance(programme.by_id.get(report), Document):
        yield Problem("programme, report", f"there is no document {report!r}.")


def _unknown_references(programme: Programme, row: Row, where: str) -> Iterator[Problem]:
    for name, field in type(row).model_fields.items():
        for mark in field.metadata:
            if isinstance(mark, Refers):
                held = getattr(row, name)
                for id in [held] if isinstance(held, str) else held or ():
                    yield from _unknown(programme, id, mark.sections, f"{where}, {name}")
    for source in row.sources if isinstance(row, Record) else ():
        yield from _unknown(
            programme, source.partition(":")[0], ("documents",), f"{where}, sources"
        )


def _unknown(
    programme: Programme, id: str, sections: Sequence[str], where: str
) -> Iterator[Problem]:
    found = programme.by_id.get(id)
    if found is None:
        yield Problem(where, f"there is no record {id!r}.", f"Name one of: {', '.join(sections)}.")
    elif found.section not in sections:
        wanted = ", ".join(sections)
        yield Problem(where, f"{id!r} is one of {found.section}.", f"Name one of: {wanted}.")


def _circles(programme: Programme) -> Iterator[Problem]:
    """Return a problem for each record that is above itself, or waits for itself."""
    chains: list[tuple[str, type[Record], Callable[[Record], Iterable[str]]]] = [
        ("part_of", Activity, lambda it: filter(None, [cast(Activity, it).part_of])),
        ("waits_for", Activity, lambda it: cast(Activity, it).waits_for),
        ("part_of", Organisation, lambda it: filter(None, [cast(Organisation, it).part_of])),
        ("adds_to", Result, lambda it: filter(None, [cast(Result, it).adds_to])),
        ("adds_to", Indicator, lambda it: filter(None, [cast(Indicator, it).adds_to])),
    ]
    for name, kind, above in chains:
        for record in programme.all(kind):
            if _reaches(programme, record.id, above):
                yield Problem(f"{kind.section} {record.id}, {name}", "it leads back to itself.")


def _reaches(programme: Programme, id: str, above: Callable[[Record], Iterable[str]]) -> bool:
    """Say whether going up from a record leads back to it."""
    seen: set[str] = set()
    ahead = list(above(programme.by_id[id]))
    while ahead:
        at = ahead.pop()
        if at == id:
            return True
        if at not in seen and at in programme.by_id:
            seen.add(at)
            ahead += above(programme.by_id[at])
    return False


def _unfit_value(programme: Programme, row: Measured, where: str) -> Iterator[Problem]:
    indicator = programme.by_id.get(row.indicator)
    if not isinstance(indicator, Indicator):
        return
    if indicator.measure == "percentage":
        known = row.numerator is not None
        wanted = "numerator and denominator: only these can be summed over parts"
    elif indicator.measure == "qualitative":
        known, wanted = bool(row.words), "words"
    else:
        known, wanted = row.value is not None, "value"
    if not known:
        yield Problem(where, f"{indicator.id} is {indicator.measure}: it needs {wanted}.")
    if indicator.measure == "ordinal" and row.value is not None:
        if row.value not in range(1, len(indicator.scale) + 1):
            yield Problem(where, f"{row.value:g} is no step of {', '.join(indicator.scale)}.")
    for part in row.part:
        if part.partition("=")[0] not in indicator.dimensions:
            known_ones = ", ".join(indicator.dimensions) or "none"
            yield Problem(where, f"{part!r} is of no dimension of {indicator.id}: {known_ones}.")


def _counted_twice(programme: Programme) -> Iterator[Problem]:
    for kind in (Target, Update):
        counted = Counter(
            (row.indicator, row.starts, row.ends, tuple(sorted(row.part)))
            for row in programme.all(kind)
            if not isinstance(row, Update) or row.state == "approved"
        )
        for (indicator, starts, ends, part), times in counted.items():
            if times > 1:
                of = f" of {', '.join(part)}" if part else ""
                what = f"{times} for {starts} to {ends}{of}."
                yield Problem(f"{kind.section} of {indicator}", what, "Keep the one that counts.")
    for id, updates in programme.by_indicator.items():
        yield from _overlapping(programme.by_id.get(id), updates)


def _overlapping(indicator: Record | None, updates: Sequence[Update]) -> Iterator[Problem]:
    """Return a problem for periods that overlap: a year beside its quarters counts twice."""
    if not isinstance(indicator, Indicator) or indicator.takes_the_last:
        return
    periods = sorted({(it.starts, it.ends) for it in updates if it.state == "approved"})
    for (_, ends), (starts, later) in pairwise(periods):
        if starts <= ends:
            what = f"the periods up to {ends} and from {starts} to {later} overlap."
            hint = "Report each day once, or say that the indicator is cumulative."
            yield Problem(f"updates of {indicator.id}", what, hint)


def _unfit_sums(programme: Programme) -> Iterator[Problem]:
    for indicator in programme.all(Indicator):
        above = programme.by_id.get(indicator.adds_to or "")
        if isinstance(above, Indicator) and above.measure != indicator.measure:
            what = f"it is {indicator.measure}, {above.id} {above.measure}: they cannot be summed."
            yield Problem(f"indicators {indicator.id}, adds_to", what)
        if programme.summed_into(indicator.id) and programme.updates_of(indicator.id):
            what = "it sums others, so it takes no updates of its own: they would count twice."
            yield Problem(f"indicators {indicator.id}", what)
        if indicator.estimate and (indicator.adds_to or programme.summed_into(indicator.id)):
            what = "it rests on an estimate of a survey, which no sum with others can keep."
            yield Problem(f"indicators {indicator.id}, estimate", what)
        if indicator.adds_to and indicator.measure in ("ordinal", "qualitative"):
            what = f"steps and words cannot be summed (it is {indicator.measure})."
            yield Problem(f"indicators {indicator.id}, adds_to", what)
