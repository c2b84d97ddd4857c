"""What the report of a programme is called and says besides its records, to be translated."""

from decentwork.estimates.messages import translatable

FORMS = {
    "committee": translatable("Report on the programme"),
    "status": translatable("Status of the programme"),
    "donor": translatable("Brief for who gives money"),
    "country": translatable("Brief on one country: %(place)s"),
}
"""What a report of each form is called."""

FACTS = {
    "organisation": translatable("Organisation"),
    "span": translatable("Programme period"),
    "symbol": translatable("Document"),
    "on": translatable("Records as they stood on"),
    "purpose": translatable("Purpose"),
    "summary": translatable("In short"),
}

PURPOSE = {
    "committee": translatable(
        "To inform the committee of what was planned, done and reached, and of what is left open."
    ),
    "status": translatable("To show on one page how the programme stands."),
    "donor": translatable("To account for what was funded and what came of it."),
    "country": translatable("To show what the programme does in one country."),
}

SUMMARY = translatable(
    "The records hold %(activities)s activities (%(states)s) that name %(countries)s countries, "
    "and %(indicators)s indicators (%(verdicts)s)."
)
SUMMARY_WITHOUT_INDICATORS = translatable(
    "The records hold %(activities)s activities (%(states)s) that name %(countries)s countries. "
    "They hold no indicator."
)
NOTHING = translatable("The records tell of nothing here.")
COUNTED = translatable("%(name)s: %(count)s")

HEADINGS = {
    "background": translatable("Background"),
    "conclusions": translatable("Concluding observations"),
    "area": translatable("%(number)s. %(title)s"),
    "states": translatable("Activities by area and by how they stand"),
    "results": translatable("Results against targets"),
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
    "paragraph": translatable("Paragraph"),
    "sources": translatable("Sources"),
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
    "countries": translatable(
        "An activity that names several countries stands in each of their rows: rows are not to be "
        "summed. Activities that name none are in no row."
    ),
    "money": translatable("As recorded, by currency; nothing is converted."),
    "deliverables": translatable(
        "Deliverables that the records name. %(planned)s were planned in all."
    ),
    "at": translatable("¶: a paragraph of “%(document)s”."),
    "rewritten": translatable("Rewritten by %(by)s."),
    "outdated": translatable(
        "The records have changed since this paragraph was rewritten. No longer told: %(gone)s "
        "Told since: %(new)s"
    ),
    "nothing": translatable("nothing."),
    "elsewhere": translatable("Not available in this language; given in that of the records."),
    "regional": translatable(
        "These activities name a region around the country and no country; whether they reached it "
        "is not recorded: %(titles)s."
    ),
    "unplaced": translatable(
        "Rewritten paragraphs whose records are gone or not told of here: %(keys)s."
    ),
    "invented": translatable("Invented: nothing in this programme exists."),
}

DOCUMENT_AT = translatable("%(document)s %(places)s")
NO_SOURCE = translatable("the records themselves")
MADE = translatable(
    "Made by decentwork %(version)s from %(records)s records. Every number opens to its records."
)
