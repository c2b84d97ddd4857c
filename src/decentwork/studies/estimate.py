"""Totals, means and shares by tier and group, from a surveyed chain to rows with a verdict."""

import difflib
from collections.abc import Sequence

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimators.generalised_weight_share import GENERALISED_WEIGHT_SHARE
from decentwork.estimators.multiplicity import REFUSE
from decentwork.studies.answers import answers
from decentwork.studies.domains import domains
from decentwork.studies.tabulation import tabulate
from decentwork.studies.universes import Universe, units_of, workers_of
from decentwork.studies.weighing import SEED_DESIGN, Weighing, weigh
from decentwork.surveys.estimated import Estimated
from decentwork.surveys.sample import ChainSample

_OF_THE_DESIGN = frozenset(
    ("tier", "seed_chance", "buyers_in_scope", "unit_id", "listed", "interviewed")
)


def estimate(
    sample: ChainSample,
    variables: Sequence[str],
    *,
    weights: str = GENERALISED_WEIGHT_SHARE.name,
    variance: str = SEED_DESIGN,
    multiplicity: str = REFUSE,
    by: Sequence[str] = (),
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 1,
) -> tuple[Estimated, ...]:
    """Estimate totals and means of quantities, counts and shares of categories, with intervals.

    Each tier and all tiers together, whole and split by the columns `by` (crossed with each other),
    get a row "units" (how many there are) and two rows a variable, or category of one. A variable
    of workers is estimated for workers. Means and shares are ratios: variance by linearisation; an
    answer that is missing leaves numerator and denominator, a total is that of units that answered
    and says so in its note. Domains without an answer from a unit that weighs something have no
    row.

    Parameters
    ----------
    sample : ChainSample
    variables : names of columns of units or workers
    weights, variance, multiplicity, replicates, seed : see `weigh`
    by : names of columns of units (or workers)
    level : float
        Of the intervals: t, with degrees of freedom by how evenly seeds contribute; on the log
        scale for totals of what is never below 0, on the logit scale for shares.

    Raises
    ------
    InvalidInput
        An unknown column or method, or a multiplicity is missing and none was chosen.
    """
    weighing = weigh(
        sample, weights, variance, multiplicity=multiplicity, replicates=replicates, seed=seed
    )
    return estimate_weighed(sample, weighing, variables, by=by, level=level)


def estimate_weighed(
    sample: ChainSample,
    weighing: Weighing,
    variables: Sequence[str],
    *,
    by: Sequence[str] = (),
    level: float = 0.95,
) -> tuple[Estimated, ...]:
    """Return what `estimate` does, from weights that were made before."""
    parts = (weighing.weights, weighing.contributions, weighing.variances)
    found = (units_of(sample, *parts), workers_of(sample, *parts))
    universes = [universe for universe in found if universe is not None]
    own = {each.name: _columns_of(each, sample) for each in universes}
    _check_names(variables, {name for names in own.values() for name in names}, "variables")
    _check_names(by, {name for each in universes for name in each.table.columns}, "by")
    rows: list[Estimated] = []
    for universe in universes:
        if not {*by} <= {*universe.table.columns}:
            continue  # the sex of a worker splits workers, not units
        wanted = [name for name in variables if name in own[universe.name]]
        asked = answers(universe.table, wanted)
        for domain in domains(universe.tier, universe.table, by, across=weighing.gives_totals):
            rows += tabulate(universe, asked, domain, weighing, level)
    return tuple(rows)


def _columns_of(universe: Universe, sample: ChainSample) -> set[str]:
    table = sample.workers if universe.name == "workers" else sample.units
    return set() if table is None else {*table.columns} - _OF_THE_DESIGN


def _check_names(names: Sequence[str], known: set[str], subject: str) -> None:
    problems = []
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, sorted(known), cutoff=0.5)
            hint = f"Did you mean {', '.join(near)}?" if near else f"Known: {sorted(known)}."
            problems.append(Problem(name, "is not a column that can be used here.", hint))
    if problems:
        raise InvalidInput(subject, problems)
