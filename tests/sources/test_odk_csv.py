import zipfile

import pytest

from decentwork.estimates.errors import DamagedFile, InvalidInput
from decentwork.sources import odk_packed
from decentwork.sources.odk_csv import read_csv_files, read_csv_zip
from decentwork.sources.odk_tables import linked_forms


@pytest.fixture
def packed(project, tmp_path):
    path = tmp_path / "economic_unit.zip"
    with zipfile.ZipFile(path, "w") as made:
        for table in sorted((project / "tests/samples/odk_csv").glob("*.csv")):
            made.write(table, table.name)
        made.writestr("media/photo.jpg", b"\xff\xd8")
    return path


def written(tmp_path, content):
    path = tmp_path / "economic_unit.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return {path.name: path}


def test_a_zip_of_central_links_each_list_to_its_submission(packed):
    (form,) = linked_forms(read_csv_zip(packed, packed.name))
    unit = form.submissions[1]
    assert unit.where == "economic_unit.zip, economic_unit.csv, row 3"
    entries = unit.rosters["formal_suppliers"]
    assert [each.cells["purchase_share"] for each in entries] == ["60", "25.5"]
    assert entries[0].where == "economic_unit.zip, economic_unit-formal_suppliers.csv, row 2"


def test_rows_brought_into_another_order_keep_their_place_on_the_list(tmp_path):
    (tmp_path / "f.csv").write_text("case_id,KEY\nC-01,one\n")
    (tmp_path / "f-agencies.csv").write_text(
        "share,PARENT_KEY,KEY\nsecond,one,one/agencies[2]\nfirst,one,one/agencies[1]\n"
    )
    (form,) = linked_forms(read_csv_files({it.name: it for it in sorted(tmp_path.iterdir())}))
    entries = form.submissions[0].rosters["agencies"]
    assert [each.cells["share"] for each in entries] == ["first", "second"]


def test_a_byte_order_mark_is_no_part_of_the_first_column(tmp_path):
    (sheet,) = read_csv_files(written(tmp_path, "\ufeffcase_id,KEY\nC-01,one\n"))
    assert sheet.columns == ("case_id", "KEY")


def test_semicolons_part_cells_as_kobo_writes_them(tmp_path):
    (sheet,) = read_csv_files(written(tmp_path, '"visit/case_id";"_uuid"\n"C,01";"one"\n'))
    assert sheet.rows == ((2, {"visit/case_id": "C,01", "_uuid": "one"}),)


def test_a_file_of_an_old_encoding_is_refused_with_a_hint(tmp_path):
    with pytest.raises(DamagedFile, match=r"Byte 16 is not UTF-8 text\. Save it as"):
        read_csv_files(written(tmp_path, "case_id,KEY\nC-01é,one\n".encode("cp1252")))


def test_every_row_that_does_not_fit_the_header_is_told(tmp_path):
    with pytest.raises(InvalidInput) as refused:
        read_csv_files(written(tmp_path, "case_id,KEY,KEY\nC-01\n\nC-02,two,two,x\n"))
    assert [each.where for each in refused.value.problems] == [
        "economic_unit.csv, header",
        "economic_unit.csv, row 2",
        "economic_unit.csv, row 4",
    ]


def test_a_zip_cut_short_is_damaged(packed):
    packed.write_bytes(packed.read_bytes()[:-60])
    with pytest.raises(DamagedFile, match="cut short"):
        read_csv_zip(packed, packed.name)


def test_a_zip_with_a_damaged_table_is_damaged(packed):
    content = bytearray(packed.read_bytes())
    content[200] ^= 0xFF
    packed.write_bytes(bytes(content))
    with pytest.raises(DamagedFile, match="damaged"):
        read_csv_zip(packed, packed.name)


def test_an_encrypted_zip_is_refused_with_a_hint(packed):
    content = bytearray(packed.read_bytes())
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + flags] |= 1
            place = content.find(mark, place + 1)
    packed.write_bytes(bytes(content))
    with pytest.raises(DamagedFile, match="encrypted"):
        read_csv_zip(packed, packed.name)


def test_a_zip_that_unpacks_to_more_than_a_survey_is_refused(packed, monkeypatch):
    monkeypatch.setattr(odk_packed, "UNPACKED_LIMIT", 100)
    with pytest.raises(DamagedFile, match="unpacks to more than"):
        read_csv_zip(packed, packed.name)


def test_a_text_that_only_looks_like_our_mark_is_left_alone(tmp_path):
    (sheet,) = read_csv_files(written(tmp_path, "case_id,KEY\n'+1,one\n"))
    assert sheet.rows[0][1]["case_id"] == "'+1"
