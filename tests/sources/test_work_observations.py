import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.observed import PROVENANCE, SAMPLES

from decentwork.sources import work_observations as module
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.gapminder import read_context
from decentwork.sources.unicef import read_child_labour
from decentwork.sources.work_observations import gathered, work_observations


@pytest.fixture
def world():
    return gathered(
        {
            "unicef_child_labour_2025": read_child_labour(
                SAMPLES / "unicef/child_labour.csv", PROVENANCE
            ),
            "gapminder_labour_context": read_context(SAMPLES / "gapminder/context.csv", PROVENANCE),
        }
    )


@pytest.fixture
def folder(tmp_path):
    made = DataFolder(tmp_path / "data")
    made.add_sample_world()
    return made.sample_world()


def kept(folder):
    (path,) = (folder.root / "results" / "observations").glob("*.parquet")
    return path


def test_rows_of_a_place_come_from_all_data_sets(world):
    assert {row["source"] for row in world.at("KEN")} == {
        "unicef_child_labour_2025",
        "gapminder_labour_context",
    }


def test_a_group_is_taken_apart_into_sex_and_age(world):
    (girls,) = [row for row in world.at("KEN") if row["group"] == "female;age:5-17"]
    assert (girls["sex"], girls["age"], girls["ages"]) == ("female", "5-17", 13)


def test_countries_and_regions_are_told_apart(world):
    indicator = "child_labour_economic_activity"
    assert {row["place"] for row in world.of(indicator)} == {"KEN", "PAK"}
    assert {row["place"] for row in world.of_regions(indicator)} == {
        "Eastern and South-Eastern Asia (UNSDG)",
        "World",
    }


def test_a_period_is_placed_by_its_last_year(world):
    ends = {row["period"]: row["end"] for row in world.of("child_labour_economic_activity")}
    assert ends == {"2022-2023": 2023, "2024-2025": 2025}


def test_no_data_sets_make_an_empty_world():
    empty = gathered({})
    assert empty.at("KEN") == []
    assert empty.mapped() == frozenset()
    assert empty.by_division() == frozenset()


def test_provenance_and_steps_survive_being_kept(folder):
    first = work_observations(folder)
    module._load.cache_clear()
    assert kept(folder).exists()
    again = work_observations(folder)
    assert again is not first
    assert again.provenances == first.provenances
    assert again.reasons == first.reasons
    assert again.frame.equals(first.frame)


@pytest.mark.parametrize("broken", ["cut off", "another table"])
def test_a_kept_result_that_broke_is_made_again(folder, broken):
    first = work_observations(folder)
    path = kept(folder)
    if broken == "cut off":
        path.write_bytes(path.read_bytes()[:200])
    else:
        pq.write_table(pa.table({"a": [1]}), path)
    module._load.cache_clear()
    assert work_observations(folder).frame.equals(first.frame)
