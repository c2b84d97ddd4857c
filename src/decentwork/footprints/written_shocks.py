"""Falls of demand that a person writes: by a number, or as observed in a month of the pandemic."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.accounts.demand_changes import COLUMNS, EVERY, DemandChanges
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.messages import translatable
from decentwork.footprints.dated_shocks import DemandSignals, demand_fall, manufactures

SCENARIO = "1"
NEITHER = translatable("it says neither fall nor month.")
OBSERVED_OR_WRITTEN = translatable(
    "Write how far demand falls, or choose a month that was observed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenFall:
    """A fall of final demand for a product in a market; "" is all of them.

    `fall` is a share from 0 to 1. None asks for what was observed in `month` ("2020-04"), of
    manufactures where no product is named; with a number, the month is only its date.
    """

    product: str = EVERY
    market: str = EVERY
    month: str = ""
    fall: float | None = None


def written_changes(
    falls: Sequence[WrittenFall], table: Table, signals: DemandSignals | None = None
) -> DemandChanges:
    """Return falls of demand as one scenario; a market in which demand rose does not fall.

    A market of which nothing was observed in the month is left out: `not_observed` names it.

    Raises
    ------
    InvalidInput
        A fall that is no share, an observed one without month or signals, a demand named twice, a
        product or market that the table lacks; all are told.
    """
    problems, rows = [], []
    for line, it in enumerate(falls, start=1):
        if it.fall is not None and not 0.0 <= it.fall <= 1.0:
            hint = "Write per cent from 0 to 100."
            problems.append(Problem(f"row {line}", f"{100 * it.fall:g} is no fall.", hint))
        elif it.fall is None and (signals is None or not it.month):
            problems.append(Problem(f"row {line}", NEITHER, OBSERVED_OR_WRITTEN))
        else:
            rows += _rows(it, table, signals)
    if problems:
        raise InvalidInput("Falls of demand", problems)
    return DemandChanges(frame=pd.DataFrame(rows, columns=list(COLUMNS)))


def not_observed(
    falls: Sequence[WrittenFall], table: Table, signals: DemandSignals | None
) -> tuple[str, ...]:
    """Return the markets of which nothing was observed in a month that is asked for."""
    missing = {
        market
        for it in falls
        if it.fall is None and it.month and signals is not None
        for market, fall in _observed(it, table, signals, table.industry_codes[0])
        if not np.isfinite(fall)
    }
    return tuple(sorted(missing))


def _rows(
    it: WrittenFall, table: Table, signals: DemandSignals | None
) -> list[tuple[str, str, str, float]]:
    if it.fall is not None or signals is None:
        return [(SCENARIO, it.product, it.market, 1.0 - (it.fall or 0.0))]
    return [
        (SCENARIO, product, market, 1.0 - max(fall, 0.0))
        for product in ([it.product] if it.product else manufactures(table))
        for market, fall in _observed(it, table, signals, product)
        if np.isfinite(fall)
    ]


def _observed(
    it: WrittenFall, table: Table, signals: DemandSignals, product: str
) -> list[tuple[str, float]]:
    """Return the fall of a product in each market that is meant, NaN where it is not known."""
    falls = demand_fall(signals, it.month, table)
    at = next((row for row, code in enumerate(table.industries) if code == product), None)
    if at is None:
        return [(it.market, 0.0)]  # the changes refuse a product that the table lacks
    return [
        (market, float(fall))
        for market, fall in zip(table.market_codes, falls[at], strict=True)
        if it.market in (EVERY, market)
    ]
