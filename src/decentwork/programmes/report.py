"""The report of a programme made from its records, and its short forms, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from decentwork.estimates.errors import InputError
from decentwork.programmes.fields import last_day
from decentwork.programmes.programme import Programme
from decentwork.programmes.records import Activity, Document
from decentwork.programmes.report_figures import ResultLine, result_lines
from decentwork.programmes.report_paragraphs import (
    Paragraph,
    Rewritten,
    Section,
    Translate,
    written_sections,
)
from decentwork.programmes.report_scope import Scope, of_country, of_donor
from decentwork.programmes.report_tables import (
    CountryLine,
    MoneyLine,
    StateLine,
    country_lines,
    money_lines,
    state_lines,
)

Form = Literal["committee", "status", "donor", "country"]
FORMS: tuple[Form, ...] = ("committee", "status", "donor", "country")


class NeedsPlace(InputError):
    """A country brief was asked for without a country."""

    def __init__(self) -> None:
        super().__init__("A country brief needs a country. Name it, such as ETH.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report in one language; every number in it opens to ids of records and updates.

    `regional` are the activities that name a region around the country of a brief and no country.
    `unplaced` are the keys of rewritten paragraphs whose records are gone or not told of.
    """

    form: Form
    language: str
    on: date
    place: str | None
    organisation: str | None
    sections: tuple[Section, ...]
    results: tuple[ResultLine, ...]
    states: tuple[StateLine, ...]
    countries: tuple[CountryLine, ...]
    money: tuple[MoneyLine, ...]
    regional: tuple[str, ...]
    unplaced: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs, in order."""
        return tuple(it for section in self.sections for it in section.paragraphs)


def report(
    programme: Programme,
    lang: str,
    *,
    on: date,
    form: Form = "committee",
    place: str | None = None,
    organisation: str | None = None,
    rewritten: Mapping[str, Rewritten] | None = None,
    translate: Translate = str,
) -> Report:
    """Return the report of a programme as its records stand on a day.

    Parameters
    ----------
    lang : "en", "fr" or "es"; a record without a text in it is told in English, else in its own
    form : the whole report for a committee, or a short form: status, donor or country brief
    place : ISO alpha-3 code of the country of a country brief
    organisation : id of who gives the money that a donor brief is about; None for all who do
    rewritten : paragraphs that editors rewrote in this language, by key
    translate : gettext of that language

    Raises
    ------
    NeedsPlace
        A country brief has no country.
    UnknownCode
        The place is no country, or the programme has no such organisation.
    PartsDisagree
        As `rollup.reached`.
    """
    scope = _scope(programme, form, place, organisation)
    results = result_lines(programme, on, scope.kept)
    edited = rewritten or {}
    sections = written_sections(
        programme,
        lang,
        results=results,
        rewritten=edited,
        translate=translate,
        kept=scope.kept,
        only_opening=form == "status",
    )
    placed = {it.key for section in sections for it in section.paragraphs}
    return Report(
        form=form,
        language=lang,
        on=on,
        place=place,
        organisation=organisation,
        sections=sections,
        results=results,
        states=state_lines(programme, scope, on),
        countries=country_lines(it for it in programme.all(Activity) if scope.holds(it.id)),
        money=money_lines(programme, scope, organisation),
        regional=scope.regional,
        unplaced=tuple(key for key in edited if key not in placed),
    )


def day_of_records(programme: Programme, today: date) -> date:
    """Return the day for which the records speak: their document's, else today."""
    document = programme.by_id.get(programme.header.report)
    published = document.published if isinstance(document, Document) else None
    return day_told(published or "", today)


def day_told(published: str, today: date) -> date:
    """Return the last day of when a document was published, today at the latest; "" is today."""
    return min(last_day(published), today) if published else today


def _scope(programme: Programme, form: Form, place: str | None, organisation: str | None) -> Scope:
    if form == "country":
        if not place:
            raise NeedsPlace
        return of_country(programme, place)
    return of_donor(programme, organisation) if form == "donor" else Scope()
