"""Eurostat's FIGARO tables between countries: one CSV a year, industry by industry or by product.

The codes of uses and inputs are those of the editions from 2022 on; another one is refused.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Table
from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.estimates.errors import DamagedFile, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.labelled_matrix import Findings, Labels, numbers
from decentwork.sources.published_accounts import StatedRow, labour_accounts
from decentwork.sources.published_table import PublishedTable

FINAL_USES = ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
COMPENSATION = "W2_D1"
INPUTS = "W2_"  # D21X31 taxes, OP_RES and OP_NRES purchases abroad, D1 pay, D29X39, B2A3G surplus
OTHER_CODES = {"FIGW1": REST_OF_WORLD, "EL": "GRC", "UK": "GBR"}
FIRST_CELL = "rowLabels"
LAYOUT = "Rows and columns of a FIGARO matrix are labelled like AT_A01."


def is_figaro(head: str) -> bool:
    """Say whether the first line of a text is the header of a FIGARO matrix."""
    labels = [label.strip().strip('"') for label in head.split(",")]
    return labels[0] == FIRST_CELL and any(it.endswith("_P51G") for it in labels)


def read_figaro(path: Path, year: int) -> PublishedTable:
    """Return the table of a matrix; output is the row sum, as the file does not state it.

    Its account is what employees are paid.

    Raises
    ------
    DamagedFile
        The file is no CSV.
    InvalidInput
        Labels or cells break the layout; all are told.

    References
    ----------
    Rémond-Tiedrez & Rueda-Cantuche (eds.) 2019, EU inter-country supply, use and input-output
    tables: full international and global accounts for research in input-output analysis
    (FIGARO), Eurostat.
    """
    try:
        frame = pd.read_csv(path, index_col=0, keep_default_na=False, low_memory=False)
    except (pd.errors.ParserError, pd.errors.EmptyDataError, OSError, ValueError) as error:
        reason = f"it cannot be read as a table ({error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error
    found = Findings()
    labels, columns = [str(it).strip() for it in frame.index], [str(it).strip() for it in frame]
    n = sum(not label.startswith(INPUTS) for label in labels)
    found.tell(_check_labels(labels, columns, n))
    places = _places([label for label in labels[:n]], found)
    found.refuse(path.name)
    values = numbers("table", frame, labels, columns, found, may_be_empty=False)
    found.refuse(path.name)
    table = Table(
        name=f"figaro_{year}",
        year=year,
        unit="million EUR",
        places=tuple(places[region] for region, _ in _split(labels[:n])),
        industries=tuple(code for _, code in _split(labels[:n])),
        markets=tuple(places[region] for region, _ in _split(columns[n:])),
        categories=tuple(code for _, code in _split(columns[n:])),
        transactions=np.ascontiguousarray(values[:n, :n]),
        final_demand=np.ascontiguousarray(values[:n, n:]),
        output=np.maximum(values[:n].sum(axis=1), 0.0),
        provenance=Provenance(origins=(_origin(path, year),), steps=("read from a matrix",)),
    )
    pay = [
        StatedRow("Compensation of employees", table.unit, values[row, :n])
        for row, label in enumerate(labels)
        if label == COMPENSATION
    ]
    accounts, left_out = labour_accounts(pay, table)
    return PublishedTable(
        table=table,
        primary_inputs=values[n:, :n].sum(axis=0),
        mapped=places,
        notes=("output is the row sum", *left_out),
        accounts=accounts,
    )


def _check_labels(labels: Sequence[str], columns: Sequence[str], n: int) -> list[Problem]:
    """Return a problem where columns are not the rows and then the final uses."""
    problems = []
    if labels[:n] != list(columns[:n]):
        pairs = zip(labels[:n], columns[:n], strict=False)
        at = next((at for at, (row, column) in enumerate(pairs) if row != column), n - 1)
        told = f"row {at + 1} is {labels[at]!r}, column {at + 1} {([*columns, ''])[at]!r}."
        problems.append(Problem("table", told, "Rows and columns must be in one order."))
    if any(not label.startswith(INPUTS) for label in labels[n:]) or n == len(labels):
        problems.append(Problem("rows", f"inputs ({INPUTS}…) do not stand below.", LAYOUT))
    known = f"Final uses known: {', '.join(FINAL_USES)}."
    return problems + [
        Problem(f"column {column!r}", "is neither a row nor a final use.", known)
        for column in columns[n:]
        if column.partition("_")[2] not in FINAL_USES
    ]


def _places(labels: Sequence[str], found: Findings) -> dict[str, str]:
    """Return ISO alpha-3 or ROW of each region; tell those that nobody knows."""
    by_two = {it.iso2: it.iso3 for it in countries()} | OTHER_CODES
    regions = dict.fromkeys(region for region, _ in _split(labels))
    found.tell(
        [
            Problem(f"region {region!r}", "is neither ISO alpha-2 nor FIGW1.", LAYOUT)
            for region in regions
            if region not in by_two
        ]
    )
    return {region: by_two.get(region, region) for region in regions}


def _split(labels: Sequence[str]) -> Labels:
    split = [label.partition("_") for label in labels]
    return [(region, code) for region, _, code in split]


def _origin(path: Path, year: int) -> Origin:
    edition = re.search(r"_(\d\d)ed", path.name)
    kind = "product by product" if "prod-by-prod" in path.name else "industry by industry"
    return Origin(
        publisher="Eurostat",
        title=f"FIGARO inter-country input-output table {year}, {kind}",
        licence="Eurostat: reuse with attribution",
        citation="Eurostat, FIGARO tables",
        edition=f"20{edition[1]} edition" if edition else str(year),
    )
