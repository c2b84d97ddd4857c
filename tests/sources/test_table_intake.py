import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy as np
import pytest
from tests.sources import published_layouts as publish

from decentwork.accounts.labour import LabourAccount
from decentwork.estimates.errors import InvalidInput, UnknownFile
from decentwork.estimates.units import Unit
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.leontief import factorise
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_intake import take_in_tables
from decentwork.sources.table_layouts import recognise
from decentwork.sources.table_names import named_table

TIDY = Path(__file__).parents[1] / "samples" / "tidy_table"
USES = ("HFCE", "INVNT")


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


def icio(path, seed=1):
    of = publish.world(("AUS", "CHN", "CN1", "ROW"), ("A01_02", "C13T15", "T"), USES, seed=seed)
    for values in (of.flows, of.demand):
        values[3:6] = 0
    of.flows[:, 3:6] = 0
    of.output[:] = of.flows.sum(axis=1) + of.demand.sum(axis=1)
    publish.write_icio(path, of)
    return path


def adb(path):
    of = publish.world(("VIE", "RoW"), publish.ADB.industries, publish.ADB.uses)
    publish.write_workbook(path, publish.adb_rows(of, 2019))
    return path


def wiod(path):
    of = publish.world(("AUS", "ROW"), publish.RELEASE_2016.industries, publish.RELEASE_2016.uses)
    publish.write_binary_workbook(path, publish.wiod_2016_rows(of))
    return path


def old_wiod(path):
    of = publish.world(("ROM", "RoW"), publish.RELEASE_2013.industries, publish.RELEASE_2013.uses)
    publish.write_workbook(path, publish.wiod_2013_rows(of, 2011))
    return path


def cells_of(table):
    labour = LabourAccount(
        name="employment", unit=Unit.PERSONS, year=table.year, places=table.places,
        industries=table.industries, values=table.output * 0.5,
        how=("modelled",) * len(table.places), provenance=table.provenance,
    )  # fmt: skip
    return footprint(factorise(table), labour, ("place", "industry", "market")).to_frame()


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (icio, "ICIO2023_2014.csv"),
        (adb, "ADB-MRIO-2019.xlsx"),
        (wiod, "WIOT2014_Nov16_ROW.xlsb"),
        (old_wiod, "wiot11_row_apr12.xlsx"),
    ],
)
def test_the_footprint_of_a_table_taken_in_is_that_of_the_file(folder, tmp_path, write, name):
    path = write(tmp_path / name)
    [taken] = take_in_tables(folder, path)
    direct = recognise(path).read().table
    kept = named_table(taken.name, folder).table(direct.year)
    assert np.array_equal(kept.transactions, direct.transactions)
    assert np.array_equal(kept.final_demand, direct.final_demand)
    assert np.array_equal(kept.output, direct.output)
    assert cells_of(kept).equals(cells_of(direct))


def test_what_is_kept_says_whose_it_is_and_what_was_done(folder, tmp_path):
    [taken] = take_in_tables(folder, icio(tmp_path / "ICIO2023_2014.csv"))
    assert taken.name == "oecd_icio2023_2014"
    described = folder.entry(taken.name)
    assert (described.publisher, described.coverage) == ("OECD", "2014")
    assert described.obtained == "the file ICIO2023_2014.csv"
    assert "read from an ICIO table" in described.done
    table = named_table(taken.name, folder).table(2014)
    assert (table.unit, table.provenance.origins[0].publisher) == ("million USD", "OECD")
    [kept] = folder.root.rglob("table.toml")
    assert tomllib.loads(kept.read_text("utf-8"))["regions"] == "iso"


def test_the_report_tells_what_was_put_together(folder, tmp_path):
    [taken] = take_in_tables(folder, icio(tmp_path / "ICIO2023_2014.csv"))
    lines = "\n".join(taken.report.lines())
    assert "Money: million USD." in lines
    assert "Regions renamed: CN1 → CHN." in lines
    assert "Note: CN1 put into CHN." in lines
    assert taken.to_dict()["total_column_gap_share"] == pytest.approx(0, abs=1e-12)


def test_a_name_of_ones_own_is_kept_and_taken_ones_are_refused(folder, tmp_path):
    path = icio(tmp_path / "ICIO2023_2014.csv")
    assert take_in_tables(folder, path, "mine")[0].name == "mine"
    for name in ("Not so!", "wiod2013", "sample_mine"):
        with pytest.raises(InvalidInput):
            take_in_tables(folder, path, name)


def test_the_same_table_again_is_already_here_and_another_replaces_it(folder, tmp_path):
    path = icio(tmp_path / "ICIO2023_2014.csv")
    outcomes = [take_in_tables(folder, path)[0].outcome for _ in range(2)]
    icio(path, seed=2)
    assert [*outcomes, take_in_tables(folder, path)[0].outcome] == [
        "added", "already here", "replaced",
    ]  # fmt: skip
    assert folder.verify() == []


def test_the_years_of_a_folder_answer_to_one_name(folder, tmp_path):
    (tmp_path / "many").mkdir()
    for year in (2013, 2014):
        icio(tmp_path / "many" / f"ICIO2023_{year}.csv", seed=year)
    (tmp_path / "many" / "readme.txt").write_text("about")
    taken = take_in_tables(folder, tmp_path / "many", "mine")
    assert [it.name for it in taken] == ["mine_2013", "mine_2014"]
    every = named_table("mine", folder)
    assert every.years == (2013, 2014)
    assert every.table(2013).year == 2013


def test_an_archive_is_unpacked(folder, tmp_path):
    with zipfile.ZipFile(tmp_path / "ICIO2023.zip", "w") as packed:
        for year in (2013, 2014):
            packed.write(icio(tmp_path / f"{year}_SML.csv", seed=year), f"in/{year}_SML.csv")
    taken = take_in_tables(folder, tmp_path / "ICIO2023.zip")
    assert [it.name for it in taken] == ["oecd_icio_2013", "oecd_icio_2014"]


def test_one_bad_file_keeps_all_out_and_every_reason_is_told(folder, tmp_path):
    (tmp_path / "many").mkdir()
    icio(tmp_path / "many" / "ICIO2023_2013.csv")
    bad = icio(tmp_path / "many" / "ICIO2023_2014.csv")
    lines = bad.read_text().splitlines()
    lines[1] = lines[1].replace(lines[1].split(",")[1], "much", 1)
    bad.write_text("\n".join(lines))
    (tmp_path / "many" / "ICIO2023_2015.csv").write_text("a,b\n1,2\n")
    with pytest.raises(InvalidInput) as told:
        take_in_tables(folder, tmp_path / "many")
    assert [it.where for it in told.value.problems] == ["ICIO2023_2015.csv", "further"]
    (tmp_path / "many" / "ICIO2023_2015.csv").unlink()
    with pytest.raises(InvalidInput) as told:
        take_in_tables(folder, tmp_path / "many")
    [problem] = told.value.problems
    assert problem.where.startswith("ICIO2023_2014.csv, table, row AUS_A01_02")
    assert folder.names() == ()
    assert [it.name for it in folder.root.iterdir()] == []


def test_two_files_of_one_table_are_refused(folder, tmp_path):
    (tmp_path / "many").mkdir()
    icio(tmp_path / "many" / "2014.csv")
    icio(tmp_path / "many" / "2014_SML.csv", seed=2)
    with pytest.raises(InvalidInput, match="two files hold this table"):
        take_in_tables(folder, tmp_path / "many")


def test_a_folder_in_the_own_tidy_form_is_taken_as_it_is(folder):
    [taken] = take_in_tables(folder, TIDY, "toy")
    assert (taken.name, taken.publisher) == ("toy", "Nobody")
    assert named_table("toy", folder).account_names == ("employment", "child_labour")


def test_an_empty_folder_is_refused_with_the_known_layouts(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownFile, match="OECD ICIO"):
        take_in_tables(folder, tmp_path / "empty")


def test_what_a_killed_run_left_is_removed_by_the_next(folder, tmp_path):
    path = icio(tmp_path / "ICIO2023_2014.csv")
    code = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from decentwork.sources import table_intake\n"
        "from decentwork.sources.data_folder import DataFolder\n"
        "table_intake.write_tidy_table = lambda *a, **k: os._exit(9)\n"
        "table_intake.take_in_tables(DataFolder(Path(sys.argv[1])), Path(sys.argv[2]))\n"
    )
    subprocess.run([sys.executable, "-c", code, str(folder.root), str(path)], check=False)  # noqa: S603 - our own code
    assert folder.names() == ()
    assert len(list(folder.root.glob(".tables-*"))) == 1
    take_in_tables(folder, path)
    assert list(folder.root.glob(".tables-*")) == []
