import io

import pytest
from docx import Document

from decentwork.reporting.charts import chart_png, chart_svg
from decentwork.reporting.papers import (
    Paper,
    PaperSection,
    PaperTable,
    Picture,
    paper_docx,
    paper_pdf,
)

BARS = {
    "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
    "description": "Two bars",
    "data": {"values": [{"x": "a", "y": 1}, {"x": "b", "y": 2}]},
    "mark": "bar",
    "encoding": {"x": {"field": "x", "type": "nominal"}, "y": {"field": "y", "type": "nominal"}},
}


@pytest.fixture(scope="module")
def paper() -> Paper:
    picture = Picture(alternative="Two bars", svg=chart_svg(BARS), png=chart_png(BARS))
    table = PaperTable(title="Seeds", head=("Stratum", "Units"), rows=(("Large & other", "12"),))
    section = PaperSection(
        title="Weights",
        paragraphs=("Weights follow links: #not markup, <b>not</b> {{ either }}.",),
        pictures=(picture,),
        tables=(table,),
    )
    return Paper(
        title="Électronique d’Avonia",
        language="fr",
        notice="Invented & labelled so.",
        sections=(section,),
        made="Made by a test.",
    )


def test_a_paper_as_pdf_is_tagged_and_has_all_its_words(paper, words_of, tmp_path):
    pdf = paper_pdf(paper)
    (tmp_path / "paper.pdf").write_bytes(pdf)
    text = words_of(tmp_path / "paper.pdf")
    for words in ("Électronique d’Avonia", "Invented & labelled", "{{ either }}", "Large & other"):
        assert words in text
    assert b"pdfuaid" in pdf
    assert b"/Alt" in pdf


def test_a_paper_as_word_document_has_headings_a_head_row_and_its_language(paper):
    document = Document(io.BytesIO(paper_docx(paper)))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert words[:3] == ["Électronique d’Avonia", "Invented & labelled so.", "Weights"]
    assert "{%" not in "".join(words)
    head = document.tables[0].rows[0]
    assert [cell.text for cell in head.cells] == ["Stratum", "Units"]
    assert "tblHeader" in head._tr.xml
    assert document.inline_shapes[0]._inline.docPr.get("descr") == "Two bars"
    assert 'w:val="fr-FR"' in document.styles.element.xml


def test_the_office_opens_a_paper(paper, office_pdf, words_of, tmp_path):
    (tmp_path / "paper.docx").write_bytes(paper_docx(paper))
    assert "Large & other" in words_of(office_pdf(tmp_path / "paper.docx"))
