"""Plain tables of a surveyed chain: units, followed links and workers as CSV files."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.plain_tables import misprints, numbers_or_words, read_plain_table
from decentwork.surveys.chain_checks import (
    NEEDED_OF_LINKS,
    NEEDED_OF_UNITS,
    NEEDED_OF_WORKERS,
    check_links,
    check_units,
    check_workers,
)
from decentwork.surveys.sample import ChainSample

TEXTS = ("id", "stratum", "kind", "region", "registered", "buyer_id", "supplier_id", "unit_id")
"""Columns that stay text even where every cell is a number."""

_NUMBERS = (*NEEDED_OF_UNITS, "listed", "followed", "interviewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    frame: pd.DataFrame
    lines: list[int]
    problems: list[Problem]
    origin: Origin


def read_chain_sample(
    units: Path | str, links: Path | str, workers: Path | str | None = None
) -> ChainSample:
    """Return a surveyed chain from its plain tables.

    `units` has `id`, `tier` (0 for seeds), `seed_chance` (seeds only), `buyers_in_scope` (later
    tiers), then variables, of which `stratum`, `kind`, `region`, `registered` have a meaning of
    their own; `links` one row a followed link: `buyer_id`, `supplier_id`, `listed`, `followed`, a
    `kind` or none; `workers` `id`, `unit_id`, `listed`, `interviewed`, then variables. UTF-8, one
    header row; an empty cell is a missing value. A variable whose cells are all numbers is a
    quantity, any other is a category.

    Raises
    ------
    InvalidInput
        With every problem of all tables at once: columns missing or renamed, cells that are no
        number, ids that are double or unknown, counts that cannot be.
    """
    first = _read(Path(units), ("id", *NEEDED_OF_UNITS))
    second = _read(Path(links), NEEDED_OF_LINKS)
    third = None if workers is None else _read(Path(workers), ("id", *NEEDED_OF_WORKERS))
    tables = [table for table in (first, second, third) if table is not None]
    if problems := _problems(first, second, third):
        raise InvalidInput(", ".join(table.origin.title for table in tables), problems)
    return ChainSample(
        units=first.frame,
        links=second.frame,
        workers=None if third is None else third.frame,
        provenance=Provenance(origins=tuple(table.origin for table in tables)),
    )


def _problems(units: _Table, links: _Table, workers: _Table | None) -> list[Problem]:
    problems = [*units.problems, *links.problems]
    readable = _is_readable(problems)
    if readable:
        problems += check_units(units.frame, units.lines)
        problems += check_links(links.frame, units.frame, links.lines)
    if workers is not None:
        problems += workers.problems
        if readable and _is_readable(workers.problems):
            problems += check_workers(workers.frame, units.frame, workers.lines)
    return problems


def _is_readable(problems: Sequence[Problem]) -> bool:
    return not any(problem.where.endswith("header") for problem in problems)


def _read(path: Path, needed: Sequence[str]) -> _Table:
    """Return a table with its index set, and what is wrong with its cells."""
    read = read_plain_table(path, needed)
    problems = [replace(it, where=f"{path.name}, {it.where}") for it in read.problems]
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    origin = Origin(
        publisher="Entered by the user",
        title=path.name,
        licence="The user's own",
        citation=path.name,
        sha256=digest,
    )
    frame = read.cells
    if _is_readable(problems):
        frame, wrong = _typed(frame, path.name, read.lines)
        problems += wrong
    return _Table(frame=frame, lines=read.lines, problems=problems, origin=origin)


def _typed(
    cells: pd.DataFrame, file: str, lines: Sequence[int]
) -> tuple[pd.DataFrame, list[Problem]]:
    """Return the table with numbers as numbers and `id` as index, and cells that do not fit."""
    places = [f"{file}, line {line}" for line in lines]
    problems: list[Problem] = []
    columns = {}
    for name in cells.columns:
        if name in TEXTS:
            columns[name] = cells[name]
            continue
        columns[name], wrong = numbers_or_words(cells[name], is_number=name in _NUMBERS)
        problems += misprints(cells[name], wrong, places)
    frame = pd.DataFrame(columns)
    return (frame.set_index("id") if "id" in frame else frame), problems
