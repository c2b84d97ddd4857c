"""An adaptive cluster sample in a plain file: id, network, drawn, then variables."""

import hashlib
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.plain_tables import misprints, numbers_or_words, read_plain_table
from decentwork.surveys.cluster_networks import (
    NETWORK_COLUMNS,
    ClusterNetworks,
    network_problems,
)


def read_cluster_networks(path: Path) -> ClusterNetworks:
    """Return an adaptive cluster sample from a CSV file in UTF-8 with a header line.

    `id` of the unit; `network` the id of its network, empty for an edge unit; `drawn` 1 for a unit
    of the initial sample, else 0 or empty; any other column is a variable and holds numbers.

    Raises
    ------
    InvalidInput
        With every problem and the line it is on: columns that are missing, ids that are there
        twice, cells that are no numbers, drawn units without network, networks without drawn unit.
    """
    read = read_plain_table(path, ("id", *NETWORK_COLUMNS))
    problems = read.problems
    if not problems and read.cells.empty:
        problems = [Problem("rows", "there are none.", "Give each unit a row.")]
    if problems:
        raise InvalidInput(path.name, problems)
    places = [f"line {line}" for line in read.lines]
    cells = read.cells.set_index("id")
    columns = {"network": cells["network"]}
    for name in cells:
        if name != "network":
            read_numbers, wrong = numbers_or_words(cells[name], is_number=True)
            problems += misprints(cells[name], wrong, places)
            columns[name] = read_numbers.mask(wrong, 0.0)  # else told as missing once more
    units = pd.DataFrame(columns).fillna({"drawn": 0})
    problems += network_problems(units, places)
    if problems:
        raise InvalidInput(path.name, problems)
    origin = Origin(
        publisher="Own data",
        title=path.name,
        licence="not stated",
        citation=f"The file {path.name}",
        sha256=hashlib.sha256(path.read_bytes()).hexdigest(),
    )
    return ClusterNetworks(units=units, provenance=Provenance(origins=(origin,)))
