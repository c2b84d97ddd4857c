"""`decentwork programme report`: the report of a programme, or a short form of it, as a file."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from decentwork.estimates.errors import CannotWrite


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
    template: Annotated[
        Path | None, typer.Option(help="A Word document with tags, in your own styles.")
    ] = None,
) -> None:
    """Write the report of a programme from its records, paragraph by paragraph."""
    from datetime import date

    from decentwork.classifications.countries import find_country
    from decentwork.programmes.fields import said
    from decentwork.programmes.shipped import named_programme
    from decentwork.reporting.report_files import programme_report
    from decentwork.reporting.translations import translator
    from decentwork.sources.data_folder import DataFolder

    found = named_programme(programme, DataFolder.default())
    content = programme_report(
        found,
        lang.value,
        format.value,
        today=date.today(),
        form=form.value,
        place=find_country(place).iso3 if place else None,
        organisation=organisation or None,
        translate=translator(lang.value),
        template=template,
    )
    try:
        out.write_bytes(content)
    except OSError as error:
        raise CannotWrite(str(out), error.strerror or str(error)) from error
    typer.echo(f"{out}: {said(found.header.title, lang.value)}")
