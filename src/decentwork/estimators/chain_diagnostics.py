"""What to look at before believing a traced sample: weights, seeds, depth, units without weight."""

import math
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from decentwork.estimators.propagation import Propagation
from decentwork.surveys.sample import ChainSample

ELSEWHERE = "only links from other tiers led to it"
BROKEN = "a buyer on every way to it has no weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """From where on a value is worrying, and what is said then."""

    most: float
    told: str


FEW_SEEDS = 12
"""Below so many seeds, intervals contain the truth less often than they say."""

# Rules of thumb, but for Kish's effect, above which `studies.verdicts` speaks of exploding weights.
LIMITS = {
    "kish_effect": Limit(most=5.0, told="unequal weights alone make variances over 5 times larger"),
    "largest_seed": Limit(most=0.2, told="over a fifth of the weight comes from one seed"),
    "largest_unit": Limit(most=0.1, told="over a tenth of the weight is one unit's"),
    "weightless_share": Limit(most=0.1, told="over a tenth of the units weigh nothing"),
}
FEW = f"fewer than {FEW_SEEDS} seeds reach it"


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

    @property
    def weightless_share(self) -> float:
        """Return the share of the tier's units that weigh nothing."""
        return len(self.weightless) / self.units

    @property
    def worries(self) -> tuple[str, ...]:
        """Return those of `LIMITS` that the tier is above, and "few_seeds" below `FEW_SEEDS`."""
        above = [name for name, limit in LIMITS.items() if getattr(self, name) > limit.most]
        return tuple(above) if self.seeds >= FEW_SEEDS else (*above, "few_seeds")

    @property
    def worrying(self) -> tuple[str, ...]:
        """Return the worries in words."""
        return tuple(FEW if it == "few_seeds" else LIMITS[it].told for it in self.worries)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, None for what nothing tells, and what is worrying."""
        values = {
            name: None if isinstance(value, float) and math.isnan(value) else value
            for name, value in asdict(self).items()
        }
        return values | {"worrying": list(self.worrying)}


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
