"""Weights of a surveyed chain by a named method, with the variance a named method gives them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from scipy import sparse

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.limits import left
from decentwork.estimators import design_adherent, horvitz_thompson, in_degree
from decentwork.estimators.chain_diagnostics import FEW_SEEDS
from decentwork.estimators.design_adherent import DESIGN_ADHERENT
from decentwork.estimators.generalised_weight_share import GENERALISED_WEIGHT_SHARE
from decentwork.estimators.horvitz_thompson import HORVITZ_THOMPSON
from decentwork.estimators.in_degree import IN_DEGREE
from decentwork.estimators.multiplicity import OBSERVED, REFUSE
from decentwork.estimators.propagation import propagate
from decentwork.estimators.rescaled_bootstrap import (
    SEEDS_ONLY,
    bootstrap_spread,
    replicate_weights,
)
from decentwork.estimators.seed_design import SeedDesign, seed_design
from decentwork.estimators.traced_variance import Spread, TracedVariance, traced_variance
from decentwork.studies.universes import Variances
from decentwork.surveys.sample import ChainSample

Numbers = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

SEED_DESIGN, RESCALED_BOOTSTRAP = "seed_design", "rescaled_bootstrap"
VARIANCES = (SEED_DESIGN, RESCALED_BOOTSTRAP)
CHAIN_WEIGHTS = (GENERALISED_WEIGHT_SHARE, HORVITZ_THOMPSON, IN_DEGREE, DESIGN_ADHERENT)

SINGLE_SEED = "a single seed was left to chance: no interval"
FEW = (
    "{n} seeds were left to chance: with fewer than 12, intervals contain the truth less often "
    "than they say (about 9 times in 10 in simulations)"
)
CLUSTERS = "variance between seeds as if drawn with replacement, weights taken as fixed"
RELATIVE = "weights are relative within a tier: no totals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Weights (r,) of units and how uncertain their totals are.

    `method`, `variance` the names of what was used; `contributions` (s, r) sparse, the part of each
    weight that comes from each seed; `variances` of totals, None where there is none (`notes` says
    why); `gives_totals` false where weights are relative within a tier; `replicates` (r, b) weights
    of a bootstrap, None of another method.
    """

    method: str
    variance: str
    weights: Numbers
    contributions: sparse.csr_array
    variances: Variances | None
    gives_totals: bool
    notes: tuple[str, ...]
    replicates: Numbers | None = None

    def __repr__(self) -> str:
        """Return methods and a count only."""
        return f"Weighing({self.method}, {self.variance}, {len(self.weights)} units)"


def weigh(
    sample: ChainSample,
    weights: str = GENERALISED_WEIGHT_SHARE.name,
    variance: str = SEED_DESIGN,
    *,
    multiplicity: str = REFUSE,
    replicates: int = 1000,
    seed: int = 1,
) -> Weighing:
    """Return the weights of a surveyed chain.

    Parameters
    ----------
    sample : ChainSample
    weights : {"generalised_weight_share", "horvitz_thompson", "in_degree", "design_adherent"}
    variance : {"seed_design", "rescaled_bootstrap"}
        Horvitz–Thompson weights, which no sum over seeds makes, take the jackknife of seeds.
    multiplicity : see `multiplicities`
    replicates, seed : int
        Of the bootstrap, and of the random numbers of bootstrap and resampling.

    Raises
    ------
    InvalidInput
        A method is unknown, or a multiplicity is missing and none was chosen.
    NoInclusionChance
        Horvitz–Thompson weights do not exist under this design.
    """
    _check(weights, [each.name for each in CHAIN_WEIGHTS], "weights")
    _check(variance, VARIANCES, "variance")
    known = OBSERVED if weights == DESIGN_ADHERENT.name else multiplicity
    traced = traced_variance(propagate(sample, known), seed_design(sample))
    weighing = _METHODS[weights](sample, traced, multiplicity, seed)
    if variance == RESCALED_BOOTSTRAP and weights != HORVITZ_THOMPSON.name:
        weighing = _bootstrapped(sample, weighing, traced, replicates, seed)
    seeds = int(traced.design.seeds.sum())
    if not traced.design.measurable:
        return replace(weighing, variances=None, notes=(*weighing.notes, SINGLE_SEED))
    if 0 < seeds < FEW_SEEDS:
        return replace(weighing, notes=(*weighing.notes, FEW.format(n=seeds)))
    return weighing


def _check(name: str, known: tuple[str, ...] | list[str], what: str) -> None:
    if name not in known:
        hint = f"Choose one of: {', '.join(known)}."
        raise InvalidInput("the method", [Problem(what, f"{name!r} is unknown.", hint)])


def _weight_share(
    sample: ChainSample, traced: TracedVariance, multiplicity: str, seed: int
) -> Weighing:
    propagation = traced.links.propagation
    return Weighing(
        method=GENERALISED_WEIGHT_SHARE.name,
        variance=SEED_DESIGN,
        weights=propagation.weights,
        contributions=traced.contributions,
        variances=traced.of,
        gives_totals=True,
        notes=(*propagation.notes, *traced.design.notes),
    )


def _horvitz_thompson(
    sample: ChainSample, traced: TracedVariance, multiplicity: str, seed: int
) -> Weighing:
    weights = horvitz_thompson.weigh(sample, multiplicity)
    spread = horvitz_thompson.jackknife(sample, multiplicity)
    return Weighing(
        method=HORVITZ_THOMPSON.name,
        variance="seed_jackknife",
        weights=weights,
        contributions=_apportioned(traced, weights),
        variances=lambda rows, values, parts, within: spread(rows, values),
        gives_totals=True,
        notes=traced.links.propagation.notes,
    )


def _in_degree(
    sample: ChainSample, traced: TracedVariance, multiplicity: str, seed: int
) -> Weighing:
    return _relative(IN_DEGREE.name, traced, in_degree.weigh(sample, multiplicity))


def _design_adherent(
    sample: ChainSample, traced: TracedVariance, multiplicity: str, seed: int
) -> Weighing:
    return _relative(DESIGN_ADHERENT.name, traced, design_adherent.weigh(sample, seed=seed))


def _relative(method: str, traced: TracedVariance, weights: Numbers) -> Weighing:
    """Return weights that are relative, whose variance is that between seeds as clusters."""
    contributions = _apportioned(traced, weights)
    design = traced.design.with_replacement(CLUSTERS)

    def variances(
        rows: Positions, values: Numbers, parts: Numbers, within: Numbers | None
    ) -> Spread:
        brought = contributions[:, rows]
        contributed = (brought @ values) / left(brought @ parts)
        found = design.variance(contributed)
        return Spread(variances=found, freedom=design.freedom(contributed, found))

    return Weighing(
        method=method,
        variance=SEED_DESIGN,
        weights=weights,
        contributions=contributions,
        variances=variances,
        gives_totals=False,
        notes=(RELATIVE, *design.notes),
    )


def _apportioned(traced: TracedVariance, weights: Numbers) -> sparse.csr_array:
    """Return (s, r) other weights, apportioned to seeds as weight shares are."""
    shared = traced.links.propagation.weights
    factor = np.divide(weights, shared, out=np.zeros_like(weights), where=shared > 0)
    return traced.contributions @ sparse.diags_array(factor)


def _bootstrapped(
    sample: ChainSample, weighing: Weighing, traced: TracedVariance, replicates: int, seed: int
) -> Weighing:
    design, notes = traced.design, weighing.notes
    if traced.links.drawn.any() or sample.workers is not None or not weighing.gives_totals:
        design = SeedDesign.with_replacement(design, SEEDS_ONLY)
        notes = tuple(dict.fromkeys((*notes, SEEDS_ONLY)))
    rng = np.random.default_rng(seed)
    replicated = replicate_weights(design, weighing.contributions, replicates, rng)
    return replace(
        weighing,
        variance=RESCALED_BOOTSTRAP,
        replicates=replicated,
        variances=lambda rows, values, parts, within: bootstrap_spread(
            design, weighing.contributions[:, rows], replicated[rows], values
        ),
        notes=notes,
    )


_METHODS: dict[str, Callable[[ChainSample, TracedVariance, str, int], Weighing]] = {
    GENERALISED_WEIGHT_SHARE.name: _weight_share,
    HORVITZ_THOMPSON.name: _horvitz_thompson,
    IN_DEGREE.name: _in_degree,
    DESIGN_ADHERENT.name: _design_adherent,
}
