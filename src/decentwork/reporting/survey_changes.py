"""What a survey's report says of change between two rounds."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal

from decentwork.estimates.units import Unit
from decentwork.reporting.numbers import locale, rounding_step
from decentwork.reporting.papers import PaperSection, PaperTable
from decentwork.reporting.survey_cells import Plain, SurveyCell, survey_cells
from decentwork.reporting.survey_sentences import BASIS, CHANGE, HEADINGS, WORDS
from decentwork.reporting.survey_words import Words
from decentwork.surveys.estimated import Verdict
from decentwork.surveys.round_changes import UNTOLD, Difference

_SIDES = ("earlier", "later", "change")
_SIGNED = "+#,##0.###;\N{MINUS SIGN}#,##0.###"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """A change in the reader's words; `direction` "rose", "fell" or "unclear"."""

    name: str
    where: str
    earlier: str
    later: str
    change: str
    direction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePage:
    """What a page says of change: `told` first the summary; `moved` only what rose or fell."""

    title: str
    told: tuple[str, ...]
    differing: tuple[PaperTable, ...]
    moved: PaperTable | None
    all: PaperTable


def change_page(rounds: Plain, words: Words) -> ChangePage | None:
    """Return what changed between two rounds by position, as a page tells it.

    Parameters
    ----------
    rounds : `Comparison` in its plain form, empty without a round before
    """
    if not rounds:
        return None
    rows = change_rows(by_position(rounds["changes"]), words)
    moved = [row for row in rows if row.direction != "unclear"]
    return ChangePage(
        title=words.say(HEADINGS["change"]),
        told=(compared(rounds, rows, words), *warnings(rounds, words)),
        differing=tuple(differing(rounds, words)),
        moved=change_table(moved, words) if moved else None,
        all=change_table(rows, words),
    )


def change_section(rounds: Plain, words: Words) -> Iterator[PaperSection]:
    """Yield what changed between two rounds by position; nothing without a round before.

    Parameters
    ----------
    rounds : `Comparison` in its plain form, empty without a round before
    """
    if not rounds:
        return
    rows = change_rows(by_position(rounds["changes"]), words)
    yield PaperSection(
        title=words.say(HEADINGS["change"]),
        paragraphs=(compared(rounds, rows, words), *warnings(rounds, words)),
        tables=(*differing(rounds, words), *((change_table(rows, words),) if rows else ())),
    )


def by_position(changes: Sequence[Plain]) -> list[Plain]:
    """Return the changes by position and of the whole chain."""
    return [it for it in changes if it["tier"] is None and {*it["group"]} <= {"position"}]


def compared(rounds: Plain, rows: Sequence[ChangeRow], words: Words) -> str:
    """Return which rounds are compared, with how many figures rose and fell."""
    if not rows:
        return words.say(CHANGE["none"])
    found = Counter(row.direction for row in rows)
    counts = {"count": len(rows), "rose": found["rose"], "fell": found["fell"]}
    sides = {side: rounds[side]["round"] for side in ("earlier", "later")}
    periods = {f"{side}_period": rounds[side]["period"] for side in sides}
    told = {name: words.count(number) for name, number in counts.items()}
    return words.say(CHANGE["rounds"], **sides, **periods, **told)


def warnings(rounds: Plain, words: Words) -> Iterator[str]:
    """Yield how to read changes, after what there is to take care of."""
    differs = [each["what"] for each in rounds["differences"]]
    if differs:
        yield words.say(CHANGE["basis" if differs == [UNTOLD] else "differs"])
    yield words.say(CHANGE["read"])


def differing(rounds: Plain, words: Words) -> Iterator[PaperTable]:
    """Yield the table of what is not the same in both rounds, where something is not."""
    rows = [
        (words.say(BASIS[it["what"]]), *(it[side].replace("_", " ") for side in _SIDES[:2]))
        for it in rounds["differences"]
        if it["what"] in BASIS
    ]
    if rows:
        yield words.table("differs", ("differs", "earlier", "later"), rows)


def unlike(differences: Sequence[Difference], translate: Callable[[str], str]) -> str:
    """Return what to take care of where two rounds were not made alike; "" where they were."""
    names = [translate(BASIS[it.what]) for it in differences if it.what in BASIS]
    if names:
        return translate(CHANGE["unlike"]) % {"names": ", ".join(names)}
    return translate(CHANGE["basis"]) if differences else ""


def change_table(rows: Sequence[ChangeRow], words: Words) -> PaperTable:
    """Return changes as a table."""
    heads = ("figure", "position", "earlier", "later", "change", "direction")
    cells = (
        (it.name, it.where, it.earlier, it.later, it.change, words.word(it.direction))
        for it in rows
    )
    return words.table("change", heads, cells)


def change_rows(changes: Sequence[Plain], words: Words) -> tuple[ChangeRow, ...]:
    """Return the change of the main figure of each variable and domain.

    Parameters
    ----------
    changes : `Change` in their plain form
    """
    # The order of cells depends on nothing in which the sides differ.
    sides = [survey_cells([_as_row(it, side) for it in changes], words.reader) for side in _SIDES]
    return tuple(
        ChangeRow(
            name=after.name,
            where=" · ".join(filter(None, (after.where, after.group))),
            earlier=before.text,
            later=after.text,
            change=_difference(change, words),
            direction=_direction(change),
        )
        for before, after, change in zip(*sides, strict=True)
    )


def _as_row(change: Plain, side: str) -> dict[str, object]:
    """Return one side of a change, or the change itself, as an estimate with its verdict untold."""
    ends = {name: change[name] if side == "change" else None for name in ("low", "high")}
    untold = {"answers": "", "reason": "", "verdict": str(Verdict.PUBLISHABLE)}
    return {**change, **ends, **untold, "value": change[side]}


def _direction(change: SurveyCell) -> str:
    if change.low is not None and change.low > 0:
        return "rose"
    return "fell" if change.high is not None and change.high < 0 else "unclear"


def _difference(cell: SurveyCell, words: Words) -> str:
    """Return a change with sign and interval; that of a share in points."""
    ends = [end for end in (cell.value, cell.low, cell.high) if end is not None]
    step = rounding_step(ends[0], *ends[1:])
    shown = [
        format_decimal(round(end / step) * step, _SIGNED, locale(words.reader.language))
        for end in ends
    ]
    value = words.say(WORDS["points"], number=shown[0]) if cell.unit == Unit.SHARE else shown[0]
    return words.say(WORDS["cell"], value=value, interval=" – ".join(shown[1:]))
