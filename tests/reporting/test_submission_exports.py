import csv
import io
import zipfile

import openpyxl
import pytest

from decentwork.questionnaires.catalogue import questionnaires
from decentwork.reporting.submission_exports import (
    submissions_csv,
    submissions_json,
    submissions_xlsx,
)
from decentwork.sources.submissions_files import read_submissions
from decentwork.surveys.submissions import Submission, Submissions

EXPORTS = {"a.zip": submissions_csv, "a.xlsx": submissions_xlsx, "a.json": submissions_json}


@pytest.fixture(scope="module")
def known():
    return questionnaires()


@pytest.fixture(scope="module")
def visits(project, known):
    return read_submissions([project / "tests/samples/odk_json/economic_unit.json"], known)


def written(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize("name", EXPORTS)
def test_an_export_reads_back_as_the_same_submissions(name, visits, known, tmp_path):
    path = written(tmp_path / name, EXPORTS[name](visits, known, identities=True))
    assert read_submissions([path], known).digest == visits.digest


@pytest.mark.parametrize("name", EXPORTS)
def test_corrections_come_back_with_their_chain(name, known, tmp_path):
    answers = {"case_id": "C-01", "visit_date": "2026-03-01", "outcome": "refused"}
    record = Submission(form="economic_unit", id="c", edits=2, replaces=("a", "b"), answers=answers)
    rosters = ("formal_suppliers", "household_suppliers", "home_workers", "agencies")
    held = Submissions.from_records(
        [record],
        questions={"economic_unit": answers},
        roster_questions={roster: ["since"] for roster in rosters},
    )
    path = written(tmp_path / name, EXPORTS[name](held, known))
    assert read_submissions([path], known).records() == [record]


@pytest.mark.parametrize("name", EXPORTS)
def test_nothing_that_identifies_is_exported_unless_asked_for(name, visits, known, tmp_path):
    path = written(tmp_path / name, EXPORTS[name](visits, known))
    found = read_submissions([path], known)
    text = found.to_json()
    for secret in ("Invented Mill", "Quay 1", "+999", "Ada", "Invented Yarn"):
        assert secret not in text
    assert len(found.rosters["formal_suppliers"]) == 2


def test_lists_are_tables_linked_by_key(visits, known):
    with zipfile.ZipFile(io.BytesIO(submissions_csv(visits, known))) as packed:
        assert packed.namelist() == [
            "economic_unit.csv",
            "economic_unit-formal_suppliers.csv",
            "economic_unit-household_suppliers.csv",
            "economic_unit-home_workers.csv",
            "economic_unit-agencies.csv",
        ]
        text = packed.read("economic_unit-formal_suppliers.csv").decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    owner = "00000000-0000-4000-8000-000000000001"
    assert [row["PARENT_KEY"] for row in rows] == [owner, owner]


def test_a_text_that_begins_like_a_formula_is_marked_in_csv(visits, known):
    with zipfile.ZipFile(io.BytesIO(submissions_csv(visits, known, identities=True))) as packed:
        text = packed.read("economic_unit-formal_suppliers.csv").decode()
    assert [row["supplier_phone"] for row in csv.DictReader(io.StringIO(text))] == [
        "'+999 200",
        "'=1+1",
    ]


def test_no_cell_of_a_workbook_is_a_formula(visits, known):
    content = submissions_xlsx(visits, known, identities=True)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


@pytest.mark.parametrize("export", EXPORTS.values())
def test_the_same_submissions_make_the_same_file(export, visits, known):
    assert export(visits, known) == export(visits, known)
