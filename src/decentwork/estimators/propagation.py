"""How weight runs from the seeds down the links, one tier at a time."""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from decentwork.estimators.multiplicity import REFUSE, multiplicities
from decentwork.surveys.sample import ChainSample

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rosters:
    """What each buyer listed and followed, in rows (g) one a buyer and kind.

    `buyer` (g,) position of the unit; `kind` (g,) number of the kind, 0 where links carry none;
    `listed`, `followed` (g,). Links in rows (l): `roster` (l,) the row above; `supplier` (l,);
    `share` (l,) what a unit of the buyer's weight gives the supplier, (M/m)/L, 0 where the supplier
    is not of the tier after the buyer's.
    """

    buyer: Positions
    kind: Positions
    listed: Numbers
    followed: Numbers
    roster: Positions
    supplier: Positions
    share: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Propagation:
    """Weights of a surveyed chain, and what each seed contributes to them.

    `seeds` (s,) positions of the seeds among the r units; `seed_weights` (s,) one over chance;
    `tier` (r,); `buyers` (r,) in scope, not a number where no weight arrives; `reach` (r, r)
    sparse: what a unit of the row's weight gives each unit below it, and 1 to itself; `weights`
    (r,) = seed weights through `reach`; `rosters`; `notes` on what was filled in.
    """

    seeds: Positions
    seed_weights: Numbers
    tier: npt.NDArray[np.int64]
    buyers: Numbers
    reach: sparse.csr_array
    weights: Numbers
    rosters: Rosters
    notes: tuple[str, ...]

    @property
    def contributions(self) -> sparse.csr_array:
        """Return (s, r) sparse: the part of each unit's weight that comes from each seed."""
        return sparse.diags_array(self.seed_weights) @ self.reach[self.seeds]


def propagate(sample: ChainSample, multiplicity: str = REFUSE) -> Propagation:
    """Share the seeds' weights out over the links, tier by tier.

    A unit j of tier t gets w_j = Σ_i w_i · (M_i/m_i) / L_j over the followed links to it from
    buyers i of tier t − 1: M_i suppliers listed (of that kind, where links carry a kind), m_i
    followed, L_j buyers in scope. Links from other tiers carry nothing; a unit that only such links
    led to weighs 0, which keeps totals unbiased: other samples reach it by its buyers in t − 1.
    Where seeds or links carry a `response_factor`, it raises their weight for those that did not
    answer; the variance takes it as fixed.

    Parameters
    ----------
    sample : ChainSample of r units
    multiplicity : {"refuse", "observed", "model"}
        What stands in for a missing number of buyers: see `multiplicities`.

    References
    ----------
    Lavallée, Indirect Sampling (2007), ch. 2 and 4: the generalised weight share method.
    """
    units = sample.units
    tier = units["tier"].to_numpy(dtype=np.int64)
    rosters, buyer = _rosters(sample)
    carries = tier[rosters.supplier] == tier[buyer] + 1
    seen = np.bincount(rosters.supplier[carries], minlength=len(units)).astype(np.float64)
    shared = multiplicities(sample, seen, multiplicity)
    scale = (rosters.listed / rosters.followed)[rosters.roster[carries]]
    scale = scale * _response(sample.links)[carries]
    share = np.zeros(len(buyer))
    share[carries] = scale / shared.buyers[rosters.supplier[carries]]
    reach = _reach(buyer, rosters.supplier, share, tier)
    seeds = np.flatnonzero(tier == 0)
    seed_weights = (_response(units) / units["seed_chance"].to_numpy(dtype=np.float64))[seeds]
    return Propagation(
        seeds=seeds,
        seed_weights=seed_weights,
        tier=tier,
        buyers=shared.buyers,
        reach=reach,
        weights=reach[seeds].T @ seed_weights,
        rosters=replace(rosters, share=share),
        notes=shared.notes,
    )


def _response(table: pd.DataFrame) -> Numbers:
    """Return by what each row stands for others that did not answer, 1 where nothing is said."""
    if "response_factor" not in table:
        return np.ones(len(table))
    told: Numbers = table["response_factor"].fillna(1.0).to_numpy(dtype=np.float64)
    return told


def _rosters(sample: ChainSample) -> tuple[Rosters, Positions]:
    """Return the rosters, shares still 0, and (l,) the buyer of each link."""
    links = sample.links
    buyer = sample.units.index.get_indexer(links["buyer_id"])
    kind = np.zeros(len(links), dtype=np.intp)
    if "kind" in links:
        kind = links["kind"].factorize(use_na_sentinel=False)[0]
    kinds = kind.max(initial=0) + 1
    _, first, roster = np.unique(buyer * kinds + kind, return_index=True, return_inverse=True)
    rosters = Rosters(
        buyer=buyer[first],
        kind=kind[first],
        listed=links["listed"].to_numpy(dtype=np.float64)[first],
        followed=links["followed"].to_numpy(dtype=np.float64)[first],
        roster=roster,
        supplier=sample.units.index.get_indexer(links["supplier_id"]),
        share=np.zeros(len(links)),
    )
    return rosters, buyer


def _reach(
    buyer: Positions, supplier: Positions, share: Numbers, tier: npt.NDArray[np.int64]
) -> sparse.csr_array:
    """Return I + P + P² + …, which ends because a step always leads to the next tier."""
    size = len(tier)
    carries = share > 0
    step = sparse.csr_array(
        (share[carries], (buyer[carries], supplier[carries])), shape=(size, size)
    )
    unit = sparse.eye_array(size, format="csr")
    reach = unit
    for _ in range(int(tier.max(initial=0))):
        reach = unit + step @ reach
    return reach
