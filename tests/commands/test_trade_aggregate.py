import json
from pathlib import Path

import pytest
from tests.sources import published_layouts as publish

SAMPLE = Path(__file__).parents[1] / "samples" / "tidy_table"
USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")


@pytest.fixture
def figaro(decentwork, tmp_path):
    """A table of three regions and two industries, with an account of pay, in the data folder."""
    of = publish.world(("AT", "EL", "FIGW1"), ("A01", "C13T15"), USES)
    path = tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2019.csv"
    publish.write_figaro(path, of)
    assert decentwork("trade", "add", path).code == 0
    return of


def written(path, lines):
    path.write_text("\n".join(lines) + "\n")
    return path


def test_a_table_and_its_accounts_are_grouped_written_and_used(decentwork, tmp_path, figaro):
    regions = written(
        tmp_path / "regions.csv", ["source,target", "AUT,EU", "GRC,EU", "ROW,REST", "ITA,EU"]
    )
    industries = written(
        tmp_path / "industries.csv",
        ["source,target,share", "A01,food,0.25", "A01,other,0.75", "C13T15,other,1"],
    )
    out = tmp_path / "out" / "small"
    ended = decentwork("trade", "aggregate", "figaro_2019", "--regions", regions,
                       "--industries", industries, "--out", out, "--json")  # fmt: skip
    [told] = json.loads(ended.out)
    assert (told["regions"], told["industries"]) == (2, 2)
    assert told["accounts"] == ["compensation_of_employees"]
    [checked] = json.loads(decentwork("trade", "check", out, "--json").out)
    assert checked["rows_off"] == []
    rows = json.loads(
        decentwork("trade", "footprint", "--table", out, "--account", "compensation_of_employees",
                   "--by", "place", "--json").out
    )  # fmt: skip
    assert [row["place"] for row in rows] == ["EU", "REST"]
    assert rows[0]["unit"] == "million EUR"
    total = sum(row["value"] for row in rows)
    assert total == pytest.approx(0.5 * figaro.inputs.sum(), rel=1e-9)
    assert decentwork("trade", "add", out).code == 0


def test_every_problem_of_both_files_is_told_at_once(decentwork, tmp_path, figaro):
    regions = written(
        tmp_path / "regions.csv", ["source,target,share", "AUT,EU,half", "GRC,,1", "ROW,R,0.5"]
    )
    industries = written(tmp_path / "industries.csv", ["from,target", "A01,food"])
    ended = decentwork("trade", "aggregate", "figaro_2019", "--regions", regions,
                       "--industries", industries, "--out", tmp_path / "small")  # fmt: skip
    assert ended.code == 2
    assert "regions.csv, line 2: share 'half' is no number above 0, up to 1." in ended.err
    assert "regions.csv, line 3: the source or the target is empty." in ended.err
    assert "regions.csv, ROW: its shares sum to 0.5." in ended.err
    assert "industries.csv, header: " in ended.err
    assert not (tmp_path / "small").exists()


def test_codes_of_the_table_without_a_group_are_all_told(decentwork, tmp_path, figaro):
    regions = written(tmp_path / "regions.csv", ["source,target", "AUT,EU"])
    ended = decentwork("trade", "aggregate", "figaro_2019", "--regions", regions,
                       "--out", tmp_path / "small")  # fmt: skip
    assert ended.code == 2
    assert "region GRC: has no group." in ended.err
    assert "region ROW: has no group." in ended.err


def test_a_folder_that_holds_something_is_not_written_over(decentwork, tmp_path, figaro):
    (tmp_path / "small").mkdir()
    written(tmp_path / "small" / "mine.txt", ["kept"])
    regions = written(tmp_path / "regions.csv", ["source,target", "AUT,W", "GRC,W", "ROW,W"])
    ended = decentwork("trade", "aggregate", "figaro_2019", "--regions", regions,
                       "--out", tmp_path / "small")  # fmt: skip
    assert ended.code == 2
    assert "it is there and not empty" in ended.err
    assert [it.name for it in (tmp_path / "small").iterdir()] == ["mine.txt"]


def test_an_account_of_which_every_group_lacks_a_cell_is_left_out_and_it_is_told(
    decentwork, tmp_path
):
    codes = written(tmp_path / "codes.csv", ["source,target", "I1,all", "I2,all"])
    regions = written(tmp_path / "regions.csv", ["source,target", "P,all", "Q,all"])
    ended = decentwork("trade", "aggregate", SAMPLE, "--regions", regions,
                       "--industries", codes, "--out", tmp_path / "small")  # fmt: skip
    assert "accounts: employment." in ended.out
    assert "left out: child_labour." in ended.out
    assert (tmp_path / "small" / "accounts.parquet").exists()
