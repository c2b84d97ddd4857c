import io
import re

import pytest
from docx import Document
from docx.oxml.ns import qn

from decentwork.reporting.documents import render_docx, render_html, render_pdf

MARKED = "Bureau of Statistics & Maps <Avonia>"


@pytest.fixture(scope="module")
def made(request):
    """Hold what was rendered, so that each kind is rendered once."""
    return {}


@pytest.fixture
def pdf(avonia, made):
    return made.setdefault("pdf", made.get("pdf") or render_pdf(avonia))


@pytest.fixture
def docx(avonia, made):
    return made.setdefault("docx", made.get("docx") or render_docx(avonia))


@pytest.fixture
def html(avonia, made):
    return made.setdefault("html", made.get("html") or render_html(avonia))


def test_a_page_needs_no_other_file(html):
    assert "<svg" in html
    assert "<style>" in html
    assert re.findall(r'<(?:script|link|img)\b[^>]*(?:src|href)="', html) == []


def test_what_data_say_is_text_on_the_page_and_never_markup(html):
    assert "Bureau of Statistics &amp; Maps &lt;Avonia&gt;" in html
    assert "<Avonia>" not in html


def test_a_pdf_has_all_words_and_a_title(pdf, words_of, tmp_path):
    (tmp_path / "dossier.pdf").write_bytes(pdf)
    text = words_of(tmp_path / "dossier.pdf")
    assert "Garments, Avonia" in text
    assert "Thread & Yarn" in text
    assert MARKED in text


def test_a_pdf_is_tagged_and_describes_its_drawings(pdf):
    assert b"/StructTreeRoot" in pdf
    assert b"/MarkInfo" in pdf
    assert b"pdfuaid" in pdf


def test_a_word_document_has_headings_head_rows_and_descriptions(docx):
    document = Document(io.BytesIO(docx))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[0] == "In short"
    assert headings[-1] == "Sources and method"
    rows = [table.rows[0]._tr for table in document.tables]
    assert all(row.find(qn("w:trPr")).find(qn("w:tblHeader")) is not None for row in rows)
    texts = [shape._inline.docPr.get("descr") for shape in document.inline_shapes]
    assert len(texts) == 11
    assert all("Avonia" in text for text in texts)


def test_no_sign_of_the_template_is_left(docx):
    document = Document(io.BytesIO(docx))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "{" not in text
    assert "Thread & Yarn" in text
    assert MARKED in text


def test_the_office_opens_a_word_document(docx, office_pdf, words_of, tmp_path):
    (tmp_path / "dossier.docx").write_bytes(docx)
    text = words_of(office_pdf(tmp_path / "dossier.docx"))
    assert "Garments, Avonia" in text
    assert "Thread & Yarn" in text
    assert "<Avonia>" in text


def test_a_document_says_its_language(avonia):
    document = Document(io.BytesIO(render_docx(avonia, "fr")))
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"fr-FR"}
