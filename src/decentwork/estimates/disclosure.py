"""The one door through which survey results leave: cells that could tell of a respondent stay in.

Withheld are cells of too few respondents, cells that one respondent dominates, and as many others
as it takes that none of these can be worked out from what is shown. A withheld cell keeps its
coordinates and says why.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd
import scipy.sparse as sparse

from decentwork.estimates.columns import RELEASED, VALUES
from decentwork.estimates.disclosure_rule import DEFAULT, DisclosureRule, Reason, answers_band
from decentwork.estimates.errors import EstimationError, InputError, InvalidInput, Problem
from decentwork.estimates.ratio_names import read_ratios
from decentwork.estimates.suppression import (
    Nested,
    protection,
    ranges,
    relations,
    withheld,
)

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]

_CLOSE_ENOUGH = 1e-6


class UnitsNotTold(InputError):
    """Results about workers came without the number of units that the workers are of."""

    def __init__(self, variables: Iterable[str]) -> None:
        self.variables = tuple(variables)
        super().__init__(
            f"How many units are the workers of? Tell it for: {', '.join(self.variables)}. "
            "Ten workers of one unit would tell that unit's conditions."
        )


class StillOpen(EstimationError):
    """The audit found a withheld cell that can be worked out after all: nothing may leave."""

    def __init__(self, cells: Iterable[str]) -> None:
        self.cells = tuple(cells)
        super().__init__(f"Withheld cells could be worked out: {'; '.join(self.cells)}.")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Protected:
    """A table past disclosure control.

    `frame`: the dimensions and values as given, values missing where withheld, then `answers`
    (respondents, as a band) and `reason` ("" where shown). Numbers of respondents and largest
    contributions are gone. `narrowest`: the least reach of a withheld cell that an attacker finds,
    to either side and as a share of what the rule asks for; 1 or more by the audit.
    """

    frame: pd.DataFrame
    rule: DisclosureRule
    narrowest: float

    @property
    def shown(self) -> int:
        """Return the number of cells shown."""
        return int((self.frame["reason"] == "").sum())

    @property
    def withheld(self) -> int:
        """Return the number of cells withheld."""
        return len(self.frame) - self.shown

    def to_frame(self) -> pd.DataFrame:
        """Return the cells."""
        return self.frame.copy()


def protect(
    table: pd.DataFrame,
    rule: DisclosureRule = DEFAULT,
    *,
    dimensions: Sequence[str],
    values: Sequence[str] = ("value",),
    adds_up: bool = True,
    nested: Nested | None = None,
    rounding: float = 0.0,
) -> Protected:
    """Return a table with every cell withheld that could tell of a respondent.

    Parameters
    ----------
    table : one row a cell
        `dimensions` (missing where a cell is a total over one; linked tables are rows of one frame
        with all their dimensions), `values`, `n_units`: units that answered, and where results are
        of workers `n_workers`. For totals also `largest` and `second`: the two largest
        contributions of one respondent, weighted as the total is. Of links `n_units` is how many
        were told, and `fewest` how many units stand at the end that has fewer. Cells that are
        `linking` are not for showing: they only tell what adds up to what.
    values : columns that are withheld together, the first the figure itself
    adds_up : whether the first is a total
        Means and shares do not; their cells are protected by respondents instead, which
        holds against someone who knows all denominators.
    nested : for a dimension, the wider code that holds each narrower one
    rounding : what every value will be rounded to at random before it leaves, its respondents not
        told. A withheld cell that this blurs as far as the rule asks needs no others withheld.

    Raises
    ------
    InvalidInput
        Where columns or numbers of respondents are missing, or a cell is there twice.
    StillOpen
        Where the audit finds a withheld cell that can be worked out.
    """
    if problems := check_table(table, dimensions, values):
        raise InvalidInput("the table to release", problems)
    primary = _primary(table, rule, values[0] if adds_up else None)
    units = table["n_units"].to_numpy(float)
    layers = [units] + ([table[values[0]].to_numpy(float)] if adds_up else [])
    cells = table[list(dimensions)]
    in_need = hidden = primary != ""
    if rounding:
        layers = layers[1:]
        in_need = hidden & (rule.width * table[values[0]].to_numpy(float) > rounding)
    if "linking" in table:
        hidden = hidden | table["linking"].to_numpy(bool)
    gone, narrowest = _close(cells, in_need, layers, units, rule, nested, hidden)
    reason = np.where(primary != "", primary, np.where(gone, str(Reason.PROTECTS), ""))
    people = table["n_workers"] if "n_workers" in table else table["n_units"]
    told = [answers_band(int(n)) for n in people]
    shown = table[list(values)].astype(float).mask(pd.Series(gone, index=table.index))
    frame = cells.join(shown).assign(answers=np.where(gone, "", told), reason=reason)
    return Protected(frame=frame, rule=rule, narrowest=narrowest)


def check_table(
    table: pd.DataFrame, dimensions: Sequence[str], values: Sequence[str]
) -> list[Problem]:
    """Return what a table lacks to be released."""
    lacking = [name for name in (*dimensions, *values, "n_units") if name not in table]
    if lacking:
        return [Problem("columns", f"{name!r} is missing.") for name in lacking]
    problems = []
    if table.duplicated(list(dimensions)).any():
        problems.append(Problem("cells", "some coordinates are there more than once."))
    for name in ("n_units", "n_workers", values[0]):
        if name in table and table[name].isna().any():
            problems.append(Problem(name, "it is missing for some cells.", "Leave them out."))
    return problems


def _primary(table: pd.DataFrame, rule: DisclosureRule, total: str | None) -> Texts:
    """Return the reason for which each cell is withheld by itself, "" where there is none."""
    few = table["n_units"].to_numpy() < rule.units
    if "n_workers" in table:
        few = few | (table["n_workers"].to_numpy() < rule.workers)
    if "fewest" in table:
        few = few | (table["fewest"].to_numpy() < rule.units)
    dominated = np.zeros(len(table), dtype=bool)
    if total is not None and "largest" in table:
        value = table[total].to_numpy(float)
        largest, second = table["largest"].to_numpy(float), table["second"].to_numpy(float)
        dominated = (largest > rule.dominance * value) & (value > 0)
        dominated |= (value - largest - second < rule.rest * largest) & (value > 0)
    return np.where(few, str(Reason.TOO_FEW), np.where(dominated, str(Reason.DOMINATED), ""))


def _close(
    cells: pd.DataFrame,
    primary: Bools,
    layers: Sequence[Floats],
    units: Floats,
    rule: DisclosureRule,
    nested: Nested | None,
    hidden: Bools | None = None,
) -> tuple[Bools, float]:
    """Return what is withheld, and the audit's narrowest reach; each layer is a table that adds up.

    `hidden` cells are not shown in any case, those that are not `primary` without need. One pass
    over the layers is enough: withholding more for one never opens another.
    """
    gone = primary if hidden is None else hidden
    if not primary.any():
        return gone, np.inf
    adding_up = relations(cells, list(cells.columns), nested)
    # Nobody's cell is closed like any other; a total of zero only by the cells around it, else a
    # variable that is zero everywhere could not be shown at all.
    targets = [primary if at == 0 else primary & (sizes != 0) for at, sizes in enumerate(layers)]
    for sizes, target in zip(layers, targets, strict=True):
        gone = withheld(
            adding_up,
            sizes,
            target,
            width=rule.width,
            costs=units + 1.0,
            known=units == 1,
            already=gone,
        )
    reaches = [
        _reach(adding_up, sizes, gone, target, rule)
        for sizes, target in zip(layers, targets, strict=True)
    ]
    narrowest = np.min(reaches, axis=0)
    if (narrowest < 1 - _CLOSE_ENOUGH).any():
        open_cells = cells[narrowest < 1 - _CLOSE_ENOUGH].to_dict("records")
        raise StillOpen(str(cell) for cell in open_cells)
    return gone, float(narrowest.min())


def _reach(
    adding_up: sparse.csr_array, sizes: Floats, gone: Bools, targets: Bools, rule: DisclosureRule
) -> Floats:
    """Return how far each primary cell seems to reach, as a share of what the rule asks for."""
    is_positive = bool((sizes >= 0).all())
    low, high = ranges(adding_up, sizes, gone, is_positive=is_positive, asked=targets)
    asked = protection(sizes, rule.width)
    below = np.minimum(asked, sizes) if is_positive else asked
    reach = np.full(len(sizes), np.inf)
    for at in np.flatnonzero(targets & (asked > 0)):
        up = (high[at] - sizes[at]) / asked[at]
        down = (sizes[at] - low[at]) / below[at] if below[at] > 0 else np.inf
        reach[at] = min(up, down)
    return reach


class Row(Protocol):
    """A row of estimates, such as `surveys.estimated.Estimated`."""

    @property
    def unit_count(self) -> int | None:
        """Return how many units the respondents are of."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Return plain values under the names of `estimates.columns`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """One estimate past disclosure control; everything that leaves is made of these.

    As in `Estimated`, without numbers that tell of respondents: `answers` is their number as a
    band. Withheld: `value`, `low`, `high` and `standard_error` None, `answers` "" and `reason` one
    of `Reason`.
    """

    variable: str
    category: str | None
    statistic: str
    universe: str
    tier: int | None
    value: float | None
    low: float | None
    high: float | None
    standard_error: float | None
    weights: str
    variance: str
    answers: str
    verdict: str
    reason: str
    note: str
    group: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, in the order in which tables print them, `group` last."""
        return {name: getattr(self, name) for name in RELEASED} | {"group": dict(self.group)}


def protect_estimates(
    rows: Sequence[Row],
    rule: DisclosureRule = DEFAULT,
    *,
    units: Sequence[int] | None = None,
    nested: Nested | None = None,
) -> tuple[Released, ...]:
    """Return estimates as they may leave, in the order given.

    All statistics and categories of a variable share one pattern: where one cell of a domain is
    withheld all are, as a mean would follow from a total. Domains are tier and group; a domain
    without one of them is the total over it. A ratio is withheld, too, where one of its sides is:
    that would follow from the other. To be safe against differences, hand over everything
    that is released of a study at once, and ask the release log.

    Parameters
    ----------
    units : for each row, how many units its respondents are of
        Where it is not given, each row's `unit_count`; needed for workers.
    nested : for a coordinate, the wider code that holds each narrower one

    Raises
    ------
    UnitsNotTold, StillOpen
    """
    plain = [row.to_dict() for row in rows]
    reasons = [""] * len(plain)
    groups: dict[tuple[str, str], list[int]] = {}
    for number, row in enumerate(plain):
        groups.setdefault((row["variable"], row["universe"]), []).append(number)
    behind = _units_behind(rows, plain) if units is None else units
    for numbers in groups.values():
        part, firms = [plain[number] for number in numbers], [behind[number] for number in numbers]
        for number, reason in zip(numbers, _reasons(part, firms, rule, nested), strict=True):
            reasons[number] = reason
    reasons = _with_sides(plain, reasons)
    return tuple(_released(row, reason) for row, reason in zip(plain, reasons, strict=True))


def _with_sides(rows: Sequence[Mapping[str, Any]], reasons: Sequence[str]) -> list[str]:
    """Return the reasons with those of ratios one side of which is withheld in their domain."""
    gone = {
        (row["variable"], row["universe"], row["tier"], frozenset(row.get("group", {}).items()))
        for row, reason in zip(rows, reasons, strict=True)
        if reason and row["statistic"] != "ratio"
    }
    return [
        reason or (str(Reason.PROTECTS) if gone.intersection(_sides(row)) else "")
        for row, reason in zip(rows, reasons, strict=True)
    ]


def _sides(row: Mapping[str, Any]) -> Iterator[tuple[str, str, int | None, frozenset[Any]]]:
    """Yield variable, universe, tier and group of each side of a ratio; nothing of another row."""
    if row["statistic"] != "ratio":
        return
    (ratio,) = read_ratios([row["variable"]])
    for side in (ratio.above, ratio.below):
        tier, group = row["tier"], dict(row.get("group", {}))
        if side.column == "tier":
            tier = int(side.category)
        elif side.column:
            group[side.column] = side.category
        yield side.variable, row["universe"], tier, frozenset(group.items())


def _units_behind(rows: Sequence[Row], plain: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return how many units each row's respondents are of: a unit or a recruited person is one."""
    lacking = {
        values["variable"]
        for row, values in zip(rows, plain, strict=True)
        if values["universe"] == "workers" and row.unit_count is None
    }
    if lacking:
        raise UnitsNotTold(sorted(lacking))
    return [
        values["n"] if row.unit_count is None else row.unit_count
        for row, values in zip(rows, plain, strict=True)
    ]


def _reasons(
    rows: Sequence[Mapping[str, Any]],
    units: Sequence[int],
    rule: DisclosureRule,
    nested: Nested | None,
) -> list[str]:
    """Return for each row of one variable why it is withheld, "" where it is shown."""
    names = sorted({name for row in rows for name in row.get("group", ())})
    keys = [(row["tier"], *(row.get("group", {}).get(name) for name in names)) for row in rows]
    places = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    at = np.array([places[key] for key in keys])
    people, firms = _fewest(rows, units, at, len(places))
    is_few = firms < rule.units
    if rows[0]["universe"] != "units":
        is_few |= people < rule.workers
    cells = pd.DataFrame(list(places), columns=["tier", *names], dtype=object)
    gone, _ = _close(cells, is_few, [people, *_totals(rows, at, len(places))], firms, rule, nested)
    why = np.where(is_few, str(Reason.TOO_FEW), np.where(gone, str(Reason.PROTECTS), ""))
    return [str(why[place]) for place in at]


def _fewest(
    rows: Sequence[Mapping[str, Any]],
    units: Sequence[int],
    at: npt.NDArray[np.int64],
    domains: int,
) -> tuple[Floats, Floats]:
    """Return the fewest respondents, and units behind them, of any row of each domain."""
    n = np.array([row["n"] for row in rows], dtype=float)
    people, firms = np.full(domains, np.inf), np.full(domains, np.inf)
    np.minimum.at(people, at, n)
    np.minimum.at(firms, at, np.asarray(units, dtype=float))
    return people, firms


def _totals(
    rows: Sequence[Mapping[str, Any]], at: npt.NDArray[np.int64], domains: int
) -> list[Floats]:
    """Return the totals of each category that has one in every domain, as tables that add up."""
    by_table: dict[tuple[str | None, str], dict[int, float]] = {}
    for row, place in zip(rows, at.tolist(), strict=True):
        if row["statistic"] == "total":
            by_table.setdefault((row["category"], row["weights"]), {})[place] = float(row["value"])
    return [
        np.array([values[place] for place in range(domains)])
        for values in by_table.values()
        if len(values) == domains
    ]


def _released(row: Mapping[str, Any], reason: str) -> Released:
    kept: dict[str, Any] = {
        name: row.get(name) for name in RELEASED if name not in ("answers", "reason")
    }
    hidden: dict[str, Any] = dict.fromkeys(VALUES) if reason else {}
    answers = "" if reason else answers_band(int(row["n"]))
    group = MappingProxyType(dict(row.get("group", {})))
    return Released(**kept | hidden, answers=answers, reason=reason, group=group)
