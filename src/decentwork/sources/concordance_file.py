"""Concordances that people write themselves: a CSV file of source code, target code and share."""

import math
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from decentwork.classifications.concordances import Concordance
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.sources.plain_tables import read_plain_table

COLUMNS = ("source", "target")
SHARE = "share"
TOLERANCE = 1e-9
EXAMPLE = "Give the share of each: source,target,share."


def read_concordance(path: Path) -> Concordance:
    """Return the concordance of a CSV file with the columns `source`, `target` and maybe `share`.

    Without a share, all of a source code goes to its target. Shares of a code sum to 1.

    Raises
    ------
    DamagedFile
        The file is no text.
    InvalidInput
        Columns, cells or shares break a rule; all are told with their lines.
    """
    table = read_plain_table(path, COLUMNS)
    problems = list(table.problems)
    weights: dict[str, dict[str, float]] = {}
    if set(COLUMNS) <= set(table.cells):
        shares = table.cells[SHARE] if SHARE in table.cells else [""] * len(table.cells)
        rows = zip(table.lines, table.cells["source"], table.cells["target"], shares, strict=True)
        for line, source, target, share in rows:
            weight = _weight(line, source, target, share, problems)
            if target in weights.setdefault(source, {}):
                problems.append(Problem(f"line {line}", f"{source} → {target} is there twice."))
            weights[source][target] = weight
        if not weights:
            problems.append(Problem("rows", "there are none.", EXAMPLE))
    problems += _check_sums(weights)
    if problems:
        raise InvalidInput(path.name, problems)
    return Concordance(source=path.stem, target=path.stem, weights=weights)


def read_concordances(*paths: Path | None) -> list[Concordance | None]:
    """Return the concordance of each file; the problems of all files are told together."""
    found: list[Concordance | None] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found.append(read_concordance(path) if path else None)
        except InvalidInput as error:
            problems += [replace(it, where=f"{error.subject}, {it.where}") for it in error.problems]
    if problems:
        raise InvalidInput("Concordances", problems)
    return found


def _weight(line: int, source: str, target: str, share: str, problems: list[Problem]) -> float:
    """Return the share of a row, 1 where none is written; NaN after telling what is wrong."""
    if not source or not target:
        problems.append(Problem(f"line {line}", "the source or the target is empty."))
    try:
        weight = float(share or 1)
    except ValueError:
        weight = math.nan
    if not 0 < weight <= 1:
        problems.append(Problem(f"line {line}", f"share {share!r} is no number above 0, up to 1."))
        return math.nan
    return weight


def _check_sums(weights: Mapping[str, Mapping[str, float]]) -> list[Problem]:
    hint = "They must sum to 1, so that no flow is lost."
    totals = {source: math.fsum(shares.values()) for source, shares in weights.items()}
    return [
        Problem(source, f"its shares sum to {total:g}.", hint)
        for source, total in totals.items()
        if abs(total - 1) > TOLERANCE
    ]
