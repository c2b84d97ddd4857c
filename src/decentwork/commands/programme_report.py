"""`decentwork programme report`: the report of a programme, or a short form of it, as a file."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.estimates.errors import writing_to

if TYPE_CHECKING:
    from decentwork.programmes.programme import Programme
    from decentwork.programmes.report import Report

MANY = 5_000  # records that take long enough to say so


class Format(StrEnum):
    """What a report is written as."""

    DOCX = "docx"
    PDF = "pdf"
    HTML = "html"


class Language(StrEnum):
    """The language of a report."""

    EN = "en"
    FR = "fr"
    ES = "es"


class ReportForm(StrEnum):
    """The whole report, or a short form of it."""

    COMMITTEE = "committee"
    STATUS = "status"
    DONOR = "donor"
    COUNTRY = "country"


def report_command(
    out: Annotated[Path, typer.Option(help="File to write, such as report.docx.")],
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.DOCX,
    lang: Annotated[Language, typer.Option(help="Language of the report.")] = Language.EN,
    form: Annotated[
        ReportForm, typer.Option(help="For a committee, or short: one page, a donor, a country.")
    ] = ReportForm.COMMITTEE,
    place: Annotated[str, typer.Option(help="The country of a country brief.")] = "",
    organisation: Annotated[
        str, typer.Option(help="Id of who gives the money that a donor brief is about.")
    ] = "",
    programme: Annotated[
        str,
        typer.Option(help="A programme's id or file; if you name none, the one that ships."),
    ] = "",
    rewritten: Annotated[
        Path | None, typer.Option(help="Paragraphs as editors rewrote them.")
    ] = None,
    paragraphs: Annotated[
        Path | None,
        typer.Option(help="Also write the paragraphs as YAML, to rewrite some for --rewritten."),
    ] = None,
    template: Annotated[
        Path | None, typer.Option(help="A Word document with tags, in your own styles.")
    ] = None,
) -> None:
    """Write the report of a programme from its records, paragraph by paragraph."""
    from decentwork.programmes.report_rewritten import paragraphs_file
    from decentwork.programmes.shipped import named_programme
    from decentwork.reporting.report_files import written_report
    from decentwork.reporting.translations import translator
    from decentwork.sources.data_folder import DataFolder

    translate = translator(lang.value)
    found = named_programme(programme, DataFolder.default())
    if len(found.by_id) > MANY:
        typer.echo(f"Telling of {len(found.by_id):,} records; this may take a minute.", err=True)
    made = _report(found, lang, form, place=place, organisation=organisation, rewritten=rewritten)
    written = written_report(made, found, format.value, translate, template)
    if paragraphs:
        _keep(paragraphs, paragraphs_file(made.paragraphs))
    _keep(out, written.content)
    pages = f"pages {written.pages}, " if written.pages is not None else ""
    typer.echo(f"{out}: {pages}paragraphs {written.paragraphs}, sections {written.sections}")
    for key in made.unplaced:
        typer.echo(f"No longer in the report, so its words are left out: {key}", err=True)


def _report(
    programme: "Programme",
    lang: Language,
    form: ReportForm,
    *,
    place: str,
    organisation: str,
    rewritten: Path | None,
) -> "Report":
    from datetime import date

    from decentwork.classifications.countries import find_country
    from decentwork.programmes.report import day_of_records, report
    from decentwork.programmes.report_rewritten import read_rewritten
    from decentwork.reporting.translations import translator

    return report(
        programme,
        lang.value,
        on=day_of_records(programme, date.today()),
        form=form.value,
        place=find_country(place).iso3 if place else None,
        organisation=organisation or None,
        rewritten=read_rewritten(rewritten) if rewritten else None,
        translate=translator(lang.value),
    )


def _keep(path: Path, content: bytes) -> None:
    with writing_to(path):
        path.write_bytes(content)
