"""What was released, when, by whom and under which rule: a log that is only added to.

One line of JSON a release, each with the digest of the line before, so that a line that was
changed or taken out is seen. The log holds what left and nothing else: withheld cells by their
coordinates.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sparse

from decentwork.estimates.disclosure import Released
from decentwork.estimates.disclosure_rule import DEFAULT, DisclosureRule, Reason
from decentwork.estimates.errors import DamagedFile, Problem
from decentwork.estimates.suppression import Nested, bounds, can_be_worked_out, relations

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Cell = Mapping[str, Any]
_TABLE = ("variable", "universe", "statistic", "category")


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release: `study` names study and round, `cells` are `Released` rows as plain values."""

    study: str
    table: str
    at: str
    by: str
    rule: Mapping[str, Any]
    shown: int
    withheld: int
    digest: str
    cells: tuple[Cell, ...]


def release(
    rows: Iterable[Released],
    *,
    study: str,
    table: str,
    by: str,
    at: datetime,
    rule: DisclosureRule = DEFAULT,
) -> Release:
    """Return the record of a release; `at` is told by the caller, the digest is of the cells."""
    cells = tuple(row.to_dict() for row in rows)
    shown = sum(cell["reason"] == "" for cell in cells)
    return Release(
        study=study,
        table=table,
        at=at.isoformat(timespec="seconds"),
        by=by,
        rule=rule.to_dict(),
        shown=shown,
        withheld=len(cells) - shown,
        digest=_digest(_plain(cells)),
        cells=cells,
    )


def add_release(path: Path, record: Release) -> None:
    """Add a line to a log; the caller holds the study's lock. DamagedFile where it was changed."""
    previous = _lines(path)
    values = asdict(record) | {"previous": _digest(previous[-1]) if previous else ""}
    with path.open("a", encoding="utf-8") as log:
        log.write(_plain(values) + "\n")


def read_log(path: Path) -> tuple[Release, ...]:
    """Return the releases of a log in order, none where there is no file yet.

    Raises
    ------
    DamagedFile
        Where a line was changed, taken out or cannot be read.
    """
    values = [json.loads(line) for line in _lines(path)]
    return tuple(
        Release(**{name: held for name, held in value.items() if name != "previous"})
        for value in values
    )


def _lines(path: Path) -> list[str]:
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    previous = ""
    for number, line in enumerate(lines, 1):
        try:
            values = json.loads(line)
            is_whole = values["previous"] == previous
            is_whole &= values["digest"] == _digest(_plain(values["cells"]))
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            hint = "Restore the log from a copy: without it no release can be checked."
            raise DamagedFile(str(path), f"line {number} is not as it was written.", hint)
        previous = _digest(line)
    return lines


def check_against_log(
    rows: Sequence[Released],
    log: Iterable[Release],
    *,
    study: str,
    rule: DisclosureRule = DEFAULT,
    nested: Nested | None = None,
) -> list[Problem]:
    """Return what a new release would open together with earlier ones of the same study.

    A cell that was withheld and would now be shown (or the reverse), and a withheld cell that
    follows, exactly or too narrowly, from the cells of all releases together. Of a cell that was
    shown twice the newer value counts. Empty where the release may leave.

    Parameters
    ----------
    nested : for a coordinate, the wider code that holds each narrower one
        Codes of all releases: {"age": {"15-19": "15-24"}} where a later table splits a band.
    """
    earlier = [cell for record in log if record.study == study for cell in record.cells]
    before, now = _by_table(earlier), _by_table([row.to_dict() for row in rows])
    return [
        problem
        for key, cells in now.items()
        for problem in (
            *_changed(before.get(key, []), cells),
            *_opened(before.get(key, []), cells, rule, nested),
        )
    ]


def _by_table(cells: Iterable[Cell]) -> dict[tuple[Any, ...], list[Cell]]:
    tables: dict[tuple[Any, ...], list[Cell]] = {}
    for cell in cells:
        tables.setdefault(tuple(cell[name] for name in _TABLE), []).append(cell)
    return tables


def _changed(before: Sequence[Cell], now: Sequence[Cell]) -> Iterable[Problem]:
    """Yield the cells that one release shows and another withholds."""
    was = {_coordinates(cell): cell["reason"] == "" for cell in before}
    for cell in now:
        is_shown = cell["reason"] == ""
        if was.get(_coordinates(cell), is_shown) != is_shown:
            then, here = ("withheld", "shown") if is_shown else ("shown", "withheld")
            what = f"it was {then} in an earlier release and would be {here} in this one."
            yield Problem(_told(cell), what, "Release the same pattern of cells again.")


def _opened(
    before: Sequence[Cell], now: Sequence[Cell], rule: DisclosureRule, nested: Nested | None
) -> Iterable[Problem]:
    """Yield the withheld cells that all releases together tell, or nearly tell."""
    if now[0]["statistic"] == "ratio":
        return  # ratios do not add up; their sides do, and are judged themselves
    cells = list({_coordinates(cell): cell for cell in (*before, *now)}.values())
    gone = np.array([cell["reason"] != "" for cell in cells])
    if not gone.any():
        return
    names = sorted({name for cell in cells for name in cell["group"]})
    frame = pd.DataFrame(
        [(cell["tier"], *(cell["group"].get(name) for name in names)) for cell in cells],
        columns=["tier", *names],
        dtype=object,
    )
    adding_up = relations(frame, list(frame.columns), nested)
    values = np.array([0.0 if cell["reason"] else cell["value"] for cell in cells])
    unknown = adding_up[:, np.flatnonzero(gone)]
    is_open = can_be_worked_out(unknown)
    if now[0]["statistic"] == "total":
        told = -(adding_up[:, np.flatnonzero(~gone)] @ values[~gone])
        # Of a cell that only protects others, a narrow range tells of nobody.
        of_few = np.array([cell["reason"] != Reason.PROTECTS for cell in cells])[gone]
        is_positive = bool((values >= 0).all())
        is_open |= of_few & _too_narrow(unknown, told, rule, is_positive=is_positive)
    for at in np.flatnonzero(gone)[is_open]:
        what = "it is withheld, and follows from this release together with earlier ones."
        yield Problem(_told(cells[at]), what, "Leave out the cells that it is the difference of.")


def _too_narrow(
    unknown: sparse.csr_array, told: Floats, rule: DisclosureRule, *, is_positive: bool
) -> Bools:
    """Tell which unknown cells an attacker can place within the rule's width of their middle.

    Where shown cells do not add up (a part is in no table) no range exists and none is judged.
    """
    every = np.arange(unknown.shape[1])
    ends = np.array(bounds(unknown, told, every, is_positive=is_positive)).reshape(-1, 2)
    middle = ends.mean(axis=1)
    with np.errstate(invalid="ignore"):
        is_narrow: Bools = ends[:, 1] - ends[:, 0] < rule.width * np.abs(middle)
    is_narrow &= np.isfinite(middle)
    return is_narrow


def _coordinates(cell: Cell) -> tuple[Any, ...]:
    return cell["tier"], tuple(sorted(cell["group"].items()))


def _told(cell: Cell) -> str:
    tier = "all tiers" if cell["tier"] is None else f"tier {cell['tier']}"
    group = ", ".join(f"{name} {code}" for name, code in sorted(cell["group"].items()))
    return ", ".join(filter(None, (cell["variable"], cell["category"], tier, group)))


def _plain(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
