import numpy as np
import pandas as pd
import pytest

from decentwork.estimates.errors import DamagedFile
from decentwork.sources.plain_tables import misprints, numbers_or_words, read_plain_table


@pytest.fixture
def read(tmp_path):
    def run(text, needed=("id",), synonyms=None):
        (tmp_path / "t.csv").write_bytes(text.encode())
        return read_plain_table(tmp_path / "t.csv", needed, synonyms)

    return run


@pytest.mark.parametrize(
    "text", ["id,a\n1,x\n", "id;a\r\n1;x\r\n", "id\ta\r1\tx", "\ufeffid,a\n1,x"]
)
def test_separators_and_ends_of_lines_are_recognised(text, read):
    found = read(text)
    assert found.cells.to_dict("records") == [{"id": "1", "a": "x"}]
    assert (found.lines, found.problems) == ([2], [])


def test_a_separator_in_quotes_is_text(read):
    assert read('id,"a;b;c"\n1,"x,y"\n').cells["a;b;c"].tolist() == ["x,y"]


def test_rows_keep_the_line_of_the_file_they_end_on(read):
    assert read('id,a\n1,"two\nlines"\n\n,\n2,x\n').lines == [3, 6]


def test_a_column_may_have_another_name(read):
    assert read("size\n4\n", ("degree",), {"size": "degree"}).cells["degree"].tolist() == ["4"]


def test_everything_wrong_with_the_layout_is_told(read):
    found = read("Id,a,a\n1,2\n")
    assert [str(problem) for problem in found.problems] == [
        "header: the column 'id' is missing. Is it 'Id'? Rename that column.",
        "header: the column 'a' is there twice.",
        "line 2: has 2 cells where the header has 3. A comma inside a cell needs quotes.",
    ]


def test_an_empty_file_is_told_with_the_columns_it_should_have(read):
    [problem] = read("").problems
    assert str(problem) == "header: the file is empty. Its first line names the columns: id, …"


def test_a_cell_without_end_is_a_damaged_file(read):
    with pytest.raises(DamagedFile, match="Line 2"):
        read('id\n"' + "x" * 200_000)


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (["1", "2.5", "-3", "", "NA"], []),
        (["1", "2", "many"], [2]),
        (["1", "2", "inf"], [2]),
        (["1"] * 30 + ["x", "y"], [30, 31]),
        (["", ""], []),
    ],
)
def test_numbers_with_few_misprints_are_numbers(cells, wrong):
    column, misprinted = numbers_or_words(pd.Series(cells))
    assert column.dtype == np.float64
    assert np.flatnonzero(misprinted).tolist() == wrong


@pytest.mark.parametrize("cells", [["1", "x"], ["x", "y", "1"], ["1", "2", "3", "4+", "5+"]])
def test_numbers_among_words_are_words(cells):
    column, misprinted = numbers_or_words(pd.Series(cells))
    assert (column.tolist(), misprinted.any()) == (cells, False)


def test_a_column_that_must_be_numbers_has_no_words():
    assert numbers_or_words(pd.Series(["x", "y"]), is_number=True)[1].all()


def test_many_misprints_are_counted():
    cells = pd.Series(["x"] * 25, name="tier")
    told = misprints(cells, np.ones(25, dtype=bool), [f"line {row}" for row in range(25)])
    assert len(told) == 21
    assert told[-1].where == "5 more lines"
