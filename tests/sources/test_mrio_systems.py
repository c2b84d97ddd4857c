import shutil
import sys

import numpy as np
import pandas as pd
import pymrio
import pytest
from tests.sources import published_layouts as publish

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.estimates.units import Unit
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.mrio_systems import ReaderMissing
from decentwork.sources.published_table import gate
from decentwork.sources.table_intake import take_in_tables
from decentwork.sources.table_layouts import recognise
from decentwork.sources.table_names import named_table

PAY = "Compensation of employees; wages, salaries, & employers' social contributions"
GROUPS = ("Low-skilled male", "Low-skilled female", "High-skilled female")


def drawn(places):
    return publish.world(places, ("Farms", "Textiles and garments"), ("Households", "Stocks"))


def exiobase(folder, of, *, keep=("A", "Y"), unit="M.EUR", pay=0.3, hours_unit="M.hr"):
    """Save a world as EXIOBASE 3 is published: A and Y, employment in a folder of its own."""
    rows = pd.MultiIndex.from_tuples(of.rows, names=["region", "sector"])
    columns = pd.MultiIndex.from_tuples(of.columns, names=["region", "category"])
    people = [f"Employment: {group}" for group in GROUPS]
    paid = [f"{PAY}: Low-skilled", f"{PAY}: High-skilled"]
    labels = pd.Index([*people, "Employment hours: Low-skilled male", *paid], name="stressor")
    workers = pd.DataFrame(
        [of.output * it for it in (0.1, 0.2, 0.3, 9, pay, 0.4)],
        index=labels, columns=rows,
    )  # fmt: skip
    units = pd.DataFrame({"unit": ["1000 p"] * 3 + [hours_unit] + ["M.EUR"] * 2}, index=labels)
    system = pymrio.IOSystem(
        Z=pd.DataFrame(of.flows, index=rows, columns=rows),
        Y=pd.DataFrame(of.demand, index=rows, columns=columns),
        unit=pd.DataFrame({"unit": unit}, index=rows),
        employment={"name": "employment", "F": workers, "unit": units},
    )
    system.calc_system()
    for name in {"A", "Z", "x", "L"} - set(keep):
        setattr(system, name, None)
    system.save_all(folder)
    return folder


def eora(folder, of, *, discrepancy=0.0):
    """Write a world as Eora26 is published: numbers without headers, labels apart."""
    folder.mkdir()
    rows, uses = [*of.rows, ("ROW", "TOTAL")], [*of.columns, ("ROW", "TOTAL")]
    n, k = len(of.rows), len(of.columns)
    flows, demand = np.full((n + 1, n + 1), discrepancy), np.full((n + 1, k + 1), discrepancy)
    flows[:n, :n], demand[:n, :k] = of.flows, of.demand
    added = np.append(of.inputs, 0.0)[np.newaxis]
    parts = {"T": flows, "FD": demand, "VA": added, "Q": added, "QY": np.zeros((1, k + 1))}
    for name, values in parts.items():
        np.savetxt(folder / f"Eora26_2015_bp_{name}.txt", values, delimiter="\t", fmt="%.17g")
    countries = {"ROW": "Statistical Discrepancies"}

    def labelled(name, labels, kind):
        lines = [f"{countries.get(p, p)}\t{p}\t{kind}\t{code}\t" for p, code in labels]
        (folder / f"labels_{name}.txt").write_text("\n".join(lines) + "\n")

    labelled("T", rows, "Industries")
    labelled("FD", uses, "Final demand")
    (folder / "labels_VA.txt").write_text("Primary inputs\tValue added\t\n")
    (folder / "labels_Q.txt").write_text("Energy (TJ)\tCoal\t\n")
    return folder


PLACES = ("AT", "TW", "WA", "WE", "WF", "WL", "WM")


@pytest.mark.parametrize("keep", [("A", "Y"), ("A", "Y", "x"), ("Z", "Y"), ("Z", "Y", "x", "A")])
def test_exiobase_is_read_whichever_matrices_its_release_has(tmp_path, keep):
    of = drawn(PLACES)
    path = exiobase(tmp_path / "IOT_2011_ixi", of, keep=keep)
    read = recognise(path).read()
    assert read.table.name == "exiobase3_2011"
    assert read.table.unit == "million EUR"
    assert read.table.place_codes == ("AUT", "TWN", "WA", "WE", "WF", "WL", "WM")
    assert read.table.transactions == pytest.approx(of.flows, rel=1e-8)
    assert read.table.output == pytest.approx(of.output, rel=1e-8)
    assert gate(read, "it").balance.total_row_gap_share < 1e-8
    assert "regions that no ISO code names: WA, WE, WF, WL, WM" in read.notes


def test_people_at_work_come_with_exiobase_by_sex_and_skill_and_in_all(tmp_path):
    of = drawn(PLACES)
    accounts = recognise(exiobase(tmp_path / "IOT_2011_ixi", of)).read().accounts
    people = [name for name, it in accounts.items() if it.unit is Unit.THOUSAND_PERSONS]
    assert people == [
        "employment", "employment_low_skilled_male", "employment_low_skilled_female",
        "employment_high_skilled_female",
    ]  # fmt: skip
    assert accounts["employment"].in_year(2011).values == pytest.approx(of.output * 0.6)


def test_hours_and_pay_come_with_exiobase_in_the_units_it_counts_them_in(tmp_path):
    of = drawn(PLACES)
    accounts = recognise(exiobase(tmp_path / "IOT_2011_ixi", of)).read().accounts
    hours, pay = (
        accounts["employment_hours_low_skilled_male"],
        accounts["compensation_of_employees"],
    )
    assert (hours.unit, pay.unit) == (Unit.MILLION_HOURS, Unit.MILLION_EUR)
    assert hours.in_year(2011).values == pytest.approx(of.output * 9)
    assert pay.in_year(2011).values == pytest.approx(of.output * 0.7)
    assert "compensation_of_employees_low_skilled" in accounts


def test_rows_with_negative_cells_or_in_another_unit_are_left_out_and_told(tmp_path):
    of = drawn(PLACES)
    path = exiobase(tmp_path / "IOT_2011_ixi", of, pay=-0.3, hours_unit="FTE")
    read = recognise(path).read()
    pay = [name for name in read.accounts if name.startswith("compensation")]
    assert pay == ["compensation_of_employees_high_skilled"]  # and no sum that lacks a part
    assert "employment_hours" not in read.accounts
    assert [note for note in read.notes if "left out" in note] == [
        "account left out: Employment hours: Low-skilled male (unit 'FTE' is not known)",
        f"account left out: {PAY}: Low-skilled (it has negative cells)",
    ]


def test_exiobase_is_taken_in_from_its_archive_with_its_accounts(tmp_path):
    exiobase(tmp_path / "in" / "IOT_2011_ixi", drawn(PLACES))
    shutil.make_archive(str(tmp_path / "IOT_2011_ixi"), "zip", tmp_path / "in")
    folder = DataFolder(tmp_path / "data")
    [taken] = take_in_tables(folder, tmp_path / "IOT_2011_ixi.zip")
    named = named_table("exiobase3", folder)
    table = named.table(2011)
    assert (taken.name, taken.publisher) == ("exiobase3_2011", "EXIOBASE consortium")
    assert named.account("employment_high_skilled_female", table).unit is Unit.THOUSAND_PERSONS


def test_a_folder_of_save_all_is_read_and_its_year_must_be_said(tmp_path):
    pymrio.load_test().save_all(tmp_path / "saved")
    with pytest.raises(InvalidInput, match="--year"):
        recognise(tmp_path / "saved")
    read = recognise(tmp_path / "saved", 2007).read()
    test = pymrio.load_test().calc_system()
    assert read.table.name == "saved_2007"
    assert read.table.transactions == pytest.approx(test.Z.to_numpy(), rel=1e-9)
    assert read.own_regions


def test_money_of_several_units_is_refused(tmp_path):
    path = exiobase(tmp_path / "IOT_2011_ixi", drawn(PLACES))
    (path / "unit.txt").write_text((path / "unit.txt").read_text().replace("M.EUR", "t", 1))
    with pytest.raises(InvalidInput, match="2 units"):
        recognise(path).read()


def test_files_that_pymrio_cannot_read_are_damaged(tmp_path):
    path = exiobase(tmp_path / "IOT_2011_ixi", drawn(PLACES))
    (path / "Y.txt").write_text("nothing")
    with pytest.raises(DamagedFile, match="pymrio cannot read it"):
        recognise(path).read()


def test_without_pymrio_it_is_said_how_to_install_it(tmp_path, monkeypatch):
    path = exiobase(tmp_path / "IOT_2011_ixi", drawn(PLACES))
    monkeypatch.setitem(sys.modules, "pymrio", None)
    with pytest.raises(ReaderMissing, match=r"decentwork\[tables\]"):
        recognise(path).read()


def test_eora_takes_row_sums_for_output_and_tells_what_columns_miss(tmp_path):
    of = drawn(("AUS", "ETH", "VNM"))
    found = recognise(eora(tmp_path / "eora", of, discrepancy=3.0))
    read = found.read()
    assert (found.publisher, found.year) == ("Eora26", 2015)
    assert (read.table.name, read.table.unit) == ("eora26_2015", "thousand USD")
    assert read.table.place_codes == ("AUS", "ETH", "VNM")
    assert read.table.transactions == pytest.approx(of.flows)
    assert read.table.output == pytest.approx(of.output)
    assert read.notes[0] == "output is the row sum; columns miss it by 0.000% of output in all"
