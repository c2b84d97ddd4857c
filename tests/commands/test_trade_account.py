import json
import shutil
from pathlib import Path

import pytest

from decentwork.sources.child_labour_accounts import SECTORS, read_hazardous_counts
from decentwork.sources.employment_accounts import broad_sector
from decentwork.sources.tidy_table import read_tidy_table

SAMPLE = Path(__file__).parents[1] / "samples" / "tidy_table"
DECLARED = """
kind = "workers"
name = "weavers"
unit = "thousand persons"
year = 2011
groups = ["women", "men"]
title = "Invented survey"
publisher = "Nobody"
licence = "Apache-2.0"
citation = "invented"
key_concentration = 50
[totals]
file = "totals.csv"
[[keys]]
of = "employment"
"""
TOTALS = "place,group,value,low,high\nP,women,2,1.6,2.5\nP,men,3,,\nQ,women,1,,\nQ,men,1,,\n"


@pytest.fixture
def declaration(tmp_path):
    def declare(text=DECLARED, totals=TOTALS, **files):
        for name, rows in {"totals": totals, **files}.items():
            (tmp_path / f"{name}.csv").write_text(rows, "utf-8")
        (tmp_path / "account.toml").write_text(text, "utf-8")
        return tmp_path / "account.toml"

    return declare


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "table"))


def test_totals_by_place_and_group_come_with_interval_and_kind(decentwork, declaration):
    ended = decentwork("trade", "account", declaration(), "--table", SAMPLE, "--json")
    found = {(row["place"], row["group"]): row for row in json.loads(ended.out)}
    assert found["P", ""]["value"] == pytest.approx(5)
    assert found["P", "women"]["low"] == pytest.approx(1.6)
    assert found["P", "men"]["low"] is None
    assert found["Q", "men"] == {"place": "Q", "group": "men", "value": 1, "low": None,
                                 "high": None, "observed": 0, "modelled": 1, "borrowed": 0,
                                 "unit": "thousand persons"}  # fmt: skip
    assert "Experimental" in ended.err


def test_what_is_shown_says_experimental_and_what_the_intervals_hold(decentwork, declaration):
    shown = decentwork("trade", "account", declaration(), "--table", SAMPLE).out
    assert "weavers, thousand persons, 2011: 8 cells" in shown
    assert "Experimental: modelled cells" in shown
    assert "Dirichlet" in shown


def test_an_account_written_to_its_table_has_footprints(decentwork, declaration, folder):
    ended = decentwork("trade", "account", declaration(), "--table", folder, "--out", folder)
    assert ended.code == 0, ended.err
    assert "employment" in read_tidy_table(folder).accounts
    found = decentwork(
        "trade", "footprint", "--table", folder, "--account", "weavers_women", "--json"
    )
    assert sum(row["value"] for row in json.loads(found.out)) == pytest.approx(3)


BORROWS = (
    DECLARED.replace('groups = ["women", "men"]', "")
    + """
[regions]
file = "regions.csv"
borrow = true
size = "employment"
"""
)


def test_its_intervals_and_kinds_reach_footprints_and_coarser_tables(
    decentwork, declaration, folder, tmp_path
):
    decentwork("trade", "account", declaration(), "--table", folder, "--out", folder)
    asked = ("trade", "footprint", "--account", "weavers", "--by", "place", "--intervals", "--json")
    [first, second] = json.loads(decentwork(*asked, "--table", folder).out)
    assert first["value"] == pytest.approx(5)
    assert 4.55 < first["low"] < 4.7 < 5.3 < first["high"] < 5.5  # of 2 (1.6 to 2.5) and 3, known
    assert second["low"] == pytest.approx(second["high"])  # totals without an error, all of them
    assert "totals, shares and keys" in first["interval_note"]
    (tmp_path / "one.csv").write_text("source,target\nI1,all\nI2,all\n", "utf-8")
    decentwork("trade", "aggregate", folder, "--industries", tmp_path / "one.csv",
               "--out", tmp_path / "coarse")  # fmt: skip
    [coarse, _] = json.loads(decentwork(*asked, "--table", tmp_path / "coarse").out)
    assert coarse["low"] == pytest.approx(first["low"])
    assert set(read_tidy_table(tmp_path / "coarse").accounts["weavers"].frame["how"]) == {
        "modelled"
    }


def test_a_place_that_only_borrows_has_no_figure_and_is_written_only_when_asked(
    decentwork, declaration, folder
):
    path = declaration(BORROWS, "place,value\nP,6\n", regions="place,region\nP,north\nQ,north\n")
    ended = decentwork("trade", "account", path, "--table", folder, "--out", folder, "--json")
    by_place = {row["place"]: row for row in json.loads(ended.out)}
    assert by_place["Q"]["value"] is None
    assert by_place["Q"]["borrowed"] == 1
    assert "not for publication by place" in ended.err
    assert set(read_tidy_table(folder).accounts["weavers"].frame["place"]) == {"P"}
    decentwork("trade", "account", path, "--table", folder, "--out", folder, "--borrowed")
    assert set(read_tidy_table(folder).accounts["weavers"].frame["place"]) == {"P", "Q"}
    cells = (folder / "weavers_cells.csv").read_text("utf-8")
    assert cells.count("borrowed") == 2


def test_totals_that_contradict_the_whole_are_refused_by_name(decentwork, declaration):
    path = declaration(totals="place,group,value\nP,women,2\nP,men,3\nP,,6\n")
    ended = decentwork("trade", "account", path, "--table", SAMPLE)
    assert ended.code == 2
    assert "total P women (2), total P men (3), total P (6); they are 1 apart" in ended.err
    assert "Traceback" not in ended.err


def test_a_declaration_with_faults_is_refused_whole(decentwork, declaration):
    path = declaration(totals="place,value\nX,2\nP,many\n")
    ended = decentwork("trade", "account", path, "--table", SAMPLE)
    assert ended.code == 2
    assert "value 'many' is not a number" in ended.err


def test_a_folder_that_cannot_be_written_is_refused(decentwork, declaration):
    path = declaration()
    ended = decentwork("trade", "account", path, "--table", SAMPLE, "--out", path / "below")
    assert ended.code == 2
    assert "cannot be written" in ended.err


def test_children_in_hazardous_work_keep_their_published_total(
    decentwork, declaration, data_folder, monkeypatch, tmp_path
):
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    entry = "ilostat_hazardous_child_work_sector"
    counts = read_hazardous_counts(data_folder.file(entry), data_folder.provenance(entry))
    count = max((it for it in counts if it.place == "BRA"), key=lambda it: it.year)
    text = DECLARED.replace('name = "weavers"', f'ages = "{count.ages}"').replace(
        'kind = "workers"', 'kind = "hazardous_child_work"'
    )
    text = text.replace('groups = ["women", "men"]', "")
    text += '[shares]\nfile = "shares.csv"\n[sectors]\nfile = "sectors.csv"\n'
    shares = "".join(f"BRA,{sector},{count.counts[sector]}\n" for sector in SECTORS)
    sectors = "".join(f"c{it},{broad_sector(f'c{it}')}\n" for it in range(1, 36))
    path = declaration(
        text,
        f"place,value\nBRA,{count.total}\n",
        shares="place,sector,value\n" + shares,
        sectors="industry,sector\n" + sectors,
    )
    ended = decentwork("trade", "account", path, "--out", tmp_path / "out", "--json")
    (row,) = json.loads(ended.out)
    assert row["value"] == pytest.approx(count.total, rel=1e-12)
    assert row["observed"] == pytest.approx(count.counts["agriculture"] / count.total)
    lines = (tmp_path / "out" / f"hazardous_child_work_{count.ages}_cells.csv").read_text("utf-8")
    cells = [line.split(",") for line in lines.splitlines()[1:]]
    for sector in SECTORS:
        inside = sum(float(it[3]) for it in cells if broad_sector(it[1]) == sector)
        assert inside == pytest.approx(count.counts[sector], rel=1e-12)
