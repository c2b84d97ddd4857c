import pytest
from tests.programmes.made import programme

from decentwork.dossiers.assemble import build_dossier
from decentwork.estimates.errors import DamagedFile
from decentwork.programmes.programme_tables import write_programme
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.programme_snapshots import snapshot_files


@pytest.fixture
def folder(tmp_path):
    return DataFolder(tmp_path / "data")


def added(folder, tmp_path, **activity):
    path = tmp_path / "avonia.yaml"
    write_programme(programme(activity=activity), path)
    return folder.add(path)


def test_a_published_programme_is_taken_in_under_its_own_name(folder, tmp_path):
    assert added(folder, tmp_path).new == ("sample_programme_avonia",)
    assert folder.entry("sample_programme_avonia").publisher == "Ministry of Labour of Avonia"


def test_a_new_version_replaces_the_one_before(folder, tmp_path):
    added(folder, tmp_path)
    assert added(folder, tmp_path, topics=["skills"]).replaced == ("sample_programme_avonia",)
    assert len(snapshot_files(folder.sample_world())) == 1


def test_an_invented_programme_acts_in_the_sample_world_only(folder, tmp_path):
    added(folder, tmp_path, places=["XAA"], chains=["electronics"], topics=["skills"])
    assert snapshot_files(folder) == ()
    assert [it.id for it in build_dossier("XAA", "electronics", folder).actions] == [
        "avonia.course"
    ]


def test_a_new_version_gives_the_dossier_a_new_key(folder, tmp_path):
    added(folder, tmp_path)
    before = build_dossier("XAA", "electronics", folder).key
    added(folder, tmp_path, topics=["skills"])
    after = build_dossier("XAA", "electronics", folder).key
    assert after != before


def test_a_programme_that_does_not_say_whose_it_is_is_refused(folder, tmp_path):
    path = tmp_path / "nameless.yaml"
    path.write_text("programme:\n  id: nameless\n", encoding="utf-8")
    with pytest.raises(DamagedFile, match="organisation"):
        folder.add(path)
