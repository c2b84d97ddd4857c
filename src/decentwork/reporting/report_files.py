"""The report of a programme as a file: Word document, tagged PDF, or one page of HTML."""

import io
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from zipfile import BadZipFile

from markupsafe import Markup

from decentwork.estimates.errors import DamagedFile
from decentwork.programmes.programme import Programme
from decentwork.programmes.report import Form, Report, day_of_records, report
from decentwork.programmes.report_paragraphs import Rewritten
from decentwork.reporting.documents import DOCX_LANGUAGES, set_language, typeset
from decentwork.reporting.numbers import Reader, Translate, plain
from decentwork.reporting.page_file import STYLE, fragments
from decentwork.reporting.report_paper import ReportPaper, Told, report_paper

if TYPE_CHECKING:
    from docxtpl import DocxTemplate, RichText

Kind = Literal["docx", "pdf", "html"]
KINDS: tuple[Kind, ...] = ("docx", "pdf", "html")

_FOLDER = files("decentwork.reporting")
_PAGE = re.compile(rb"/Type\s*/Page\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenReport:
    """A report as a file, and how much is in it; only PDF has `pages` before it is printed."""

    content: bytes
    sections: int
    paragraphs: int
    pages: int | None


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
    form, place, organisation, translate : as `programmes.report.report` has them
    rewritten : what editors wrote in this language and form: `Paragraph.key` → `Rewritten`, which
        has the text, who wrote it, and the `Paragraph.told` that they had before them. Such a
        paragraph keeps their text; once its records tell something else, it is marked outdated.
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
    return written_report(told, programme, kind, translate, template).content


def written_report(
    report: Report,
    programme: Programme,
    kind: Kind,
    translate: Translate = plain,
    template: Path | None = None,
) -> WrittenReport:
    """Return a report that was made of a programme as a file; the rest as `programme_report`."""
    paper = report_paper(report, programme, Reader(report.language, translate))
    if kind == "docx":
        content = report_docx(paper, template)
    else:
        content = report_pdf(paper) if kind == "pdf" else report_html(paper, translate).encode()
    return WrittenReport(
        content=content,
        sections=len(report.sections),
        paragraphs=len(report.paragraphs),
        pages=len(_PAGE.findall(content)) if kind == "pdf" else None,
    )


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
    from docxtpl import DocxTemplate
    from jinja2 import Environment, TemplateError

    template = DocxTemplate(path)
    _open(template, path)
    content = {"p": paper, "table": _tables(paper), "spoken": _spoken}
    try:
        # Without autoescape everything after an "&" in a name would be lost.
        template.render(content, Environment(autoescape=True))
    except TemplateError as error:
        hint = "Compare its tags with those of the template that comes with decentwork."
        raise DamagedFile(str(path), f"a tag of it is wrong ({error}).", hint) from error
    set_language(template.docx, DOCX_LANGUAGES.get(paper.language, paper.language))
    template.docx.core_properties.title = f"{paper.title}: {paper.kind}"
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def _open(template: "DocxTemplate", path: Path) -> None:
    from docx.opc.exceptions import PackageNotFoundError

    try:
        template.init_docx()
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError) as error:
        raise DamagedFile(str(path), "it is no Word document.", "Save it as .docx.") from error


def _spoken(told: Told) -> "RichText":
    """Return a paragraph's lead and text for Word, each piece marked with its language."""
    from docxtpl import RichText

    rich = RichText()
    if told.lead.text:
        rich.add(f"{told.lead}. ", bold=True, lang=DOCX_LANGUAGES[told.lead.language])
    for number, piece in enumerate(told.pieces):
        rich.add(f" {piece}" if number else piece, lang=DOCX_LANGUAGES[piece.language])
    return rich


def _tables(paper: ReportPaper) -> dict[str, object]:
    """Return tables by id, so that a template puts each where it wants it."""
    return {it.id: it for it in paper.tables}
