import zipfile
from datetime import date

import openpyxl
import pytest
from tests.sources.collected_answers import read

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources.odk_tables import linked_forms
from decentwork.sources.odk_workbook import read_workbook


@pytest.fixture
def sample(project):
    return project / "tests/samples/kobo_xlsx/economic_unit.xlsx"


def saved(tmp_path, *sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    return path


def test_a_row_of_a_list_is_told_by_sheet_and_row(sample):
    (form,) = linked_forms(read_workbook(sample, sample.name))
    entry = form.submissions[0].rosters["formal_suppliers"][1]
    assert entry.where == "economic_unit.xlsx, sheet formal_suppliers, row 3"


def test_numbers_and_dates_read_as_phones_send_them(tmp_path):
    path = saved(tmp_path, ("unit", [["a", "b", "c", "_index"], [12, 25.5, date(2026, 3, 1), 1]]))
    (sheet,) = read_workbook(path, path.name)
    assert sheet.rows == ((2, {"a": "12", "b": "25.5", "c": "2026-03-01", "_index": "1"}),)


def test_a_formula_is_a_problem_with_its_cell(tmp_path):
    path = saved(tmp_path, ("unit", [["case_id", "_index"], ["C-01", 1], ["=A2", 2]]))
    with pytest.raises(InvalidInput, match="sheet unit, row 3: cell A3 is a formula"):
        read_workbook(path, path.name)


def test_a_list_sorted_apart_from_its_submissions_is_a_problem(tmp_path):
    path = saved(
        tmp_path,
        ("unit", [["case_id", "_uuid", "_index"], ["C-01", "one", 1], ["C-02", "two", 2]]),
        ("agencies", [["since", "_index", "_parent_index", "_submission__uuid"], [9, 1, 1, "two"]]),
    )
    (form,) = linked_forms(read_workbook(path, path.name))
    assert [str(each) for each in form.problems] == [
        "a.xlsx, sheet agencies, row 2: _parent_index '1' and _submission__uuid name different "
        "submissions. A sheet was sorted or cut: export the file again."
    ]


def test_a_workbook_cut_short_is_damaged(sample, tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(sample.read_bytes()[:-100])
    with pytest.raises(DamagedFile, match="cut short or damaged"):
        read_workbook(path, path.name)


def test_a_zip_that_is_no_workbook_is_damaged(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("a.txt", "text")
    with pytest.raises(DamagedFile, match="It is no workbook"):
        read_workbook(path, path.name)


def test_a_workbook_with_a_password_is_refused_with_a_hint(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(InvalidInput, match="without a password"):
        read(path)


def test_a_workbook_with_macros_is_refused(sample, tmp_path):
    path = tmp_path / "a.xlsm"
    path.write_bytes(sample.read_bytes())
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("xl/vbaProject.bin", b"")
    with pytest.raises(DamagedFile, match="contains macros"):
        read_workbook(path, path.name)
