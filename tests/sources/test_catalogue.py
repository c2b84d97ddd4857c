import gzip
import json
import tomllib
from importlib import resources

import pytest

from decentwork.estimates.errors import UnknownCode
from decentwork.sources import catalogue
from decentwork.sources.catalogue import Entry, NoReader
from decentwork.sources.data_folder import DataFolder


def test_every_published_file_with_data_has_its_checksum_in_the_catalogue(shared_data):
    lines = (shared_data / "SHA256SUMS").read_text().splitlines()
    published = {line.split()[1]: line.split()[0] for line in lines}
    documents = {"./PROVENANCE.md", "./map/world-atlas-LICENSE.txt"}
    listed = {file.sha256 for entry in catalogue.entries() for file in entry.files}
    assert {sha for path, sha in published.items() if path not in documents} == listed


def test_a_data_set_is_named_after_its_file_and_the_yearly_tables_are_one():
    several = [entry.name for entry in catalogue.entries() if len(entry.files) != 1]
    assert several == ["wiod2013"]
    assert [file.path for file in catalogue.entry("wiod2013").files] == [
        f"wiod2013_{year}.npz" for year in range(1995, 2012)
    ]
    for entry in catalogue.entries():
        if entry.name != "wiod2013":
            assert entry.files[0].path.split(".")[0] == entry.name


def test_each_data_set_says_whose_it_is_and_under_which_licence():
    for entry in catalogue.entries():
        assert entry.title, entry.name
        assert entry.citation, entry.name
        assert entry.coverage, entry.name
        assert entry.obtained, entry.name
        assert entry.licence, entry.name
        assert entry.licence_status in ("confirmed", "unconfirmed")


def test_a_copy_without_licence_file_is_not_called_confirmed():
    unconfirmed = {it.name for it in catalogue.entries() if it.licence_status == "unconfirmed"}
    assert {
        "ggdc_etd_2021",
        "ilo_employment_by_sex",
        "ilo_ratifications_normlex_2023",
        "unicef_child_labour_2025",
        "wiod2013_employment_estimated",
    } <= unconfirmed


def test_a_list_from_an_encyclopaedia_is_not_called_a_register():
    entry = catalogue.entry("free_trade_zones_wikipedia_2019")
    assert "regist" not in f"{entry.title} {entry.note} {entry.coverage}".lower()


def test_the_keys_of_the_file_are_those_of_an_entry():
    text = resources.files("decentwork.sources").joinpath("catalogue.toml").read_text("utf-8")
    known = set(Entry.__dataclass_fields__)
    for name, values in tomllib.loads(text).items():
        assert set(values) <= known, name


def test_a_data_set_prints_in_one_line():
    assert str(catalogue.entry("ilo_global_wage_db_2014")) == (
        "ilo_global_wage_db_2014: Global Wage Database (ILO; Not stated in the copy)"
    )


def test_the_size_of_a_data_set_is_that_of_its_files():
    assert catalogue.entry("labpta").size == catalogue.entry("labpta").files[0].bytes
    assert catalogue.entry("wiod2013").size > 7_000_000


def test_the_world_map_comes_with_its_notice():
    shipped = resources.files("decentwork.sources").joinpath("world_map")
    assert "Michael Bostock" in shipped.joinpath("LICENSE.txt").read_text("utf-8")
    topology = json.loads(gzip.decompress(shipped.joinpath("countries-50m.json.gz").read_bytes()))
    countries = topology["objects"]["countries"]["geometries"]
    assert len(countries) == 241
    assert "480" in {shape.get("id") for shape in countries}  # Mauritius, which 110m leaves out


def test_an_unknown_name_is_answered_with_what_comes_close():
    with pytest.raises(UnknownCode, match="wiod2013") as caught:
        catalogue.entry("wiod_2013")
    assert caught.value.suggestions[0] == "wiod2013"


def test_an_entry_survives_being_written_as_plain_values():
    for entry in catalogue.entries():
        assert Entry.from_dict(entry.to_dict()) == entry


def test_a_named_reader_exists():
    for entry in catalogue.entries():
        if entry.reader:
            assert callable(catalogue.resolve(entry)), entry.name


def test_every_reader_reads_the_published_file_it_is_named_for(data_folder):
    read = [entry.name for entry in catalogue.entries() if entry.reader]
    assert read
    for name in read:
        assert catalogue.read(data_folder, name) is not None, name


def test_a_data_set_that_nothing_reads_says_so(tmp_path):
    world_map = resources.files("decentwork.sources").joinpath("world_map/countries-50m.json.gz")
    folder = DataFolder(tmp_path)
    with resources.as_file(world_map) as path:
        folder.add(path)
    with pytest.raises(NoReader, match="world-atlas-countries-50m"):
        catalogue.read(folder, "world-atlas-countries-50m")
