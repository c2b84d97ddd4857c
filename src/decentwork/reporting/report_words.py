"""What the report of a programme is called and says besides its records, to be translated."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from decentwork.estimates.messages import translatable
from decentwork.programmes.programme import Programme
from decentwork.programmes.report_figures import count_text
from decentwork.reporting.numbers import Reader, locale

FORMS = {
    "committee": translatable("Report on the programme"),
    "status": translatable("Status of the programme"),
    "donor": translatable("Brief for who gives money"),
    "country": translatable("Brief on one country: %(place)s"),
}
"""What a report of each form is called."""

FACTS = {
    "organisation": translatable("Organisation"),
    "unit": translatable("Author unit"),
    "symbol": translatable("Document"),
    "language": translatable("Language"),
    "span": translatable("Programme period"),
    "on": translatable("Records as they stood on"),
    "organisation_of": translatable("Who gives the money"),
    "purpose": translatable("Purpose"),
    "summary": translatable("In short"),
    "mark": translatable("How to read it"),
}

PURPOSE = {
    "committee": translatable(
        "To inform the committee of what was planned, done and reached, and of what is left open."
    ),
    "status": translatable("To show on one page how the programme stands."),
    "donor": translatable("To account for what was funded and what came of it."),
    "country": translatable("To show what the programme does in one country."),
}

SUMMARY = {
    "activities": translatable("Activities recorded: %(count)s (%(parts)s)."),
    "countries": translatable("Countries that they name: %(count)s."),
    "indicators": translatable("Indicators: %(count)s (%(parts)s)."),
    "no_indicator": translatable("No indicator is recorded."),
    "no_activity": translatable("No activity is recorded."),
}
NOTHING = {
    "committee": translatable("The records tell of nothing here."),
    "status": translatable("The records tell of nothing here."),
    "donor": translatable(
        "No record says who gives money for what, so there is nothing to account for here."
    ),
    "country": translatable("No record names this country."),
}
COUNTED = translatable("%(name)s: %(count)s")
AREA = translatable("area %(number)s")

HEADINGS = {
    "background": translatable("Background"),
    "conclusions": translatable("Concluding observations"),
    "area": translatable("%(number)s. %(title)s"),
    "states": translatable("Activities by area and by how they stand"),
    "results": translatable("Results against targets"),
    "verdicts": translatable("Results against targets, by area"),
    "countries": translatable("Countries named by activities"),
    "money": translatable("Money, as recorded"),
    "rests": translatable("What each paragraph rests on"),
    "deliverables": translatable("Deliverables"),
}

HEADS = {
    "area": translatable("Area of action"),
    "activities": translatable("Activities"),
    "stopped": translatable("suspended, merged or dropped"),
    "indicator": translatable("Indicator"),
    "indicators": translatable("Indicators"),
    "of": translatable("Of"),
    "baseline": translatable("Baseline"),
    "target": translatable("Target"),
    "reached": translatable("Reached"),
    "verdict": translatable("State"),
    "country": translatable("Country"),
    "areas": translatable("By area of action"),
    "source": translatable("Who gives it"),
    "kind": translatable("Kind"),
    "amount": translatable("Sum"),
    "records": translatable("Records"),
    "deliverable": translatable("Deliverable"),
    "ends": translatable("Due"),
}

NOTES = {
    "states": translatable(
        "How an activity stands follows from its dates, from what was last reported and from what "
        "it waits for. “Not reported” is not “not done”."
    ),
    "results": translatable(
        "Only approved updates count. What nobody reported is not zero. “–”: not stated."
    ),
    "verdicts": translatable(
        "There are too many indicators to print each; the workbook of the programme has them all. "
        "Only approved updates count. What nobody reported is not zero."
    ),
    "countries": translatable(
        "An activity that names several countries stands in each of their rows: rows are not to be "
        "summed. Activities that name none are in no row."
    ),
    "money": translatable("As recorded, by currency; nothing is converted."),
    "deliverables": translatable(
        "Deliverables that the records name. %(planned)s were planned in all."
    ),
    "at": translatable("¶ is a paragraph of “%(document)s”."),
    "rewritten": translatable("Rewritten by %(by)s."),
    "outdated": translatable(
        "Outdated: the records have changed since this paragraph was rewritten. No longer told: "
        "%(gone)s Told since: %(new)s"
    ),
    "nothing": translatable("nothing."),
    "elsewhere": translatable("Not recorded in %(wanted)s: given in %(given)s."),
    "regional": translatable(
        "These activities name a region around the country and no country; whether they reached it "
        "is not recorded: %(titles)s."
    ),
    "invented": translatable("Invented: nothing in this programme exists."),
}

QUOTED = translatable("“%(words)s”")
RECORDS = translatable("Records: %(count)s")
RESTS_ON = translatable("What paragraph %(number)s rests on")
DOCUMENT_AT = translatable("%(document)s, %(places)s")
NO_SOURCE = translatable("the records themselves")
MADE = translatable("Made by decentwork %(version)s from %(records)s records.")


@dataclass(frozen=True, slots=True)
class Words:
    """What every part of a report needs to write: the records, and how their reader reads."""

    programme: Programme
    reader: Reader

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.reader.language

    def say(self, text: str, **facts: object) -> str:
        """Return a sentence of this module with its facts, in the reader's language."""
        return self.reader.translate(text) % facts

    def count(self, number: int) -> str:
        """Return a count as the reader's language writes it."""
        return count_text(number, self.language)

    def name(self, id: str) -> str:
        """Return the title of a record."""
        return self.programme.by_id[id].name(self.language)

    def day(self, day: date) -> str:
        """Return a date in words."""
        return format_date(day, format="long", locale=locale(self.language))

    def counted(self, counts: Mapping[str, int], names: Mapping[str, str]) -> str:
        """Return counts with their names, those that are not zero, in the order of the names."""
        told = (
            self.say(COUNTED, name=self.say(name), count=self.count(counts[id]))
            for id, name in names.items()
            if counts.get(id)
        )
        return ", ".join(told)
