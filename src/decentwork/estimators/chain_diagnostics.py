"""What to look at before believing a traced sample: weights, seeds, depth, units without weight."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from decentwork.estimators.propagation import Propagation
from decentwork.surveys.sample import ChainSample

ELSEWHERE = "only links from other tiers led to it"
BROKEN = "a buyer on every way to it has no weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class TierDiagnostics:
    """One tier: `units` found, `seeds` that reach it, and how its weight is spread.

    `kish_effect` n Σw²/(Σw)²; `largest_seed` share of the tier's weight that comes from one seed;
    `largest_unit` share of it that one unit has; `weightless` id of each unit that weighs 0 → why.
    """

    tier: int
    units: int
    seeds: int
    kish_effect: float
    largest_seed: float
    largest_unit: float
    weightless: dict[str, str]


def diagnose(sample: ChainSample, traced: Propagation) -> tuple[TierDiagnostics, ...]:
    """Return the diagnostics of each tier of a surveyed chain, from its propagated weights."""
    contributions = traced.contributions
    found = []
    for tier in sample.tiers:
        rows = np.flatnonzero(traced.tier == tier)
        weights = traced.weights[rows]
        by_seed = contributions[:, rows].sum(axis=1)
        total = float(weights.sum())
        found.append(
            TierDiagnostics(
                tier=tier,
                units=len(rows),
                seeds=int((by_seed > 0).sum()),
                kish_effect=_share(
                    float(np.count_nonzero(weights) * (weights @ weights)), total**2
                ),
                largest_seed=_share(float(by_seed.max()), total),
                largest_unit=_share(float(weights.max()), total),
                weightless=_weightless(sample, traced, rows[weights == 0]),
            )
        )
    return tuple(found)


def _share(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def _weightless(
    sample: ChainSample, traced: Propagation, rows: npt.NDArray[np.intp]
) -> dict[str, str]:
    """Return why units of no weight have none, by id."""
    from_before = np.isin(rows, traced.rosters.supplier[traced.rosters.share > 0])
    ids = sample.units.index[rows]
    return {
        str(id): BROKEN if linked else ELSEWHERE
        for id, linked in zip(ids, from_before, strict=True)
    }
