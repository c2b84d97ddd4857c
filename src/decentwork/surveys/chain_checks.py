"""What can be wrong with the tables of a surveyed chain, each check told as a list of problems."""

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.estimates.errors import Problem

NEEDED_OF_UNITS = ("tier", "seed_chance", "buyers_in_scope")
NEEDED_OF_LINKS = ("buyer_id", "supplier_id", "listed", "followed")
NEEDED_OF_WORKERS = ("unit_id", "listed", "interviewed")

_TOLD = 20  # rows with one fault told one by one; the rest are counted

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one table as problems name them: by line of the file where there was one."""

    table: str
    name: Callable[[int], str]
    lines: Sequence[int] | None

    def told(self, wrong: npt.ArrayLike, what: str, hint: str = "") -> Iterator[Problem]:
        """Tell every row that is `wrong` (r,): its name, then `what`."""
        found = np.flatnonzero(np.asarray(wrong))
        for row in found[:_TOLD]:
            place = f"row {row + 1}" if self.lines is None else f"line {self.lines[row]}"
            yield Problem(f"{self.table}, {place}", f"{self.name(row)} {what}", hint)
        if len(found) > _TOLD:
            yield Problem(f"{self.table}, {len(found) - _TOLD} more rows", what, hint)


def absent_columns(found: Sequence[str], needed: Sequence[str], table: str) -> list[Problem]:
    """Return a problem for each needed column that a table lacks, with the names nearest to it."""
    others = [name for name in found if name not in needed]
    problems = []
    for name in needed:
        if name not in found:
            written = {str(other).casefold().replace(" ", "_"): other for other in others}
            near = difflib.get_close_matches(name, list(written), cutoff=0.5)
            hint = f"Found: {', '.join(map(str, found))}."
            if near:
                names = " or ".join(repr(written[each]) for each in near)
                hint = f"Is it {names}? Rename that column."
            problems.append(Problem(table, f"the column {name!r} is missing.", hint))
    return problems


def check_units(units: pd.DataFrame, lines: Sequence[int] | None = None) -> list[Problem]:
    """Return the problems of a table of units: ids, tiers, chances, multiplicities.

    `lines` are the rows' lines in the file they were read from, where there was one.
    """
    if absent := absent_columns(list(units.columns), NEEDED_OF_UNITS, "units"):
        return absent
    if units.empty:
        return [Problem("units", "there are no rows.", "Give each unit that answered a row.")]
    rows = _Rows("units", lambda row: repr(units.index[row]), lines)
    tier, chance, buyers = (_numbers(units[name]) for name in NEEDED_OF_UNITS)
    seed, tiered = tier == 0, (tier >= 0) & (tier == np.floor(tier))
    given, outside = ~np.isnan(chance), (chance <= 0) | (chance > 1)
    drawn = "Write the chance with which the design drew it: above 0, at most 1."
    tiers = "Write 0 for a seed, 1 for a supplier of seeds, and so on."
    return [
        *_check_ids(units.index, rows),
        *rows.told(~tiered, "has no tier.", tiers),
        *([] if seed.any() else [Problem("units", "there is no seed: no unit of tier 0.")]),
        *rows.told(seed & ~given, "is a seed without seed_chance.", drawn),
        *rows.told(given & outside, "has a seed_chance outside (0, 1].", drawn),
        *rows.told(
            tiered & ~seed & given & ~outside,
            "has a seed_chance but is beyond tier 0.",
            "Only seeds have one: mend the tier, or empty the cell.",
        ),
        *rows.told(buyers < 0, "has a negative buyers_in_scope.", "Count the unit's buyers."),
    ]


def check_links(
    links: pd.DataFrame, units: pd.DataFrame, lines: Sequence[int] | None = None
) -> list[Problem]:
    """Return the problems of a table of links: ends that are no unit, loops, impossible counts.

    Links within a tier or to a nearer one are sound; one that skips a tier is not, for a tier is
    the shortest way from the seeds. What `check_units` tells is not told again.
    """
    absent = absent_columns(list(links.columns), NEEDED_OF_LINKS, "links")
    if absent or not {*NEEDED_OF_UNITS} <= {*units.columns}:
        return absent
    sold_by, bought_by = links["supplier_id"].to_numpy(), links["buyer_id"].to_numpy()
    rows = _Rows("links", lambda row: f"{bought_by[row]!r} → {sold_by[row]!r}", lines)
    known = units[~units.index.duplicated()]
    buyer, supplier = known.index.get_indexer(bought_by), known.index.get_indexer(sold_by)
    tier = np.append(_numbers(known["tier"]), np.nan)  # position -1, no unit, is of no tier
    step = tier[supplier] - tier[buyer]
    twice = links.duplicated(["buyer_id", "supplier_id"]).to_numpy()
    mend = "Add the unit to the table of units, or mend the id."
    deeper = "A tier is the shortest way from the seeds: mend the tier of one of them."
    return [
        *rows.told(buyer < 0, "names a buyer that is not among the units.", mend),
        *rows.told(supplier < 0, "names a supplier that is not among the units.", mend),
        *rows.told(bought_by == sold_by, "names itself: a unit is not its own supplier."),
        *rows.told(twice, "is there more than once.", "Leave one row a link."),
        *rows.told(step > 1, "skips a tier.", deeper),
        *_check_counts(links, rows),
        *_check_multiplicity(known, supplier[(step == 1) & ~twice]),
        *_check_reached(known, supplier[(supplier >= 0) & (buyer != supplier)]),
    ]


def _check_counts(links: pd.DataFrame, rows: _Rows) -> Iterator[Problem]:
    """Check what each buyer listed and followed, within a kind where links carry one."""
    by = [name for name in ("buyer_id", "kind") if name in links]
    groups = links.groupby(by, sort=False, dropna=False).ngroup().to_numpy()
    listed, followed = _numbers(links["listed"]), _numbers(links["followed"])
    whole = (listed >= 0) & (followed >= 0) & (listed % 1 == 0) & (followed % 1 == 0)
    yield from rows.told(~whole, "needs whole numbers in listed and followed.")
    yield from rows.told(whole & (listed < followed), "followed more suppliers than were listed.")
    if len(links) == 0:
        return
    first = np.unique(groups, return_index=True)[1][groups]
    same = (listed == listed[first]) & (followed == followed[first])
    what = "has other numbers in listed and followed than the buyer's first row."
    yield from rows.told(whole & whole[first] & ~same, what, "Repeat the same on all its rows.")
    count = np.bincount(groups)[groups]
    opening = first == np.arange(len(links))
    yield from rows.told(
        opening & whole & (followed != count),
        "opens a buyer whose rows are not as many as it says were followed.",
        "Give one row a followed link (of that kind, where links carry a kind).",
    )


def _check_multiplicity(units: pd.DataFrame, reached: npt.NDArray[np.intp]) -> Iterator[Problem]:
    """Check that no unit states fewer buyers than links from the tier before lead to it."""
    seen = np.bincount(reached, minlength=len(units))
    stated = _numbers(units["buyers_in_scope"])
    for row in np.flatnonzero((stated > 0) & (stated < seen)):
        yield Problem(
            f"unit {units.index[row]!r}",
            f"states {stated[row]:g} buyers in scope, but {seen[row]} links from the tier before "
            "lead to it.",
            "Ask again, or empty the cell and choose what a missing one is replaced by.",
        )


def _check_reached(units: pd.DataFrame, reached: npt.NDArray[np.intp]) -> Iterator[Problem]:
    """Check that a link leads to every unit beyond the seeds."""
    lost = _numbers(units["tier"]) > 0
    lost[reached] = False
    for id in units.index[lost]:
        hint = "Add the link that led to it, or take it out."
        yield Problem(f"unit {id!r}", "is beyond tier 0, but no link leads to it.", hint)


def check_workers(
    workers: pd.DataFrame, units: pd.DataFrame, lines: Sequence[int] | None = None
) -> list[Problem]:
    """Return the problems of a table of workers: units that are not there, impossible counts."""
    if absent := absent_columns(list(workers.columns), NEEDED_OF_WORKERS, "workers"):
        return absent
    rows = _Rows("workers", lambda row: repr(workers.index[row]), lines)
    listed, interviewed = _numbers(workers["listed"]), _numbers(workers["interviewed"])
    by_unit = workers.groupby("unit_id", dropna=False)
    whole = (listed % 1 == 0) & (interviewed % 1 == 0)  # false where missing
    first = by_unit["listed"].transform("first").to_numpy()
    same = "Repeat on all rows of a unit how many workers its list had, and how many answered."
    return [
        *_check_ids(workers.index, rows),
        *rows.told(~workers["unit_id"].isin(units.index), "works in no unit of the table."),
        *rows.told(~whole, "needs whole numbers in listed and interviewed.", same),
        *rows.told(
            whole & (listed < interviewed),
            "is of a unit with more interviewed workers than listed ones.",
        ),
        *rows.told(
            whole & (interviewed != by_unit["unit_id"].transform("size")),
            "is of a unit with not as many rows as interviewed workers.",
        ),
        *rows.told(
            whole & (listed != first),
            "has another number in listed than its unit's first row.",
            same,
        ),
    ]


def _check_ids(ids: pd.Index, rows: _Rows) -> Iterator[Problem]:
    hint = "Give each an id of its own."
    yield from rows.told(ids == "", "is an empty id.", hint)
    yield from rows.told(ids.duplicated() & (ids != ""), "is there more than once.", hint)


def _numbers(column: pd.Series) -> Numbers:
    numbers: Numbers = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
    return numbers
