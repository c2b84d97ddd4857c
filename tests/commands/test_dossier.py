import json

import pytest
from typer.testing import CliRunner

from decentwork.commands.main import app
from decentwork.estimates.errors import AmbiguousName, CannotWrite, InputError, UnknownCode


@pytest.fixture
def run(sample_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(sample_folder.root))

    def command(*arguments: str):
        done = CliRunner().invoke(app, ["dossier", *arguments])
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done

    return command


def test_the_summary_tells_the_chain_what_is_known_and_what_is_not(run):
    text = run("Avonia", "textiles").stdout
    assert text.startswith("Textiles, Avonia")
    assert "In short" in text
    assert "Not known" in text
    assert "█" in text  # a bar chart


def test_json_prints_one_object_with_the_agreed_parts(run):
    dossier = json.loads(run("XAA", "textiles", "--json").stdout)
    assert dossier["chain"]["country"] == "XAA"
    assert dossier["chain"]["industry"] == "textiles"
    provenance = next(f["provenance"] for f in dossier["figures"] if f["value"] is not None)
    assert {"publisher", "title", "licence", "citation", "steps"} <= provenance.keys()


def test_a_page_is_written_and_named(run, tmp_path):
    page = tmp_path / "dossier.html"
    done = run("XAA", "textiles", "--html", str(page))
    assert str(page) in done.stderr
    assert "<h1" in page.read_text()
    assert done.stdout == ""


def test_a_folder_that_is_not_there_is_told_without_a_traceback(run, tmp_path):
    with pytest.raises(CannotWrite, match="No such file or directory"):
        run("XAA", "textiles", "--html", str(tmp_path / "absent" / "dossier.html"))


def test_the_list_shows_slugs_and_names(run):
    assert "garments" in run("--list").stdout
    listed = json.loads(run("--list", "--json").stdout)
    assert {"chain": "garments", "name": "Garments", "isic4": ["C14"]} in listed


@pytest.mark.parametrize(
    ("place", "chain", "error", "suggestion"),
    [
        ("Avonja", "textiles", UnknownCode, "Avonia"),
        ("Viet", "textiles", UnknownCode, "Viet Nam"),
        ("Korea", "textiles", AmbiguousName, "Republic of Korea"),
        ("Avonia", "garmets", UnknownCode, "garments"),
    ],
)
def test_a_near_miss_is_answered_with_suggestions(run, place, chain, error, suggestion):
    with pytest.raises(error, match=suggestion) as told:
        run(place, chain)
    assert told.value.exit_code == 2


def test_without_place_or_chain_the_message_says_what_to_write(run):
    with pytest.raises(InputError, match="decentwork dossier --list"):
        run("Avonia")
