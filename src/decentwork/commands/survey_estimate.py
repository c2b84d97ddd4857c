"""`decentwork survey estimate`: from a study folder, plain tables, or peer recruitment."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from decentwork.estimates.errors import InputError, InvalidInput, Problem

if TYPE_CHECKING:
    from decentwork.surveys.estimated import Estimated
    from decentwork.surveys.sample import ChainSample

DEFAULT_WEIGHTS = "generalised_weight_share"
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
_Peers = Annotated[
    Path | None,
    typer.Option(help="CSV of people who recruited peers: id, recruiter_id, degree, traits."),
]
_Variables = Annotated[
    str, typer.Option(help="What to estimate: columns, with commas. All if not given.")
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
_MissingDegree = Annotated[
    str, typer.Option(help="What to do with a missing degree: refuse, drop, median or one.")
]
SHOWN = 80  # rows of a table in the terminal; all of them with --json


class NothingToEstimate(InputError):
    """The command names no data, or data of two kinds."""

    def __init__(self) -> None:
        super().__init__(
            "Say what to estimate from, one of: a study folder; --units FILE with --links FILE; "
            "--recruitment FILE."
        )


def estimate_command(
    study: Annotated[Path | None, typer.Argument(help="A study folder.")] = None,
    units: _Units = None,
    links: _Links = None,
    recruitment: _Peers = None,
    variables: _Variables = "",
    weights: _Weights = None,
    variance: _Variance = None,
    by: Annotated[str, typer.Option(help="Columns to split units by, with commas.")] = "",
    multiplicity: Multiplicity = "",
    population: Annotated[
        float | None, typer.Option(help="People in the population, for successive_sampling.")
    ] = None,
    seeds: _Seeds = "include",
    missing_degree: _MissingDegree = "refuse",
    replicates: Annotated[int, typer.Option(min=2, help="Of a bootstrap.")] = 1000,
    seed: Seed = 1,
    as_json: AsJson = False,
) -> None:
    """Estimate totals, means and shares with intervals and a verdict for each."""
    wanted, split = _names(variables), _names(by)
    named = (study is not None, units is not None and links is not None, recruitment is not None)
    if named == (False, False, True):
        how = _PeerChoices(weights, variance, population, seeds, missing_degree, replicates, seed)
        rows = _of_peers(Path(str(recruitment)), wanted, how)
    elif named == (False, True, False):
        chain = _ChainChoices(weights, variance, multiplicity or "refuse", split, replicates, seed)
        rows = _of_tables(Path(str(units)), Path(str(links)), wanted, chain)
    elif named == (True, False, False):
        chain = _ChainChoices(weights, variance, multiplicity, split, replicates, seed)
        rows = _of_study(Path(str(study)), wanted, chain)
    else:
        raise NothingToEstimate
    print_estimates(rows, as_json)


@dataclass(frozen=True, slots=True)
class _PeerChoices:
    """What was chosen for people who recruited each other."""

    weights: str | None
    variance: str | None
    population: float | None
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
    from decentwork.studies.estimate_recruitment import estimate_recruitment

    _check_there(path)
    people = read_recruitment(path)
    return estimate_recruitment(
        people,
        variables or people.traits,
        weights=how.weights or DEFAULT_PEER_WEIGHTS,
        variance=how.variance or "tree",
        population=how.population,
        seeds=cast("Any", how.seeds),  # checked by the function, which tells what can be chosen
        missing_degree=cast("Any", how.missing_degree),
        replicates=how.replicates,
        seed=how.seed,
    )


def _of_tables(
    units: Path, links: Path, variables: Sequence[str], how: _ChainChoices
) -> Sequence["Estimated"]:
    from decentwork.sources.survey_tables import read_chain_sample

    _check_there(units, links)
    sample = read_chain_sample(units, links)
    return _estimated(sample, variables or sample.variables, how)


def _of_study(path: Path, variables: Sequence[str], how: _ChainChoices) -> Sequence["Estimated"]:
    """Estimate for the office's own eyes; what leaves goes through `survey report` or `release`."""
    from decentwork.studies.results import (
        estimate_study,
        keep_estimates,
        study_sample,
        weigh_study,
    )
    from decentwork.studies.study_folder import StudyFolder

    folder = StudyFolder(path)
    if not (variables or how.by or how.weights or how.variance):
        rows = estimate_study(weigh_study(folder, multiplicity=how.multiplicity))
        keep_estimates(folder, rows)
        return rows
    sample, _ = study_sample(folder)
    chosen = replace(how, multiplicity=how.multiplicity or folder.design().multiplicity or "refuse")
    return _estimated(sample, variables, chosen)


def _estimated(
    sample: "ChainSample", variables: Sequence[str], how: _ChainChoices
) -> Sequence["Estimated"]:
    from decentwork.studies.estimate import estimate

    return estimate(
        sample,
        variables,
        weights=how.weights or DEFAULT_WEIGHTS,
        variance=how.variance or "seed_design",
        multiplicity=how.multiplicity,
        by=how.by,
        replicates=how.replicates,
        seed=how.seed,
    )


def _check_there(*paths: Path) -> None:
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


def _names(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
