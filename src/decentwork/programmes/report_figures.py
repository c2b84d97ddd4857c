"""Values of indicators as a report prints them: results with baseline, target and reached."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from babel.numbers import format_decimal, format_percent

from decentwork.classifications.names import LOCALES
from decentwork.programmes.fields import said
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Area, Indicator, Result, Target, Update
from decentwork.programmes.standing import Standing, standing


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultLine:
    """An indicator with what it stands at; `of` is the id of what the result belongs to.

    `standing.found.made_of` are the updates that its value is made of, `standing.found.silent` the
    indicators below that did not report.
    """

    of: str
    area: str | None
    result: str
    indicator: Indicator
    standing: Standing


def result_lines(
    programme: Programme, on: date, kept: Collection[str] | None = None
) -> tuple[ResultLine, ...]:
    """Return the indicators that are summed into no other, as approved updates until `on` say.

    Parameters
    ----------
    kept : ids of the records whose results are wanted; None for all

    Raises
    ------
    PartsDisagree
        As `rollup.reached`.
    """
    known = until(programme, on)
    targets: dict[str, list[Target]] = defaultdict(list)
    for target in programme.all(Target):
        targets[target.indicator].append(target)
    results = {it.id: it for it in programme.all(Result)}
    areas: dict[str, str | None] = {}
    lines = []
    for indicator in programme.all(Indicator):
        of = results[indicator.result].of
        if indicator.adds_to or (kept is not None and of not in kept):
            continue
        if of not in areas:
            area = programme.area_of(programme.by_id[of])
            areas[of] = area.id if area else None
        lines.append(
            ResultLine(
                of=of,
                area=areas[of],
                result=indicator.result,
                indicator=indicator,
                standing=standing(known, indicator, targets[indicator.id]),
            )
        )
    order = _order(programme, areas)
    return tuple(sorted(lines, key=lambda it: order[it.of]))


def until(programme: Programme, on: date) -> Programme:
    """Return the programme as reported for periods that had ended by a day."""
    if all(it.ends <= on for it in programme.all(Update)):
        return programme
    kept = {
        id: tuple(it for it in them if it.ends <= on) for id, them in programme.by_indicator.items()
    }
    return Programme(
        header=programme.header,
        sections=programme.sections,
        by_id=programme.by_id,
        by_indicator=kept,
        by_sum=programme.by_sum,
    )


def _order(programme: Programme, areas: Mapping[str, str | None]) -> dict[str, tuple[int, int]]:
    """Return what orders records with results: the area, and in it the order of the file."""
    numbers = {area.id: area.number for area in programme.all(Area)}
    at = {id: place for place, id in enumerate(programme.by_id)}
    return {of: (numbers.get(area or "", 0), at[of]) for of, area in areas.items()}


def measure_text(value: float | None, indicator: Indicator, lang: str) -> str:
    """Return a value with its unit; of a percentage per cent, of a scale the step; "" for none."""
    if value is None:
        return ""
    if indicator.measure == "ordinal" and 1 <= value <= len(indicator.scale):
        return indicator.scale[int(value) - 1]
    if indicator.measure == "percentage":
        return _percentage(value, lang)
    return f"{number_text(value, lang)} {said(indicator.unit, lang)}".rstrip()


@lru_cache(maxsize=10_000)  # a report prints the same few values many thousand times
def number_text(value: float, lang: str) -> str:
    """Return a value as it was reported, with the grouping of the language."""
    return str(format_decimal(value, format="#,##0.######", locale=LOCALES[lang]))


@lru_cache(maxsize=10_000)
def _percentage(value: float, lang: str) -> str:
    pattern = "#,##0.#\N{NO-BREAK SPACE}%"
    return str(format_percent(value, format=pattern, locale=LOCALES[lang]))


def reached_text(line: ResultLine, lang: str) -> str:
    """Return what an indicator has reached in words; of one without a number, its last words."""
    found = line.standing.found
    if line.indicator.measure == "qualitative":
        return said(found.made_of[-1].words, lang) if found.made_of else ""
    return measure_text(found.value, line.indicator, lang)


def count_text(count: int, lang: str) -> str:
    """Return a count with the grouping of the language."""
    return number_text(count, lang)


def by_record(lines: Iterable[ResultLine]) -> dict[str, Sequence[ResultLine]]:
    """Return lines by the record that their results belong to."""
    found: dict[str, list[ResultLine]] = defaultdict(list)
    for line in lines:
        found[line.of].append(line)
    return dict(found)
