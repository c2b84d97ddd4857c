import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decentwork.commands.trade import trade_commands
from decentwork.estimates.errors import InvalidInput, UnknownCode

SAMPLE = str(Path(__file__).parents[1] / "samples" / "tidy_table")


@pytest.fixture(autouse=True)
def empty_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path))


def run(*arguments):
    result = CliRunner().invoke(trade_commands, list(arguments), catch_exceptions=True)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def test_footprint_prints_one_array_of_place_market_value_unit():
    rows = json.loads(run("footprint", "--table", SAMPLE, "--year", "2011", "--account",
                          "employment", "--perspective", "final_demand", "--by", "place,market",
                          "--json"))  # fmt: skip
    assert [(row["place"], row["market"]) for row in rows] == [
        ("P", "P"), ("P", "Q"), ("Q", "P"), ("Q", "Q"),
    ]  # fmt: skip
    assert {row["unit"] for row in rows} == {"thousand persons"}
    assert sum(row["value"] for row in rows if row["place"] == "P") == pytest.approx(24)
    assert sum(row["value"] for row in rows) == pytest.approx(66)


def test_footprint_without_json_is_a_table():
    shown = run("footprint", "--table", SAMPLE, "--by", "place")
    assert "employment by place, final_demand" in shown
    assert "42" in shown


def test_exports_have_no_own_market():
    rows = json.loads(run("footprint", "--table", SAMPLE, "--perspective", "direct", "--json"))
    assert [(row["place"], row["market"]) for row in rows] == [("P", "Q"), ("Q", "P")]


def test_participation_prints_shares():
    rows = json.loads(run("participation", "--table", SAMPLE, "--json"))
    assert rows[0].keys() >= {"place", "exports", "backward", "forward", "unit"}
    assert 0 < rows[0]["backward"] < 1


def test_check_names_the_year_and_counts_negatives():
    [report] = json.loads(run("check", SAMPLE, "--json"))
    assert report["year"] == 2011
    assert report["negative_final_demand"] == 1
    assert report["rows_off"] == []
    assert "rows off by 0.000%" in run("check", SAMPLE)


def test_list_says_that_there_is_none_and_how_to_add_one():
    assert "decentwork trade add" in run("list")
    assert json.loads(run("list", "--json")) == []


def test_an_unknown_label_is_answered_with_the_known_ones():
    with pytest.raises(UnknownCode, match="place, industry, market"):
        run("footprint", "--table", SAMPLE, "--by", "place,colour")


def test_a_broken_folder_is_told_with_all_its_problems(tmp_path):
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "table.toml").write_text('title = "t"')
    with pytest.raises(InvalidInput, match="7 problems"):
        run("check", str(broken))


def test_the_published_table_gives_41_by_41_rows(data_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    rows = json.loads(run("footprint", "--table", "wiod2013", "--year", "2011", "--json"))
    assert len(rows) == 41 * 41
    abroad = sum(it["value"] for it in rows if it["place"] == "CHN" and it["market"] != "CHN")
    assert abroad == pytest.approx(141_240, abs=50)
    assert "Experimental" in run("footprint", "--year", "2011", "--by", "place")
    assert len(json.loads(run("list", "--json"))) == 2


def test_exports_prints_rows_by_the_contract():
    [row, *others] = json.loads(run("exports", "--table", SAMPLE, "--method", "oecd", "--json"))
    assert list(row) == ["exporter", "importer", "industry", "term", "value", "additive"]
    assert (row["exporter"], row["importer"], row["industry"]) == ("P", None, None)
    terms = [it["term"] for it in (row, *others) if it["exporter"] == "P"]
    assert terms == ["direct", "indirect", "reimported", "foreign"]


def test_exports_by_importer_of_one_exporter_and_of_labour():
    rows = json.loads(run("exports", "--table", SAMPLE, "--method", "borin_mancini", "--exporter",
                          "Q", "--bilateral", "--account", "employment", "--json"))  # fmt: skip
    assert {(row["exporter"], row["importer"]) for row in rows} == {("Q", "P")}
    memoranda = {row["term"] for row in rows if not row["additive"]}
    assert memoranda == {"VAX", "REF", "DAVAX", "GVC", "GVCB", "GVCF"}


def test_exports_without_json_say_what_they_are():
    shown = run("exports", "--table", SAMPLE, "--method", "tripartite")
    assert "tripartite, exporter perspective" in " ".join(shown.split())


def test_position_prints_a_row_an_industry():
    rows = json.loads(run("position", "--table", SAMPLE, "--json"))
    assert list(rows[0]) == ["region", "industry", "upstreamness", "downstreamness"]
    assert all(row["upstreamness"] >= 1 and row["downstreamness"] >= 1 for row in rows)
