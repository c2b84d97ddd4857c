"""Tables that a user saved or typed in: no checksum tells them, so their layout does."""

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from decentwork.estimates.errors import DamagedFile
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources import hand_entries, normlex
from decentwork.sources.catalogue import Entry, EntryFile
from decentwork.sources.rows import read_text
from decentwork.standards.ratifications import Ratifications

HEADER_WITHIN = 20  # lines; a saved page has its title and a few lines above the header


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One layout: columns that tell it (in lower case), its reader, and how to speak of it.

    `prefix` keeps the data set's name apart from the catalogue's.
    """

    columns: frozenset[str]
    reader: str
    read: Callable[[Path, Provenance], Ratifications]
    prefix: str
    title: str
    publisher: str
    citation: str
    note: str


LAYOUTS = (
    Layout(
        columns=frozenset(hand_entries.COLUMNS),
        reader="hand_entries:read_ratifications",
        read=hand_entries.read_ratifications,
        prefix="by_hand_",
        title="Ratifications entered by hand",
        publisher="Entered by hand",
        citation="The source named in each row",
        note="Typed in by the user. A row is as good as the source that it names.",
    ),
    Layout(
        columns=frozenset(("date", "status")),
        reader="normlex:read_export",
        read=normlex.read_export,
        prefix="normlex_",
        title="Ratifications saved from NORMLEX",
        publisher="ILO NORMLEX",
        citation="ILO, NORMLEX",
        note="Saved from NORMLEX by the user.",
    ),
)


def own_entry(path: Path, sha256: str) -> Entry | None:
    """Return the description of a table in one of `LAYOUTS`, or None when it is in none.

    The table is read first: one that its layout's reader refuses raises with every problem.
    """
    layout = _layout(path)
    if layout is None:
        return None
    origin = Origin(
        publisher=layout.publisher,
        title=layout.title,
        licence="Facts",
        citation=layout.citation,
    )
    read = layout.read(path, Provenance(origins=(origin,)))
    return _described(layout, path, sha256, read)


def _layout(path: Path) -> Layout | None:
    if path.suffix.lower() not in (".csv", ".tsv"):
        return None
    try:
        lines = read_text(path).splitlines()[:HEADER_WITHIN]
    except DamagedFile:
        return None
    headers = [_names(line) for line in lines]
    return next((it for it in LAYOUTS if any(it.columns <= names for names in headers)), None)


def _names(line: str) -> set[str]:
    """Return the cells of a line, whichever of three characters separates them."""
    split = [next(csv.reader([line], delimiter=delimiter), []) for delimiter in ",;\t"]
    return {cell.strip().lower() for cells in split for cell in cells}


def _described(layout: Layout, path: Path, sha256: str, read: Ratifications) -> Entry:
    dated = sorted({each.as_of for each in read.coverage if each.as_of})
    consulted = f", consulted {dated[-1]}" if dated else ""
    return Entry(
        name=layout.prefix + re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_"),
        title=f"{layout.title}: {path.name}",
        publisher=layout.publisher,
        licence="Facts; the publisher's terms were not checked",
        licence_status="unconfirmed",
        citation=layout.citation + consulted,
        coverage=f"{len(read.records)} records, {len(read.members)} countries",
        kind="standards",
        edition=dated[-1] if dated else "",
        obtained=f"the file {path.name}",
        note=layout.note,
        reader=layout.reader,
        files=(EntryFile(path=path.name, sha256=sha256, bytes=path.stat().st_size),),
    )
