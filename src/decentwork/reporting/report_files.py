"""The report of a programme as a file: Word document, tagged PDF, or one page of HTML."""

import io
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile

from markupsafe import Markup

from decentwork.estimates.errors import DamagedFile
from decentwork.programmes.programme import Programme
from decentwork.programmes.report import Form, day_of_records, report
from decentwork.programmes.report_paragraphs import Rewritten
from decentwork.reporting.documents import DOCX_LANGUAGES, set_language, typeset
from decentwork.reporting.numbers import Reader, Translate, plain
from decentwork.reporting.page_file import STYLE, fragments
from decentwork.reporting.report_paper import ReportPaper, report_paper

Kind = Literal["docx", "pdf", "html"]
KINDS: tuple[Kind, ...] = ("docx", "pdf", "html")

_FOLDER = files("decentwork.reporting")


def programme_report(
    programme: Programme,
    language: str,
    kind: Kind,
    *,
    today: date,
    form: Form = "committee",
    place: str | None = None,
    organisation: str | None = None,
    rewritten: Mapping[str, Rewritten] | None = None,
    translate: Translate = plain,
    template: Path | None = None,
) -> bytes:
    """Return a report of a programme as a file.

    Parameters
    ----------
    kind : "docx", "pdf" or "html"
    today : the day of the report; records made from a document speak of the document's day
    form, place, organisation, rewritten, translate : as `programmes.report.report` has them
    template : a Word document with the tags of `report_template.docx`, in an office's own styles

    Raises
    ------
    NeedsPlace, UnknownCode, PartsDisagree
        As `programmes.report.report`.
    DamagedFile
        The template is no Word document, or its tags are wrong.
    """
    told = report(
        programme,
        language,
        on=day_of_records(programme, today),
        form=form,
        place=place,
        organisation=organisation,
        rewritten=rewritten,
        translate=translate,
    )
    paper = report_paper(told, programme, Reader(language, translate))
    if kind == "docx":
        return report_docx(paper, template)
    return report_pdf(paper) if kind == "pdf" else report_html(paper, translate).encode()


def report_pdf(paper: ReportPaper) -> bytes:
    """Return a report as tagged PDF (PDF/UA-1) with embedded fonts."""
    return typeset("report.typ", paper=asdict(paper))


def report_html(paper: ReportPaper, translate: Translate = plain) -> str:
    """Return a report as one page that needs no other file and no network."""
    style = Markup(STYLE.read_text(encoding="utf-8"))  # noqa: S704 (our own style sheet)
    return fragments(translate).get_template("report.html").render(p=paper, style=style)


def report_docx(paper: ReportPaper, template: Path | None = None) -> bytes:
    """Return a report as a Word document, made from a template that an office can edit."""
    if template is not None:
        return _from_template(paper, template)
    with as_file(_FOLDER.joinpath("report_template.docx")) as path:
        return _from_template(paper, path)


def _from_template(paper: ReportPaper, path: Path) -> bytes:
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import Environment, TemplateError

    try:
        template = DocxTemplate(path)
        # Without autoescape everything after an "&" in a name would be lost.
        template.render({"p": paper, "table": _tables(paper)}, Environment(autoescape=True))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise DamagedFile(str(path), "it is no Word document.", "Save it as .docx.") from error
    except TemplateError as error:
        hint = "Compare its tags with those of the template that comes with decentwork."
        raise DamagedFile(str(path), f"a tag of it is wrong ({error}).", hint) from error
    set_language(template.docx, DOCX_LANGUAGES.get(paper.language, paper.language))
    template.docx.core_properties.title = f"{paper.title}: {paper.kind}"
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def _tables(paper: ReportPaper) -> dict[str, object]:
    """Return tables by id, so that a template puts each where it wants it."""
    return {it.id: it for it in paper.tables}
