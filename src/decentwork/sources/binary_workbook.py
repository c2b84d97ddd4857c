"""Cells of a binary workbook (.xlsb), the form in which WIOD 2016 is published.

References
----------
Microsoft, [MS-XLSB] Excel Binary File Format: records 2.3, cells 2.4 (BrtCell…), RkNumber 2.5.122.
"""

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROW, SHARED_ITEM = 0, 19
BLANK, RK, ERROR, BOOLEAN, REAL, TEXT, SHARED = 1, 2, 3, 4, 5, 6, 7
FORMULA_TEXT, FORMULA_REAL = 8, 9
NAMED = "xl/worksheets/sheet{}.bin"
STRINGS = "xl/sharedStrings.bin"

Cell = str | float | None


def is_binary_workbook(path: Path) -> bool:
    """Say whether a file is a binary workbook, whatever its name says."""
    try:
        with zipfile.ZipFile(path) as packed:
            return NAMED.format(1) in packed.namelist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False


def binary_rows(path: Path) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet from its first to its last cell; rows left out are skipped.

    A cell with an error is its text, "#ERROR": no table of numbers takes it for one.

    Raises
    ------
    zipfile.BadZipFile, KeyError, struct.error, IndexError, UnicodeDecodeError
        The file is damaged.
    """
    with zipfile.ZipFile(path) as packed:
        shared = _texts(packed.read(STRINGS)) if STRINGS in packed.namelist() else []
        row: list[Cell] | None = None
        for kind, body in _records(packed.read(NAMED.format(1))):
            if kind == ROW:
                if row:
                    yield row
                row = []
            elif row is not None and BLANK <= kind <= FORMULA_REAL:
                (column,) = struct.unpack_from("<I", body)
                row.extend([None] * (column - len(row)))
                row.append(_value(kind, body, shared))
        if row:
            yield row


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield kind and body of each record: both kind and size are written in groups of 7 bits."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | data[at] << 7
            at += 1
        size = shift = 0
        while True:
            part = data[at]
            at += 1
            size |= (part & 0x7F) << shift
            shift += 7
            if not part & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _value(kind: int, body: bytes, shared: list[str]) -> Cell:
    """Return what a cell holds; 8 bytes of place and style come first."""
    if kind in (REAL, FORMULA_REAL):
        return float(struct.unpack_from("<d", body, 8)[0])
    if kind == RK:
        return _packed_number(struct.unpack_from("<i", body, 8)[0])
    if kind == SHARED:
        return shared[int(struct.unpack_from("<I", body, 8)[0])]
    if kind in (TEXT, FORMULA_TEXT):
        return _text(body, 8)
    if kind == BLANK:
        return None
    return float(body[8]) if kind == BOOLEAN else "#ERROR"


def _packed_number(packed: int) -> float:
    """Return an RkNumber: the upper 30 bits of a double, or an integer; perhaps in hundredths."""
    if packed & 2:
        number = float(packed >> 2)
    else:
        number = struct.unpack("<d", struct.pack("<Ii", 0, packed & ~3))[0]
    return number / 100 if packed & 1 else number


def _texts(data: bytes) -> list[str]:
    return [_text(body, 1) for kind, body in _records(data) if kind == SHARED_ITEM]


def _text(body: bytes, at: int) -> str:
    (length,) = struct.unpack_from("<I", body, at)
    return body[at + 4 : at + 4 + 2 * length].decode("utf-16-le")
