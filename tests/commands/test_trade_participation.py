import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decentwork.commands.trade import trade_commands
from decentwork.commands.trade_participation import NotYears
from decentwork.estimates.errors import UnknownCode

SAMPLE = str(Path(__file__).parents[1] / "samples" / "tidy_table")


def run(*arguments):
    result = CliRunner().invoke(trade_commands, ["participation", *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


@pytest.fixture
def empty_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path))


@pytest.mark.usefixtures("empty_data")
def test_without_years_it_is_a_row_a_place():
    rows = json.loads(run("--table", SAMPLE, "--json"))
    assert [row["place"] for row in rows] == ["P", "Q"]
    assert [
        row["place"] for row in json.loads(run("--table", SAMPLE, "--place", "Q", "--json"))
    ] == ["Q"]


@pytest.mark.usefixtures("empty_data")
def test_over_years_it_says_that_no_group_is_known():
    shown = run("--table", SAMPLE, "--years", "2011")
    assert "No group is known beside employment." in shown
    [row, _] = json.loads(run("--table", SAMPLE, "--years", "2011-2011", "--json"))
    assert row["group"] is None
    assert row["serves_abroad"] > 0


@pytest.mark.usefixtures("empty_data")
def test_years_and_groups_that_mean_nothing_are_refused():
    with pytest.raises(NotYears, match="1995-2011"):
        run("--table", SAMPLE, "--years", "lately")
    with pytest.raises(UnknownCode, match="men"):
        run("--table", SAMPLE, "--group", "men")


def test_published_shares_of_women_stand_beside_participation(data_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    arguments = ("--years", "2000,2011", "--group", "women", "--place", "CHN,ROW")
    rows = json.loads(run(*arguments, "--json"))
    assert [(row["place"], row["year"]) for row in rows] == [
        ("CHN", 2000), ("ROW", 2000), ("CHN", 2011), ("ROW", 2011),
    ]  # fmt: skip
    assert 0.4 < rows[0]["share"] < 0.5
    assert rows[1]["share"] is None
    shown = run(*arguments)
    assert "Not known: women: 2 of 4 rows; never: ROW." in shown
