"""What the programmes app asks of the library: fields and checks of records, states, totals, files.

Records go in and out as plain values, the fields of the library's classes.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from decentwork.classifications.names import LANGUAGES as LANGUAGES
from decentwork.classifications.names import folded
from decentwork.dossiers.measured_change import measured_change
from decentwork.estimates.errors import DecentWorkError as DecentWorkError
from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.messages import translatable as translatable
from decentwork.programmes import (
    records,
    standing,
)
from decentwork.programmes.fields import in_a_cell as in_a_cell
from decentwork.programmes.fields import listed as listed
from decentwork.programmes.fields import said as said
from decentwork.programmes.programme import Programme
from decentwork.programmes.programme_tables import plain
from decentwork.programmes.records import SECTIONS as KINDS
from decentwork.programmes.report import day_told as day_told
from decentwork.programmes.survey_rounds import survey_rounds
from decentwork.reporting import programme_fields, programme_pages, programme_words
from decentwork.reporting.numbers import Reader as Reader
from decentwork.reporting.problem_words import problem_text as problem_text
from decentwork.reporting.programme_fields import FormField as FormField
from decentwork.reporting.programme_fields import coded as coded
from decentwork.reporting.programme_fields import fields_of as fields_of
from decentwork.reporting.programme_fields import kind_of
from decentwork.reporting.programme_fields import references as references
from decentwork.reporting.programme_pages import NOBODYS
from decentwork.reporting.survey_changes import unlike
from decentwork.sources.survey_releases import releases_at_hand

Plain = dict[str, Any]
Told = Sequence[Mapping[str, str]]
Translate = Callable[[str], str]
Whole = Programme
SECTIONS = tuple(KINDS)
WITH_ID = frozenset(it for it, kind in KINDS.items() if issubclass(kind, records.Record))
NAMES, NEW, CODES = programme_words.SECTIONS, programme_words.NEW, programme_words.CODES
STATES, VERDICTS = programme_words.STATES, programme_words.VERDICTS
code_choices, codes_written = programme_fields.code_choices, programme_fields.codes_written
code_name, default = programme_fields.code_name, programme_fields.default
tree, shown, states = programme_pages.tree, programme_pages.shown, programme_pages.states
measure_text, reason_text = programme_pages.measure_text, programme_pages.reason_text
LINES = programme_pages.LINES

RETURNED_BEFORE = translatable("Returned before it came here; the file does not say why.")

WRONG = {
    "missing": translatable("Fill this in."),
    "string_pattern_mismatch": translatable("This is not written as it should be."),
    "greater_than_equal": translatable("This is too small."),
    "greater_than": translatable("This is too small."),
    "less_than_equal": translatable("This is too large."),
    "int_parsing": translatable("Write a whole number."),
    "int_from_float": translatable("Write a whole number."),
    "float_parsing": translatable("Write a number."),
    "date_from_datetime_parsing": translatable("Write a day, such as 2027-03-15."),
    "date_parsing": translatable("Write a day, such as 2027-03-15."),
    "literal_error": translatable("Choose one of the list."),
}


def checked(section: str, values: Mapping[str, Any], language: str) -> tuple[Plain, list[Plain]]:
    """Return the plain fields of a record, and all that is wrong: `field` ("" for all), `what`."""
    try:
        made = kind_of(section).model_validate(dict(values), context={"language": language})
    except ValidationError as error:
        return {}, [_wrong(found, kind_of(section).model_fields) for found in error.errors()]
    return plain(made), []


def _wrong(found: Mapping[str, Any], fields: Mapping[str, Any]) -> Plain:
    words = str(found["msg"]).removeprefix("Value error, ")
    name = str(found["loc"][0]) if found["loc"] else ""
    before, colon, after = words.partition(": ")
    if not name and colon and before in fields:  # "why: say why it is dropped"
        name, words = before, after
    return {"field": name, "what": WRONG.get(found["type"], words)}


def words_of(key: str, content: Mapping[str, Any]) -> str:
    """Return what the filter of a list looks through: a record's key and title, folded."""
    return folded(" ".join([key, *content.get("title", {}).values()]))


def search_words(text: str) -> list[str]:
    """Return the words of a text as `words_of` spells them."""
    return folded(text).split()


def problems(error: DecentWorkError) -> Told:
    """Return all that is wrong, as plain values."""
    if isinstance(error, InvalidInput):
        return [asdict(problem) for problem in error.problems]
    return [{"where": "", "what": str(error), "hint": ""}]


def whole(header: Plain, held: Mapping[str, Iterable[Plain]]) -> Programme:
    """Return the programme that these records make; InvalidInput tells all that does not fit."""
    rows = [
        KINDS[section].model_validate(content)
        for section in SECTIONS
        for content in held.get(section, ())
    ]
    return Programme.of(records.Header.model_validate(header), rows)


def contents(programme: Programme) -> tuple[Plain, dict[str, list[Plain]]]:
    """Return the header of a programme and its records, as plain values by section."""
    held = {section: [plain(row) for row in rows] for section, rows in programme.sections.items()}
    return plain(programme.header), held


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """Indicators with their updates and targets, ready to be summed."""

    programme: Programme
    targets: Mapping[str, Sequence[records.Target]]

    @classmethod
    def of(
        cls,
        indicators: Mapping[str, Plain],
        updates: Iterable[Plain],
        targets: Iterable[Plain],
    ) -> "Measures":
        """Return the measures of indicators by their ids; rows were checked when they were kept."""
        made = {
            key: records.Indicator.model_construct(**content | {"id": key})
            for key, content in indicators.items()
        }
        by_sum: dict[str, list[records.Indicator]] = defaultdict(list)
        for each in made.values():
            if each.adds_to in made:
                by_sum[each.adds_to].append(each)
        by_indicator: dict[str, list[records.Update]] = defaultdict(list)
        for row in updates:
            by_indicator[row["indicator"]].append(records.Update.model_construct(**_dated(row)))
        aims: dict[str, list[records.Target]] = defaultdict(list)
        for row in targets:
            aims[row["indicator"]].append(records.Target.model_construct(**_dated(row)))
        programme = Programme(
            header=NOBODYS,
            sections={},
            by_id=made,
            by_indicator={key: tuple(rows) for key, rows in by_indicator.items()},
            by_sum={key: tuple(rows) for key, rows in by_sum.items()},
        )
        return cls(programme=programme, targets=aims)

    @classmethod
    def of_whole(cls, programme: Programme) -> "Measures":
        """Return the measures of all indicators of a programme."""
        aims: dict[str, list[records.Target]] = defaultdict(list)
        for target in programme.all(records.Target):
            aims[target.indicator].append(target)
        return cls(programme=programme, targets=aims)

    def standing(self, key: str) -> standing.Standing:
        """Return how an indicator stands; DecentWorkError where its parts disagree."""
        indicator = self.programme.by_id[key]
        if not isinstance(indicator, records.Indicator):
            raise KeyError(key)
        return standing.standing(self.programme, indicator, self.targets.get(key, ()))

    def told(self, key: str, reader: Reader) -> Plain:
        """Return what a page says of an indicator: target, value, verdict, updates, who is silent.

        Where its parts disagree `problem` says so, and nothing is known.
        """
        indicator = self.programme.by_id[key]
        content = {name: getattr(indicator, name) for name in ("measure", "unit", "scale")}
        try:
            found = self.standing(key)
        except DecentWorkError as error:
            empty: Plain = {"verdict": "silent", "value": "", "target": "", "span": None}
            return empty | {"made_of": [], "silent": [], "problem": str(error)}
        aim = found.target
        return {
            "verdict": found.verdict,
            "value": measure_text(found.found.value, content, reader),
            "target": measure_text(standing.aimed_at(aim) if aim else None, content, reader),
            "span": aim and (aim.starts, aim.ends),
            "made_of": [self._counted(it, reader) for it in found.found.made_of],
            "silent": list(found.found.silent),
            "problem": "",
        }

    def periods(self, key: str, reader: Reader) -> list[Plain]:
        """Return the periods of an indicator with the target and the approved values of each."""
        rows: dict[tuple[Any, ...], Plain] = {}
        for name, given in (
            ("target", self.targets.get(key, ())),
            ("value", self.programme.updates_of(key)),
        ):
            for row in given:
                place = (row.starts, row.ends, part_text(row.part))
                told = rows.setdefault(
                    place, {"starts": row.starts, "ends": row.ends, "part": place[2]}
                )
                told[name] = self._counted(row, reader)
        return [rows[place] for place in sorted(rows)]

    def _counted(self, row: records.Measured, reader: Reader) -> Plain:
        indicator = self.programme.by_id[row.indicator]
        content = {name: getattr(indicator, name) for name in ("measure", "unit", "scale")}
        return {
            "indicator": row.indicator,
            "starts": row.starts,
            "ends": row.ends,
            "part": part_text(row.part),
            "value": measure_text(standing.aimed_at(row), content, reader),
            "words": said(row.words, reader.language),
            "number": getattr(row, "by", None),
        }

    def verdicts(self) -> dict[str, str]:
        """Return the verdict on each indicator."""
        return {
            key: self.verdict(key)
            for key, held in self.programme.by_id.items()
            if isinstance(held, records.Indicator)
        }

    def holds(self, key: str) -> bool:
        """Tell whether an indicator is among them."""
        return key in self.programme.by_id

    def verdict(self, key: str) -> str:
        """Return the verdict on an indicator; that on parts that disagree is "silent"."""
        try:
            return self.standing(key).verdict
        except DecentWorkError:
            return "silent"


def _dated(row: Plain) -> Plain:
    days = {
        name: date.fromisoformat(row[name]) if isinstance(row[name], str) else row[name]
        for name in ("starts", "ends")
    }
    return row | days | {"part": tuple(row.get("part", ()))}


def unfit(indicator: Plain, rows: Mapping[str, Sequence[Plain]]) -> Told:
    """Return what is wrong with updates and targets of one indicator, looked at by themselves."""
    apart = {"adds_to", "sources", "text"}
    alone = {key: it for key, it in indicator.items() if key not in apart} | {"result": "result"}
    held: dict[str, list[Plain]] = {
        "areas": [{"id": "area", "number": 1, "title": {"en": "-"}}],
        "results": [{"id": "result", "title": {"en": "-"}, "of": "area", "level": "output"}],
        "indicators": [alone],
    }
    told = {
        section: [{key: it for key, it in row.items() if key != "evidence"} for row in given]
        for section, given in rows.items()
    }
    try:
        whole(plain(NOBODYS), held | told)
    except DecentWorkError as error:
        return problems(error)
    return ()


def part_text(part: Iterable[str]) -> str:
    """Return what an update is a part of as one text, the order of its dimensions apart."""
    return ", ".join(sorted(part))


def share(row: Mapping[str, Any]) -> float | None:
    """Return the value of a target or update; of a percentage its share."""
    if row.get("numerator") is not None and row.get("denominator"):
        return float(row["numerator"]) / float(row["denominator"])
    found: float | None = row.get("value")
    return found


def shown_plain(section: str, content: Plain, reader: Reader) -> dict[str, str]:
    """Return the fields of a record as label and text, words in each language by themselves."""
    found = {}
    for field in fields_of(section):
        value = content.get(field.name)
        label = reader.translate(field.label)
        if isinstance(value, dict):
            for language, text in value.items():
                found[f"{label} ({reader.translate(CODES[language])})"] = text
        elif value is not None:
            entries = value if isinstance(value, list) else [value]
            found[label] = ", ".join(
                code_name(field.name, str(it), reader.language, reader.translate) for it in entries
            )
    return found


def surveyed(indicator: Plain, reader: Reader, *, is_invented: bool) -> Plain | None:
    """Return the rounds of the survey that an indicator rests on, and whether they tell a change.

    None where it rests on none. What is not released yet is no round.
    """
    if not indicator.get("estimate"):
        return None
    folder = settings.DATA.sample_world() if is_invented else settings.DATA
    found = survey_rounds(records.Indicator.model_validate(indicator), releases_at_hand(folder))
    change = measured_change(found)

    def text(value: float | None) -> str:
        return programme_pages.measure_text(value, indicator, reader)

    rounds = [
        {
            "period": it.release.period,
            "value": text(it.figure.value),
            "low": text(it.figure.low),
            "high": text(it.figure.high),
            "office": it.release.office,
            "round": it.release.round,
        }
        for it in found
    ]
    return {
        "rounds": rounds,
        "direction": change.change.direction if change else "",
        "unlike": unlike(change.differences, reader.translate) if change else "",
    }
