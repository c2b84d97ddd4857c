"""A paper of sections with sentences, tables and pictures, as a Word document or a tagged PDF."""

import io
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from decentwork.reporting.documents import DOCX_LANGUAGES, set_language, typeset

if TYPE_CHECKING:
    from docx.document import Document

_FOLDER = files("decentwork.reporting")
_PICTURE_MM = 160
_FIRST_COLUMN = 1.8  # times as wide as the others, as on the printed page
_TABLE_POINTS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table: its title, the heads of its columns, its rows; every cell is text."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing as SVG and PNG, and its text for those who do not see it."""

    alternative: str
    svg: str
    png: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperSection:
    """A heading and what stands under it, in this order."""

    title: str
    paragraphs: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    tables: tuple[PaperTable, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A paper in one language; `notice` is set apart at its head, e.g. that data are invented."""

    title: str
    language: str
    notice: str
    sections: tuple[PaperSection, ...]
    made: str


def paper_pdf(paper: Paper) -> bytes:
    """Return a paper as tagged PDF (PDF/UA-1) with embedded fonts."""
    content = asdict(paper)
    for section in content["sections"]:
        for picture in section["pictures"]:
            del picture["png"]
    return typeset("paper.typ", paper=content)


def paper_docx(paper: Paper) -> bytes:
    """Return a paper as a Word document, in the styles of the template that an office can edit."""
    from docx import Document

    with as_file(_FOLDER.joinpath("dossier_template.docx")) as path:
        document = Document(str(path))
    _empty(document)
    document.add_paragraph(paper.title, style="Title")
    if paper.notice:
        document.add_paragraph(paper.notice, style="Intense Quote")
    for section in paper.sections:
        document.add_heading(section.title, level=1)
        for text in section.paragraphs:
            document.add_paragraph(text)
        for picture in section.pictures:
            _add_picture(document, picture)
        for table in section.tables:
            document.add_heading(table.title, level=2)
            _add_table(document, [table.head, *table.rows])
    document.add_paragraph(paper.made, style="Quiet")
    set_language(document, DOCX_LANGUAGES.get(paper.language, paper.language))
    document.core_properties.title = paper.title
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _empty(document: "Document") -> None:
    """Remove what the template says and keep its styles, page and footer."""
    body = document.element.body
    for element in list(body):
        if not element.tag.endswith("sectPr"):
            body.remove(element)


def _add_picture(document: "Document", picture: Picture) -> None:
    from docx.shared import Mm

    shape = document.add_picture(io.BytesIO(picture.png), width=Mm(_PICTURE_MM))
    shape._inline.docPr.set("descr", picture.alternative)


def _add_table(document: "Document", rows: Sequence[Sequence[str]]) -> None:
    from docx.oxml import OxmlElement
    from docx.shared import Mm, Pt

    table = document.add_table(rows=len(rows), cols=len(rows[0]), style="Table Grid")
    table.autofit = False
    shares = [_FIRST_COLUMN] + [1.0] * (len(rows[0]) - 1)
    widths = [Mm(_PICTURE_MM * share / sum(shares)) for share in shares]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width  # writers of documents differ in which width they follow
    for row, texts in zip(table.rows, rows, strict=True):
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            written = cell.paragraphs[0]
            written.paragraph_format.space_after = Pt(0)
            written.add_run(text).font.size = Pt(_TABLE_POINTS)
    # A head row that is marked as one is read out with its cells and repeats on each page.
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True
