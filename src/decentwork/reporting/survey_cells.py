"""Released estimates of a survey as a reader meets them: named, rounded, in a fixed order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from babel.numbers import format_decimal

from decentwork.classifications.topics import topics
from decentwork.dossiers.survey_evidence import PREFIX, kind_of
from decentwork.estimates.disclosure_rule import Reason
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.messages import translatable
from decentwork.estimates.ratio_names import read_ratios
from decentwork.estimates.units import Unit
from decentwork.indicators.catalogue import Indicator, indicator
from decentwork.reporting.names import group_name, reason_text, tier_name, topic_name
from decentwork.reporting.numbers import Reader, amount_text, locale, rounding_step, shown_value
from decentwork.reporting.survey_pages import SIZES as SIZES
from decentwork.reporting.survey_pages import VERDICTS, ratio_name
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.release import POSITIONS

Plain = Mapping[str, Any]

DAYS = "days_worked"  # what a season counts, in place of units and workers
WHOLE_CHAIN = translatable("Whole chain")
TIER = translatable("Tier %(tier)s")
WITHHELD_BECAUSE = translatable("withheld: %(reason)s")
TOO_THIN = translatable("too thin to print")
ANSWER = translatable("%(indicator)s: %(answer)s")

_KINDS = ("deficit", "opportunity", "quantity", None)
_WHO = ("sex", "age_group")


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyCell:
    """One released estimate in the reader's language.

    `value`, `low` and `high` as charts draw them (shares in per cent), None where withheld or too
    thin to print; `text` the value with its unit or why there is none, `interval` both ends without
    unit, "" where there is none. `parts` are the coordinates beside the position, `group` their
    words; `kind` "deficit", "opportunity", "quantity" or None for the sizes of the chain.
    """

    variable: str
    name: str
    topic: str
    topic_name: str
    kind: str | None
    position: str
    where: str
    tier: int | None
    parts: tuple[tuple[str, str], ...]
    group: str
    unit: str
    value: float | None
    low: float | None
    high: float | None
    text: str
    interval: str
    answers: str
    verdict: str
    is_publishable: bool


def survey_cells(estimates: Iterable[Plain], reader: Reader) -> list[SurveyCell]:
    """Return the main figure of each variable and domain, in the order in which papers tell them.

    Sizes of the chain first, then topics in their fixed order, of each the deficits before the
    opportunities and quantities; positions from the lead firms down, the whole chain last, tiers
    after it. A count or total beside a share or mean is left out.

    Parameters
    ----------
    estimates : `Released` in their plain form
    """
    rows = list(estimates)
    counts = ("workers", DAYS)
    has_people = any(it["variable"] in counts and it["universe"] == "workers" for it in rows)
    people = "workers" if has_people else "units"
    return sorted((_cell(row, reader) for row in rows if _is_main(row, people)), key=_place)


def position_name(position: str, reader: Reader) -> str:
    """Return the name of a position; "" is the whole chain."""
    return tier_name(position, reader.language) if position else reader.translate(WHOLE_CHAIN)


def number_text(number: float | None, reader: Reader) -> str:
    """Return a number without unit to three digits, "" for none."""
    if number is None:
        return ""
    step = min(rounding_step(number, None, None), 1.0)
    return str(format_decimal(round(number / step) * step, locale=locale(reader.language)))


def _is_main(row: Plain, people: str) -> bool:
    """Say whether a row is what its variable is about; `people` the universe that counts workers.

    Units tell how many work there, too; where workers were interviewed, they are counted.
    """
    if row["variable"] in SIZES:
        universe = "units" if row["variable"] == "units" else people
        return bool(row["statistic"] == "total" and row["universe"] == universe)
    return bool(row["statistic"] != "total")


def _place(cell: SurveyCell) -> tuple[int, int, int, str, str, int, int]:
    """Return where a cell stands; sorting keeps the order of those that stand together."""
    codes = ["", *(topic.id for topic in topics())]
    is_size = cell.variable in SIZES
    return (
        SIZES.index(cell.variable) if is_size else len(SIZES),
        0 if is_size else codes.index(cell.topic),
        _KINDS.index(cell.kind),
        cell.variable,
        cell.name,
        POSITIONS.index(cell.position) if cell.position else len(POSITIONS),
        -1 if cell.tier is None else cell.tier,
    )


def _cell(row: Plain, reader: Reader) -> SurveyCell:
    translate, known = reader.translate, _indicator(_measured(row))
    group = dict(row["group"])
    position = str(group.pop("position", ""))
    unit = _unit(row, known)
    topic = known.topic if known else ""
    ends = (row["value"], row["low"], row["high"])
    is_thin = row["verdict"] == Verdict.TOO_THIN
    if row["value"] is None or is_thin:
        ends = (None, None, None)
    value, low, high = (None if end is None else shown_value(end, unit) for end in ends)
    return SurveyCell(
        variable=row["variable"],
        name=_name(row, known, reader),
        topic=topic,
        topic_name=topic_name(topic, reader.language) if topic else "",
        kind=kind_of(PREFIX + row["variable"]),
        position=position,
        where=_where(position, row["tier"], reader),
        tier=row["tier"],
        parts=tuple(sorted((name, str(code)) for name, code in group.items())),
        group=_group(group, reader),
        unit=unit,
        value=value,
        low=low,
        high=high,
        text=_text(row, unit, reader),
        interval=_interval(row, (value, low, high), reader.language),
        answers=translate(row["answers"]) if row["answers"] else "",
        verdict=translate(VERDICTS[Verdict(row["verdict"])]) if row["value"] is not None else "",
        is_publishable=row["verdict"] == Verdict.PUBLISHABLE,
    )


def _measured(row: Plain) -> str:
    """Return the variable that a row is about: of a ratio the one above."""
    if row["statistic"] != "ratio":
        return str(row["variable"])
    return read_ratios([row["variable"]])[0].above.variable


def _indicator(variable: str) -> Indicator | None:
    """Return an indicator; None for what only this study asked, such as the answers to a choice."""
    try:
        return indicator(PREFIX + variable)
    except UnknownCode:
        return None


def _name(row: Plain, known: Indicator | None, reader: Reader) -> str:
    if row["statistic"] == "ratio":
        return ratio_name(row["variable"], reader.language, reader.translate)
    name = known.name(reader.language) if known else row["variable"].replace("_", " ")
    if row["category"] is None:
        return name
    said = {"indicator": name, "answer": row["category"].replace("_", " ")}
    return reader.translate(ANSWER) % said


def _unit(row: Plain, known: Indicator | None) -> str:
    if row["statistic"] == "ratio":
        return Unit.RATIO
    if row["statistic"] == "share" or row["category"] is not None:
        return Unit.SHARE
    if row["variable"] == "workers":
        return Unit.PERSONS
    return known.unit if known else Unit.COUNT


def _where(position: str, tier: int | None, reader: Reader) -> str:
    if tier is not None:
        return reader.translate(TIER) % {"tier": tier}
    return position_name(position, reader)


def _group(group: Mapping[str, Any], reader: Reader) -> str:
    """Return the words for a group; sex and age together, other parts as they were coded."""
    sex, age = (str(group.get(name, "")) for name in _WHO)
    code = ";".join(filter(None, [sex, f"age:{age}" if age else ""]))
    others = [str(code).replace("_", " ") for name, code in group.items() if name not in _WHO]
    who = group_name(code, reader.language, reader.translate) if code else ""
    return " · ".join(filter(None, [who, *others]))


def _text(row: Plain, unit: str, reader: Reader) -> str:
    if row["value"] is None and row["reason"] in list(Reason):
        reason = reason_text(row["reason"], reader.translate)
        return reader.translate(WITHHELD_BECAUSE) % {"reason": reason}
    if row["value"] is None or row["verdict"] == Verdict.TOO_THIN:
        return reader.translate(TOO_THIN)
    step = rounding_step(row["value"], row["low"], row["high"])
    rounded = round(row["value"] / step) * step
    if row["statistic"] == "mean" and unit in (Unit.PERSONS, Unit.COUNT):
        # A mean number of people has decimals; texts of such units are for whole people.
        return str(format_decimal(rounded, locale=locale(reader.language)))
    words: dict[str, Any] = {"language": reader.language, "translate": reader.translate}
    return amount_text(rounded, unit, **words)


def _interval(
    row: Plain, shown: tuple[float | None, float | None, float | None], language: str
) -> str:
    value, low, high = shown
    if value is None or low is None or high is None:
        return ""
    step = rounding_step(value, low, high)
    if row["statistic"] == "total":
        step = max(step, 1.0)
    ends = (round(end / step) * step for end in (low, high))
    return " – ".join(format_decimal(end, locale=locale(language)) for end in ends)
