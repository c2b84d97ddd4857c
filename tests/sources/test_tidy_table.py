import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownFile
from decentwork.estimates.units import Unit
from decentwork.sources import labelled_matrix, tidy_folder
from decentwork.sources.tidy_folder import write_tidy_table
from decentwork.sources.tidy_table import read_tidy_table

SAMPLE = Path(__file__).parents[1] / "samples" / "tidy_table"


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(SAMPLE, tmp_path / "mine"))


def change(folder, name, old, new):
    path = folder / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def problems(folder):
    with pytest.raises(InvalidInput) as told:
        read_tidy_table(folder)
    return [str(problem) for problem in told.value.problems]


def test_table_and_accounts_are_read():
    found = read_tidy_table(SAMPLE)
    table = found.table
    assert (table.name, table.year, table.unit) == ("tidy_table", 2011, "million USD")
    assert table.places == ("P", "P", "Q", "Q")
    assert table.markets == ("P", "P", "Q")
    assert table.output.tolist() == [80, 80, 120, 120]
    assert found.accounts["employment"].unit is Unit.THOUSAND_PERSONS
    assert found.accounts["employment"].in_year(2011).values.tolist() == [16, 8, 12, 30]
    assert table.provenance.origins[0].publisher == "Nobody"


def test_an_empty_cell_of_an_account_is_not_known():
    children = read_tidy_table(SAMPLE).accounts["child_labour"].in_year(2011)
    assert dict(zip(zip(children.places, children.industries, strict=True), children.values,
                    strict=True)) == {("P", "I1"): 2, ("Q", "I1"): 0, ("Q", "I2"): 1}  # fmt: skip


def test_without_output_it_is_the_row_sum(folder):
    (folder / "x.csv").unlink()
    assert read_tidy_table(folder).table.output.tolist() == [80, 80, 120, 120]


def test_without_accounts_there_are_none(folder):
    (folder / "accounts.csv").unlink()
    assert read_tidy_table(folder).accounts == {}


def test_parquet_may_stand_for_each_file(folder):
    wide = pd.DataFrame(
        {"region": list("PPQQ"), "industry": ["I1", "I2"] * 2, "P I1": [14, 3, 2, 1],
         "P I2": [2, 20, 1, 2], "Q I1": [5, 1, 30, 9], "Q I2": [6, 4, 8, 40]}
    )  # fmt: skip
    wide.to_parquet(folder / "Z.parquet")
    (folder / "Z.csv").unlink()
    output = pd.read_csv(folder / "x.csv")
    output.to_parquet(folder / "x.parquet")
    (folder / "x.csv").unlink()
    found = read_tidy_table(folder).table
    assert found.transactions.tolist() == read_tidy_table(SAMPLE).table.transactions.tolist()
    assert found.output.tolist() == [80, 80, 120, 120]


@pytest.mark.parametrize("use", ["c1", "c1.a", "c1 c2"])
def test_a_table_that_was_written_comes_back_to_the_last_bit(tmp_path, use, monkeypatch):
    monkeypatch.setattr(tidy_folder, "ROWS_AT_ONCE", 3)  # of four rows
    monkeypatch.setattr(labelled_matrix, "COLUMNS_AT_ONCE", 3)
    read = read_tidy_table(SAMPLE)
    flows = read.table.transactions / 3
    table = replace(read.table, transactions=flows, categories=("c1", use + " b", use))
    write_tidy_table(tmp_path, table, read.accounts)
    back = read_tidy_table(tmp_path).table
    assert np.array_equal(back.transactions, flows)
    assert np.array_equal(back.final_demand, table.final_demand)
    assert back.categories == table.categories


def test_cells_of_parquet_that_are_no_numbers_are_told(folder):
    frame = pd.read_csv(folder / "Z.csv", header=None, skiprows=2)
    frame.columns = ["region", "industry", "P I1", "P I2", "Q I1", "Q I2"]
    (folder / "Z.csv").unlink()
    frame["Q I1"] = [1.0, float("nan"), float("inf"), 2.0]
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(),
                   folder / "Z.parquet")  # fmt: skip
    told = problems(folder)
    assert len(told) == 2
    assert told[0].startswith("Z, row P I2, column Q I1: the value is missing.")
    assert told[1].startswith("Z, row Q I1, column Q I1: 'inf' is not a number.")


def test_a_matrix_that_is_not_square_is_told(folder):
    text = (folder / "Z.csv").read_text().splitlines()
    (folder / "Z.csv").write_text("\n".join(line.rsplit(",", 1)[0] for line in text))
    assert "Z: the matrix is not square: 4 rows and 3 columns. See the own tidy form in the " \
        "reference." in problems(folder)  # fmt: skip


def test_text_and_empty_cells_are_told_with_row_and_column(folder):
    change(folder, "Z.csv", "P,I2,3,20,1,4", "P,I2,3,n.a.,,4")
    change(folder, "Y.csv", "Q,I1,4,0,75", "Q,I1,4,0,nan")
    told = problems(folder)
    assert [it.split(". ")[0] for it in told] == [
        "Z, row P I2, column P I2: 'n.a.' is not a number",
        "Z, row P I2, column Q I1: the value is missing",
        "Y, row Q I1, column Q households: the value is missing",
    ]


def test_a_row_that_is_cut_off_is_told(folder):
    change(folder, "Z.csv", "Q,I2,1,2,9,40", "Q,I2,1,2")
    assert len(problems(folder)) == 2


def test_an_unknown_region_is_told_in_every_file(folder):
    change(folder, "Y.csv", "region,,P,P,Q", "region,,P,P,R")
    change(folder, "x.csv", "Q,I1", "R,I1")
    change(folder, "accounts.csv", "P,I2", "R,I2")
    told = problems(folder)
    assert "Y, column 5: region 'R' is not a region of Z." in told
    assert "x, row 3: region 'R' is not a region of Z." in told
    assert "accounts, row 3: region 'R' is not a region of Z." in told
    assert "x: 'Q I1' is missing." in told


def test_a_code_that_is_no_country_among_countries_is_told(folder):
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text().replace("Q,", "XXQ,").replace("P,", "TUR,"))
    told = (
        (folder / "Z.csv").read_text().replace("region,,TUR,TUR,XXQ,Q", "region,,TUR,TUR,XXQ,XXQ")
    )
    (folder / "Z.csv").write_text(told)
    (folder / "Y.csv").write_text(
        (folder / "Y.csv").read_text().replace("region,,TUR,TUR,Q", "region,,TUR,TUR,XXQ")
    )
    read_tidy_table(folder)  # half of the codes are the table's own: none is checked
    for path in folder.glob("*.csv"):
        path.write_text(path.read_text().replace("XXQ", "DEU"))
    assert read_tidy_table(folder).table.place_codes == ("TUR", "DEU")


def test_a_missing_unit_is_told(folder):
    change(folder, "table.toml", 'unit = "million USD"\n', "")
    change(folder, "accounts.csv", "employment [thousand persons]", "employment")
    change(folder, "accounts.csv", "child_labour [thousand persons]", "child_labour [heads]")
    told = problems(folder)
    assert told[0].startswith("table.toml: unit is missing.")
    assert any("'employment': the unit is missing" in it for it in told)
    assert any("the unit 'heads' is not known" in it for it in told)


def test_columns_in_another_order_are_told(folder):
    change(folder, "Z.csv", "region,,P,P,Q,Q", "region,,Q,Q,P,P")
    assert problems(folder)[0].startswith("Z, columns: the order is not that of the rows of Z.")


def test_a_repeated_row_is_told(folder):
    change(folder, "Z.csv", "Q,I1,2,1,30,8", "P,I1,2,1,30,8")
    assert "Z, rows: 'P I1' occurs twice." in problems(folder)


def test_a_missing_matrix_is_told(folder):
    (folder / "Y.csv").unlink()
    assert problems(folder)[0].startswith("Y.csv: the file is missing.")


@pytest.mark.parametrize("content", [b"", b"region,,P\n", b"\xff\xfe\x00binary"])
def test_a_file_that_is_no_table_is_damaged(folder, content):
    (folder / "Z.csv").write_bytes(content)
    with pytest.raises(DamagedFile, match=r"Z\.csv"):
        read_tidy_table(folder)


def test_a_truncated_parquet_file_is_damaged(folder):
    pd.DataFrame({"region": ["P"]}).to_parquet(folder / "Z.parquet")
    content = (folder / "Z.parquet").read_bytes()
    (folder / "Z.parquet").write_bytes(content[:-20])
    with pytest.raises(DamagedFile, match=r"Z\.parquet"):
        read_tidy_table(folder)


def test_a_folder_without_description_is_no_table(tmp_path):
    with pytest.raises(UnknownFile, match=r"table\.toml"):
        read_tidy_table(tmp_path)


def test_a_broken_description_is_told(folder):
    (folder / "table.toml").write_text("title = ")
    assert "is not TOML" in problems(folder)[0]
