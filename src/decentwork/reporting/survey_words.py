"""What the sections of a survey's report are made with: sentences, heads, tables, pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from decentwork.reporting.charts import chart_png, chart_svg
from decentwork.reporting.documents import PDF_FONT, PICTURE_SCALE
from decentwork.reporting.numbers import Reader, amount_text, count_text, list_text
from decentwork.reporting.palette import FONT
from decentwork.reporting.papers import PaperTable, Picture
from decentwork.reporting.survey_cells import number_text
from decentwork.reporting.survey_pages import KINDS
from decentwork.reporting.survey_sentences import HEADS, TABLES, WORDS
from decentwork.surveys.design import counted_name
from decentwork.surveys.kinds import Kind

if TYPE_CHECKING:
    import altair as alt


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a report for one reader; `level` of its intervals, 0–1."""

    reader: Reader
    level: float

    def say(self, text: str, **facts: object) -> str:
        """Return a sentence in the reader's language, its placeholders filled in."""
        return self.reader.translate(text) % facts

    def word(self, name: str) -> str:
        """Return one of `WORDS`; a word of the study's own stays as it is."""
        return self.reader.translate(WORDS.get(name, name.replace("_", " ")))

    def table(
        self, title: str, heads: Iterable[str], rows: Iterable[tuple[str, ...]], **facts: str
    ) -> PaperTable:
        """Return a table by the ids of its title and heads."""
        level = {"level": self.share(self.level)}
        return PaperTable(
            title=self.say(TABLES[title], **facts),
            head=tuple(self.say(HEADS[name], **level) for name in heads),
            rows=tuple(rows),
        )

    def count(self, number: float | None) -> str:
        """Return a count, "" for none."""
        return "" if number is None else count_text(number, self.reader.language)

    def number(self, number: float | None) -> str:
        """Return a number without unit to three digits, "" for none."""
        return number_text(number, self.reader)

    def share(self, share: float | None) -> str:
        """Return a share in per cent to three digits, "" for none."""
        if share is None:
            return ""
        language, translate = self.reader.language, self.reader.translate
        return amount_text(share, "share", language=language, translate=translate)

    def strata(self, strata: Iterable[Mapping[str, Any]]) -> list[tuple[str, str, str, str]]:
        """Return a row a stratum: its name, units in the frame, those drawn, and their chance."""
        return [
            (
                it["id"].replace("_", " "),
                self.count(it["frame_units"]),
                self.count(it["seeds"]),
                self.number(1 if it["take_all"] else it["chance"]),
            )
            for it in strata
        ]

    def workers(self, counted: Iterable[str]) -> str:
        """Return who counts as a worker, as a list in words."""
        language = self.reader.language
        return list_text([counted_name(each, language) for each in counted], language)

    def kind(self, kind: str) -> str:
        """Return the name of a kind of unit."""
        return self.reader.translate(KINDS[Kind(kind)])


def picture(chart: "alt.Chart") -> Picture:
    """Return a chart as a picture for paper, its description as alternative text."""
    spec = chart.to_dict()
    return Picture(
        alternative=spec["description"],
        svg=chart_svg(spec).replace(escape(FONT), PDF_FONT),
        png=chart_png(spec, PICTURE_SCALE),
    )
