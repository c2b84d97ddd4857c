import io
from datetime import date
from html.parser import HTMLParser

import pytest
from docx import Document
from tests.programmes.made import programme as made
from tests.programmes.made import row, update

from decentwork.estimates.errors import DamagedFile
from decentwork.programmes.report_paragraphs import Rewritten
from decentwork.programmes.shipped import first_programme
from decentwork.reporting.report_files import programme_report
from decentwork.reporting.translations import translator

TODAY = date(2028, 6, 1)
AREAS = {
    "en": "1. Knowledge generation and dissemination",
    "fr": "1. Production et diffusion des connaissances",
    "es": "1. Generación y difusión de conocimientos",
}


def written(kind, language="en", programme=None, **more):
    return programme_report(
        programme or first_programme(),
        language,
        kind,
        today=TODAY,
        translate=translator(language),
        **more,
    )


class Parts(HTMLParser):
    """Texts of a page by the tag they stand in."""

    def __init__(self, page):
        super().__init__()
        self.held, self.open = {}, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        for tag in set(self.open):
            self.held.setdefault(tag, []).append(data.strip())


@pytest.mark.parametrize("language", AREAS)
def test_the_office_opens_the_report_of_the_first_programme(
    language, office_pdf, words_of, tmp_path
):
    path = tmp_path / "report.docx"
    path.write_bytes(written("docx", language))
    text = words_of(office_pdf(path))
    assert AREAS[language] in text
    assert "{{" not in text
    assert "{%" not in text


def test_a_word_report_has_headings_head_rows_and_its_language():
    document = Document(io.BytesIO(written("docx", "fr")))
    headings = [it.text for it in document.paragraphs if it.style.name == "Heading 1"]
    assert len(headings) == 7
    assert headings[1] == AREAS["fr"]
    assert all("tblHeader" in table.rows[0]._tr.xml for table in document.tables)
    assert 'w:val="fr-FR"' in document.styles.element.xml
    numbered = [it.text for it in document.paragraphs if it.style.name == "Report paragraph"]
    assert [it.partition(".\t")[0] for it in numbered] == [
        str(number) for number in range(1, len(numbered) + 1)
    ]


@pytest.mark.parametrize("language", AREAS)
def test_a_printed_report_is_tagged_and_has_its_areas(language, words_of, tmp_path):
    pdf = written("pdf", language)
    (tmp_path / "report.pdf").write_bytes(pdf)
    assert AREAS[language] in words_of(tmp_path / "report.pdf")
    assert b"pdfuaid" in pdf


@pytest.mark.parametrize("language", AREAS)
def test_the_status_of_the_first_programme_fits_one_page(language, words_of, tmp_path):
    (tmp_path / "status.pdf").write_bytes(written("pdf", language, form="status"))
    assert words_of(tmp_path / "status.pdf").count("\f") == 1


@pytest.mark.parametrize("language", AREAS)
def test_a_page_says_its_language_and_needs_no_other_file(language):
    page = written("html", language).decode()
    assert f'<html lang="{language}">' in page
    assert AREAS[language] in Parts(page).held["h2"]
    assert "http" not in page.replace("http://www.w3.org", "")


def test_all_three_files_tell_the_same_paragraphs(words_of, tmp_path):
    programme = made(update(30), update(12, year=2027))
    document = Document(io.BytesIO(written("docx", programme=programme)))
    word = " ".join(it.text for it in document.paragraphs)
    page = written("html", programme=programme).decode()
    (tmp_path / "report.pdf").write_bytes(written("pdf", programme=programme))
    printed = words_of(tmp_path / "report.pdf")
    for text in ("Inspectors who passed: 42", "Invented: nothing in this programme exists."):
        assert all(text in it for it in (word, page, printed))


def test_what_stands_in_a_record_is_text_and_never_markup():
    sly = row(
        "lessons", id="sly", title="Sly", text="<script>alert(1)</script> & {{ 7 * 7 }} #panic()"
    )
    programme = made(sly)
    assert "<script>alert" not in written("html", programme=programme).decode()
    document = Document(io.BytesIO(written("docx", programme=programme)))
    assert any("& {{ 7 * 7 }} #panic()" in it.text for it in document.paragraphs)
    assert written("pdf", programme=programme).startswith(b"%PDF")


def test_what_an_editor_wrote_stands_there_with_what_changed_since():
    words = {"course": Rewritten(text="Our own words.", by="Asha", told=("A course.", "Old."))}
    page = written("html", programme=made(update(30)), rewritten=words).decode()
    assert "Our own words." in page
    assert "Rewritten by Asha." in page
    assert "No longer told: “Old.”" in page


def test_an_office_may_bring_a_template_of_its_own(tmp_path):
    own = Document()
    own.add_paragraph("Ministry of Avonia: {{ p.title }}")
    own.save(tmp_path / "own.docx")
    content = written("docx", programme=made(), template=tmp_path / "own.docx")
    assert [it.text for it in Document(io.BytesIO(content)).paragraphs] == [
        "Ministry of Avonia: Decent work in Avonia"
    ]


@pytest.mark.parametrize("text", ["{{ p.title", "{% for %}"])
def test_a_template_with_a_wrong_tag_is_refused_by_name(text, tmp_path):
    own = Document()
    own.add_paragraph(text)
    own.save(tmp_path / "own.docx")
    with pytest.raises(DamagedFile, match="own.docx"):
        written("docx", programme=made(), template=tmp_path / "own.docx")


def test_a_template_that_is_no_word_document_is_refused(tmp_path):
    (tmp_path / "own.docx").write_text("not a document")
    with pytest.raises(DamagedFile, match="no Word document"):
        written("docx", programme=made(), template=tmp_path / "own.docx")
