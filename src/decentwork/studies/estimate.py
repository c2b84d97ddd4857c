"""Totals, means, shares and ratios by tier and group, from a surveyed chain to judged rows."""

from collections.abc import Sequence

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.ratio_names import Ratio, read_ratios
from decentwork.estimators.generalised_weight_share import GENERALISED_WEIGHT_SHARE
from decentwork.estimators.multiplicity import REFUSE
from decentwork.studies.answers import answers
from decentwork.studies.domains import domains
from decentwork.studies.ratios import Tables, check_ratio, compared, near, ratio_rows
from decentwork.studies.tabulation import tabulate
from decentwork.studies.universes import Universe, units_of, workers_of
from decentwork.studies.weighing import SEED_DESIGN, Weighing, weigh
from decentwork.surveys.estimated import Estimated, Estimates
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
    ratios: Sequence[str] = (),
    level: float = 0.95,
    replicates: int = 1000,
    seed: int = 1,
) -> Estimates:
    """Estimate totals and means of quantities, counts and shares of categories, with intervals.

    Each tier and all tiers together, whole and split by the columns `by` (crossed with each other),
    get a row "units" (how many there are) and two rows a variable, or category of one. A variable
    of workers is estimated for workers. Means and shares are ratios: variance by linearisation; an
    answer that is missing leaves numerator and denominator, a total is that of units that answered
    and says so in its note. Domains without an answer from a unit that weighs something have no
    row. See `ratios.ratio_rows` for ratios.

    Parameters
    ----------
    sample : ChainSample
    variables : names of columns of units or workers
    weights, variance, multiplicity, replicates, seed : see `weigh`
    by : names of columns of units (or workers)
    ratios : names of ratios of two columns of units, or of two of workers
        Such as "wage_bill/employees"; between groups of a column, of means in each:
        "pay[sex=female]/pay[sex=male]".
    level : float
        Of the intervals: t, with degrees of freedom by how evenly seeds contribute; on the log
        scale for totals of what is never below 0, on the logit scale for shares.

    Raises
    ------
    InvalidInput
        An unknown column or method, a ratio that cannot be, or a multiplicity is missing and none
        was chosen.
    """
    weighing = weigh(
        sample, weights, variance, multiplicity=multiplicity, replicates=replicates, seed=seed
    )
    return Estimates(
        estimate_weighed(sample, weighing, variables, by=by, ratios=ratios, level=level)
    )


def estimate_weighed(
    sample: ChainSample,
    weighing: Weighing,
    variables: Sequence[str],
    *,
    by: Sequence[str] = (),
    ratios: Sequence[str] = (),
    level: float = 0.95,
) -> tuple[Estimated, ...]:
    """Return what `estimate` does, from weights that were made before."""
    universes = _universes(sample, weighing)
    tables = _tables(sample, universes)
    own = {name: variables_of for name, (_, variables_of) in tables.items()}
    _check_names(variables, {name for names in own.values() for name in names}, "variables")
    _check_names(by, {name for each in universes for name in each.table.columns}, "by")
    asked_ratios = _checked(ratios, tables)
    rows: list[Estimated] = []
    for universe in universes:
        if not {*by} <= {*universe.table.columns}:
            continue  # the sex of a worker splits workers, not units
        mine = own[universe.name]
        asked = answers(universe.table, [name for name in variables if name in mine])
        sides = [compared(universe, each) for each in asked_ratios if each.variables <= mine]
        for domain in domains(universe.tier, universe.table, by, across=weighing.gives_totals):
            rows += tabulate(universe, asked, domain, weighing, level)
            rows += ratio_rows(universe, sides, domain, weighing, level)
    return tuple(rows)


def ratios_that_fit(
    sample: ChainSample, weighing: Weighing, ratios: Sequence[str]
) -> tuple[str, ...]:
    """Return those ratios that the columns and answers of a sample allow."""
    tables = _tables(sample, _universes(sample, weighing))
    return tuple(each.name for each in read_ratios(ratios) if not check_ratio(each, tables))


def _universes(sample: ChainSample, weighing: Weighing) -> list[Universe]:
    parts = (weighing.weights, weighing.contributions, weighing.variances)
    found = (units_of(sample, *parts), workers_of(sample, *parts))
    return [universe for universe in found if universe is not None]


def _tables(sample: ChainSample, universes: Sequence[Universe]) -> Tables:
    """Return the table of each universe, and which of its columns are variables of its own."""
    found = {}
    for each in universes:
        own = sample.workers if each.name == "workers" else sample.units
        names = set() if own is None else {*own.columns} - _OF_THE_DESIGN
        found[each.name] = (each.table, names)
    return found


def _checked(ratios: Sequence[str], tables: Tables) -> tuple[Ratio, ...]:
    read = read_ratios(ratios)
    if problems := [problem for each in read for problem in check_ratio(each, tables)]:
        raise InvalidInput("ratios", problems)
    return read


def _check_names(names: Sequence[str], known: set[str], subject: str) -> None:
    what = "is not a column that can be used here."
    if problems := [Problem(name, what, near(name, known)) for name in names if name not in known]:
        raise InvalidInput(subject, problems)
