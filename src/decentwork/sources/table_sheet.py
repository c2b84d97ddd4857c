"""A world table on one sheet of a workbook: codes above and at the left, sums below and right.

The Asian Development Bank and both releases of WIOD publish such sheets. They differ in how many
rows stand above, so the codes are found, not counted; what is found must agree on both sides.
"""

import re
import struct
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.errors import DamagedFile, Problem
from decentwork.sources.binary_workbook import Cell, binary_rows, is_binary_workbook
from decentwork.sources.labelled_matrix import Findings, Labels
from decentwork.sources.odk_workbook import opened_workbook

HEADER_WITHIN = 20  # rows
_TOTAL = re.compile(r"tot(al)?\b", re.IGNORECASE)
NO_TABLE = {"legend", "notes", "readme", "contents"}  # sheets before or after the table
LEGEND = "legend"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """The codes of a publisher's sheet.

    `industries` and `uses` are in the order of the sheet, for one region. `sums` repeat what other
    rows or columns add to, `inputs` are the primary inputs, `output` is output's row.
    """

    publisher: str
    industries: tuple[str, ...]
    uses: tuple[str, ...]
    sums: frozenset[str]
    inputs: frozenset[str]
    output: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SheetTable:
    """What a sheet holds: `rows` and `columns` with the publisher's regions; money.

    `preamble` is the text above the codes: title, prices, unit.
    """

    preamble: str
    rows: Labels
    columns: Labels
    flows: Matrix
    demand: Matrix
    inputs: Vector
    output: Vector


def sheet_head(path: Path) -> list[list[Cell]]:
    """Return the first rows of a workbook's table."""
    return [row for _, row in zip(range(HEADER_WITHIN), table_rows(path), strict=False)]


def fits(layout: SheetLayout, head: Sequence[Sequence[Cell]]) -> bool:
    """Say whether a row of `head` begins the industries of a layout, one after the other."""
    return any(_starts(row, layout) is not None for row in head)


def table_rows(path: Path) -> Iterator[list[Cell]]:
    """Yield the rows of the sheet with the table: the first that is no legend.

    Raises
    ------
    DamagedFile
        The file is no workbook, or a damaged one.
    """
    if is_binary_workbook(path):
        try:
            yield from binary_rows(path)
        except (zipfile.BadZipFile, KeyError, struct.error, IndexError, ValueError) as error:
            raise DamagedFile(str(path), "It is a damaged workbook.", "Fetch it again.") from error
        return
    with opened_workbook(path, str(path), values=True) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.title.strip().lower() not in NO_TABLE]
        for sheet in sheets[:1]:
            sheet.reset_dimensions()  # what a file says of its own size may be wrong
            yield from (list(row) for row in sheet.iter_rows(values_only=True))


def _whole_rows(path: Path) -> Iterator[list[Cell]]:
    """Yield the rows of the sheet with the table as `table_rows` does, read at once.

    Over ten times as fast as row by row, and a whole table fits in memory; for the head of one
    it would be the slower way.
    """
    if is_binary_workbook(path):
        yield from table_rows(path)
        return
    with opened_workbook(path, str(path), values=True):  # refuses macros, passwords, damage
        pass
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            titles = [it for it in book.sheet_names if it.strip().lower() not in NO_TABLE]
            for title in titles[:1]:
                for row in book.get_sheet_by_name(title).iter_rows():
                    yield [_cell(value) for value in row]
    except CalamineError as error:
        raise DamagedFile(str(path), "It is a damaged workbook.", "Fetch it again.") from error


def _cell(value: object) -> str | float | None:
    if value == "":
        return None
    return value if isinstance(value, str | int | float) else str(value)


def legend(path: Path) -> dict[str, str]:
    """Return the names of codes that the legend of a workbook tells; none if it has no legend."""
    if is_binary_workbook(path):
        return {}
    with opened_workbook(path, str(path), values=True) as book:
        sheets = [sheet for sheet in book.worksheets if sheet.title.strip().lower() == LEGEND]
        cells = [row for sheet in sheets for row in sheet.iter_rows(values_only=True)]
    texts = [[str(it).strip() for it in row if it is not None] for row in cells]
    return {row[-2]: row[-1] for row in texts if len(row) >= 2}


def read_sheet(path: Path, layout: SheetLayout) -> SheetTable:
    """Return the table of a workbook in a layout.

    Raises
    ------
    DamagedFile
        The file is no workbook, or its sheet has no row of codes.
    InvalidInput
        Codes or cells break the layout; all are told.
    """
    rows, found = _whole_rows(path), Findings()
    above, first = _header(rows, layout, path)
    start = _start(above, layout, path)
    codes, regions = _column_labels(above, start, layout)
    named = [f"{region} {code}".strip() for region, code in zip(regions, codes, strict=True)]
    body = _Body.collected(chain([first], rows), start, named, layout, found)
    kept = [
        number for number, code in enumerate(codes) if code in {*layout.industries, *layout.uses}
    ]
    found.tell(_check_codes(codes, regions, layout))
    columns = [(regions[it], codes[it]) for it in kept]
    industries = [it for it in kept if codes[it] in layout.industries]
    uses = [it for it in kept if codes[it] in layout.uses]
    found.tell(_check_order(body.rows, [(regions[it], codes[it]) for it in industries]))
    found.tell(_check_sums(body.sums, layout))
    found.refuse(path.name)
    inputs = [row for code, row in body.sums.items() if code in layout.inputs]
    return SheetTable(
        preamble="\n".join(str(it) for row in above for it in row[: start + 1] if _said(it)),
        rows=body.rows,
        columns=[it for it in columns if it[1] in layout.uses],
        flows=np.ascontiguousarray(body.values[:, industries]),
        demand=np.ascontiguousarray(body.values[:, uses]),
        inputs=np.sum([row[industries] for row in inputs], axis=0),
        output=body.sums[layout.output][industries],
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Body:
    """Rows of industries with their labels and values, and the sums below by code."""

    rows: Labels
    values: Matrix
    sums: Mapping[str, Vector]

    @classmethod
    def collected(
        cls,
        rows: Iterable[Sequence[Cell]],
        start: int,
        columns: Sequence[str],
        layout: SheetLayout,
        found: Findings,
    ) -> "_Body":
        """Return the rows below the codes; a row without a known code must hold no number."""
        left: list[list[str]] = []
        values: list[Vector] = []
        sums: dict[str, Vector] = {}
        for row in rows:
            labels = [_text(it) for it in row[:start]]
            code = _row_code(labels, layout)
            cells = row[start : start + len(columns)]
            if code in layout.industries:
                left.append(labels)
                values.append(_numbers(cells, " ".join(filter(None, labels)), columns, found))
            elif code:
                sums.setdefault(code, _numbers(cells, code, columns, found))
            elif any(isinstance(it, float | int) for it in cells):
                what = "has numbers, but no code that is known."
                found.tell([Problem(f"row {' '.join(filter(None, labels))!r}", what)])
        regions = _regions(left, layout, found)
        codes = [next(it for it in reversed(row) if it in layout.industries) for row in left]
        return cls(list(zip(regions, codes, strict=True)), np.array(values), sums)


def _row_code(labels: Sequence[str], layout: SheetLayout) -> str:
    """Return the code among the labels of a row; "TOT" may stand for its region beside it."""
    known = {*layout.industries, *layout.inputs, layout.output}
    codes = [it for it in reversed(labels) if it in known | layout.sums]
    return next((it for it in codes if it in known), codes[0] if codes else "")


def _header(
    rows: Iterator[list[Cell]], layout: SheetLayout, path: Path
) -> tuple[list[list[Cell]], list[Cell]]:
    """Return the rows above the first industry, and that industry's row."""
    above: list[list[Cell]] = []
    start = None
    for row in rows:
        if start is not None and layout.industries[0] in [_text(it) for it in row[:start]]:
            return above, row
        found = _starts(row, layout)
        start = found if start is None else start
        above.append(row)
        if len(above) > 2 * HEADER_WITHIN:
            break
    raise _no_table(path, layout)


def _no_table(path: Path, layout: SheetLayout) -> DamagedFile:
    first, last = layout.industries[0], layout.industries[-1]
    reason = f"no row of codes {first} … {last} was found above a row of industry {first}."
    return DamagedFile(str(path), reason, f"It is no table of {layout.publisher} as published.")


def _start(above: list[list[Cell]], layout: SheetLayout, path: Path) -> int:
    found = next((it for row in above if (it := _starts(row, layout)) is not None), None)
    if found is None:
        raise _no_table(path, layout)
    return found


def _starts(row: Sequence[Cell], layout: SheetLayout) -> int | None:
    """Return the column in which the industries begin, one after the other; None if they do not."""
    texts = [_text(it) for it in row]
    size = len(layout.industries)
    for at, text in enumerate(texts):
        if text == layout.industries[0]:
            return at if tuple(texts[at : at + size]) == layout.industries else None
    return None


def _column_labels(
    above: list[list[Cell]], start: int, layout: SheetLayout
) -> tuple[list[str], list[str]]:
    """Return code and region of each column; "" where a column has none, or is a total."""
    code_row = next(row for row in above if _starts(row, layout) is not None)
    totals = {at for row in above for at, it in enumerate(row) if _TOTAL.match(_text(it))}
    codes = ["" if at in totals else _text(it) for at, it in enumerate(code_row)][start:]
    while codes and not codes[-1]:
        codes.pop()
    size = len(layout.industries)
    for row in above:
        texts = [_text(it) for it in row[start : start + len(codes)]]
        texts += [""] * (len(codes) - len(texts))
        industries = [
            it for it, code in zip(texts, codes, strict=True) if code in layout.industries
        ]
        if row is not code_row and _is_regions(industries, size):
            return codes, texts
    return codes, [""] * len(codes)


def _is_regions(texts: Sequence[str], size: int) -> bool:
    """Say whether texts are one and the same within each block of `size`, and no other's."""
    blocks = [set(texts[at : at + size]) for at in range(0, len(texts), size)]
    names = [next(iter(block)) for block in blocks if len(block) == 1]
    return len(names) == len(blocks) == len(set(names)) and all(names)


def _regions(left: list[list[str]], layout: SheetLayout, found: Findings) -> list[str]:
    """Return the region of each row: the column at the left that names one for each block."""
    for column in zip(*left, strict=False):
        if _is_regions(column, len(layout.industries)):
            return list(column)
    what = f"no column names one region for each {len(layout.industries)} industries."
    found.tell([Problem("rows", what, f"It is no table of {layout.publisher} as published.")])
    return [""] * len(left)


def _check_codes(
    codes: Sequence[str], regions: Sequence[str], layout: SheetLayout
) -> list[Problem]:
    """Return a problem for each column of unknown code, and for uses that a region lacks."""
    known = {*layout.industries, *layout.uses, *layout.sums, ""}
    problems = [
        Problem(
            " ".join(["column", *regions[at].split(), code]),
            "the code is not known.",
            _expected(layout),
        )
        for at, code in enumerate(codes)
        if code not in known and code.lower() not in {it.lower() for it in layout.sums}
    ]
    blocks: dict[str, list[str]] = {}
    for region, code in zip(regions, codes, strict=True):
        if code in layout.industries or code in layout.uses:
            blocks.setdefault(region, []).append(code)
    whole = [*layout.industries, *layout.uses]
    return problems + [
        Problem(
            f"columns of {region!r}", "are not its industries and final uses.", _expected(layout)
        )
        for region, found in blocks.items()
        if found != whole
    ]


def _expected(layout: SheetLayout) -> str:
    industries, uses = layout.industries, ", ".join(layout.uses)
    return f"{layout.publisher} has {industries[0]} … {industries[-1]}, {uses}."


def _check_order(rows: Labels, columns: Labels) -> list[Problem]:
    if rows == columns:
        return []
    if len(rows) != len(columns):
        return [Problem("table", f"{len(rows)} rows and {len(columns)} columns of industries.")]
    pairs = zip(rows, columns, strict=True)
    at, (row, column) = next((at, it) for at, it in enumerate(pairs) if it[0] != it[1])
    what = f"row {at + 1} is {' '.join(row)!r}, column {at + 1} {' '.join(column)!r}."
    return [Problem("table", what, "Rows and columns must be in one order.")]


def _check_sums(sums: Mapping[str, Vector], layout: SheetLayout) -> list[Problem]:
    problems = []
    if layout.output not in sums:
        problems.append(Problem(f"row {layout.output!r}", "output is missing.", _expected(layout)))
    if not layout.inputs & set(sums):
        problems.append(Problem("rows", "there are no primary inputs.", _expected(layout)))
    return problems


def _numbers(cells: Sequence[Cell], where: str, columns: Sequence[str], found: Findings) -> Vector:
    """Return the cells as numbers; blank ones, and those of a space, are zero."""
    padded = [*cells, *[None] * (len(columns) - len(cells))]
    padded = [None if isinstance(it, str) and not it.strip() else it for it in padded]
    try:
        return np.nan_to_num(np.array(padded, dtype=np.float64), posinf=np.inf, neginf=-np.inf)
    except (TypeError, ValueError):
        pairs = zip(padded, columns, strict=True)
        return np.array([_number(it, f"row {where}, column {name}", found) for it, name in pairs])


def _number(cell: Cell, where: str, found: Findings) -> float:
    text = "" if cell is None else str(cell).strip()
    try:
        return float(text or 0)
    except ValueError:
        found.tell([Problem(where, f"{text!r} is not a number.")])
        return 0.0


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell).strip()


def _said(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(cell.strip())
