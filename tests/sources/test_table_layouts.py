import gzip

import numpy as np
import pytest
from tests.sources import published_layouts as publish

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownFile
from decentwork.estimates.units import Unit
from decentwork.sources.published_table import gate
from decentwork.sources.table_layouts import recognise

FIGARO_USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
OECD_USES = ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")


def adb_world(places=("VIE", "XAA", "RoW")):
    return publish.world(places, publish.ADB.industries, publish.ADB.uses)


def saved_adb(path, of, year=2019, legend=(("XAA", "Avonia"),), **how):
    publish.write_workbook(path, publish.adb_rows(of, year, **how), legend=legend)
    return path


def same(table, of):
    assert np.array_equal(table.transactions, of.flows)
    assert table.final_demand == pytest.approx(of.demand, rel=1e-14)  # a workbook has 16 digits
    assert table.output == pytest.approx(of.output, rel=1e-12)


def passed(path, year=None):
    return gate(recognise(path, year).read(), path.name)


def told(path, year=None):
    with pytest.raises(InvalidInput) as refused:
        passed(path, year)
    return [str(problem) for problem in refused.value.problems]


@pytest.mark.parametrize("above", [0, 1])
def test_a_workbook_of_adb_is_read_wherever_its_codes_stand(tmp_path, above):
    of = adb_world()
    found = recognise(saved_adb(tmp_path / "ADB-MRIO-2019-August 2021.xlsx", of, above=above))
    read = found.read()
    assert (found.publisher, found.year) == ("ADB MRIO", 2019)
    assert read.table.place_codes == ("VNM", "XAA", "ROW")
    assert read.table.name == "adb_mrio2_2019"
    assert read.mapped == {"VIE": "VNM", "RoW": "ROW"}
    same(read.table, of)
    assert gate(read, "it").column_gap_share == pytest.approx(0, abs=1e-12)


def test_constant_prices_of_adb_are_part_of_its_unit_and_name(tmp_path):
    path = tmp_path / "ADB MRIO 2019, at constant 2010 prices.xlsx"
    read = recognise(saved_adb(path, adb_world(), prices="constant 2010 prices")).read()
    assert read.table.unit == "million USD at constant 2010 prices"
    assert read.table.name == "adb_mrio2_constant_2019"


def test_a_region_of_adb_that_neither_list_nor_legend_knows_is_refused(tmp_path):
    path = saved_adb(tmp_path / "ADB-MRIO-2019.xlsx", adb_world(("VIE", "QQQ", "ZZZ", "RoW")))
    assert told(path) == [
        "region 'QQQ': the code is not known. No legend names it.",
        "region 'ZZZ': the code is not known. No legend names it.",
    ]


def test_a_code_and_a_name_of_one_place_are_told(tmp_path):
    of = adb_world(("VIE", "XAA", "RoW"))
    path = saved_adb(tmp_path / "ADB-MRIO-2019.xlsx", of, legend=(("XAA", "Viet Nam"),))
    assert told(path) == [
        "region VIE: VNM is there twice.", "region XAA: VNM is there twice.",
    ]  # fmt: skip


def test_a_title_that_tells_another_number_of_economies_is_refused(tmp_path):
    rows = publish.adb_rows(adb_world(), 2019)
    rows[1] = ["63 economies, at current prices (industry by industry)"]
    publish.write_workbook(tmp_path / "ADB-MRIO-2019.xlsx", rows, legend=[("XAA", "Avonia")])
    assert told(tmp_path / "ADB-MRIO-2019.xlsx") == [
        "regions: the title tells 63 economies, the table has 3."
    ]


def test_money_that_is_not_stated_is_refused(tmp_path):
    rows = publish.adb_rows(adb_world(("VIE", "RoW")), 2019)
    rows[2] = ["In billions of pesos"]
    publish.write_workbook(tmp_path / "ADB-MRIO-2019.xlsx", rows)
    assert told(tmp_path / "ADB-MRIO-2019.xlsx")[0].startswith("unit: the text above the table")


def test_text_in_a_cell_is_told_with_row_and_column(tmp_path):
    rows = publish.adb_rows(adb_world(("VIE", "RoW")), 2019)
    rows[8][6] = "n.a."
    publish.write_workbook(tmp_path / "ADB-MRIO-2019.xlsx", rows)
    assert told(tmp_path / "ADB-MRIO-2019.xlsx") == [
        "row Name of c2 VIE c2, column VIE c3: 'n.a.' is not a number."
    ]


def test_rows_in_another_order_than_columns_are_refused(tmp_path):
    of = adb_world(("VIE", "RoW"))
    rows = publish.adb_rows(of, 2019)
    rows[7:77] = [*rows[42:77], *rows[7:42]]
    publish.write_workbook(tmp_path / "ADB-MRIO-2019.xlsx", rows)
    assert told(tmp_path / "ADB-MRIO-2019.xlsx")[0] == (
        "table: row 1 is 'RoW c1', column 1 'VIE c1'. Rows and columns must be in one order."
    )


def test_a_table_that_does_not_add_up_names_its_worst_rows_and_columns(tmp_path):
    of = adb_world(("VIE", "RoW"))
    of.flows[3, 40] += of.output.sum()
    rows = publish.adb_rows(of, 2019)
    publish.write_workbook(tmp_path / "ADB-MRIO-2019.xlsx", rows)
    problems = told(tmp_path / "ADB-MRIO-2019.xlsx")
    assert problems[0].startswith("rows: sales miss output by 100.0% of it in all.")
    assert problems[1].startswith("row VNM c4: output is ")


@pytest.mark.parametrize("name", ["wiot11_row_apr12.xlsx", "copy.xlsx"])
def test_wiod_2013_is_told_from_adb_by_its_final_uses(tmp_path, name):
    of = publish.world(("ROM", "RoW"), publish.RELEASE_2013.industries,
                       publish.RELEASE_2013.uses)  # fmt: skip
    publish.write_workbook(tmp_path / name, publish.wiod_2013_rows(of, 2011))
    found = recognise(tmp_path / name)
    read = found.read()
    assert (found.publisher, found.year) == ("WIOD 2013", 2011)
    assert read.table.place_codes == ("ROU", "ROW")
    same(read.table, of)


def test_a_column_of_unknown_code_is_refused_unless_it_says_it_is_a_total(tmp_path):
    of = publish.world(("ROM", "RoW"), publish.RELEASE_2013.industries, publish.RELEASE_2013.uses)
    rows, path = publish.wiod_2013_rows(of, 2011), tmp_path / "wiot11_row_apr12.xlsx"
    rows[9][-1] = "c99"  # the code of the total, whose name says so
    publish.write_workbook(path, rows)
    same(recognise(path).read().table, of)
    rows[7][-1] = rows[8][-1] = rows[6][-1] = None
    publish.write_workbook(path, rows)
    assert told(path)[0].startswith("column c99: the code is not known.")


@pytest.mark.parametrize("kind", ["xlsb", "xlsx"])
def test_wiod_2016_is_read_from_either_kind_of_workbook(tmp_path, kind):
    of = publish.world(("ROU", "ROW"), publish.RELEASE_2016.industries,
                       publish.RELEASE_2016.uses)  # fmt: skip
    path = tmp_path / f"WIOT2014_Nov16_ROW.{kind}"
    write = publish.write_binary_workbook if kind == "xlsb" else publish.write_workbook
    write(path, publish.wiod_2016_rows(of))
    found = recognise(path)
    assert (found.publisher, found.year) == ("WIOD 2016", 2014)
    same(found.read().table, of)


def test_a_cut_binary_workbook_is_damaged(tmp_path):
    of = publish.world(("AUS", "ROW"), publish.RELEASE_2016.industries, publish.RELEASE_2016.uses)
    path = tmp_path / "WIOT2014_Nov16_ROW.xlsb"
    publish.write_binary_workbook(path, publish.wiod_2016_rows(of)[:9])
    with pytest.raises((DamagedFile, InvalidInput)):
        recognise(path).read()


def oecd_world(places=("AUS", "CHN", "ROW"), uses=OECD_USES):
    return publish.world(places, ("A01_02", "C13T15", "T"), uses)


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("ICIO2016_2003.csv", {"value_added": "VALU", "taxes": "TAXSUB", "reverse": True}),
        ("ICIO2018_2003.csv", {"value_added": "VALU", "taxes": "AUS_TAXSUB", "output": "OUTPUT"}),
        ("ICIO2021_2003.csv", {}),
        ("2003_SML.csv", {}),
        ("2003.csv", {"value_added": "VA_VA_VA", "taxes": "TLS_TLS_TLS", "output": "OUT_OUT_OUT"}),
    ],
)
def test_each_edition_of_icio_is_read(tmp_path, name, how):
    of = oecd_world()
    publish.write_icio(tmp_path / name, of, **how)
    found = recognise(tmp_path / name)
    assert (found.publisher, found.year) == ("OECD ICIO", 2003)
    read = found.read()
    same(read.table, of)
    assert gate(read, name).column_gap_share == pytest.approx(0, abs=1e-12)


def test_columns_of_icio_may_stand_in_any_order(tmp_path):
    of, path = oecd_world(), tmp_path / "ICIO2023_2014.csv"
    publish.write_icio(path, of)
    lines = [line.split(",") for line in path.read_text().splitlines()]
    order = [0, *np.argsort(lines[0][1:]) + 1]
    path.write_text("\n".join(",".join(line[at] for at in order) for line in lines))
    table = recognise(path).read().table
    assert np.array_equal(table.transactions, of.flows)
    assert table.final_demand.sum(axis=1) == pytest.approx(of.demand.sum(axis=1))
    assert set(zip(table.markets, table.categories, strict=True)) == set(of.columns)


def test_the_parts_of_china_are_put_together(tmp_path):
    of = oecd_world(("AUS", "CHN", "CN1", "CN2", "ROW"))
    china = slice(3, 6)
    of.flows[china], of.flows[:, china], of.demand[china] = 0, 0, 0
    of.demand[:, 12:24] = 0  # only CHN has final demand
    of.output[:] = of.flows.sum(axis=1) + of.demand.sum(axis=1)
    publish.write_icio(tmp_path / "ICIO2021_2014.csv", of)
    read = recognise(tmp_path / "ICIO2021_2014.csv").read()
    table = read.table
    assert table.place_codes == ("AUS", "CHN", "ROW")
    assert read.mapped == {"CN1": "CHN", "CN2": "CHN"}
    assert table.output[3:6] == pytest.approx(of.output[6:9] + of.output[9:12])
    assert table.transactions.sum() == pytest.approx(of.flows.sum())
    assert table.transactions[3, 4] == pytest.approx(
        of.flows[6, 7] + of.flows[6, 10] + of.flows[9, 7] + of.flows[9, 10]
    )
    assert read.primary_inputs == pytest.approx(table.output - table.transactions.sum(axis=0))


def test_a_country_that_is_there_whole_and_in_parts_is_refused(tmp_path):
    publish.write_icio(tmp_path / "ICIO2021_2014.csv", oecd_world(("AUS", "MEX", "MX1", "ROW")))
    assert told(tmp_path / "ICIO2021_2014.csv") == [
        "region 'MEX': has output of its own beside its parts MX1: it would be counted twice. "
        "Drop the parts or the whole."
    ]


def test_labels_that_nobody_knows_are_all_told(tmp_path):
    path = tmp_path / "ICIO2023_2014.csv"
    publish.write_icio(path, oecd_world(uses=("HFCE", "GIFTS")), value_added="MARGIN")
    problems = told(path)
    assert "row 'MARGIN': is neither an industry nor a known total." in problems[0]
    assert sum("_GIFTS': is neither a row nor a final use." in it for it in problems) == 3


def test_text_and_gaps_in_icio_are_told_with_row_and_column(tmp_path):
    path = tmp_path / "ICIO2023_2014.csv"
    publish.write_icio(path, oecd_world())
    lines = [line.split(",") for line in path.read_text().splitlines()]
    lines[1][2], lines[2][3] = "..", ""
    path.write_text("\n".join(",".join(line) for line in lines))
    assert [it.split(". ")[0] for it in told(path)] == [
        "table, row AUS_A01_02, column AUS_C13T15: '..' is not a number",
        "table, row AUS_C13T15, column AUS_T: the value is missing",
    ]


def test_regions_of_icio_must_be_iso_codes(tmp_path):
    publish.write_icio(tmp_path / "ICIO2023_2014.csv", oecd_world(("AUS", "QQQ", "ROW")))
    assert told(tmp_path / "ICIO2023_2014.csv")[0].startswith("region 'QQQ': is neither ISO")


def test_the_real_cut_of_icio_adds_up(shared_data):
    path = shared_data / "trade" / "oecd_icio2023_2014_8regions_sample.csv.gz"
    found = recognise(path)
    report = gate(found.read(), path.name)
    assert (found.publisher, found.year) == ("OECD ICIO", 2014)
    assert len(report.balance.frame) == 8 * 45
    assert report.balance.total_row_gap_share < 1e-6
    assert report.column_gap_share < 1e-6


def figaro_world(places=("AT", "EL", "FIGW1"), uses=FIGARO_USES):
    return publish.world(places, ("A01", "C13T15"), uses)


def test_figaro_is_read_with_its_two_letter_codes(tmp_path):
    of, path = figaro_world(), tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2019.csv"
    publish.write_figaro(path, of)
    found = recognise(path)
    read = found.read()
    assert (found.publisher, found.year) == ("FIGARO", 2019)
    assert read.table.place_codes == ("AUT", "GRC", "ROW")
    assert read.table.unit == "million EUR"
    same(read.table, of)
    assert passed(path).column_gap_share == pytest.approx(0, abs=1e-12)
    assert read.table.provenance.origins[0].edition == "2024 edition"


def test_pay_comes_with_figaro_as_an_account(tmp_path):
    of, path = figaro_world(), tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2019.csv"
    publish.write_figaro(path, of)
    [(name, pay)] = recognise(path).read().accounts.items()
    assert (name, pay.unit) == ("compensation_of_employees", Unit.MILLION_EUR)
    assert pay.in_year(2019).values == pytest.approx(of.inputs * 0.5)


def test_what_figaro_does_not_have_is_refused(tmp_path):
    path = tmp_path / "matrix_eu-ic-io_ind-by-ind_24ed_2019.csv"
    publish.write_figaro(path, figaro_world(("AT", "QQ", "FIGW1"), (*FIGARO_USES, "P99")))
    problems = told(path)
    assert sum("_P99': is neither a row nor a final use." in it for it in problems) == 3
    assert any("region 'QQ'" in it for it in problems)


def test_a_year_that_is_not_told_can_be_said(tmp_path):
    publish.write_icio(tmp_path / "mine.csv", oecd_world())
    assert told(tmp_path / "mine.csv")[0].endswith("Say it with --year.")
    assert recognise(tmp_path / "mine.csv", 2014).year == 2014


def test_a_name_that_contradicts_the_file_is_refused(tmp_path):
    path = saved_adb(tmp_path / "ADB-MRIO-2018.xlsx", adb_world())
    assert told(path) == ["year: the file tells 2019, its name 2018. Say which it is with --year."]
    assert recognise(path, 2019).year == 2019
    assert told(path, 2017) == ["year: you say 2017, the file 2019. Leave --year out."]


def test_what_is_no_table_is_refused_with_the_known_layouts(tmp_path):
    (tmp_path / "list.csv").write_text("name,year\nA,2014\n")
    publish.write_workbook(tmp_path / "list.xlsx", [["name", "year"], ["A", 2014]])
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(b"V1,AUS_A")[:9])
    for name in ("list.csv", "list.xlsx", "absent.csv"):
        with pytest.raises(UnknownFile, match="OECD ICIO"):
            recognise(tmp_path / name)
    with pytest.raises(DamagedFile):
        recognise(tmp_path / "broken.csv.gz")
