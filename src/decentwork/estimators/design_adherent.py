"""Weigh units by how often the survey's own design, repeated within the sample, visits them."""

import numpy as np
import numpy.typing as npt

from decentwork.estimators.estimator import Estimator, Weights
from decentwork.estimators.multiplicity import OBSERVED
from decentwork.estimators.propagation import propagate
from decentwork.surveys.sample import ChainSample

_AT_ONCE = 500  # repetitions that are held in memory together


def weigh(sample: ChainSample, repetitions: int = 4000, seed: int = 1) -> Weights:
    """Return (r,) weights that sum to 1 within each tier: one over the share of visits.

    The links among sampled units stand for those of the chain. Each repetition draws the seeds
    again, each with its chance, and follows each link of a unit that is reached with the share of
    listed suppliers that was followed. Multiplicities are not needed. A unit that no link from the
    tier before led to weighs 0.

    References
    ----------
    Thompson 2020, Statistical Science and arXiv:1804.00808: sampling designs within the sample.
    """
    tier = sample.units["tier"].to_numpy(dtype=np.int64)
    chance = np.nan_to_num(sample.units["seed_chance"].to_numpy(dtype=np.float64))
    visits = np.zeros(len(tier))
    rng = np.random.default_rng(seed)
    for start in range(0, repetitions, _AT_ONCE):
        visits += _visits(sample, tier, chance, min(_AT_ONCE, repetitions - start), rng)
    led_to = propagate(sample, OBSERVED).weights > 0
    # Half a visit more: a unit that no repetition reached would weigh without end.
    raw = np.where(led_to, (repetitions + 1) / (visits + 0.5), 0.0)
    sums = np.bincount(tier, weights=raw)
    weights: Weights = np.divide(raw, sums[tier], out=np.zeros_like(raw), where=raw > 0)
    return weights


def _visits(
    sample: ChainSample,
    tier: npt.NDArray[np.int64],
    chance: npt.NDArray[np.float64],
    repetitions: int,
    rng: np.random.Generator,
) -> npt.NDArray[np.int64]:
    """Return (r,) how many of some repetitions reached each unit."""
    links, units = sample.links, sample.units
    buyer = units.index.get_indexer(links["buyer_id"])
    supplier = units.index.get_indexer(links["supplier_id"])
    followed = (links["followed"] / links["listed"]).to_numpy(dtype=np.float64)
    reached = rng.random((len(tier), repetitions)) < chance[:, None]
    for each in range(int(tier.max())):
        step = np.flatnonzero((tier[buyer] == each) & (tier[supplier] == each + 1))
        goes = reached[buyer[step]] & (rng.random((len(step), repetitions)) < followed[step, None])
        np.logical_or.at(reached, supplier[step], goes)
    visits: npt.NDArray[np.int64] = reached.sum(axis=1)
    return visits


DESIGN_ADHERENT = Estimator(
    name="design_adherent",
    sample="chain",
    needs=frozenset({"seed_chance", "listed", "followed"}),
    weigh=weigh,
    gives_totals=False,
    assumes=(
        "All links among sampled units were recorded.",
        "The sample's network looks like the chain's.",
    ),
    source="Thompson 2018, New estimates for network sampling, arXiv:1804.00808",
    options=(("repetitions", 4000), ("seed", 1)),
)
