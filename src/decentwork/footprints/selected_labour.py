"""Labour of a selection, with intervals: some places and industries, for some markets, products."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.labour import LabourAccount, per_output
from decentwork.accounts.tables import Matrix, Rows, Table, Vector
from decentwork.estimates.errors import InputError, UnknownCode
from decentwork.estimates.estimate import Estimate
from decentwork.estimates.interval import Interval, NoInterval
from decentwork.estimates.messages import translatable
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.exports import STEPS, output_for_exports
from decentwork.footprints.footprint import PERSPECTIVES
from decentwork.footprints.footprint_intervals import DELTA
from decentwork.footprints.labour_footprint import demand_for
from decentwork.footprints.leontief import Leontief
from decentwork.footprints.uncertainty import AccountError, delta_interval

WORK, SALE = ("place", "industry"), ("market", "product")
LABELS = (*WORK, *SALE)
NOT_ASKED = NoInterval(translatable("the error of the labour account was not asked for"))
FINAL_DEMAND = "labour per output times the output that final demand requires (Leontief)"
EXPOSED = "labour per output times the output that the fall of final demand no longer requires"


class NotByProduct(InputError):
    """Exports are told by the market that imports them, not by the product at the end."""

    def __init__(self, perspective: str) -> None:
        self.perspective = perspective
        super().__init__(
            f"{perspective} counts exports, which are not told by product. "
            "Take final_demand, or leave the product out."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What labour is meant; each part "" where all of them are.

    `place` and `industry` say where it is done, `market` and `product` whose purchase of what it
    serves in the end.
    """

    place: str = ""
    industry: str = ""
    market: str = ""
    product: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SelectedLabour:
    """Labour of a selection by some labels, and their sum.

    `frame` has a row for each cell: the labels, `labour` (all labour of the place and industry,
    whatever it serves), `value`, `low` and `high` (NaN without interval). `modelled` says whether
    modelled labour is in it.
    """

    table: str
    year: int
    account: str
    perspective: str
    selection: Selection
    modelled: bool
    frame: pd.DataFrame
    total: Estimate

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The columns that label a value."""
        return tuple(name for name in self.frame.columns if name in LABELS)

    def __str__(self) -> str:
        by = " × ".join(self.dimensions)
        return f"{self.account} by {by}, {self.perspective}, {self.table} {self.year}: {self.total}"

    def to_frame(self) -> pd.DataFrame:
        """Return one row for each cell, with its unit."""
        return self.frame.assign(unit=str(self.total.unit))

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; what is not known is None."""
        frame = self.to_frame().astype(object)
        return {
            "table": self.table,
            "year": self.year,
            "account": self.account,
            "perspective": self.perspective,
            "modelled": self.modelled,
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "total": self.total.to_dict(),
        }


def selected_labour(
    leontief: Leontief,
    account: LabourAccount,
    selection: Selection,
    by: Sequence[str] = ("place",),
    perspective: str = "final_demand",
    error: AccountError | NoInterval = NOT_ASKED,
) -> SelectedLabour:
    """Return labour of a selection by up to three labels, each cell with its interval.

    Only the demand that is selected is solved for: the tensor of places, industries, markets and
    products is never formed.

    Parameters
    ----------
    by : sequence of "place", "industry" and either "market" or "product"
        The labels to keep, one at least.
    perspective : "final_demand", "domestic_L", "domestic_B" or "direct"
        As in `labour_in_exports`.
    error : AccountError or NoInterval
        What is uncertain in the account, or why that is not known.

    Raises
    ------
    UnknownCode
        A place, industry, market, product, label or perspective that the table lacks.
    NotByProduct
        A product where the perspective counts exports.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 6.
    """
    table = leontief.table
    labels = _checked(table, selection, by, perspective)
    sale = next((name for name in labels if name in SALE), None)
    if perspective == "final_demand":
        demand, sold = _demand(table, selection, sale)
        served, step = leontief.requirements(demand), FINAL_DEMAND
    else:
        served, sold = _exported(leontief, perspective, selection, sale)
        step = STEPS[perspective]
    cells = _cells(table, account, selection, labels, served, sold)
    return SelectedLabour(
        table=table.name,
        year=table.year,
        account=account.name,
        perspective=perspective,
        selection=selection,
        modelled=_is_modelled(account, selection),
        frame=_frame(cells, error),
        total=_total(cells, error, account, table.provenance, step),
    )


def exposed_by_work(
    leontief: Leontief,
    account: LabourAccount,
    fall: Matrix,
    by: Sequence[str] = ("place",),
    error: AccountError | NoInterval = NOT_ASKED,
) -> SelectedLabour:
    """Return labour exposed to a fall of demand by place, industry or both, with its intervals.

    Labour that now serves the demand in question, not labour lost.

    Parameters
    ----------
    fall : (n, markets) array, money
        Final demand that falls away, by market; above zero where it falls.
    """
    table = leontief.table
    labels = _checked(table, Selection(), by, "final_demand")
    if {*labels} & {*SALE}:
        raise UnknownCode(", ".join(labels), "the labels of exposed labour", WORK)
    served = leontief.requirements(fall.sum(axis=1, keepdims=True))
    cells = _cells(table, account, Selection(), labels, served, ("",))
    return SelectedLabour(
        table=table.name,
        year=table.year,
        account=account.name,
        perspective="final_demand",
        selection=Selection(),
        modelled=_is_modelled(account, Selection()),
        frame=_frame(cells, error),
        total=_total(cells, error, account, table.provenance, EXPOSED),
    )


def _checked(
    table: Table, selection: Selection, by: Sequence[str], perspective: str
) -> tuple[str, ...]:
    """Return the labels, each once; what the table or the perspective lacks is refused."""
    labels = tuple(dict.fromkeys(by))
    strangers = [name for name in labels if name not in LABELS]
    if strangers or not labels or {*SALE} <= {*labels}:
        raise UnknownCode(",".join(by), "the labels of a selection", LABELS)
    if perspective not in PERSPECTIVES:
        raise UnknownCode(perspective, "the perspectives of a footprint", PERSPECTIVES)
    known = (
        (selection.place, "places", table.place_codes),
        (selection.industry, "industries", table.industry_codes),
        (selection.market, "markets", table.market_codes),
        (selection.product, "industries", table.industry_codes),
    )
    for code, what, codes in known:
        if code and code not in codes:
            raise UnknownCode(code, f"the {what} of {table.name}", codes)
    if perspective != "final_demand" and (selection.product or "product" in labels):
        raise NotByProduct(perspective)
    return labels


def _demand(table: Table, selection: Selection, sale: str | None) -> tuple[Matrix, tuple[str, ...]]:
    """Return the demand of a selection by label of sale (n, c), and the labels: one "" if none."""
    demand = demand_for(table, [selection.product] if selection.product else None)
    if sale == "market":
        return _of_market(demand, table.market_codes, selection.market)
    chosen, _ = _of_market(demand, table.market_codes, selection.market)
    whole = chosen.sum(axis=1, keepdims=True)
    if sale is None:
        return whole, ("",)
    codes = (selection.product,) if selection.product else table.industry_codes
    made = [np.array(table.industries) == code for code in codes]
    return np.where(np.column_stack(made), whole, 0.0), codes


def _exported(
    leontief: Leontief, perspective: str, selection: Selection, sale: str | None
) -> tuple[Matrix, tuple[str, ...]]:
    """Return the output behind exports by importing market, or for all that are selected."""
    output = output_for_exports(leontief, perspective)
    chosen, codes = _of_market(output, leontief.table.place_codes, selection.market)
    return (chosen, codes) if sale else (chosen.sum(axis=1, keepdims=True), ("",))


def _of_market(
    columns: Matrix, codes: tuple[str, ...], market: str
) -> tuple[Matrix, tuple[str, ...]]:
    if not market:
        return columns, codes
    at = codes.index(market)
    return columns[:, at : at + 1], (market,)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Cells:
    """Labels of cells, what part of each row's account each one counts, and all labour there."""

    labels: pd.DataFrame
    weights: csr_array  # (cells, n), share
    account: Vector  # (n,), zero where not known


def _cells(
    table: Table,
    account: LabourAccount,
    selection: Selection,
    labels: Sequence[str],
    served: Matrix,
    sold: Sequence[str],
) -> _Cells:
    values = account.on(table)
    rows = _rows(table, selection, values)
    columns = {"place": table.places, "industry": table.industries}
    work = [name for name in labels if name in WORK]
    keys = [tuple(columns[name][int(row)] for name in work) for row in rows]
    groups = {key: number for number, key in enumerate(dict.fromkeys(keys))}
    group = np.array([groups[key] for key in keys], dtype=np.intp)
    parts = np.array([per_output(column, table.output) for column in served.T]).T[rows]
    at = group[:, np.newaxis] * len(sold) + np.arange(len(sold))
    weights = csr_array(
        (parts.ravel(), (at.ravel(), np.repeat(rows, len(sold)))),
        shape=(len(groups) * len(sold), len(values)),
    )
    sale = next((name for name in labels if name in SALE), "sale")
    frame = pd.DataFrame(
        [(*key, code) for key in groups for code in sold], columns=[*work, sale], dtype=object
    )
    held = np.bincount(group, weights=values[rows], minlength=len(groups))
    return _Cells(
        labels=frame[list(labels)].assign(labour=np.repeat(held, len(sold))),
        weights=weights,
        account=np.nan_to_num(values),
    )


def _is_modelled(account: LabourAccount, selection: Selection) -> bool:
    cells = zip(account.places, account.industries, account.how, strict=True)
    return any(
        how == "modelled"
        for place, industry, how in cells
        if selection.place in ("", place) and selection.industry in ("", industry)
    )


def _rows(table: Table, selection: Selection, values: Vector) -> Rows:
    """Return the rows of the selection of which something is known."""
    chosen = np.isfinite(values)
    if selection.place:
        chosen &= np.array(table.places) == selection.place
    if selection.industry:
        chosen &= np.array(table.industries) == selection.industry
    return np.flatnonzero(chosen)


def _spans(
    cells: _Cells, weights: csr_array, error: AccountError | NoInterval
) -> tuple[Vector, list[Interval | NoInterval]]:
    """Return the value of each sum and its interval, or why it has none."""
    values = weights @ cells.account
    if isinstance(error, NoInterval):
        return values, [error] * len(values)
    variances = error.variance(weights)
    spans: list[Interval | NoInterval] = [
        delta_interval(float(value), float(variance), DELTA)
        for value, variance in zip(values, variances, strict=True)
    ]
    return values, spans


def _frame(cells: _Cells, error: AccountError | NoInterval) -> pd.DataFrame:
    values, spans = _spans(cells, cells.weights, error)
    ends = [(it.low, it.high) if isinstance(it, Interval) else (np.nan, np.nan) for it in spans]
    low, high = np.array(ends, dtype=float).reshape(-1, 2).T
    frame = cells.labels.assign(value=values, low=low, high=high)
    if {"place", "market"} <= {*frame.columns}:  # nobody exports to himself
        return frame[(frame["place"] != frame["market"]) | (values != 0)].reset_index(drop=True)
    return frame


def _total(
    cells: _Cells,
    error: AccountError | NoInterval,
    account: LabourAccount,
    table: Provenance,
    step: str,
) -> Estimate:
    whole = csr_array(cells.weights.sum(axis=0)[np.newaxis, :])
    values, spans = _spans(cells, whole, error)
    return Estimate(
        value=float(values[0]),
        interval=spans[0],
        unit=account.unit,
        method="leontief",
        provenance=table.joined(account.provenance).then(step),
    )
