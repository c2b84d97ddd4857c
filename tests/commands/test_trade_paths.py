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


def run(command, *arguments):
    result = CliRunner().invoke(trade_commands, [command, "--table", SAMPLE, *arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.output


def rows(*arguments):
    return json.loads(run(*arguments, "--json"))


def total(*arguments):
    return sum(row["value"] for row in rows("footprint", "--by", "market", *arguments))


def test_paths_and_their_remainder_are_the_footprint():
    found = rows("paths", "--market", "P", "--threshold", "0.01")
    assert list(found[0]) == ["path", "steps", "place", "industry", "value", "share", "unit"]
    assert found[-1]["path"] is None
    assert sum(row["value"] for row in found) == pytest.approx(total("--market", "P"))
    assert sum(row["share"] for row in found) == pytest.approx(1)


def test_paths_are_shown_from_the_work_to_the_market_with_the_rest():
    shown = run("paths", "--market", "P", "--threshold", "0.02")
    assert "→ P I1" in shown
    assert "On other paths:" in shown


def test_rounds_add_to_the_footprint():
    found = rows("rounds", "--market", "P", "--product", "I1", "--last", "2")
    assert [row["round"] for row in found] == ["0", "1", "2", "3+"]
    assert found[-1]["cumulative"] == pytest.approx(1)
    told = total("--market", "P", "--product", "I1")
    assert sum(row["value"] for row in found) == pytest.approx(told)


def test_rounds_of_a_place_are_part_of_the_whole():
    found = rows("rounds", "--place", "Q")
    assert sum(row["value"] for row in found) == pytest.approx(total("--place", "Q"))
    assert "by production round" in run("rounds")


def test_carriers_are_largest_first():
    found = rows("carriers", "--market", "P", "--most", "3")
    values = [row["value"] for row in found]
    assert values == sorted(values, reverse=True)
    assert [row["rank"] for row in found] == [1, 2, 3]
    assert "Who holds employment for P" in run("carriers", "--market", "P")


@pytest.mark.parametrize("command", ["paths", "rounds", "carriers"])
def test_a_market_that_the_table_lacks_is_refused(command):
    with pytest.raises(InvalidInput, match="Atlantis"):
        run(command, "--market", "Atlantis")


def test_position_tells_the_average_propagation_length_when_asked():
    found = rows("position", "--steps-from", "P:I1", "--steps-to", "Q:I2")
    assert list(found[0])[-2:] == ["steps_from", "steps_to"]
    assert all(row["steps_from"] >= 1 for row in found)
    with pytest.raises(UnknownCode, match="P:I1"):
        run("position", "--steps-to", "P:I9")
