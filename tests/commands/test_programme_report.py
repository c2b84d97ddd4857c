import io

import pytest
from docx import Document


def test_the_report_is_there_straight_after_set_up(decentwork, tmp_path):
    out = tmp_path / "report.docx"
    ended = decentwork("programme", "report", "--format", "docx", "--lang", "es", "--out", out)
    assert ended.code == 0, ended.err
    titles = [it.text for it in Document(io.BytesIO(out.read_bytes())).paragraphs]
    assert "5. Alianzas y coherencia de las políticas" in titles


@pytest.mark.parametrize(("format", "begins"), [("pdf", b"%PDF"), ("html", b"<!doctype html>")])
def test_it_is_written_as_what_is_asked_for(format, begins, decentwork, tmp_path):
    out = tmp_path / "report"
    ended = decentwork("programme", "report", "--format", format, "--out", out)
    assert ended.code == 0, ended.err
    assert out.read_bytes().startswith(begins)


def test_a_country_is_found_by_its_name(decentwork, tmp_path):
    out = tmp_path / "brief.html"
    command = ("programme", "report", "--format", "html", "--form", "country", "--out", out)
    assert decentwork(*command, "--place", "Viet Nam").code == 0
    assert "Brief on one country: Viet Nam" in out.read_text()


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (("--form", "country"), "needs a country"),
        (("--form", "country", "--place", "Nowhere"), "Nowhere"),
        (("--form", "donor", "--organisation", "nobody"), "nobody"),
        (("--programme", "nothing"), "nothing"),
        (("--lang", "de"), "de"),
    ],
)
def test_what_cannot_be_written_is_told_and_nothing_is_left(more, told, decentwork, tmp_path):
    out = tmp_path / "report.docx"
    ended = decentwork("programme", "report", "--out", out, *more)
    assert ended.code == 2
    assert told in ended.err
    assert not out.exists()


def test_a_folder_that_is_not_there_is_told(decentwork, tmp_path):
    ended = decentwork("programme", "report", "--out", tmp_path / "none" / "report.docx")
    assert ended.code != 0
    assert "cannot be written" in ended.err
