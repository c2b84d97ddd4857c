import json

import pytest
from tests.sources.collected_answers import read

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources.odk_json import collected_forms, read_json


@pytest.fixture
def feed(project):
    text = (project / "tests/samples/odk_json/economic_unit.json").read_text()
    return json.loads(text)


def test_groups_and_repeats_of_central_are_told_by_path(feed):
    (form,) = collected_forms(feed, "a.json")
    first = form.submissions[0]
    assert form.names == ("economic_unit",)
    assert first.cells["workforce/workers_listed"] == "12"
    entry = first.rosters["formal_suppliers"][1]
    assert entry.where == "a.json, submission 1, formal_suppliers 2"
    assert entry.cells["formal_suppliers_contact/supplier_name"] == "Invented Dyes"


def test_a_feed_without_its_repeats_is_refused_with_what_to_ask_for(feed, tmp_path):
    for row in feed["value"]:
        del row["suppliers"]["home_workers"]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(feed))
    with pytest.raises(InvalidInput, match=r"the repeat home_workers is not .* \$expand=\*"):
        read(path)


def test_a_file_cut_short_is_damaged(tmp_path, feed):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(feed)[:-20])
    with pytest.raises(DamagedFile, match="cut short"):
        read_json(path, path.name)


def test_a_file_nested_without_end_is_damaged(tmp_path):
    path = tmp_path / "a.json"
    path.write_text("[" * 100_000)
    with pytest.raises(DamagedFile, match="nested too deeply"):
        read_json(path, path.name)


@pytest.mark.parametrize("content", [{}, [1], {"value": "x"}, "text"])
def test_json_of_something_else_is_refused(content):
    with pytest.raises(DamagedFile, match="no submissions"):
        collected_forms(content, "a.json")
