import io

import pytest
import yaml
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


def test_the_last_line_says_how_much_is_in_the_file(decentwork, tmp_path):
    out = tmp_path / "status.pdf"
    ended = decentwork("programme", "report", "--format", "pdf", "--form", "status", "--out", out)
    assert ended.out == f"{out}: pages 1, paragraphs 1, sections 1\n"
    assert ended.err == ""


def test_paragraphs_that_were_rewritten_in_their_file_stand_in_the_report(decentwork, tmp_path):
    out, words = tmp_path / "report.html", tmp_path / "words.yaml"
    command = ("programme", "report", "--format", "html", "--out", out)
    assert decentwork(*command, "--paragraphs", words).code == 0
    held = yaml.safe_load(words.read_text())
    held["paragraphs"][0] |= {"text": "Our own beginning.", "by": "Asha"}
    held["paragraphs"].append({"key": "gone", "told": [], "text": "Old words.", "by": "Bo"})
    words.write_text(yaml.safe_dump(held))
    ended = decentwork(*command, "--rewritten", words)
    assert ended.code == 0
    assert "Our own beginning." in out.read_text()
    assert "Old words." not in out.read_text()
    assert "its words are left out: gone" in ended.err


def test_a_file_of_rewritten_paragraphs_that_is_wrong_is_told(decentwork, tmp_path):
    words = tmp_path / "words.yaml"
    words.write_text("paragraphs: [{key: about, text: Words}]")
    ended = decentwork("programme", "report", "--out", tmp_path / "r.docx", "--rewritten", words)
    assert ended.code == 2
    assert "told" in ended.err
    assert not (tmp_path / "r.docx").exists()
