import struct
import zipfile

import pytest
from tests.sources.published_layouts import record, write_binary_workbook

from decentwork.estimates.errors import DamagedFile
from decentwork.sources.binary_workbook import binary_rows, is_binary_workbook
from decentwork.sources.table_sheet import table_rows


def cells(path, *kinds):
    sheet = record(0, bytes(17))
    for column, (kind, body) in enumerate(kinds):
        sheet += record(kind, struct.pack("<II", column, 0) + body)
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("xl/worksheets/sheet1.bin", sheet)
    return next(binary_rows(path))


def packed_double(value, hundredths=False):
    (upper,) = struct.unpack("<i", struct.pack("<d", value)[4:])
    return struct.pack("<i", upper & ~3 | hundredths)


def test_numbers_are_read_in_each_way_of_packing_them(tmp_path):
    found = cells(
        tmp_path / "it.xlsb",
        (2, struct.pack("<i", -7 << 2 | 2)),  # an integer
        (2, struct.pack("<i", 1234 << 2 | 3)),  # an integer in hundredths
        (2, packed_double(-1.5)),  # the upper bits of a double
        (2, packed_double(150.0, hundredths=True)),
        (5, struct.pack("<d", 0.1)),
        (9, struct.pack("<d", 0.2) + bytes(8)),  # what a formula came to
    )
    assert found == [-7, 12.34, -1.5, 1.5, 0.1, 0.2]


def test_an_error_is_no_number_and_gaps_stay_gaps(tmp_path):
    assert cells(tmp_path / "it.xlsb", (3, b"\x07"), (4, b"\x01"), (1, b"")) == ["#ERROR", 1, None]


def test_texts_and_rows_come_back(tmp_path):
    rows = [["Säo", None, "x" * 300], [1.25, None, "Säo"]]
    write_binary_workbook(tmp_path / "it.xlsb", rows)
    assert is_binary_workbook(tmp_path / "it.xlsb")
    assert list(binary_rows(tmp_path / "it.xlsb")) == rows


def test_a_record_that_is_cut_off_is_damage(tmp_path):
    with zipfile.ZipFile(tmp_path / "it.xlsb", "w") as packed:
        packed.writestr("xl/worksheets/sheet1.bin", record(0, bytes(17)) + record(5, b"\0")[:3])
    with pytest.raises(DamagedFile):
        list(table_rows(tmp_path / "it.xlsb"))
