"""Labour in trade as JSON: the same as from the command line, and bounded."""

import json

import pytest
from tests.accounts import account_plans
from typer.testing import CliRunner

from decentwork.accounts.account_builder import build_account
from decentwork.commands.main import app
from decentwork.sources.account_files import write_account
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_intake import take_in_tables
from decentwork.sources.tidy_folder import write_new_folder

TABLE = "sample_wiod2013"


def asked(site, what: str, status: int = 200, **question: str):
    answer = site.get(f"/api/v1/trade/{what}", question)
    assert answer.status_code == status
    return answer.json()


def printed(folder, monkeypatch, *words: str):
    monkeypatch.setenv("DECENTWORK_DATA", str(folder.root))
    done = CliRunner().invoke(app, ["trade", *words, "--table", TABLE, "--json"])
    return json.loads(done.stdout)


@pytest.mark.parametrize("method", ["borin_mancini", "koopman_wang_wei", "tripartite"])
def test_exports_are_the_rows_of_the_command(sample_site, sample_folder, monkeypatch, method):
    told = printed(sample_folder, monkeypatch, "exports", "--method", method)
    assert asked(sample_site, "exports", table=TABLE, method=method) == told


@pytest.mark.parametrize("what", ["position", "participation"])
def test_answers_are_the_rows_of_the_command(sample_site, sample_folder, monkeypatch, what):
    assert asked(sample_site, what, table=TABLE) == printed(sample_folder, monkeypatch, what)


def test_the_tables_name_their_years_and_accounts(sample_site):
    found = {row["name"]: row for row in asked(sample_site, "tables")}
    assert found[TABLE]["invented"]
    assert found[TABLE]["accounts"] == ["employment"]


def test_a_footprint_says_its_total_and_where_it_comes_from(sample_site):
    found = asked(sample_site, "footprint", table=TABLE, place="XAA", by="market")
    assert sum(row["value"] for row in found["rows"]) == pytest.approx(found["total"]["value"])
    assert found["total"]["provenance"]["citation"]


def test_an_answer_of_too_many_rows_is_refused(sample_site, monkeypatch):
    monkeypatch.setattr("decentwork_site.trade.calculations.MOST_ROWS", 3)
    refused = asked(sample_site, "footprint", 409, table=TABLE, by="place,industry")
    assert "3 at most" in refused["what"]


def test_all_exporters_at_once_are_not_told_by_importer(sample_site):
    question = {"table": TABLE, "method": "borin_mancini", "bilateral": "true"}
    assert asked(sample_site, "exports", 409, **question)["where"] == "query.exporter"


def test_what_the_table_lacks_is_not_found(sample_site):
    refused = asked(sample_site, "footprint", 404, table=TABLE, place="ZZZ")
    assert "ZZZ" in refused["what"]
    assert "XAA" in refused["hint"]


def test_a_built_account_of_an_own_table_has_its_interval(client, db, settings, tmp_path):
    toy, folder = tmp_path / "toy", DataFolder(tmp_path / "data")
    write_new_folder(toy, account_plans.TABLE, {}, obtained="invented")
    errors = account_plans.totals("A . 100 90 111\nB . 50")
    plan = account_plans.plan(totals=errors, key_concentration=50.0)
    write_account(toy, account_plans.TABLE, build_account(plan, account_plans.TABLE))
    take_in_tables(folder, toy)
    settings.DATA = folder
    found = asked(client, "footprint", table="toy", by="market", place="A")
    low, high = 100 / (111 / 90) ** 0.5, 100 * (111 / 90) ** 0.5
    assert [found["total"][end] for end in ("low", "high")] == pytest.approx([low, high])
    assert found["modelled"]
    assert all(row["low"] < row["value"] < row["high"] for row in found["rows"])
    assert "totals, shares and keys" in found["total"]["interval_note"]
