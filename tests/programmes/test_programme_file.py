import zipfile
from datetime import datetime

import pytest
import yaml
from openpyxl import Workbook
from tests.programmes.made import ACTIVITY, AREA, HEADER, programme, row, update

from decentwork.estimates.errors import DamagedFile, InvalidInput, UnknownFile
from decentwork.programmes.programme_file import read_notes, read_programme
from decentwork.programmes.programme_tables import (
    as_json,
    as_workbook,
    as_yaml,
    write_programme,
)


@pytest.fixture
def written(tmp_path):
    def write(**sections):
        path = tmp_path / "plan.yaml"
        path.write_text(yaml.safe_dump(sections, allow_unicode=True), encoding="utf-8")
        return path

    return write


def problems(path):
    with pytest.raises(InvalidInput) as error:
        read_programme(path)
    return str(error.value)


@pytest.mark.parametrize("ending", ["yaml", "xlsx"])
def test_what_is_written_reads_back_the_same(tmp_path, ending):
    made = programme(
        update(3.0, part="sex=female, place=XAA", words={"en": "three", "fr": "trois"}),
        row("documents", id="law", title={"en": "A law", "es": "Una ley"}, published="2026-02-28"),
        row("organisations", id="ministry", title="Ministry = Labour", kind="government"),
        activity={"places": "XAA, XAB", "chains": "garments", "workers_reached": 40},
    )
    path = tmp_path / f"programme.{ending}"
    write_programme(made, path)
    assert read_programme(path) == made


def test_a_folder_of_files_is_one_programme(tmp_path):
    (tmp_path / "1.yaml").write_text(yaml.safe_dump({"programme": HEADER, "areas": [AREA]}))
    (tmp_path / "2.yaml").write_text(yaml.safe_dump({"activities": [ACTIVITY]}))
    assert read_programme(tmp_path).counts() == {"areas": 1, "activities": 1}


def test_plain_text_is_in_the_language_of_the_programme(written):
    path = written(programme=HEADER | {"language": "fr", "title": {"fr": "Plan"}}, areas=[AREA])
    assert read_programme(path).by_id["training"].title == {"fr": "Training"}


def test_every_wrong_field_is_told_with_its_place(written):
    path = written(
        programme=HEADER,
        areas=[AREA, {"id": "No Id", "numbr": 2}],
        activities=[ACTIVITY | {"places": ["XAZ"], "starts": "2027", "ends": "2026-13"}],
    )
    told = problems(path)
    assert "plan.yaml, areas, No Id, title: is not there." in told
    assert "plan.yaml, areas, No Id, numbr: is no field of it. Its fields: id, title" in told
    assert "plan.yaml, activities, course, places: 'XAZ' is not in" in told
    assert "plan.yaml, activities, course, ends:" in told


def test_an_end_before_the_start_is_refused(written):
    path = written(
        programme=HEADER, areas=[AREA], activities=[ACTIVITY | {"starts": 2027, "ends": 2026}]
    )
    assert "it ends (2026) before it starts (2027)" in problems(path)


def test_a_field_that_is_wrong_hides_no_rule_between_others(written):
    wrong = ACTIVITY | {"places": ["XAZ"], "starts": 2027, "ends": 2026}
    told = problems(written(programme=HEADER, areas=[AREA], activities=[wrong]))
    assert "'XAZ' is not in" in told
    assert "it ends (2026) before it starts (2027)" in told


def test_an_activity_that_was_dropped_says_why(written):
    path = written(programme=HEADER, areas=[AREA], activities=[ACTIVITY | {"state": "dropped"}])
    assert "say why it is dropped" in problems(path)


def test_the_programme_itself_is_described_once(written):
    assert "programme: is not there." in problems(written(areas=[AREA]))


def test_a_section_nobody_knows_is_refused(written):
    assert "is no section of a programme" in problems(written(programme=HEADER, activites=[]))


def test_notes_are_passed_over(written):
    assert read_programme(written(programme=HEADER, notes=["anything"])).counts() == {}


def test_aliases_are_refused(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_text("a: &x [1]\nb: [*x, *x]\n")
    with pytest.raises(DamagedFile, match="aliases"):
        read_programme(path)


@pytest.mark.parametrize("text", ["a: [1", "- 1", "\tx: 1"])
def test_what_is_no_yaml_of_sections_is_refused(tmp_path, text):
    path = tmp_path / "plan.yaml"
    path.write_text(text)
    with pytest.raises(DamagedFile):
        read_programme(path)


@pytest.mark.parametrize("name", ["gone.yaml", "plan.docx"])
def test_other_files_are_refused(tmp_path, name):
    (tmp_path / "plan.docx").write_text("x")
    with pytest.raises(UnknownFile):
        read_programme(tmp_path / name)


@pytest.fixture
def workbook(tmp_path):
    """Write a workbook as an office would: a sheet for each section, its columns first."""

    def write(**sheets):
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for cells in rows:
                sheet.append(cells)
        book.save(tmp_path / "plan.xlsx")
        return tmp_path / "plan.xlsx"

    return write


PLAN = [
    ["id", "title.en", "organisation", "starts", "ends"],
    ["plan", "Plan", "Ministry", datetime(2026, 3, 1), 2027],
]
AREAS = [["id", "number", "title.en"], ["one", 1, "One"]]


def test_a_row_of_a_workbook_is_named_by_its_number(workbook):
    path = workbook(programme=PLAN, areas=[*AREAS, ["two", 0, "Two"]])
    assert "plan.xlsx, areas, row 3, number:" in problems(path)


def test_days_and_numbers_that_a_spreadsheet_made_of_cells_are_read(workbook):
    made = read_programme(workbook(programme=PLAN, areas=AREAS))
    assert (made.header.starts, made.header.ends) == ("2026-03-01", "2027")
    assert made.by_id["one"].number == 1


def test_a_workbook_without_the_sheet_of_the_programme_says_what_belongs_there(workbook):
    assert "Write it once: id, title, organisation, starts, ends." in problems(
        workbook(areas=AREAS)
    )


def test_formulas_are_refused_with_their_cell(workbook):
    path = workbook(programme=PLAN, areas=[*AREAS, ["two", "=B2+1", "Two"]])
    assert "cell B3 is a formula" in problems(path)


def test_a_record_that_names_one_which_is_not_there_is_refused(workbook):
    activities = [["id", "title.en", "kind", "area"], ["course", "A course", "course", "training"]]
    path = workbook(programme=PLAN, areas=AREAS, activities=activities)
    assert "activities course, area: there is no record 'training'. Name one of: areas." in (
        problems(path)
    )


def csv_archive(path, **tables):
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in tables.items():
            packed.writestr(f"{name}.csv", content)
    return path


@pytest.mark.parametrize("separator", [",", ";"])
def test_csv_as_a_spreadsheet_saves_it_is_read(tmp_path, separator):
    table = "id,title.fr,organisation,starts,ends\nplan,Équité,Ministère,2026,2027\n"
    content = table.replace(",", separator).encode("utf-8-sig")
    made = read_programme(csv_archive(tmp_path / "plan.zip", programme=content))
    assert made.header.title == {"fr": "Équité"}


def test_text_in_another_encoding_is_refused_with_what_to_do(tmp_path):
    table = "id,title.fr,organisation,starts,ends\nplan,Équité,Ministère,2026,2027\n"
    path = csv_archive(tmp_path / "plan.zip", programme=table.encode("latin-1"))
    with pytest.raises(DamagedFile, match="UTF-8"):
        read_programme(path)
    (tmp_path / "plan.yaml").write_bytes("programme: {title: Équité}".encode("latin-1"))
    with pytest.raises(DamagedFile, match="UTF-8"):
        read_programme(tmp_path / "plan.yaml")


def test_a_table_that_is_no_section_is_refused(tmp_path):
    path = csv_archive(tmp_path / "plan.zip", programme="id\nplan\n", activites="id\na\n")
    assert "plan.zip, activites: is no section of a programme." in problems(path)


def test_a_folder_or_zip_without_tables_is_no_programme(tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnknownFile, match="holds no"):
        read_programme(tmp_path / "empty")
    assert "programme: is not there." in problems(csv_archive(tmp_path / "empty.zip"))


def test_a_thousand_wrong_rows_are_each_told(workbook):
    columns = ["id", "title.en", "kind", "area", "starts", "ends"]
    wrong = [[f"a{it}", "A course", "course", "one", 2027, 2026] for it in range(1000)]
    path = workbook(programme=PLAN, areas=AREAS, activities=[columns, *wrong])
    with pytest.raises(InvalidInput) as error:
        read_programme(path)
    assert len(error.value.problems) == 1000


@pytest.mark.parametrize(
    ("name", "written"), [("p.yaml", as_yaml), ("p.json", as_json), ("p.xlsx", as_workbook)]
)
def test_notes_are_read_beside_the_programme(tmp_path, name, written):
    made = programme()
    path = tmp_path / name
    path.write_bytes(written(made))
    assert read_notes(path) == ()
    path.write_bytes(written(made, ["downloaded 2026-05-01"]))
    assert read_notes(path)[-1] == "downloaded 2026-05-01"
    assert read_programme(path) == made
