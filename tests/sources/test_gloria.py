import shutil

import numpy as np
import pandas as pd
import pymrio
import pytest
from tests.sources import published_layouts as publish

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.estimates.units import Unit
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.published_table import gate
from decentwork.sources.table_intake import take_in_tables
from decentwork.sources.table_layouts import recognise
from decentwork.sources.table_names import named_table

USES = ("Household final consumption P.3h", "Changes in inventories P.52")


def drawn(places=("AUS", "VNM", "XAF")):
    return publish.world(places, ("Growing wheat", "Wearing apparel"), USES)


def by_sex(of, unit="1000 people"):
    return [("'Employment_female'", unit, of.output * 0.1), ("'Employment_male'", unit, of.output)]


def test_a_year_is_read_product_by_product_with_its_edition(tmp_path):
    of = drawn()
    found = recognise(publish.write_gloria(tmp_path, of))
    read = found.read()
    assert (found.publisher, found.year) == ("GLORIA", 2022)
    assert (read.table.name, read.table.unit) == ("gloria59_2022", "thousand USD")
    assert (read.table.place_codes, read.table.industry_codes) == (of.places, of.industries)
    assert set(read.table.categories) == set(USES)
    assert read.table.transactions == pytest.approx(of.flows)
    assert read.table.final_demand == pytest.approx(of.demand)
    assert read.table.output == pytest.approx(of.output)
    assert gate(read, "it").balance.total_row_gap_share < 1e-12
    assert "output is the row sum; supply misses it by 0.000% in all" in read.notes
    assert "regions that no ISO code names: XAF" in read.notes


def test_it_is_what_pymrio_makes_of_the_same_files(tmp_path):
    path = publish.write_gloria(tmp_path, drawn())
    (path.parent / "GLORIA_SatelliteAccounts_059_2022" / "x_120secMother_AllCountries_002_YQ-"
     "Results_2022_059_Markup001(full).csv").write_text(",".join(["0"] * 6) + "\n")  # fmt: skip
    with pd.option_context("io.excel.xlsx.reader", "openpyxl"):  # pymrio leaves it to pandas
        theirs = pymrio.parse_gloria(tmp_path, 2022, 59)
    ours = recognise(path).read().table
    assert list(theirs.A.index) == list(zip(ours.places, ours.industries, strict=True))
    assert theirs.A.to_numpy() * ours.output == pytest.approx(ours.transactions)
    assert theirs.Y.to_numpy() == pytest.approx(ours.final_demand)


def test_people_at_work_by_sex_are_accounts_and_so_is_their_sum(tmp_path):
    of = drawn()
    accounts = recognise(publish.write_gloria(tmp_path, of, people=by_sex(of))).read().accounts
    assert set(accounts) == {
        "employment", "employment_female", "employment_male", "compensation_of_employees",
    }  # fmt: skip
    assert accounts["employment"].unit is Unit.THOUSAND_PERSONS
    assert accounts["employment"].in_year(2022).values == pytest.approx(of.output * 1.1)
    pay = accounts["compensation_of_employees"]
    assert pay.unit is Unit.MILLION_USD
    assert pay.in_year(2022).values == pytest.approx(of.inputs * 0.6 / 1000)


def test_groups_that_may_overlap_are_not_added_up(tmp_path):
    of = drawn()
    people = [*by_sex(of), ("'Employment_low-skilled female'", "1000 people", of.output)]
    accounts = recognise(publish.write_gloria(tmp_path, of, people=people)).read().accounts
    assert "employment_low_skilled_female" in accounts
    assert "employment" not in accounts


def test_people_in_a_unit_that_is_not_known_are_left_out_and_it_is_told(tmp_path):
    of = drawn()
    read = recognise(publish.write_gloria(tmp_path, of, people=by_sex(of, "FTE"))).read()
    assert list(read.accounts) == ["compensation_of_employees"]
    assert "account left out: Employment: female (unit 'FTE' is not known)" in read.notes


def test_satellites_of_another_edition_than_their_labels_are_left_out(tmp_path):
    of = drawn()
    labelled = [("Employment", "'Employment_female'", "1000 people")]
    path = publish.write_gloria(tmp_path, of, people=by_sex(of), labelled=labelled)
    read = recognise(path).read()
    assert "the ReadMe labels 2 satellite rows, there are 3: no people at work" in read.notes
    assert list(read.accounts) == ["compensation_of_employees"]


def test_regions_without_any_flow_are_left_out_and_told(tmp_path):
    of = drawn(("AUS", "DYE", "VNM"))
    here = np.array([place != "DYE" for place, _ in of.rows])
    used = np.array([place != "DYE" for place, _ in of.columns])
    flows, demand = of.flows * np.outer(here, here), of.demand * np.outer(here, used)
    output = flows.sum(axis=1) + demand.sum(axis=1)
    emptied = publish.World(of.places, of.industries, of.uses, flows, demand, output)
    read = recognise(publish.write_gloria(tmp_path, emptied, people=by_sex(emptied))).read()
    assert read.table.place_codes == ("AUS", "VNM")
    assert read.table.transactions == pytest.approx(flows[np.ix_(here, here)])
    assert read.accounts["employment_male"].in_year(2022).values == pytest.approx(output[here])
    assert "regions without any flow are left out: DYE" in read.notes


def test_years_in_a_folder_are_taken_in_from_archive_or_folder(tmp_path):
    of = drawn()
    publish.write_gloria(tmp_path / "in", of, people=by_sex(of))
    year = publish.write_gloria(tmp_path / "in", of, year=2021, people=by_sex(of))
    shutil.make_archive(str(year), "zip", year)
    shutil.rmtree(year)
    folder = DataFolder(tmp_path / "data")
    taken = take_in_tables(folder, tmp_path / "in")
    assert [it.name for it in taken] == ["gloria59_2021", "gloria59_2022"]
    named = named_table("gloria59", folder)
    assert named.years == (2021, 2022)
    assert named.account("employment", named.table(2022)).total == pytest.approx(
        1.1 * of.output.sum()
    )


def test_supply_that_is_not_what_is_sold_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="misses the sales of products by 20.0% in all"):
        recognise(publish.write_gloria(tmp_path, drawn(), off=1.2)).read()


def test_industries_that_make_other_products_are_refused(tmp_path):
    path = publish.write_gloria(tmp_path, drawn())
    [matrix] = path.glob("*_T-Results*")
    values = np.loadtxt(matrix, delimiter=",")
    values[0, 3] = values[0, 2]
    np.savetxt(matrix, values, delimiter=",")
    with pytest.raises(InvalidInput, match="industries of AUS make other products"):
        recognise(path).read()


@pytest.mark.parametrize(("what", "told"), [("T", "rows"), ("Y", "more rows"), ("V", "columns")])
def test_a_matrix_of_another_size_than_its_labels_is_refused(tmp_path, what, told):
    path = publish.write_gloria(tmp_path, drawn())
    [matrix] = path.glob(f"*_{what}-Results*")
    lines = matrix.read_text().splitlines()
    changed = {"T": lines[:-1], "Y": [*lines, lines[0]], "V": [f"{it},0" for it in lines]}
    matrix.write_text("\n".join(changed[what]) + "\n")
    with pytest.raises(DamagedFile, match=told):
        recognise(path).read()


def test_what_is_missing_beside_a_year_is_told(tmp_path):
    path = publish.write_gloria(tmp_path, drawn())
    (tmp_path / "GLORIA_ReadMe_059.xlsx").rename(tmp_path / "labels.xlsx")
    with pytest.raises(InvalidInput, match="GLORIA_ReadMe_"):
        recognise(path).read()
    shutil.rmtree(tmp_path / "GLORIA_SatelliteAccounts_059_2022")
    (tmp_path / "labels.xlsx").rename(tmp_path / "GLORIA_ReadMe_059.xlsx")
    assert any("no satellite accounts" in note for note in recognise(path).read().notes)
