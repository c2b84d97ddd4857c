"""Problems of what people hand in, as sentences of the catalogue with their facts apart.

The library tells a problem in English, its facts in place. Here are the sentences that it tells,
so that a page can say the same in the language of its reader.
"""

import re
from collections.abc import Callable
from functools import lru_cache

from decentwork.estimates.messages import translatable

TOLD = (
    translatable("there is no record %(id)s."),
    translatable("Name one of: %(names)s."),
    translatable("%(id)s is one of %(section)s."),
    translatable("there is no document %(id)s."),
    translatable("it leads back to itself."),
    translatable("%(times)s records have it."),
    translatable("Give each an id of its own."),
    translatable("%(id)s is %(measure)s: it needs %(wanted)s."),
    translatable("%(value)s is no step of %(scale)s."),
    translatable("%(part)s is of no dimension of %(id)s: %(known)s."),
    translatable("Keep the one that counts."),
    translatable("%(times)s for %(starts)s to %(ends)s of %(part)s."),
    translatable("%(times)s for %(starts)s to %(ends)s."),
    translatable("the periods up to %(ends)s and from %(starts)s to %(later)s overlap."),
    translatable("Report each day once, or say that the indicator is cumulative."),
    translatable("it is %(measure)s, %(id)s %(other)s: they cannot be summed."),
    translatable("it sums others, so it takes no updates of its own: they would count twice."),
    translatable("it rests on an estimate of a survey, which no sum with others can keep."),
    translatable("steps and words cannot be summed (it is %(measure)s)."),
    translatable("is not there."),
    translatable("is there %(times)s times."),
    translatable("Write it once: id, title, organisation, starts, ends."),
    translatable("is no field of it."),
    translatable("Its fields: %(fields)s."),
    translatable("is no list of fields."),
    translatable("is no section of a programme."),
    translatable("Sections: %(sections)s."),
    translatable("is empty"),
    translatable("%(code)s is no period: write 2021, 2021-11 or 2021-11-05"),
    translatable("no language of this software: %(languages)s"),
    translatable("%(code)s is not in %(names)s. Did you mean: %(near)s?"),
    translatable("%(code)s is not in %(names)s."),
    translatable("it ends (%(ends)s) before it starts (%(starts)s)"),
    translatable("the period ends (%(ends)s) before it starts (%(starts)s)"),
    translatable("why: say why it is %(state)s"),
    translatable("say why it is %(state)s"),
    translatable("scale: steps, from the worst to the best, are for ordinal measures"),
    translatable("estimate: write study/variable, then /position and /group if of one"),
    translatable("numerator and denominator come together"),
    translatable("part: write dimension=value, such as sex=female"),
    translatable("Input should be a valid %(kind)s"),
    translatable("Input should be %(wanted)s"),
    translatable("String should match pattern %(pattern)s"),
    translatable("There is no such file."),
    translatable("This is no programme."),
    translatable("It has no sections."),
    translatable("Begin with: programme:"),
    translatable("It has aliases (*name)."),
    translatable("Write each entry out."),
    translatable("It is no %(kind)s: %(reason)s."),
    translatable("Mend it there."),
    translatable("Byte %(number)s is not UTF-8 text."),
    translatable("Save it as UTF-8."),
    translatable("Save it as “CSV UTF-8”, or export it again without opening it in a spreadsheet."),
    translatable("has %(cells)s cells where the header has %(columns)s."),
    translatable("A separator inside a cell needs quotes."),
    translatable("It is encrypted."),
    translatable("Unpack it with its password and give what is in it."),
    translatable("It has a password, or is an old .xls."),
    translatable("Save it as .xlsx without a password."),
    translatable("It contains macros."),
    translatable("Save it as .xlsx, which has none."),
    translatable("It is no workbook, or a damaged one."),
    translatable("It is cut short or damaged."),
    translatable("column %(name)s is there twice."),
    translatable("Delete one of them."),
    translatable("cell %(cell)s is a formula."),
    translatable("Paste it as a value."),
    translatable("it has %(size)s MB, and at most %(most)s are read."),
    translatable("Divide it."),
    translatable("it is no XML: %(reason)s."),
    translatable("it has a document type, which no IATI file has."),
    translatable("Take the <!DOCTYPE …> out."),
    translatable("it begins with <%(name)s>, and a file of activities with <%(root)s>."),
    translatable("it is of version %(version)s of the standard, and only 2.03 is read."),
    translatable("Ask its publisher for 2.03."),
    translatable("it has more than these %(most)s problems."),
    translatable("it has text outside of its elements."),
    translatable("it holds elements, and only text is allowed."),
    translatable("it has no attribute %(name)s."),
    translatable("its attribute %(name)s is not there."),
    translatable("there is no such element here."),
    translatable("it stands too late: the order is %(names)s."),
    translatable("it has no %(name)s."),
    translatable("it has %(times)s %(name)s, and one is allowed."),
    translatable("Its codes: %(codes)s."),
    translatable("IATI needs the organisation's identifier, such as XM-DAC-41302: give it there."),
    translatable("%(text)s is no %(kind)s."),
)
"""The closer ones first: a text is told by the first sentence that it fits."""

_FACT = re.compile(r"%\\\((\w+)\\\)s")


def problem_text(text: str, translate: Callable[[str], str]) -> str:
    """Return a text of a problem in the language of its reader; unknown ones as they are."""
    translated = translate(text) if text else ""
    if translated != text:
        return translated
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(text):
            return translate(sentence) % found.groupdict()
    return text


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (sentence, re.compile(_FACT.sub(r"(?P<\1>.+?)", re.escape(sentence)), re.DOTALL))
        for sentence in TOLD
    )
