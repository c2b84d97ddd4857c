"""What a surveyed chain is made of, units or workers: rows, their weights, and their variance."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.estimators.traced_variance import Spread
from decentwork.surveys.sample import WORKER_COLUMNS, ChainSample

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]
Variances = Callable[[Positions, Numbers, Numbers, Numbers | None], Spread]
OfRows = Callable[[Positions, Numbers, Numbers], Spread]

ALONE = (
    "no unit had two workers interviewed: the spread between workers of a unit is not in the "
    "interval"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Universe:
    """Rows (q,) that stand for all units, or all workers, of a chain.

    `name` "units" or "workers"; `table` their columns; `tier` and `weights` (q,); `contributions`
    (s, q) sparse, the part of each weight that comes from each seed; `spread` takes rows (n,), with
    their values and parts of a ratio's denominator (n, k), and returns that of their weighted
    totals, None where the method gives none; `unit` (q,) the unit that each row is, or works in;
    `by_chance` (s,) the seeds that were not certain to be drawn.
    """

    name: str
    table: pd.DataFrame
    tier: npt.NDArray[np.int64]
    weights: Numbers
    contributions: sparse.csr_array
    spread: OfRows | None
    unit: Positions
    by_chance: npt.NDArray[np.bool_]
    notes: tuple[str, ...] = ()

    def units_behind(self, rows: Positions, answered: Numbers) -> npt.NDArray[np.int64]:
        """Return (k,) how many units those rows (n,) are of that `answered` (n, k)."""
        units, place = np.unique(self.unit[rows], return_inverse=True)
        shape = (len(units), len(rows))
        member = sparse.csr_array((np.ones(len(rows)), (place, np.arange(len(rows)))), shape=shape)
        counts: npt.NDArray[np.int64] = (member @ answered > 0).sum(axis=0)
        return counts


def units_of(
    sample: ChainSample,
    weights: Numbers,
    contributions: sparse.csr_array,
    variances: Variances | None,
) -> Universe:
    """Return the units of a sample of r units, weighed."""

    def of_units(rows: Positions, values: Numbers, parts: Numbers) -> Spread:
        return variances(rows, values, parts, None)  # type: ignore[misc]  # only where there are

    return Universe(
        name="units",
        table=sample.units,
        tier=sample.units["tier"].to_numpy(dtype=np.int64),
        weights=weights,
        contributions=contributions,
        spread=None if variances is None else of_units,
        unit=np.arange(len(sample.units)),
        by_chance=_by_chance(sample),
    )


def workers_of(
    sample: ChainSample,
    weights: Numbers,
    contributions: sparse.csr_array,
    variances: Variances | None,
) -> Universe | None:
    """Return the workers of a sample, each w_j·N_j/n_j; None where no worker was asked.

    A unit's workers were drawn at random from its list of N_j: its own value Σ y·N/n then has the
    variance N²(1 − n/N)s²/n, with the mean s² of the other units where one worker was asked.
    """
    if sample.workers is None or sample.workers.empty:
        return None
    workers = sample.workers
    unit = sample.units.index.get_indexer(workers["unit_id"])
    listed, asked = (workers[name].to_numpy(dtype=np.float64) for name in WORKER_COLUMNS[1:])
    within = _Within(unit=unit, listed=listed, asked=asked)
    told = (asked > 1).any() or (asked == listed).all()
    return Universe(
        name="workers",
        table=_with_columns_of_units(workers, sample.units.iloc[unit]),
        tier=sample.units["tier"].to_numpy(dtype=np.int64)[unit],
        weights=weights[unit] * listed / asked,
        contributions=contributions[:, unit] @ sparse.diags_array(listed / asked),
        spread=None if variances is None else _of_workers(within, variances),
        unit=unit,
        by_chance=_by_chance(sample),
        notes=() if told else (ALONE,),
    )


def _by_chance(sample: ChainSample) -> npt.NDArray[np.bool_]:
    seeds = sample.units[sample.units["tier"] == 0]
    certain: npt.NDArray[np.bool_] = seeds["seed_chance"].to_numpy(dtype=np.float64) >= 1
    return ~certain


@dataclass(frozen=True, slots=True, kw_only=True)
class _Within:
    """The draw of workers within units: `unit` (q,) position, `listed` and `asked` (q,)."""

    unit: Positions
    listed: Numbers
    asked: Numbers


def _of_workers(within: _Within, variances: Variances) -> OfRows:
    """Return the spread of workers' totals, from that of units' totals."""

    def spread(rows: Positions, values: Numbers, parts: Numbers) -> Spread:
        units, first, unit = np.unique(within.unit[rows], return_index=True, return_inverse=True)
        places = (unit, np.arange(len(rows)))
        member = sparse.csr_array((np.ones(len(rows)), places), shape=(len(units), len(rows)))
        listed, asked = within.listed[rows][first], within.asked[rows][first]
        sums, squares = member @ values, member @ (values * values)
        # Workers outside the domain count with the value 0.
        between = (squares - sums * sums / asked[:, None]) / np.maximum(asked - 1, 1)[:, None]
        told = asked > 1
        if told.any():
            between[~told] = between[told].mean(axis=0)
        factor = listed**2 * (1 - asked / listed) / asked
        expand = (listed / asked)[:, None]
        inside = np.maximum(between, 0) * factor[:, None]
        return variances(units, sums * expand, (member @ parts) * expand, inside)

    return spread


def _with_columns_of_units(workers: pd.DataFrame, units: pd.DataFrame) -> pd.DataFrame:
    """Return workers with the columns of their units (q rows) that they lack, to group by."""
    theirs = [name for name in units.columns if name not in workers.columns]
    return pd.concat([workers, units[theirs].set_axis(workers.index)], axis=1)
