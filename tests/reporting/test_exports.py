import csv
import io
import json

import openpyxl
import pytest

from decentwork.reporting.exports import (
    COLUMNS,
    dossier_xlsx,
    figure_rows,
    figures_csv,
    figures_json,
)


@pytest.fixture
def hostile(avonia):
    plain = [figure.to_dict() for figure in avonia.figures]
    plain[0]["subject"] = "=1+1"
    return plain


def test_a_csv_has_each_figure_with_its_provenance(avonia):
    rows = list(csv.DictReader(io.StringIO(figures_csv(avonia.figures))))
    assert len(rows) == len(avonia.figures)
    assert tuple(rows[0]) == COLUMNS
    assert rows[0]["value"] == "1000.0"
    assert rows[0]["citation"].startswith("Bureau of Statistics & Maps")


def test_an_unknown_is_empty_and_not_zero(avonia):
    row = next(row for row in figure_rows(avonia.figures) if row["kind"] == "unknown")
    assert row["value"] is None
    assert row["interval_note"] == "not_in_data"


def test_a_text_like_a_formula_stays_a_text_in_csv(hostile):
    rows = list(csv.DictReader(io.StringIO(figures_csv(hostile))))
    assert rows[0]["subject"] == "'=1+1"


def test_json_is_one_array_of_plain_figures(avonia):
    assert json.loads(figures_json(avonia.figures)) == [f.to_dict() for f in avonia.figures]


def test_a_workbook_keeps_numbers_as_numbers(avonia):
    book = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(avonia)))
    assert book.sheetnames == ["In short", "Figures", "Matrix", "Action", "Sources"]
    head, first, *rest = book["Figures"].iter_rows()
    assert tuple(cell.value for cell in head) == COLUMNS
    assert first[COLUMNS.index("value")].value == 1000.0
    shares = [row for row in rest if row[COLUMNS.index("unit")].value == "share"]
    assert shares[0][COLUMNS.index("value")].number_format == "0.0%"


def test_a_text_like_a_formula_stays_a_text_in_a_workbook(avonia, hostile):
    values = avonia.to_dict() | {"figures": hostile}
    book = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(values)))
    cell = book["Figures"].cell(2, COLUMNS.index("subject") + 1)
    assert cell.value == "=1+1"
    assert cell.data_type == "s"


def test_the_matrix_sheet_has_words(avonia):
    book = openpyxl.load_workbook(io.BytesIO(dossier_xlsx(avonia)))
    texts = [cell.value for row in book["Matrix"].iter_rows() for cell in row]
    assert (
        "deficit; an obligation binds; action recorded; action without evidence of effect" in texts
    )
