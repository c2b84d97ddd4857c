"""What a survey's report says of change between two rounds."""

from collections.abc import Iterator, Sequence

from babel.numbers import format_decimal

from decentwork.estimates.units import Unit
from decentwork.reporting.numbers import locale, rounding_step, shown_value
from decentwork.reporting.papers import PaperSection
from decentwork.reporting.survey_cells import Plain, SurveyCell, survey_cells
from decentwork.reporting.survey_sentences import CHANGE, HEADINGS, WORDS
from decentwork.reporting.survey_words import Words
from decentwork.surveys.estimated import Verdict

_SIDES = ("earlier", "later")
_SIGNED = "+#,##0.###;\N{MINUS SIGN}#,##0.###"


def change_section(rounds: Sequence[Plain], words: Words) -> Iterator[PaperSection]:
    """Yield the change of every main figure that two rounds show; nothing without a round before.

    Parameters
    ----------
    rounds : `Change` in their plain form
    """
    rows = [row for change in rounds for row in _rows(change, words)]
    if not rows:
        return
    heads = ("figure", "position", "earlier", "later", "change", "direction")
    yield PaperSection(
        title=words.say(HEADINGS["change"]),
        paragraphs=(words.say(CHANGE["read"]),),
        tables=(words.table("change", heads, rows),),
    )


def _rows(change: Plain, words: Words) -> Iterator[tuple[str, ...]]:
    """Yield the row of a change; none where it is not the main figure of its variable."""
    earlier, later = (survey_cells([_as_row(change, side)], words.reader) for side in _SIDES)
    for before, after in zip(earlier, later, strict=True):
        where = " · ".join(filter(None, (after.where, after.group)))
        direction = words.word(change["direction"])
        difference = _difference(change, after, words)
        yield after.name, where, before.text, after.text, difference, direction


def _as_row(change: Plain, side: str) -> dict[str, object]:
    """Return one side of a change as an estimate without interval, its verdict not told."""
    unknown = {"low": None, "high": None, "answers": "", "verdict": str(Verdict.PUBLISHABLE)}
    return {**change, **unknown, "value": change[side]}


def _difference(change: Plain, cell: SurveyCell, words: Words) -> str:
    """Return a change with sign and interval; that of a share in points."""
    ends = [shown_value(change[name], cell.unit) for name in ("change", "low", "high")]
    step = rounding_step(*ends)
    shown = [
        format_decimal(round(end / step) * step, _SIGNED, locale(words.reader.language))
        for end in ends
    ]
    value = words.say(WORDS["points"], number=shown[0]) if cell.unit == Unit.SHARE else shown[0]
    return words.say(WORDS["cell"], value=value, interval=" – ".join(shown[1:]))
