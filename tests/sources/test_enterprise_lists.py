"""Lists of enterprises, all of them invented; Avonia is the sample world's."""

import gzip
import json
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources.enterprise_lists import (
    guessed_columns,
    headings,
    read_enterprise_list,
)
from decentwork.sources.listed_columns import Headings
from decentwork.sources.odk_workbook import OLD_OR_ENCRYPTED


@pytest.fixture
def saved(tmp_path):
    def save(text, name="avon.csv", encoding="utf-8"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return tmp_path / name

    return save


@pytest.fixture
def read(saved):
    def run(text, name="avon.csv", encoding="utf-8", **asked):
        return read_enterprise_list(saved(text, name, encoding), **asked)

    return run


@pytest.fixture
def workbook(tmp_path):
    def save(**sheets):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "avon.xlsx")
        return tmp_path / "avon.xlsx"

    return save


def with_cached_value(path, value):
    """Write what a spreadsheet computed beside the formula, as it does when it saves a workbook."""
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    before, formula, after = sheet.partition("</f>")
    value = f"<v>{value}</v>"
    after = after.replace("<v></v>", value, 1).replace("<v />", value, 1).replace("<v/>", value, 1)
    parts["xl/worksheets/sheet1.xml"] = (before + formula + after).encode()
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)


def told(found):
    return [str(note) for note in found.notes]


def guessed(*names, examples=()):
    return guessed_columns(
        Headings(
            filename="",
            sheet="",
            names=names,
            examples=examples,
            header_line=1,
            encoding="UTF-8",
            sheets=(),
        )
    )


def test_a_list_is_read_with_its_columns_found_by_name(read):
    found = read("Factory Name,Address,Country,Workers\nAvon Weaving,1 Mill Road,Avonia,40\n")
    assert found.columns == {"name": "Factory Name", "address": "Address", "country": "Country"}
    assert found.given == ("Workers",)
    assert found.notes == ()
    frame = found.records.frame
    assert frame.index.tolist() == ["avon:2"]
    assert frame.iloc[0][["name", "address", "country", "phone", "source"]].tolist() == [
        *("Avon Weaving", "1 Mill Road", "XAA", "", "avon.csv")
    ]
    assert np.isnan(frame["latitude"].iloc[0])


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_ends_of_lines_are_recognised(separator, end, read):
    lines = (("name", "city"), ("Avon Weaving", "Lune"), ("Tarn Mill", "Brae"))
    frame = read(end.join(separator.join(cells) for cells in lines)).records.frame
    assert frame[["name", "city"]].to_numpy().tolist() == [list(cells) for cells in lines[1:]]


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        ("阿文纺织有限公司,工业大道十二号", "gb18030", "GB18030"),
        ("アボン織物株式会社,東町一丁目", "cp932", "Shift-JIS"),
        ("아본섬유 주식회사,강변로", "cp949", "Korean (Windows-949)"),
        ("雅文紡織股份有限公司,工業路一號", "big5", "Big5"),
        ("Société d'Été,12 rue de l'Église", "cp1252", "Windows-1252"),
        ("Güneş Dokuma Şirketi,Bağ Sokağı", "cp1254", "Windows-1254"),
        ("Łąka Włókno,ul. Święta", "cp1250", "Windows-1250"),
        ("Фабрика Заря,улица Рассвета", "cp1251", "Windows-1251"),
    ],
)
def test_an_old_encoding_is_recognised_and_told_with_an_example(text, encoding, name, read):
    found = read(f"name,address\n{text}\n", encoding=encoding)
    assert ",".join(found.records.frame.iloc[0][["name", "address"]]) == text
    assert [note.where for note in found.notes] == ["encoding"]
    assert name in found.notes[0].what
    assert "read rightly" in found.notes[0].hint


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_in_any_form_without_a_note(encoding, read):
    found = read("name,city\nÉté 阿文 Weaving,Lune\nTarn,Brae\n", encoding=encoding)
    assert found.records.frame["name"].tolist() == ["Été 阿文 Weaving", "Tarn"]
    assert (found.columns["name"], found.notes) == ("name", ())


def test_lines_in_another_encoding_are_read_and_told_by_number(read):
    content = "name\nÉté\nŻuraw\nTarn\n".encode() + b"Caf\xe9\nLun\xe9e\n"
    found = read(content)
    assert found.records.frame["name"].tolist()[-2:] == ["Café", "Lunée"]
    [note] = found.notes
    assert (note.where, note.what) == (
        "lines 5, 6",
        "not UTF-8, as the rest is; taken for Windows-1252.",
    )


def test_a_byte_among_utf8_does_not_spoil_its_line(read):
    content = "name\nŻuraw\n".encode() + "Łąka Caf".encode() + b"\xe9\n"
    assert read(content).records.frame["name"].tolist() == ["Żuraw", "Łąka Café"]


def test_what_no_encoding_explains_is_shown_as_such(read):
    found = read("name\nÉté\nÎle\n".encode() + b"A\x81von\n")
    assert found.records.frame["name"].tolist()[-1] == "A\ufffdvon"
    assert found.notes[0].where == "line 4"


def test_titles_above_the_header_are_passed_over_with_a_note(read):
    found = read("List of suppliers\n\nMarch 2026,,\nName,City,Country\nAvon,Lune,XAA\n")
    assert found.records.frame.index.tolist() == ["avon:5"]
    assert told(found) == ["lines before 4: what stands above the header was passed over."]


def test_empty_rows_are_passed_over_and_lines_stay_those_of_the_file(read):
    found = read('name,address\n\n,\nAvon,"1 Mill Road\nLune"\n ,\t\nTarn,2 Hill\n')
    assert found.records.frame.index.tolist() == ["avon:5", "avon:7"]
    assert found.records.frame["address"].tolist() == ["1 Mill Road Lune", "2 Hill"]


def test_a_list_of_one_column_is_of_names_even_with_commas_in_them(read):
    found = read("Supplier\nAvon Co., Ltd.\nTarn, Sons, and Co.\nLune\n")
    names = found.records.frame["name"].tolist()
    assert names == ["Avon Co., Ltd.", "Tarn, Sons, and Co.", "Lune"]


def test_a_list_without_a_header_loses_no_row(saved):
    found = headings(saved("Avon;+00 12 345 678;Avonia\nTarn;+00 12 345 679;Avonia\nLu;;Avonia\n"))
    assert (found.header_line, found.names) == (0, ("column 1", "column 2", "column 3"))
    assert guessed_columns(found) == {"country": "column 3"}
    read = read_enterprise_list(saved("Avon;+00 12\nTarn;1\n"), columns={"name": "column 1"})
    assert read.records.frame["name"].tolist() == ["Avon", "Tarn"]
    assert "no header was found" in told(read)[0]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Nom de l'usine", "name"),
        ("Nombre de la fábrica", "name"),
        ("Firmenname", "name"),
        ("Nome da empresa", "name"),
        ("工厂名称", "name"),
        ("TÊN CÔNG TY", "name"),
        ("Fabrika Adı", "name"),
        ("Factory / 工厂名称", "name"),
        ("FacilityAddress", "address"),
        ("供应商地址", "address"),
        ("Ülke", "country"),
        ("Quốc gia", "country"),
        ("Country/Region", "country"),
        ("State/Province", "region"),
        ("Telephone No.", "phone"),
        ("统一社会信用代码", "number"),
        ("LNG", "longitude"),
    ],
)
def test_headers_in_many_languages_name_a_field(header, field):
    assert guessed(header, "other") == {field: header}


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Parent company",
            "Number of workers",
            "Site",
            "Fax",
            "Brand",
            "No.",
            "Head office address",
        ),
        *("City/Country", "Product category", "Registered address", "Supplier group", "list_id"),
    ],
)
def test_a_header_that_might_be_something_else_is_left_out(header):
    assert guessed(header, "other") == {}


def test_of_two_names_the_factorys_is_taken_before_the_suppliers():
    assert guessed("Supplier Name", "Factory Name")["name"] == "Factory Name"
    assert "name" not in guessed("Name (English)", "Name (Chinese)")


def test_a_running_number_is_no_number_of_a_register():
    assert guessed("name", "number", examples=(("Avon", "1"), ("Tarn", "2"))) == {"name": "name"}
    assert "number" in guessed("name", "number", examples=(("Avon", "0012345"),))


def test_columns_without_a_name_are_told_by_their_cells():
    rows = (
        ("Avon", "Avonia", "+00 12 345 678", "12.3456", "101.2345", "www.avon.example"),
        ("Tarn", "Belmora", "+00 12 345 679", "13.3456", "102.2345", "www.tarn.example"),
        ("Lune", "Avonia", "+00 12 345 670", "14.3456", "103.2345", "www.lune.example"),
    )
    names = ("name", *(f"column {number}" for number in range(2, 7)))
    assert guessed(*names, examples=rows) == {
        "name": "name",
        "country": "column 2",
        "phone": "column 3",
        "latitude": "column 4",
        "longitude": "column 5",
        "website": "column 6",
    }
    assert guessed("name", "Fax", examples=((it[0], it[2]) for it in rows)) == {"name": "name"}


def test_an_address_in_parts_is_joined_without_the_empty_ones(read):
    found = read("name,Address 1,Address 2\nAvon,1 Mill Road,Lune\nTarn,,Brae\n")
    assert found.columns["address"] == ("Address 1", "Address 2")
    assert found.records.frame["address"].tolist() == ["1 Mill Road, Lune", "Brae"]


def test_columns_once_mapped_are_kept_as_json_for_the_next_list(read):
    first = read(
        "a,b,c,d\nAvon,1 Mill Road,Lune,5\n",
        columns={"name": "a", "address": ["b", "c"], "phone": None},
    )
    kept = json.loads(json.dumps(dict(first.columns)))
    found = read("Title\nc,b,a\nBrae,2 Hill,Tarn\n", name="next.csv", columns=kept)
    assert found.records.frame[["name", "address"]].to_numpy().tolist() == [
        ["Tarn", "2 Hill, Brae"]
    ]


def test_everything_wrong_with_the_columns_asked_for_is_told(read):
    asked = {"title": "name", "city": "Citty", "phone": ("city", "name")}
    with pytest.raises(InvalidInput) as refused:
        read("name,city\nAvon,Lune\n", columns=asked, listed_on="March")
    assert [str(problem).split(" Fields")[0] for problem in refused.value.problems] == [
        "columns: 'title' is no field.",
        "header: city: there is no column 'Citty'. Is it one of: city?",
        "columns: phone has several headers. Only an address can be told in parts.",
        "header: no column is plainly the name. Say which column it is: name, city.",
        "listed_on: 'March' is not a date. Write it as YYYY-MM-DD.",
    ]


def test_ids_of_the_list_are_kept_and_others_are_made_of_lines(read):
    assert read("id,name\nA7,Avon\n").records.frame.index.tolist() == ["A7"]
    assert read("name\nAvon\n", ids="brand").records.frame.index.tolist() == ["brand:2"]


def test_ids_that_are_empty_or_there_twice_are_all_told(read):
    with pytest.raises(InvalidInput) as refused:
        read("id,name\nA,Avon\n,Tarn\nA,Lune\nB,Brae\nB,Esk\n")
    hint = "Each row needs an id of its own; leave the column out, and lines of the file serve."
    assert [str(problem) for problem in refused.value.problems] == [
        f"line 3: has no id. {hint}",
        f"lines 2, 4: id 'A' is the same. {hint}",
        f"lines 5, 6: id 'B' is the same. {hint}",
    ]


def test_countries_are_known_in_many_languages_and_others_told_once_with_their_number(read):
    countries = ["Deutschland", "中国", "VN", "Türkiye", "China / 中国", "Avonnia", "Avonnia", "-"]
    found = read("\n".join(["name,country", *(f"It {it},{it}" for it in countries)]))
    assert found.records.frame["country"].tolist() == [
        "DEU",
        "CHN",
        "VNM",
        "TUR",
        "CHN",
        "",
        "",
        "",
    ]
    [note] = found.notes
    assert str(note).startswith("country, line 7: 'Avonnia' is not known, and is there 2 times;")
    assert "Avonia" in note.hint


def test_a_mention_without_a_name_is_kept_and_counted(read):
    found = read("name,address,workers\n,1 Mill Road,5\nTarn,,\n,,7\n")
    assert found.records.frame["name"].tolist() == ["", "Tarn"]
    assert [(note.where, note.what[:7]) for note in found.notes] == [
        ("line 4", "nothing"),
        ("line 2", "no name"),
    ]


def test_a_cell_that_begins_like_a_formula_stays_text(read):
    found = read('name,phone\n"=1+1",+00 12 345 678\n@Avon,-5\n')
    assert found.records.frame["name"].tolist() == ["=1+1", "@Avon"]
    assert found.records.frame["phone"].tolist() == ["+00 12 345 678", "-5"]


def test_rows_that_do_not_fit_the_header_are_told(read):
    found = read("name,address\nAvon,1 Mill Road,Lune\nTarn\nEsk,3 Dale\n")
    assert [(note.where, note.what.split(";")[0]) for note in found.notes] == [
        ("line 2", "more cells than the header"),
        ("line 3", "fewer cells than the header"),
    ]


def test_a_quotation_mark_that_is_not_closed_is_told(read):
    rows = "\n".join(f"Avon {number},{number} Hill" for number in range(9))
    [note] = read(f'name,address\nTarn,"1 Mill\n{rows}\nEsk,"3 Dale"\n').notes[:1]
    assert note.hint == "Look for a quotation mark that is not closed."


def test_impossible_places_are_left_out_with_a_note(read):
    places = ["12.5,101.25", "0,0", "95,10", "x,7", "3,", '"12,5","101,25"', "12.5° S,101.25 E"]
    found = read("\n".join(["name,lat,lng", *(f"It,{it}" for it in places)]))
    frame = found.records.frame
    assert frame["latitude"].dropna().tolist() == [12.5, 12.5, -12.5]
    assert frame["longitude"].dropna().tolist() == [101.25, 101.25, 101.25]
    assert [(note.where, note.what.split(";")[0]) for note in found.notes] == [
        ("line 5", "latitude or longitude is no number"),
        ("line 6", "latitude or longitude stands alone"),
        ("line 3", "latitude and longitude are both 0"),
        ("line 4", "the place is on no map and was left out."),
    ]


def test_columns_that_hold_each_others_degrees_are_exchanged_with_a_note(read):
    found = read("name,lat,lng\nA,113.1,22.5\nB,120.2,30.5\nC,101.3,25.5\nD,80.5,28.5\n")
    assert found.records.frame["latitude"].tolist() == [22.5, 30.5, 25.5, 28.5]
    assert told(found)[0].startswith("latitude and longitude: hold each other's degrees")


def test_dates_are_written_as_iso_and_those_that_could_be_two_left_out(read):
    rows = "Avon,2026/3/4\nTarn,4.3.2026\nLune,03/04/2026\nEsk,\n"
    found = read(f"name,Last updated\n{rows}", listed_on="2026-01-01")
    days = ["2026-03-04", "2026-03-04", "2026-01-01", "2026-01-01"]
    assert found.records.frame["listed_on"].tolist() == days
    assert found.notes[0].where == "line 4"


def test_the_sheet_that_tells_most_of_enterprises_is_read_and_the_others_named(workbook):
    path = workbook(
        Notes=[["Read me"], ["Our list"]],
        List=[["Suppliers 2026"], [], ["Factory", "City", "Phone"], ["Avon", "Lune", 12345]],
        Old=[["Factory", "City"], ["Tarn", None]],
    )
    found = read_enterprise_list(path)
    assert found.records.frame[["name", "phone"]].to_numpy().tolist() == [["Avon", "12345"]]
    assert found.records.frame.index.tolist() == ["avon:4"]
    assert told(found)[-1].startswith("sheets: List was read, other sheets were not: Notes, Old.")
    assert headings(path).sheets == ("Notes", "List", "Old")
    assert read_enterprise_list(path, sheet="Old").records.frame["name"].tolist() == ["Tarn"]
    with pytest.raises(InvalidInput, match="no sheet 'Lists'. Is it one of: List"):
        headings(path, sheet="Lists")


def test_formulas_that_hold_no_value_are_all_refused_and_counted_past_twenty(workbook):
    rows = [['="Avon"&1', "=1+1"] for _ in range(22)]
    with pytest.raises(InvalidInput) as refused:
        read_enterprise_list(workbook(List=[["Factory", "Workers"], *rows]))
    problems = refused.value.problems
    assert (len(problems), problems[0].where) == (21, "sheet List, cell A2")
    assert problems[-1].where == "2 more cells"


def test_a_formula_counts_as_what_its_spreadsheet_last_showed(workbook):
    path = workbook(List=[["Factory", "Number of it"], ["=5+5", 7], ["Tarn", 8]])
    with_cached_value(path, 10)
    found = read_enterprise_list(path)
    assert found.records.frame["name"].tolist() == ["10", "Tarn"]
    assert told(found)[0].startswith("sheet List: 1 cells are formulas")


def test_formulas_in_columns_that_are_not_read_do_not_matter(workbook):
    found = read_enterprise_list(workbook(List=[["Factory", "Workers"], ["Avon", "=1+1"]]))
    assert found.notes == ()


def test_a_packed_list_is_read_with_progress_in_bytes(tmp_path):
    path = tmp_path / "avon.csv.gz"
    path.write_bytes(gzip.compress(b"name\nAvon\n", mtime=0))
    steps = []
    found = read_enterprise_list(path, tell=lambda done, total: steps.append((done, total)))
    size = path.stat().st_size
    assert found.records.frame.index.tolist() == ["avon:2"]
    assert steps[-1] == (size, size)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\n", "empty"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "image"),
        (b"name\n\0\x01\x02\x03", "no text"),
        (b"PK\x03\x04 cut short", "zip"),
        (OLD_OR_ENCRYPTED + b"\xa1\xb1", "password"),
        (b"\xef\xbb\xbf\n<!DOCTYPE html><table>", "web page"),
        (b'{"name": "Avon"}', "JSON"),
        (gzip.compress(b"name\nAvon\n", mtime=0)[:-9], "cut short"),
        (b'name\n"' + b"x" * 200_000, "Line"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(content, reason, read):
    with pytest.raises(DamagedFile, match=reason):
        read(content)


@pytest.mark.parametrize("content", [b"name,city\n", b"name\n\n,\n"])
def test_a_list_without_rows_is_refused(content, read):
    with pytest.raises(InvalidInput, match="there are none"):
        read(content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DamagedFile, match="cannot be read"):
        headings(tmp_path / "nowhere.csv")


def test_a_packed_list_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("decentwork.sources.listed_texts.UNPACKED_LIMIT", 1000)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"name\n" + b"Avon\n" * 1000, mtime=0))
    with pytest.raises(DamagedFile, match="unpacks to more"):
        headings(tmp_path / "a.csv.gz")


@pytest.mark.parametrize(
    ("name", "mentions", "places"),
    [("contributor_lists_fixture.csv", 932, 0), ("facility_lists_sample.csv.gz", 959, 959)],
)
def test_published_lists_are_read_whole_with_every_country_known(
    name, mentions, places, shared_data
):
    found = read_enterprise_list(shared_data / "samples" / "facilities" / name)
    frame = found.records.frame
    assert (len(frame), int(frame["latitude"].notna().sum())) == (mentions, places)
    assert (frame[["name", "address", "country"]] != "").to_numpy().all()
    assert found.notes == ()


cell = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(cell, cell), min_size=1, max_size=6))
def test_what_is_written_is_read_whatever_the_letters(rows):
    quoted = [",".join(f'"{it.replace(chr(34), chr(34) * 2)}"' for it in row) for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_text("\n".join(['"name","city"', *quoted]), "utf-8")
        frame = read_enterprise_list(path).records.frame
    nothing = {"-", "--", "–", "—", ".", "n/a", "N/A", "NULL", "null"}
    expected = [["" if it in nothing else it for it in row] for row in rows]
    assert frame[["name", "city"]].to_numpy().tolist() == [row for row in expected if any(row)]
