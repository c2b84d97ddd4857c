import sys

import pytest
from tests.sources import published_layouts as publish

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownFile
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.mrio_systems import ReaderMissing
from decentwork.sources.published_table import gate
from decentwork.sources.table_intake import take_in_tables
from decentwork.sources.table_layouts import recognise

h5py = pytest.importorskip("h5py")

USES = ("Household consumption", "Government consumption", "Capital formation")
PLACES = ("AUS", "ETH", "VNM")


def drawn(places=PLACES):
    return publish.world(places, ("Paddy rice", "Wearing apparel"), USES)


@pytest.mark.parametrize("group", ["", "MRIO"])
@pytest.mark.parametrize("turned", [True, False])
def test_a_file_is_read_however_it_is_nested_and_turned(tmp_path, group, turned):
    of = drawn()
    path = publish.write_emerging(tmp_path / "EMERGING_V2_2019_m.mat", of, group=group,
                                  turned=turned)  # fmt: skip
    found = recognise(path)
    read = found.read()
    assert (found.publisher, found.year) == ("EMERGING", 2019)
    assert (read.table.name, read.table.unit) == ("emerging_2019", "million USD")
    assert (read.table.place_codes, read.table.industry_codes) == (of.places, of.industries)
    assert read.table.categories[:3] == USES
    assert read.table.transactions == pytest.approx(of.flows)
    assert read.table.final_demand == pytest.approx(of.demand)
    report = gate(read, "it")
    assert report.balance.total_row_gap_share < 1e-12
    assert report.column_gap_share < 1e-12


def test_it_is_taken_in(tmp_path):
    path = publish.write_emerging(tmp_path / "global_mrio_2018.mat", drawn())
    [taken] = take_in_tables(DataFolder(tmp_path / "data"), path)
    assert (taken.name, taken.publisher, taken.outcome) == ("emerging_2018", "EMERGING", "added")
    assert "the file states no unit; its authors document million USD" in taken.report.notes


def test_economies_by_name_get_their_code_and_a_few_may_lack_one(tmp_path):
    places = ("Viet Nam", "AUS", "AUT", "BEL", "BGD", "CAN", "ETH", "FRA", "ITA", "Old Realm")
    read = recognise(publish.write_emerging(tmp_path / "e_2018.mat", drawn(places))).read()
    assert read.mapped == {"Viet Nam": "VNM", "Old Realm": "Old_Realm"}
    assert read.own_regions
    assert "regions that no ISO code names: Old_Realm" in read.notes


def test_a_list_of_something_else_than_economies_is_refused(tmp_path):
    path = publish.write_emerging(tmp_path / "e_2018.mat", drawn(("1", "2", "VNM")))
    with pytest.raises(InvalidInput, match="2 of 3 are no economies: 1, 2"):
        recognise(path).read()


def test_arrays_that_are_missing_or_of_another_size_are_all_told(tmp_path):
    path = publish.write_emerging(tmp_path / "e_2018.mat", drawn())
    with h5py.File(path, "a") as opened:
        for name in ("va", "f"):
            del opened[name]
    with pytest.raises(InvalidInput) as refused:
        recognise(path).read()
    assert [it.where for it in refused.value.problems] == ["f", "va"]
    with h5py.File(path, "a") as opened:
        opened["va"], opened["f"] = [[1.0]], [[1.0, 2.0]]
    with pytest.raises(InvalidInput) as refused:
        recognise(path).read()
    assert [it.where for it in refused.value.problems] == ["f", "va"]
    assert "its labels say (9, 6)" in str(refused.value)


def test_another_file_of_matlab_is_no_table(tmp_path):
    path = tmp_path / "anything_2018.mat"
    with h5py.File(path, "w", userblock_size=512) as opened:
        opened["CO2"] = [[1.0]]
    publish.stamp_matlab(path)
    with pytest.raises(InvalidInput, match="z: is not in the file, which holds CO2"):
        recognise(path).read()


def test_a_damaged_file_and_an_older_version_are_told(tmp_path):
    path = publish.write_emerging(tmp_path / "e_2018.mat", drawn())
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DamagedFile, match="cannot be opened"):
        recognise(path).read()
    path.write_bytes(b"MATLAB 5.0 MAT-file" + bytes(500))
    with pytest.raises(UnknownFile, match="EMERGING"):
        recognise(path)


def test_flows_that_do_not_add_up_either_way_are_refused_by_the_gate(tmp_path):
    path = publish.write_emerging(tmp_path / "e_2018.mat", drawn())
    with h5py.File(path, "a") as opened:
        opened["z"][...] = opened["z"][()] * 3
    with pytest.raises(InvalidInput, match="miss output by"):
        gate(recognise(path).read(), "e")


def test_without_h5py_it_is_said_how_to_install_it(tmp_path, monkeypatch):
    path = publish.write_emerging(tmp_path / "e_2018.mat", drawn())
    monkeypatch.setitem(sys.modules, "h5py", None)
    with pytest.raises(ReaderMissing, match=r"h5py.*decentwork\[tables\]"):
        recognise(path).read()
