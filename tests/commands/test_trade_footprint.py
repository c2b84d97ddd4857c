import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from decentwork.commands.trade import trade_commands
from decentwork.commands.trade_footprint import NoSides
from decentwork.estimates.errors import InvalidInput, UnknownCode

SAMPLE = str(Path(__file__).parents[1] / "samples" / "tidy_table")


@pytest.fixture(autouse=True)
def empty_data(tmp_path, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path))


def run(*arguments):
    result = CliRunner().invoke(trade_commands, ["footprint", "--table", SAMPLE, *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def rows(*arguments):
    return json.loads(run(*arguments, "--json"))


def test_any_labels_are_shown_and_add_up():
    found = rows("--by", "industry,product,market,through", "--market", "P")
    assert list(found[0]) == ["industry", "product", "market", "through", "value", "unit"]
    told = rows("--by", "market")
    assert sum(row["value"] for row in found) == pytest.approx(told[0]["value"])


def test_selections_may_be_repeated_or_split_by_commas():
    one = rows("--place", "P,Q", "--by", "place")
    other = rows("--place", "P", "--place", "Q", "--by", "place")
    assert one == other
    assert [row["place"] for row in rows("--place", "Q", "--by", "place")] == ["Q"]


def test_what_is_unknown_is_told_all_at_once():
    with pytest.raises(InvalidInput) as caught:
        run("--place", "Atlantis,P", "--product", "I9", "--chain", "garments")
    assert len(caught.value.problems) == 3


def test_regions_of_a_file_are_sums(tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("source,target\nP,Sea\nQ,Sea\n")
    [row] = rows("--by", "place", "--regions", str(groups))
    assert (row["place"], row["value"]) == ("Sea", pytest.approx(66))


def test_a_place_shared_out_between_regions_is_refused(tmp_path):
    groups = tmp_path / "groups.csv"
    groups.write_text("source,target,share\nP,Sea,0.5\nP,Land,0.5\nQ,Sea,1\n")
    with pytest.raises(InvalidInput, match="P: is shared out"):
        run("--regions", str(groups))


def test_a_grouping_that_does_not_exist_is_refused():
    with pytest.raises(UnknownCode, match="ilo_region"):
        run("--regions", "continents")


def test_sides_show_production_and_consumption():
    found = rows("--sides")
    assert [row["place"] for row in found] == ["P", "Q"]
    assert found[0]["production"] == pytest.approx(24)
    assert sum(row["balance"] for row in found) == pytest.approx(0, abs=1e-9)
    assert [row["place"] for row in rows("--sides", "--place", "Q")] == ["Q"]


@pytest.mark.parametrize("other", [("--market", "P"), ("--by", "place"), ("--intervals",)])
def test_sides_go_with_no_market(other):
    with pytest.raises(NoSides):
        run("--sides", *other)


def test_an_account_without_an_error_has_no_interval_and_says_why():
    found = rows("--by", "place", "--intervals")
    assert found[0]["low"] is None
    assert "without an error" in found[0]["interval_note"]


def test_labour_that_is_not_known_is_named():
    shown = run("--account", "child_labour", "--by", "place")
    assert "Not known of, and left out: P." in shown


def test_the_published_table_has_chains_regions_and_bands(data_folder, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    arguments = ("--by", "place", "--market", "USA", "--chain", "garments", "--intervals")
    found = json.loads(
        CliRunner().invoke(trade_commands, ["footprint", *arguments, "--json"]).output
    )
    china = next(row for row in found if row["place"] == "CHN")
    assert china["low"] < china["value"] < china["high"]
    assert china["rank_low"] <= china["rank"] <= china["rank_high"]
    [asia] = json.loads(
        CliRunner()
        .invoke(
            trade_commands,
            [
                "footprint",
                "--by",
                "place",
                "--place",
                "CHN,IND",
                "--regions",
                "ilo_region",
                "--json",
            ],
        )
        .output
    )
    assert asia["place"] == "Asia and the Pacific"
