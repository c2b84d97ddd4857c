"""`decentwork survey estimate`: from a study folder, plain tables, or peer recruitment."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from decentwork.estimates.errors import InputError, InvalidInput, Problem

if TYPE_CHECKING:
    from decentwork.surveys.estimated import Estimated

DEFAULT_WEIGHTS = "generalised_weight_share"
DEFAULT_VARIANCE = "seed_design"
DEFAULT_PEER_WEIGHTS = "volz_heckathorn"

AsJson = Annotated[bool, typer.Option("--json", help="Print as data.")]
Seed = Annotated[int, typer.Option(min=0, help="Of random numbers.")]
Multiplicity = Annotated[
    str,
    typer.Option(
        help="What stands in for a missing number of buyers: refuse (nothing), observed or model. "
        "If not given, as the study's design says, or refuse."
    ),
]

_Units = Annotated[
    Path | None,
    typer.Option(
        help="CSV of units: id, tier, seed_chance, buyers_in_scope, stratum or none, variables."
    ),
]
_Links = Annotated[
    Path | None,
    typer.Option(
        help="CSV of followed links: buyer_id, supplier_id, listed, followed, kind or none."
    ),
]
_Workers = Annotated[
    Path | None,
    typer.Option(
        help="CSV of workers, with --units: id, unit_id, listed and interviewed in the unit, "
        "variables."
    ),
]
_Peers = Annotated[
    Path | None,
    typer.Option(help="CSV of people who recruited peers: id, recruiter_id, degree, traits."),
]
_Variables = Annotated[
    str,
    typer.Option(help="What to estimate: columns, with commas. All if no ratios are given either."),
]
_Ratios = Annotated[
    str,
    typer.Option(
        help="Ratios of two columns, with commas: wage_bill/employees; of means in two groups: "
        "pay[sex=female]/pay[sex=male]."
    ),
]
_Population = Annotated[
    str,
    typer.Option(
        help="People in the population, for successive_sampling; several, with commas, where "
        "nobody knows."
    ),
]
_Weights = Annotated[
    str | None,
    typer.Option(
        help="Of units: generalised_weight_share (if not given), horvitz_thompson, in_degree, "
        "design_adherent. Of peers: volz_heckathorn (if not given), salganik_heckathorn, "
        "successive_sampling."
    ),
]
_Variance = Annotated[
    str | None,
    typer.Option(
        help="Of units: seed_design (if not given), rescaled_bootstrap. Of peers: tree (if not "
        "given), neighbourhood, salganik, salganik_2006, gile."
    ),
]
_Seeds = Annotated[
    str, typer.Option(help="Whether seeds, who were chosen, count: include or exclude.")
]
MissingDegree = Annotated[
    str, typer.Option(help="What to do with a missing degree: refuse, drop, median or one.")
]
SHOWN = 80  # rows of a table in the terminal; all of them with --json


class NotForPeers(InputError):
    """An option is about a surveyed chain, and the data are of peers who recruited each other."""

    def __init__(self, options: Sequence[str]) -> None:
        self.options = tuple(options)
        super().__init__(
            f"{', '.join(options)}: not for --recruitment, which has no tiers, units or buyers."
        )


class NoPopulation(InputError):
    """A size of the population is no number."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"--population: {text!r} is not a valid number of people. Write one, or several with "
            "commas: 500,715,1000."
        )


class NothingToEstimate(InputError):
    """The command names no data, or data of two kinds."""

    def __init__(self) -> None:
        super().__init__(
            "Say what to estimate from, one of: a study folder; --units FILE with --links FILE, "
            "and --workers FILE where workers were asked; --recruitment FILE."
        )


def estimate_command(
    study: Annotated[Path | None, typer.Argument(help="A study folder.")] = None,
    units: _Units = None,
    links: _Links = None,
    workers: _Workers = None,
    recruitment: _Peers = None,
    variables: _Variables = "",
    ratios: _Ratios = "",
    weights: _Weights = None,
    variance: _Variance = None,
    by: Annotated[str, typer.Option(help="Columns to split units by, with commas.")] = "",
    multiplicity: Multiplicity = "",
    population: _Population = "",
    seeds: _Seeds = "include",
    missing_degree: MissingDegree = "refuse",
    replicates: Annotated[int, typer.Option(min=2, help="Of a bootstrap.")] = 1000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Estimate totals, means, shares and ratios with intervals and a verdict for each."""
    wanted, split, compared = names(variables), names(by), names(ratios)
    named = (study is not None, units is not None and links is not None, recruitment is not None)
    if named == (False, False, True):
        _check_for_peers(workers=workers, ratios=ratios, by=by, multiplicity=multiplicity)
        sizes = _sizes(population)
        how = _PeerChoices(weights, variance, sizes, seeds, missing_degree, replicates, seed)
        rows = _of_peers(Path(str(recruitment)), wanted, how)
    elif named == (False, True, False):
        chosen = multiplicity or "refuse"
        chain = _ChainChoices(weights, variance, chosen, split, compared, replicates, seed)
        rows = _of_tables(Path(str(units)), Path(str(links)), workers, wanted, chain)
    elif named == (True, False, False) and workers is None:
        chain = _ChainChoices(weights, variance, multiplicity, split, compared, replicates, seed)
        rows = _of_study(Path(str(study)), wanted, chain)
    else:
        raise NothingToEstimate
    print_estimates(rows, as_json)


@dataclass(frozen=True, slots=True)
class _PeerChoices:
    """What was chosen for people who recruited each other."""

    weights: str | None
    variance: str | None
    populations: tuple[float, ...]
    seeds: str
    missing_degree: str
    replicates: int
    seed: int


@dataclass(frozen=True, slots=True)
class _ChainChoices:
    """What was chosen for a surveyed chain."""

    weights: str | None
    variance: str | None
    multiplicity: str
    by: tuple[str, ...]
    ratios: tuple[str, ...]
    replicates: int
    seed: int


def print_estimates(rows: Sequence["Estimated"], as_json: bool) -> None:
    """Print estimates as a table, or as one JSON array."""
    if as_json:
        typer.echo(json.dumps([row.to_dict() for row in rows], ensure_ascii=False))
        return
    from decentwork.reporting.survey_terminal import print_rows

    print_rows(rows[:SHOWN])
    if len(rows) > SHOWN:
        typer.echo(f"… and {len(rows) - SHOWN} more: name --variables, or see all with --json.")


def _of_peers(path: Path, variables: Sequence[str], how: _PeerChoices) -> Sequence["Estimated"]:
    from decentwork.sources.recruitment_table import read_recruitment
    from decentwork.studies.estimate_recruitment import over_populations

    check_there(path)
    people = read_recruitment(path)
    return over_populations(
        people,
        variables or people.traits,
        how.populations,
        weights=how.weights or DEFAULT_PEER_WEIGHTS,
        variance=how.variance or "tree",
        seeds=cast("Any", how.seeds),  # checked by the function, which tells what can be chosen
        missing_degree=cast("Any", how.missing_degree),
        replicates=how.replicates,
        seed=how.seed,
    )


def _of_tables(
    units: Path, links: Path, workers: Path | None, variables: Sequence[str], how: _ChainChoices
) -> Sequence["Estimated"]:
    from decentwork.sources.survey_tables import read_chain_sample
    from decentwork.studies.estimate import estimate

    check_there(units, links, *([workers] if workers else []))
    sample = read_chain_sample(units, links, workers)
    return estimate(
        sample,
        variables if variables or how.ratios else sample.variables,
        weights=how.weights or DEFAULT_WEIGHTS,
        variance=how.variance or DEFAULT_VARIANCE,
        multiplicity=how.multiplicity,
        by=how.by,
        ratios=how.ratios,
        replicates=how.replicates,
        seed=how.seed,
    )


def _of_study(path: Path, variables: Sequence[str], how: _ChainChoices) -> Sequence["Estimated"]:
    """Estimate for the office's own eyes; what leaves goes through `survey report` or `release`."""
    from decentwork.studies import results
    from decentwork.studies.estimate import estimate_weighed
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.studies.study_weights import Weighed, plausible, scored, weigh_study

    folder = StudyFolder(path)
    named = bool(variables or how.by or how.ratios or how.weights or how.variance)
    weighed = weigh_study(
        folder,
        weights=how.weights or DEFAULT_WEIGHTS,
        variance=how.variance or DEFAULT_VARIANCE,
        multiplicity=how.multiplicity,
        replicates=how.replicates,
        seed=how.seed,
        keep=not named,
    )
    others = plausible(folder, weighed, how.seed)
    if named:
        asked = variables if variables or how.ratios else tuple(scored(weighed.sample))

        def named_rows(each: Weighed) -> tuple["Estimated", ...]:
            found = (each.sample, each.weighing, asked)
            return estimate_weighed(*found, by=how.by, ratios=how.ratios)

        return results.over_resolutions(named_rows, weighed, others)
    rows = results.estimate_study(weighed, others=others)
    results.keep_estimates(folder, rows)
    return rows


def check_there(*paths: Path) -> None:
    """Refuse paths that are no files, all of them at once."""
    problems = [
        Problem(
            str(path),
            "this is a folder." if path.is_dir() else "there is no such file.",
            "Name a file.",
        )
        for path in paths
        if not path.is_file()
    ]
    if problems:
        raise InvalidInput("files", problems)


def _check_for_peers(**options: object) -> None:
    if given := [f"--{name}" for name, value in options.items() if value]:
        raise NotForPeers(given)


def _sizes(text: str) -> tuple[float, ...]:
    """Return the sizes of the population that were named."""
    try:
        return tuple(float(size) for size in names(text))
    except ValueError as error:
        raise NoPopulation(text) from error


def names(text: str) -> tuple[str, ...]:
    """Return names that were written with commas between them, each once."""
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
