"""A dossier as a file: HTML page, Word document, PDF; each has the drawings inside."""

import io
import json
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from decentwork.dossiers.dossier import Dossier
from decentwork.reporting.charts import chart_png, chart_svg, exhibit_chart
from decentwork.reporting.numbers import Plain, Reader, Translate, plain
from decentwork.reporting.page_file import page_file
from decentwork.reporting.pages import ExhibitView
from decentwork.reporting.palette import FONT
from decentwork.reporting.printed import printed

if TYPE_CHECKING:
    from docx.document import Document

PAGE_WIDTH = 640
PICTURE_SCALE = 2.5
MOST_WIDTH_MM = 160
MM_A_PIXEL = 25.4 / 96
PDF_FONT = "Libertinus Serif"  # comes with typst, so every machine prints the same
DOCX_LANGUAGES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES"}

_FOLDER = files("decentwork.reporting")


def render_html(
    dossier: Dossier | Plain, language: str = "en", translate: Translate = plain
) -> str:
    """Return the dossier as one page that needs no other file and no network."""
    values = _plain(dossier)
    exhibits = {exhibit["id"]: exhibit for exhibit in values["exhibits"]}

    def drawing(view: ExhibitView) -> str:
        chart = exhibit_chart(
            exhibits[view.id], values["figures"], translate, language, PAGE_WIDTH, titled=False
        )
        return chart_svg(chart)

    return page_file(values, drawing, language, translate)


def render_pdf(
    dossier: Dossier | Plain, language: str = "en", translate: Translate = plain
) -> bytes:
    """Return the dossier as tagged PDF (PDF/UA-1) with embedded fonts."""
    content = printed(_plain(dossier), Reader(language, translate), _svg_for_print)
    return typeset("dossier.typ", dossier=content)


def typeset(template: str, **content: Plain) -> bytes:
    """Return plain values set by a template beside this module, as tagged PDF (PDF/UA-1)."""
    import typst

    pdf = typst.compile(
        _FOLDER.joinpath(template).read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={
            name: json.dumps(values, ensure_ascii=False) for name, values in content.items()
        },
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst returned pages, not a document")
    return pdf


def render_docx(
    dossier: Dossier | Plain, language: str = "en", translate: Translate = plain
) -> bytes:
    """Return the dossier as a Word document, made from the template that an office can edit."""
    from docx.shared import Mm
    from docxtpl import DocxTemplate, InlineImage
    from jinja2 import Environment

    with as_file(_FOLDER.joinpath("dossier_template.docx")) as path:
        template = DocxTemplate(path)
    template.init_docx()

    def draw(chart: dict[str, Any]) -> InlineImage:
        png = chart_png(chart, PICTURE_SCALE)
        pixels = int.from_bytes(png[16:20], "big") / PICTURE_SCALE  # a PNG's head says its width
        width = Mm(min(MOST_WIDTH_MM, pixels * MM_A_PIXEL))
        return InlineImage(template, io.BytesIO(png), width=width)

    content = printed(_plain(dossier), Reader(language, translate), draw)
    # Without autoescape everything after an "&" in a name would be lost.
    template.render({"d": content}, Environment(autoescape=True))
    _describe_pictures(template.docx, content)
    set_language(template.docx, DOCX_LANGUAGES.get(language, language))
    template.docx.core_properties.title = content["title"]
    written = io.BytesIO()
    template.save(written)
    return written.getvalue()


def _plain(dossier: Dossier | Plain) -> Plain:
    return dossier.to_dict() if isinstance(dossier, Dossier) else dossier


def _svg_for_print(chart: dict[str, Any]) -> str:
    from html import escape

    return chart_svg(chart).replace(escape(FONT), PDF_FONT)


def _describe_pictures(document: "Document", content: Plain) -> None:
    """Write each drawing's text for those who do not see it into the picture."""
    texts = [e["alternative"] for section in content["sections"] for e in section["exhibits"]]
    for shape, text in zip(document.inline_shapes, texts, strict=True):
        shape._inline.docPr.set("descr", text)


def set_language(document: "Document", language: str) -> None:
    """Say in every style of a Word document which language it is in."""
    from docx.oxml.ns import qn

    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)
