"""OECD Inter-Country Input-Output Tables: one CSV a year, editions 2016 to 2025."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.accounts.aggregation import aggregate
from decentwork.accounts.tables import Table, Vector, membership
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.labelled_matrix import Findings, numbers
from decentwork.sources.published_table import PublishedTable, check_regions

FINAL_USES = frozenset(
    ("HFCE", "NPISH", "NPS", "GGFC", "GFCF", "INVNT", "INV", "DIRP", "DPABR", "P33")
)
TOTALS = frozenset(("OUT", "OUTPUT", "TOTAL"))
DISCREPANCY = "DISC"  # a column of the 2016 edition that no region bought
PRIMARY = re.compile(r"TLS|VA|.*(VALU|TAX).*")  # value added, taxes less subsidies
SPLIT = {"CN": "CHN", "MX": "MEX"}  # CN1, CN2: processing and other; MX1, MX2: exporters and other
CITATION = "OECD, Inter-Country Input-Output Tables"
LAYOUT = "Rows and columns of an ICIO table are labelled like AUT_A01_02."

Labels = list[tuple[str, str]]


def is_icio(head: str) -> bool:
    """Say whether the first line of a text is the header of an ICIO table."""
    labels = [label.strip().strip('"') for label in head.split(",")[1:]]
    uses = [label for label in labels if FINAL_USES & set(label.split("_"))]
    pairs = [label for label in labels if re.fullmatch(r"[A-Z]{2}[A-Z0-9]_\w+", label)]
    return bool(uses) and bool(pairs) and len({*uses, *pairs}) > len(labels) / 2


def read_icio(path: Path, year: int, edition: str = "") -> PublishedTable:
    """Return the table of a CSV; the parts of China and Mexico are put back together.

    Order of rows and columns does not matter; a label that is neither an industry of both sides,
    a known final use, nor a known total is refused.

    Raises
    ------
    DamagedFile
        The file is no CSV.
    InvalidInput
        Labels or cells break the layout; all are told.

    References
    ----------
    OECD, Inter-Country Input-Output Tables; Yamano & Guilhoto 2020, OECD Science, Technology and
    Industry Working Papers 2020/11.
    """
    frame, found = _frame(path), Findings()
    rows = [label for label in frame.index if not _is_sum(label)]
    keys = dict(zip(rows, _pairs("row", rows, found), strict=True))
    uses = _uses(frame.columns, {place for place, _ in keys.values()})
    found.tell(_check_sides(frame, rows, uses))
    found.refuse(path.name)
    picked = frame.loc[[*rows, *_sums(frame)], [*rows, *uses]]
    values = numbers(
        "table", picked, list(picked.index), list(picked.columns), found, may_be_empty=False
    )
    found.refuse(path.name)
    n = len(rows)
    sums = dict(zip(picked.index[n:], values[n:, :n], strict=True))
    primary = [row for label, row in sums.items() if PRIMARY.fullmatch(_plain(label))]
    output = next((row for label, row in sums.items() if _plain(label) in TOTALS), None)
    table = Table(
        name=f"oecd_icio{edition}_{year}",
        year=year,
        unit="million USD",
        places=tuple(place for place, _ in keys.values()),
        industries=tuple(industry for _, industry in keys.values()),
        markets=tuple(place for place, _ in uses.values()),
        categories=tuple(use for _, use in uses.values()),
        transactions=np.ascontiguousarray(values[:n, :n]),
        final_demand=np.ascontiguousarray(values[:n, n:]),
        output=np.maximum(values[:n].sum(axis=1), 0.0) if output is None else output,
        provenance=_provenance(year, edition),
    )
    left_out = f"column {DISCREPANCY} left out: no region bought it"
    notes = (left_out,) if DISCREPANCY in frame.columns else ()
    whole = np.sum(primary, axis=0) if primary else None
    return _put_together(table, whole, notes, path.name)


def _frame(path: Path) -> pd.DataFrame:
    """Return the CSV with plain labels: no quotes or spaces around, VA for VA_VA_VA."""
    try:
        frame = pd.read_csv(path, index_col=0, keep_default_na=False, low_memory=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError, ValueError) as error:
        reason = f"it cannot be read as a table ({error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error
    frame.index = pd.Index([str(label).strip() for label in frame.index])
    frame.columns = pd.Index([str(label).strip() for label in frame.columns])
    repeated = [
        Problem(f"{side} {label!r}", "is there twice.", LAYOUT)
        for side, labels in (("row", frame.index), ("column", frame.columns))
        for label in labels[labels.duplicated()]
    ]
    if repeated:
        raise InvalidInput(path.name, repeated)
    return frame


def _plain(label: str) -> str:
    """Return VA for VA_VA_VA, as some copies write it."""
    parts = label.split("_")
    return parts[0] if len(set(parts)) == 1 else label


def _is_sum(label: str) -> bool:
    return _plain(label) in TOTALS or PRIMARY.fullmatch(_plain(label)) is not None


def _sums(frame: pd.DataFrame) -> list[str]:
    return [label for label in frame.index if _is_sum(label)]


def _pairs(side: str, labels: Sequence[str], found: Findings) -> Labels:
    split = [label.partition("_") for label in labels]
    found.tell(
        [
            Problem(f"{side} {label!r}", "is neither an industry nor a known total.", LAYOUT)
            for label, (place, _, code) in zip(labels, split, strict=True)
            if not (place and code)
        ]
    )
    return [(place, code) for place, _, code in split]


def _uses(columns: pd.Index, places: set[str]) -> dict[str, tuple[str, str]]:
    """Return region and use of each column of final demand; the 2016 edition has the use first."""
    uses = {}
    for label in columns:
        one, _, other = label.partition("_")
        if other in FINAL_USES:
            uses[label] = (one, other)
        elif one in FINAL_USES and other in places:
            uses[label] = (other, one)
    return uses


def _check_sides(
    frame: pd.DataFrame, rows: list[str], uses: Mapping[str, tuple[str, str]]
) -> list[Problem]:
    """Return a problem for each industry of one side only, and each column nobody knows."""
    columns, known = set(frame.columns), set(rows)
    strangers = [
        label
        for label in frame.columns
        if label not in known | set(uses) | {DISCREPANCY} and _plain(label) not in TOTALS
    ]
    hint = f"Final uses known: {', '.join(sorted(FINAL_USES))}."
    lacking = [label for label in rows if label not in columns]
    return [
        *(Problem(f"column {it!r}", "is neither a row nor a final use.", hint) for it in strangers),
        *(Problem(f"row {it!r}", "has no column of its name.", LAYOUT) for it in lacking),
        *([] if uses else [Problem("columns", "there is no final use.", hint)]),
    ]


def _put_together(
    table: Table, primary: Vector | None, notes: tuple[str, ...], subject: str
) -> PublishedTable:
    """Return the table with CN1, CN2 … in CHN and MX1, MX2 … in MEX."""
    parts = {place: SPLIT[place[:2]] for place in table.place_codes if _is_part(place)}
    groups = {place: parts.get(place, place) for place in table.place_codes}
    problems = [*check_regions(list(dict.fromkeys(groups.values()))), *_check_twice(table, parts)]
    if problems:
        raise InvalidInput(subject, problems)
    whole = aggregate(table, regions=groups, name=table.name) if parts else table
    if primary is not None and parts:
        keys = list(zip(whole.places, whole.industries, strict=True))
        own = zip((groups[place] for place in table.places), table.industries, strict=True)
        primary = primary @ membership(list(own), keys)
    put = tuple(f"{part} put into {country}" for part, country in parts.items())
    return PublishedTable(
        table=whole, primary_inputs=primary, mapped=parts, notes=(*notes, *put), accounts={}
    )


def _is_part(place: str) -> bool:
    return place[:2] in SPLIT and place[2:].isdigit()


def _check_twice(table: Table, parts: Mapping[str, str]) -> list[Problem]:
    """Return a problem where a country has its parts and, on top, industries of its own."""
    problems = []
    for country in dict.fromkeys(parts.values()):
        if country in table.place_codes and table.output[table.rows_of(country)].any():
            named = ", ".join(part for part, whole in parts.items() if whole == country)
            what = f"has output of its own beside its parts {named}: it would be counted twice."
            problems.append(Problem(f"region {country!r}", what, "Drop the parts or the whole."))
    return problems


def _provenance(year: int, edition: str) -> Provenance:
    origin = Origin(
        publisher="OECD",
        title=f"Inter-Country Input-Output Table {year}",
        licence="OECD terms of use (attribution)",
        citation=f"{CITATION}, {edition} edition" if edition else CITATION,
        edition=edition or str(year),
    )
    return Provenance(origins=(origin,), steps=("read from an ICIO table",))
