import numpy as np
import pytest
from tests.sources import published_layouts as publish

from decentwork.dossiers.sector import sector
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_intake import take_in_tables

PLACES = ("VIE", "BAN", "RoW")


def added(folder, path, year, seed, prices="current prices"):
    """Take in an invented workbook of a year; return its value added in industry c4 by place."""
    of = publish.world(PLACES, publish.ADB.industries, publish.ADB.uses, seed=seed)
    publish.write_workbook(path, publish.adb_rows(of, year, prices=prices))
    take_in_tables(folder, path)
    made = of.output - of.flows.sum(axis=0)
    return dict(zip(("VNM", "BGD", "ROW"), made.reshape(3, 35)[:, 3], strict=True))


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


def test_own_tables_of_several_years_are_one_series_of_each_place(folder, tmp_path):
    first = added(folder, tmp_path / "ADB-MRIO-2018.xlsx", 2018, seed=1)
    second = added(folder, tmp_path / "ADB-MRIO-2019.xlsx", 2019, seed=2)
    found = sector("garments", ["VNM", "BGD", "IND"], folder, measures=["value_added"])
    series = {it.place: it for it in found.of("value_added", "wiod35:c4")}
    assert set(series) == {"VNM", "BGD"}
    told = [it.value for it in series["VNM"].figures]
    assert told == pytest.approx([first["VNM"], second["VNM"]])
    assert series["BGD"].source == "adb_mrio2"
    assert not [it for it in found.totals if it.have == it.of]  # India is in none of them


def test_places_of_one_source_are_summed_and_of_two_are_not(folder, tmp_path):
    made = added(folder, tmp_path / "ADB-MRIO-2018.xlsx", 2018, seed=1)
    found = sector("garments", ["VNM", "BGD"], folder, measures=["value_added"])
    [total] = found.totals
    assert total.figure.value == pytest.approx(made["VNM"] + made["BGD"])


def test_a_table_at_constant_prices_is_no_value_added_of_its_year(folder, tmp_path):
    added(folder, tmp_path / "ADB-MRIO-2018.xlsx", 2018, seed=1, prices="constant 2010 prices")
    found = sector("garments", ["VNM"], folder, measures=["value_added"])
    assert not found.series


def test_value_added_of_an_own_table_is_kept_by_its_content(folder, tmp_path):
    added(folder, tmp_path / "ADB-MRIO-2018.xlsx", 2018, seed=1)
    [before] = sector("garments", ["VNM"], folder, measures=["value_added"]).series
    again = added(folder, tmp_path / "ADB-MRIO-2018.xlsx", 2018, seed=3)
    [after] = sector("garments", ["VNM"], folder, measures=["value_added"]).series
    assert after.in_year(2018).value == pytest.approx(again["VNM"])
    assert not np.isclose(after.in_year(2018).value, before.in_year(2018).value)
