import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from decentwork.estimates.errors import (
    DamagedFile,
    DataFolderError,
    InvalidInput,
    MissingData,
    UnknownFile,
)
from decentwork.sources import catalogue
from decentwork.sources.data_folder import DataFolder, checksum

MAP = "world-atlas-countries-50m"  # the one data set that comes with the software
MAP_FILE = "world-atlas-countries-50m.json.gz"
NOBODY = 65534


@pytest.fixture
def map_file(tmp_path):
    shipped = resources.files("decentwork.sources").joinpath("world_map/countries-50m.json.gz")
    path = tmp_path / MAP_FILE
    path.write_bytes(shipped.read_bytes())
    return path


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


@pytest.fixture
def open_place():
    """A folder that other users of the machine may enter; pytest's own is closed to them."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@contextmanager
def ordinary_user():
    """Act without the rights of an administrator, who may read and write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def run(program, *words):
    found = shutil.which(program)
    command = [found, *map(str, words)]
    return subprocess.run(command, capture_output=True).returncode if found else 127  # noqa: S603 our own words


def files_in(root):
    return sorted(str(it.relative_to(root)) for it in root.rglob("*") if it.is_file())


# What is here


def test_the_folder_is_the_one_the_environment_names(monkeypatch, tmp_path):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path))
    assert DataFolder.default().root == tmp_path


def test_without_the_environment_it_is_the_users_data_directory(monkeypatch):
    monkeypatch.delenv("DECENTWORK_DATA", raising=False)
    assert DataFolder.default().root.name == "decentwork"


def test_asking_an_empty_folder_makes_nothing(folder):
    assert folder.names() == ()
    assert not folder.has(MAP)
    assert folder.verify() == []
    assert not folder.root.exists()


def test_a_file_that_is_not_here_is_named_with_its_title(folder):
    with pytest.raises(MissingData, match="Economic Transformation Database") as caught:
        folder.file("ggdc_etd_2021")
    assert caught.value.name == "ggdc_etd_2021"


def test_the_provenance_of_what_is_not_here_is_not_made_up(folder):
    with pytest.raises(MissingData):
        folder.provenance("labpta")


def test_a_file_that_the_data_set_has_not_is_missing(folder, map_file):
    folder.add(map_file)
    with pytest.raises(MissingData, match=f"{MAP}/other.json"):
        folder.file(MAP, "other.json")


def test_an_added_file_is_found_by_the_name_of_its_data_set(folder, map_file):
    folder.add(map_file)
    assert folder.has(MAP)
    assert folder.file(MAP).read_bytes() == map_file.read_bytes()
    assert folder.files(MAP) == {MAP_FILE: folder.file(MAP)}


def test_provenance_names_publisher_checksum_and_the_day_it_was_added(folder, map_file):
    folder.add(map_file, today=date(2026, 3, 1))
    (origin,) = folder.provenance(MAP).origins
    assert origin.publisher == "Natural Earth, packed as world-atlas"
    assert origin.sha256 == checksum(map_file)
    assert origin.retrieved == date(2026, 3, 1)
    assert origin.entry == MAP
    assert folder.provenance(MAP).steps == ("copy: world-atlas 2.0.2", "unchanged")


def test_another_process_sees_what_was_added_meanwhile(folder, map_file):
    reader = DataFolder(folder.root)
    assert not reader.has(MAP)
    folder.add(map_file)
    assert reader.has(MAP)


def test_a_file_removed_by_hand_is_no_longer_here(folder, map_file):
    folder.add(map_file)
    folder.file(MAP).unlink()
    assert not folder.has(MAP)
    (problem,) = folder.verify()
    assert problem.what == "the file is gone."
    folder.add(map_file)
    assert folder.verify() == []


def test_verify_finds_a_changed_file_of_the_same_size(folder, map_file):
    folder.add(map_file)
    content = bytearray(folder.file(MAP).read_bytes())
    content[100] ^= 1
    folder.file(MAP).write_bytes(content)
    (problem,) = folder.verify()
    assert problem.where == str(folder.file(MAP))
    assert "changed" in problem.what


def test_a_broken_list_of_holdings_is_reported_not_taken_for_empty(folder, map_file):
    folder.add(map_file)
    (folder.root / "manifest.json").write_text('{"version": 1, "se')
    with pytest.raises(DataFolderError, match="add the data again"):
        folder.has(MAP)


# Adding


def test_a_file_is_known_by_its_content_whatever_its_name(folder, map_file):
    renamed = map_file.rename(map_file.with_name("download (1).gz"))
    assert folder.add(renamed).new == (MAP,)


def test_adding_twice_changes_nothing(folder, map_file):
    folder.add(map_file)
    before = folder.file(MAP).stat().st_mtime_ns
    again = folder.add(map_file)
    assert (again.new, again.unchanged) == ((), (MAP,))
    assert folder.file(MAP).stat().st_mtime_ns == before


def test_documents_in_a_folder_are_left_out_and_named(folder, map_file):
    for name in ("README.md", "LICENSE", "SHA256SUMS"):
        (map_file.parent / name).write_text("words")
    added = folder.add(map_file.parent)
    assert added.new == (MAP,)
    assert added.left_out == ("LICENSE", "README.md", "SHA256SUMS")


def test_progress_is_told_in_bytes(folder, map_file):
    seen = []
    folder.add(map_file, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(230130, 230130)]


def test_a_truncated_file_is_refused_with_its_size_and_the_old_one_stays(folder, map_file):
    folder.add(map_file)
    map_file.write_bytes(map_file.read_bytes()[:1000])
    with pytest.raises(DamagedFile, match="1,000 bytes of 230,130"):
        folder.add(map_file)
    assert folder.verify() == []
    assert folder.has(MAP)


def test_an_empty_file_is_refused(folder, map_file):
    map_file.write_bytes(b"")
    with pytest.raises(DamagedFile, match="empty"):
        folder.add(map_file)
    assert not folder.has(MAP)


def test_a_file_with_another_content_under_a_known_name_is_refused(folder, map_file):
    map_file.write_bytes(b"x" * 230130)
    with pytest.raises(DamagedFile, match="other checksum"):
        folder.add(map_file)


def test_an_unknown_file_is_refused_with_where_to_look(folder, tmp_path):
    (tmp_path / "mine.csv").write_text("a,b\n")
    with pytest.raises(UnknownFile, match="decentwork data list"):
        folder.add(tmp_path / "mine.csv")


def test_a_path_that_does_not_exist_is_named(folder, tmp_path):
    with pytest.raises(UnknownFile, match="No such file"):
        folder.add(tmp_path / "nowhere")


def test_a_folder_with_bad_files_is_refused_whole_and_tells_every_problem(folder, map_file):
    (map_file.parent / "mine.csv").write_text("a,b\n")
    (map_file.parent / "labpta.csv").write_text("")
    with pytest.raises(InvalidInput) as caught:
        folder.add(map_file.parent)
    assert [Path(it.where).name for it in caught.value.problems] == ["labpta.csv", "mine.csv"]
    assert not folder.has(MAP)


def test_an_empty_folder_holds_nothing_to_add(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownFile, match="no file of the catalogue"):
        folder.add(tmp_path / "empty")


def test_the_published_data_are_all_taken_in(data_folder):
    assert len(data_folder.names()) == 61
    assert len(data_folder.files("wiod2013")) == 17
    assert data_folder.verify() == []


def test_one_year_of_several_can_be_added_alone(folder, shared_data):
    folder.add(shared_data / "trade" / "wiod2013" / "wiod2013_2011.npz")
    assert list(folder.files("wiod2013")) == ["wiod2013_2011.npz"]
    assert not folder.status("wiod2013")["complete"]
    folder.add(shared_data / "trade" / "wiod2013" / "wiod2013_1995.npz")
    assert list(folder.files("wiod2013")) == ["wiod2013_1995.npz", "wiod2013_2011.npz"]


# A table of the user's own


@pytest.fixture
def table_folder(tmp_path):
    """Two regions with one industry each, in the own tidy form."""
    place = tmp_path / "Two Regions"
    place.mkdir()
    (place / "table.toml").write_text(
        'title = "Two regions"\nyear = 2020\nunit = "million USD"\npublisher = "A teacher"\n'
        'licence = "CC0"\ncitation = "Drawn for a lesson"\n'
    )
    (place / "Z.csv").write_text("region,,P,Q\n,industry,I,I\nP,I,10,2\nQ,I,3,20\n")
    (place / "Y.csv").write_text("region,,P,Q\n,industry,F,F\nP,I,30,5\nQ,I,4,50\n")
    return place


def test_a_table_folder_is_taken_in_under_its_name_and_read(folder, table_folder):
    assert folder.add(table_folder).new == ("two_regions",)
    read = catalogue.read(folder, "two_regions")
    assert read.table.name == "two_regions"
    assert list(read.table.output) == [47.0, 77.0]
    assert read.table.provenance.origins[0].publisher == "A teacher"
    assert folder.status("two_regions")["licence_status"] == "unconfirmed"


def test_a_new_version_of_a_table_replaces_the_old_one(folder, table_folder):
    folder.add(table_folder)
    before = folder.file("two_regions", "Z.csv")
    (table_folder / "Z.csv").write_text("region,,P,Q\n,industry,I,I\nP,I,11,2\nQ,I,3,20\n")
    assert folder.add(table_folder).replaced == ("two_regions",)
    assert list(catalogue.read(folder, "two_regions").table.output) == [48.0, 77.0]
    assert not before.parent.exists()
    assert folder.verify() == []


def test_a_table_that_breaks_a_rule_is_refused_and_the_old_one_stays(folder, table_folder):
    folder.add(table_folder)
    (table_folder / "Z.csv").write_text("region,,P,Q\n,industry,I,I\nP,I,ten,2\nQ,I,3,20\n")
    with pytest.raises(InvalidInput):
        folder.add(table_folder)
    assert list(catalogue.read(folder, "two_regions").table.output) == [47.0, 77.0]


def test_a_table_folder_among_other_files_is_taken_as_one(folder, table_folder, map_file):
    assert set(folder.add(table_folder.parent).new) == {"two_regions", MAP}


def test_a_table_may_not_take_the_name_of_a_published_one(folder, table_folder):
    renamed = table_folder.rename(table_folder.with_name("wiod2013"))
    with pytest.raises(UnknownFile, match="Rename the folder"):
        folder.add(renamed)


# Files recognised by their layout

HAND_ENTRY = "instrument,iso3,state,ratified,source,note\n"


def test_a_hand_entry_table_is_recognised_and_read(folder, tmp_path):
    table = tmp_path / "Office list.csv"
    table.write_text(HAND_ENTRY + "C190,FRA,in_force,2023-04-12,Official Journal,\n")
    assert folder.add(table).new == ("by_hand_office_list",)
    assert folder.entry("by_hand_office_list").reader == "hand_entries:read_ratifications"
    (record,) = catalogue.read(folder, "by_hand_office_list").records
    assert (record.instrument, record.place) == ("C190", "FRA")


def test_a_table_saved_from_normlex_is_recognised_whatever_separates_its_cells(folder, tmp_path):
    table = tmp_path / "vietnam.csv"
    table.write_text(
        "Ratifications for Viet Nam\nConsulted: 2026-11-20\nConvention;Date;Status;Note\n"
        "C029 - Forced Labour Convention, 1930 (No. 29);05 Mar 2007;In Force;\n"
    )
    folder.add(table)
    assert folder.entry("normlex_vietnam").publisher == "ILO NORMLEX"
    (record,) = catalogue.read(folder, "normlex_vietnam").records
    assert (record.instrument, record.place) == ("C029", "VNM")


def test_a_recognised_file_with_bad_rows_is_refused_with_each_of_them(folder, tmp_path):
    table = tmp_path / "list.csv"
    table.write_text(HAND_ENTRY + "C190,ZZZ,in_force,2023-04-12,A,\nC190,FRA,maybe,,A,\n")
    with pytest.raises(InvalidInput) as caught:
        folder.add(table)
    assert len(caught.value.problems) == 2
    assert folder.names() == ()


def test_a_pipe_is_not_waited_for(folder, tmp_path):
    (tmp_path / "in").mkdir()
    os.mkfifo(tmp_path / "in" / "pipe.csv")
    with pytest.raises(InvalidInput, match="not a file"):
        folder.add(tmp_path / "in")


# What goes wrong on a machine


def test_a_source_folder_without_permission_is_named(open_place, map_file):
    (open_place / "closed").mkdir()
    shutil.copy(map_file, open_place / "closed")
    (open_place / "closed").chmod(0)
    target = DataFolder(open_place / "data")
    with ordinary_user(), pytest.raises(InvalidInput, match="no permission to read it"):
        target.add(open_place)
    (open_place / "closed").chmod(0o755)


def test_a_file_inside_a_closed_folder_is_not_called_missing(open_place, map_file):
    (open_place / "closed").mkdir()
    shutil.copy(map_file, open_place / "closed")
    (open_place / "closed").chmod(0)
    with ordinary_user(), pytest.raises(UnknownFile, match="permission"):
        DataFolder(open_place / "data").add(open_place / "closed" / MAP_FILE)
    (open_place / "closed").chmod(0o755)


def test_a_data_folder_that_may_not_be_written_says_what_to_do(open_place):
    shared = open_place / MAP_FILE
    shipped = resources.files("decentwork.sources").joinpath("world_map/countries-50m.json.gz")
    shared.write_bytes(shipped.read_bytes())
    shared.chmod(0o644)
    (open_place / "data").mkdir(mode=0o555)
    with ordinary_user(), pytest.raises(DataFolderError, match="DECENTWORK_DATA"):
        DataFolder(open_place / "data").add(shared)


def test_a_data_folder_whose_path_is_a_file_says_so(tmp_path, map_file):
    (tmp_path / "data").write_text("")
    with pytest.raises(DataFolderError, match="cannot be written"):
        DataFolder(tmp_path / "data").add(map_file)


@pytest.fixture
def small_disk(tmp_path):
    """A real file system of 1.25 MiB."""
    place = tmp_path / "disk"
    place.mkdir()
    if run("mount", "-t", "tmpfs", "-o", "size=1280k", "tmpfs", place) != 0:
        pytest.skip("needs the right to mount a small disk: run the tests as root")
    yield place
    assert run("umount", place) == 0


def fill(place, leaving):
    free = shutil.disk_usage(place).free
    (place / "other people's files").write_bytes(b"\0" * (free - leaving))


def test_a_disk_without_room_is_noticed_before_anything_is_copied(small_disk, map_file):
    fill(small_disk, leaving=100_000)
    with pytest.raises(DataFolderError, match="too full") as caught:
        DataFolder(small_disk / "data").add(map_file)
    assert "100,000" not in caught.value.hint
    assert files_in(small_disk / "data") == [".lock"]


def test_a_disk_that_fills_up_while_copying_loses_nothing(small_disk, map_file, monkeypatch):
    folder = DataFolder(small_disk / "data")
    folder.add_sample_world()
    before = {name: folder.fingerprint([name]) for name in folder.names()}
    fill(small_disk, leaving=100_000)
    roomy = shutil.disk_usage("/")._replace(free=10**9)  # as it was when it was asked
    monkeypatch.setattr(shutil, "disk_usage", lambda path: roomy)
    with pytest.raises(DataFolderError, match="the disk is full"):
        folder.add(map_file)
    assert folder.verify() == []
    assert {name: folder.fingerprint([name]) for name in folder.names()} == before
    assert not list((small_disk / "data").rglob("*.gz"))
    (small_disk / "other people's files").unlink()
    assert folder.add(map_file).new == (MAP,)


def test_a_file_larger_than_the_system_lets_one_write_loses_nothing(folder, map_file):
    limited = (
        "import pathlib, resource, sys; from decentwork.sources.data_folder import DataFolder\n"
        "from decentwork.estimates.errors import DataFolderError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))\n"
        "try: DataFolder(pathlib.Path(sys.argv[1])).add(pathlib.Path(sys.argv[2]))\n"
        "except DataFolderError as error: sys.exit(7 if 'full' in error.reason else 8)"
    )
    assert run(sys.executable, "-c", limited, folder.root, map_file) == 7
    assert files_in(folder.root) == [".lock"]


def test_two_additions_at_once_do_not_collide(folder, map_file):
    folder.add(map_file)
    with (folder.root / ".lock").open("a") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with pytest.raises(DataFolderError, match="another process"):
            folder.add(map_file)
    assert folder.add(map_file).unchanged == (MAP,)


def test_a_process_killed_while_adding_leaves_the_folder_as_it_was(folder, map_file):
    killed = (
        "import os, pathlib, sys; from decentwork.sources.data_folder import DataFolder\n"
        "DataFolder(pathlib.Path(sys.argv[1])).add(pathlib.Path(sys.argv[2]),"
        " lambda done, total: os._exit(9))"
    )
    assert run(sys.executable, "-c", killed, folder.root, map_file) == 9
    assert ".incoming/0" in files_in(folder.root)
    assert folder.names() == ()
    assert folder.add(map_file).new == (MAP,)
    assert not (folder.root / ".incoming").exists()


# Results


def test_a_fingerprint_changes_with_the_files_and_not_with_their_order(folder, map_file):
    before = folder.fingerprint([MAP, "labpta"])
    folder.add(map_file)
    assert folder.fingerprint([MAP, "labpta"]) != before
    assert folder.fingerprint(["labpta", MAP]) == folder.fingerprint([MAP, "labpta"])
    assert folder.fingerprint([MAP]) != folder.fingerprint(["labpta"])


def test_a_fingerprint_does_not_depend_on_where_the_folder_is_or_when_it_was_filled(
    tmp_path, map_file
):
    here, there = DataFolder(tmp_path / "here"), DataFolder(tmp_path / "there")
    here.add(map_file, today=date(2026, 1, 1))
    there.add(map_file, today=date(2026, 2, 2))
    assert here.fingerprint([MAP]) == there.fingerprint([MAP])


def test_a_kept_result_appears_whole(folder):
    path = folder.kept("footprint", "abc", ".txt")
    assert path == folder.root / "results" / "footprint" / "abc.txt"

    def write(staged):
        assert staged.suffix == ".txt"
        staged.write_text("half ")
        assert not path.exists()
        staged.write_text("half and half")

    assert folder.keep(path, write)
    assert path.read_text() == "half and half"


def test_a_result_that_fails_while_being_written_leaves_nothing(folder):
    path = folder.kept("footprint", "abc", ".txt")

    def write(staged):
        staged.write_text("half")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        folder.keep(path, write)
    assert files_in(folder.root) == []


def test_a_result_that_cannot_be_kept_is_no_reason_to_stop(open_place):
    folder = DataFolder(open_place / "data")
    folder.root.mkdir(mode=0o555)
    with ordinary_user():
        assert not folder.keep(folder.kept("footprint", "abc", ".txt"), Path.touch)


def test_a_data_set_that_describes_itself_is_removed_with_its_files(tmp_path):
    folder = DataFolder(tmp_path / "data")
    path = tmp_path / "p.yaml"
    text = "programme: {id: birch, title: Birch, organisation: O, starts: 2026, ends: 2027}\n"
    path.write_text(text)
    (name,) = folder.add(path).new
    stored = folder.file(name)
    assert folder.remove(name)
    assert (folder.names(), stored.exists()) == ((), False)
    assert not folder.remove(name)
