import json
from datetime import date

import numpy as np
import pandas as pd
import pytest

from decentwork.estimates.errors import MissingData
from decentwork.sources import catalogue
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.sample_tables import invented_tables
from decentwork.sources.table_names import named_table, table_names


@pytest.fixture(scope="module")
def tables():
    return invented_tables(np.random.default_rng(1))


def test_every_part_says_that_it_is_invented(sample_folder):
    assert sample_folder.names()
    for name in sample_folder.names():
        assert name.startswith("sample_")
        (origin,) = sample_folder.provenance(name).origins
        assert origin.publisher == "Invented sample world"
        assert origin.licence == "Apache-2.0"
        assert "Invented" in origin.title
        assert "Invented" in origin.citation
        assert all("invented" in step for step in sample_folder.provenance(name).steps)
        assert sample_folder.status(name)["invented"]


def test_no_real_country_has_a_figure_in_it(sample_folder):
    for name in sample_folder.names():
        for path in sample_folder.files(name).values():
            if path.suffix == ".npz":
                continue
            rows = pd.read_csv(path) if path.suffix == ".csv" else pd.read_parquet(path)
            if "iso3" in rows:
                assert set(rows["iso3"]) <= {"XAA", "XAB", "XAC", "ROW"}, name


def test_its_tables_balance_and_value_added_is_never_negative(tables):
    for table in tables:
        assert (table.flows.sum(axis=1) + table.final_demand.sum(axis=1) == table.output).all()
        assert (table.output - table.flows.sum(axis=0) >= 0).all()
        assert (table.flows >= 0).all()
        assert (table.flows % 1 == 0).all()


def test_it_has_industries_without_output_as_real_tables_do(tables):
    assert (tables[-1].output[34::35] == 0).all()
    assert (tables[-1].workers[34::35] == 0).all()


def test_avonia_sells_most_of_its_textiles_abroad(tables):
    flows, final, output = tables[-1].flows, tables[-1].final_demand, tables[-1].output
    textiles = 3  # c4 of Avonia, the first place
    abroad = flows[textiles, 35:].sum() + final[textiles, 5:].sum()
    assert abroad / output[textiles] > 0.5


def test_twelve_industries_are_the_sum_of_the_thirty_five(sample_folder):
    world = sample_folder.sample_world()
    panel = np.load(world.file("wiod2013_panel_41x12"))
    year = np.load(world.file("wiod2013", "wiod2013_2011.npz"))
    assert panel["Z"][1].sum() == year["Z"].sum()
    assert panel["Y"][1].sum() == year["Y"].sum()
    manufacturing = list(panel["sectors"]).index("Manufacturing")
    assert panel["x"][1][manufacturing] == year["x"][2:16].sum()  # c3 to c16 of Avonia


def test_the_observed_account_is_the_control_total_of_the_experimental_one(sample_folder):
    world = sample_folder.sample_world()
    estimated = pd.read_parquet(world.file("wiod2013_employment_estimated"))
    observed = pd.read_parquet(world.file("ggdc_etd_2021"))
    for place in ("XAA", "XAB"):
        account = observed[(observed.iso3 == place) & (observed.year == 2011)]
        parts = estimated[(estimated.iso3 == place) & (estimated.year == 2011)]
        total = account.loc[account.sector == "Total", "value"].item()
        assert total == pytest.approx(parts["employment_thousand"].sum())
        assert total == pytest.approx(account.loc[account.sector != "Total", "value"].sum())


def test_the_same_seed_makes_the_same_world(tmp_path):
    for name in ("one", "two"):
        DataFolder(tmp_path / name).add_sample_world(today=date(2026, 1, 1))
    one, two = ((tmp_path / name / "manifest.json").read_text() for name in ("one", "two"))
    files = [
        {name: {file: it["sha256"] for file, it in held["files"].items()} for name, held in sets}
        for sets in (json.loads(text)["sets"].items() for text in (one, two))
    ]
    assert files[0] == files[1]


def test_another_seed_replaces_the_world_and_leaves_nothing_behind(tmp_path):
    folder = DataFolder(tmp_path / "data")
    folder.add_sample_world(seed=1)
    before = folder.file("sample_wiod2013", "wiod2013_2011.npz")
    added = folder.add_sample_world(seed=2)
    assert "sample_wiod2013" in added.replaced
    assert "sample_labpta" in added.unchanged
    assert not before.exists()
    assert folder.verify() == []


def test_its_parts_answer_for_the_real_ones_only_when_asked_to(sample_folder):
    assert not sample_folder.has("unicef_child_labour_2025")
    assert not sample_folder.invented
    world = sample_folder.sample_world()
    assert world.invented
    assert world.has("unicef_child_labour_2025")
    assert world.provenance("unicef_child_labour_2025").origins[0].entry == (
        "sample_unicef_child_labour_2025"
    )
    assert sample_folder.fingerprint(["labpta"]) != world.fingerprint(["labpta"])


def test_its_table_is_found_by_its_own_name_and_not_by_the_real_one(sample_folder):
    assert table_names(sample_folder) == ("sample_wiod2013", "sample_wiod2013_panel_41x12")
    invented = named_table("sample_wiod2013", sample_folder)
    assert invented.years == (2010, 2011)
    assert invented.account("employment", invented.table(2011)).provenance.origins[0].title == (
        "Invented: Employment by table industry, experimental estimate"
    )
    with pytest.raises(MissingData):
        named_table("wiod2013", sample_folder)


def test_the_readers_of_real_files_read_it(sample_folder):
    world = sample_folder.sample_world()
    stood_for = [name.removeprefix("sample_") for name in sample_folder.names()]
    read = [name for name in stood_for if catalogue.entry(name).reader]
    assert read
    for name in read:
        assert catalogue.read(world, name) is not None, name
