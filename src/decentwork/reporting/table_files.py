"""Tables as CSV and workbooks; a text that a spreadsheet would take for a formula is marked."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from decentwork.estimates.messages import translatable
from decentwork.reporting.numbers import Plain, Translate, plain

if TYPE_CHECKING:
    import pandas as pd
    from xlsxwriter import Workbook

LONGEST_SHEET = 31  # letters that a workbook allows in the name of a sheet
FIGURES, SOURCES = translatable("Figures"), translatable("Sources")
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


def table_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    """Return a table keyed by column head as CSV, guarded by `as_text`."""
    written = io.StringIO(newline="")
    table = csv.DictWriter(written, rows[0] if rows else (), lineterminator="\n")
    table.writeheader()
    for row in rows:
        table.writerow({head: as_text(cell) for head, cell in row.items()})
    return written.getvalue()


def frame_csv(frame: "pd.DataFrame") -> str:
    """Return a table as CSV, guarded by `as_text`."""
    written: str = frame.map(as_text).to_csv(index=False, lineterminator="\n")
    return written


def table_xlsx(
    frame: "pd.DataFrame", title: str, origins: Sequence[Plain], translate: Translate = plain
) -> bytes:
    """Return a table as a workbook: its rows, and where they come from."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": title, "author": "decentwork"})
        sheet = book.add_worksheet(translate(FIGURES))
        write_head(book, sheet, list(frame.columns))
        for line, row in enumerate(frame.itertuples(index=False), start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | float):
                    if value == value:  # what is not known stays empty
                        sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, str(value))
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
        write_sources(book, origins, translate)
    return written.getvalue()


def tables_xlsx(title: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """Return tables keyed by column head as a workbook, a sheet for each; numbers stay numbers."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as book:
        book.set_properties({"title": title, "author": "decentwork"})
        for name, rows in tables.items():
            sheet = book.add_worksheet(name[:LONGEST_SHEET])
            heads = list(rows[0]) if rows else []
            write_head(book, sheet, heads)
            for line, row in enumerate(rows, start=1):
                for column, value in enumerate(row.values()):
                    if isinstance(value, int | float):
                        sheet.write_number(line, column, value)
                    elif value is not None:
                        sheet.write_string(line, column, str(value))
            sheet.set_column(0, max(len(heads) - 1, 0), 28)
    return written.getvalue()


def as_text(value: object) -> object:
    """Return a cell; a text that a spreadsheet takes for a formula gets an apostrophe before it."""
    is_formula = isinstance(value, str) and value.startswith(_FORMULA_SIGNS)
    return f"'{value}" if is_formula else value


def write_sources(book: "Workbook", origins: Sequence[Plain], translate: Translate) -> None:
    """Add a sheet of where figures come from."""
    sheet = book.add_worksheet(translate(SOURCES))
    names = ("publisher", "title", "edition", "licence", "citation", "sha256")
    write_head(book, sheet, names)
    sheet.set_column(0, len(names) - 1, 34)
    for line, origin in enumerate(origins, start=1):
        for column, name in enumerate(names):
            sheet.write_string(line, column, origin[name] or "")


def write_head(book: "Workbook", sheet: Any, names: Sequence[str]) -> None:  # noqa: ANN401 (untyped library)
    """Write the heads of columns, which stay in sight."""
    bold = book.add_format({"bold": True, "bottom": 1})
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 1)
