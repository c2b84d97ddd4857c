import gzip

import pytest

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources.rows import Checks, read_rows


def write(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_cells_are_stripped_and_only_the_columns_asked_for_are_kept(tmp_path):
    rows = read_rows(write(tmp_path, "\ufeffa, b ,c\n 1 ,2,3\n\n4,5,6\n"), ["a", "b"], ["d"])
    assert [dict(row.cells) for row in rows] == [
        {"a": "1", "b": "2", "d": ""},
        {"a": "4", "b": "5", "d": ""},
    ]
    assert [row.where for row in rows] == ["line 2", "line 4"]


def test_every_missing_column_is_told(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        read_rows(write(tmp_path, "a\n1\n"), ["a", "b", "c"])
    assert [problem.what for problem in refused.value.problems] == [
        "column 'b' is missing.",
        "column 'c' is missing.",
    ]


def test_every_row_with_the_wrong_number_of_cells_is_told(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        read_rows(write(tmp_path, "a,b\n1,2\n1\n1,2,3\n"), ["a"])
    assert [problem.where for problem in refused.value.problems] == ["line 3", "line 4"]


def test_a_table_without_rows_is_refused(tmp_path):
    with pytest.raises(InvalidInput, match="there are none"):
        read_rows(write(tmp_path, "a,b\n"), ["a"])


def test_a_gzipped_file_cut_short_is_called_damaged(tmp_path):
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n" + b"1,2\n" * 1000)[:40])
    with pytest.raises(DamagedFile, match="cut short"):
        read_rows(path, ["a"])


def test_a_file_in_another_encoding_is_called_damaged(tmp_path):
    path = tmp_path / "table.csv"
    path.write_bytes("pays\nCôte d'Ivoire\n".encode("latin-1"))
    with pytest.raises(DamagedFile, match="Byte 6 is not UTF-8"):
        read_rows(path, ["pays"])


def test_cells_that_cannot_be_read_are_all_told(tmp_path):
    rows = read_rows(
        write(tmp_path, "day,year,iso3,state\n2020-13-01,two,QQQ,\n2020-01-01,2003.0,XAA,in\n"),
        ["day", "year", "iso3", "state"],
    )
    checks = Checks("table.csv")
    read = [
        (
            checks.day(row, "day"),
            checks.whole(row, "year"),
            checks.place(row),
            checks.one_of(row, "state", ("in", "out")),
            checks.given(row, "state"),
        )
        for row in rows
    ]
    assert read[1][1:] == (2003, "XAA", "in", "in")
    assert len(checks.problems) == 5
    assert {problem.where for problem in checks.problems} == {"line 2"}
    with pytest.raises(InvalidInput):
        checks.refuse()
