import json

import pytest
from typer.testing import CliRunner

from decentwork.commands.data import NothingToAdd, data_commands
from decentwork.estimates.errors import InvalidInput, UnknownCode, UnknownFile
from decentwork.sources.data_folder import DataFolder


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path / "data"))
    return DataFolder(tmp_path / "data")


def run(*words):
    return CliRunner().invoke(data_commands, words)


def test_where_prints_the_folder_and_nothing_else(folder):
    assert run("where").stdout == f"{folder.root}\n"
    assert json.loads(run("where", "--json").stdout) == [str(folder.root)]


def test_list_shows_what_is_known_and_what_is_here(folder):
    folder.add_sample_world()
    text = run("list").stdout
    assert "wiod2013  (not here)" in text
    assert "Groningen Growth and Development Centre" in text
    assert "sample_labpta  (added " in text


def test_list_as_data_is_one_array_with_nothing_left_out(folder):
    rows = json.loads(run("list", "--json").stdout)
    assert len(rows) == 61
    assert len({frozenset(row) for row in rows}) == 1
    etd = next(row for row in rows if row["name"] == "ggdc_etd_2021")
    assert etd["licence_status"] == "unconfirmed"
    assert etd["files_here"] == 0
    assert etd["added"] is None


def test_add_takes_in_the_published_data(folder, shared_data):
    result = run("add", str(shared_data))
    assert result.exit_code == 0
    assert "61 added, 0 already here" in result.stdout
    assert "PROVENANCE.md" in result.stdout
    assert "0 added, 61 already here" in run("add", str(shared_data)).stdout


def test_add_as_data_says_what_became_of_each(folder, shared_data):
    rows = json.loads(run("add", str(shared_data / "labour" / "labpta.csv"), "--json").stdout)
    assert rows == [{"name": "labpta", "outcome": "added"}]


def test_add_takes_in_the_sample_world(folder):
    assert run("add", "--sample").exit_code == 0
    assert folder.sample_world().has("wiod2013")


def test_add_without_a_path_says_what_can_be_added(folder):
    assert isinstance(run("add").exception, NothingToAdd)


def test_add_refuses_what_it_does_not_know(folder, tmp_path):
    (tmp_path / "mine.csv").write_text("a,b\n")
    assert isinstance(run("add", str(tmp_path / "mine.csv")).exception, UnknownFile)


def test_verify_is_content_with_an_untouched_folder(folder):
    folder.add_sample_world()
    assert "as they were when added" in run("verify").stdout
    assert json.loads(run("verify", "--json").stdout) == []


def test_verify_names_a_changed_file_and_fails(folder):
    folder.add_sample_world()
    folder.file("sample_labpta").write_text("changed")
    failure = run("verify").exception
    assert isinstance(failure, InvalidInput)
    assert "sample_labpta" in str(failure)
    as_data = run("verify", "--json")
    assert as_data.exit_code == 2
    assert json.loads(as_data.stdout)[0]["what"] == "the content changed since it was added."


def test_show_prints_licence_citation_and_limits(folder):
    text = run("show", "ggdc_etd_2021").stdout
    assert "unconfirmed" in text
    assert "WIDER Technical Note 2/2021" in text
    assert "to be confirmed before the file is passed on" in text
    assert json.loads(run("show", "ggdc_etd_2021", "--json").stdout)[0]["files_here"] == 0


def test_show_of_an_unknown_name_suggests_near_ones(folder):
    failure = run("show", "wiod").exception
    assert isinstance(failure, UnknownCode)
    assert "wiod2013" in failure.suggestions
