"""`decentwork survey diagnose`: what to look at before believing a sample."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from decentwork.commands.survey_estimate import (
    AsJson,
    MissingDegree,
    Multiplicity,
    check_there,
    names,
)
from decentwork.estimates.errors import InputError, writing_to

if TYPE_CHECKING:
    from decentwork.estimators.chain_diagnostics import TierDiagnostics
    from decentwork.estimators.recruitment_diagnostics import TraitSigns

_CHARTS = (".svg", ".html")
_PAGE = '<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{title}</title>\n{svg}\n'


class NothingToDiagnose(InputError):
    """The command names no sample, or two."""

    def __init__(self) -> None:
        super().__init__("Say what to diagnose: a study folder, or --recruitment FILE.")


class NotAChartFile(InputError):
    """A chart is asked for in a file that is no chart, or of what has none."""

    def __init__(self, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path}: {reason}")


def diagnose_command(
    study: Annotated[Path | None, typer.Argument(help="A study folder.")] = None,
    recruitment: Annotated[
        Path | None,
        typer.Option(help="CSV of people who recruited peers: id, recruiter_id, degree, traits."),
    ] = None,
    variables: Annotated[
        str, typer.Option(help="Traits with categories, with commas. All if not given.")
    ] = "",
    missing_degree: MissingDegree = "refuse",
    multiplicity: Multiplicity = "",
    chart: Annotated[
        Path | None,
        typer.Option(help="Write how shares settled, whole and by seed: OUT.svg or OUT.html."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show how peers recruited each other, or how weight is spread over a chain: what is worrying.

    Of peers: depth, homophily, activity, convergence, bottlenecks, trend. Of a study: Kish's
    effect, how much hangs on one seed or unit, units without weight and why.
    """
    if (study is None) == (recruitment is None):
        raise NothingToDiagnose
    if recruitment is not None:
        _of_peers(recruitment, names(variables), missing_degree, chart, as_json=as_json)
    elif chart is not None:
        raise NotAChartFile(chart, "the diagnostics of a study are a table; leave out --chart.")
    else:
        _of_study(Path(str(study)), multiplicity, as_json=as_json)


def _of_peers(
    path: Path,
    variables: tuple[str, ...],
    missing_degree: str,
    chart: Path | None,
    *,
    as_json: bool,
) -> None:
    from decentwork.estimators.recruitment_review import review
    from decentwork.reporting.survey_diagnostics import print_recruitment
    from decentwork.sources.recruitment_table import read_recruitment

    check_there(path)
    if chart is not None and chart.suffix not in _CHARTS:
        raise NotAChartFile(chart, f"name a file that ends in {' or '.join(_CHARTS)}.")
    # The function checks the choice and tells what can be chosen.
    found = review(read_recruitment(path), variables, missing_degree=cast("Any", missing_degree))
    if chart is not None:
        _draw(found.telling, chart)
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    print_recruitment(found)


def _of_study(path: Path, multiplicity: str, *, as_json: bool) -> None:
    from decentwork.reporting.survey_diagnostics import print_chain_diagnostics

    tiers = _tiers(path, multiplicity)
    if as_json:
        typer.echo(json.dumps([each.to_dict() for each in tiers], ensure_ascii=False))
        return
    print_chain_diagnostics(tiers)


def _tiers(path: Path, multiplicity: str) -> "tuple[TierDiagnostics, ...]":
    from decentwork.estimators.chain_diagnostics import diagnose
    from decentwork.estimators.propagation import propagate
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.studies.study_weights import study_sample

    folder = StudyFolder(path)
    sample, _ = study_sample(folder)
    return diagnose(
        sample, propagate(sample, multiplicity or folder.design().multiplicity or "refuse")
    )


def _draw(traits: "Sequence[TraitSigns]", path: Path) -> None:
    from decentwork.reporting.charts import chart_svg
    from decentwork.reporting.recruitment_charts import recruitment_chart

    if not traits:
        raise NotAChartFile(path, "there is no trait with categories to draw.")
    drawn = chart_svg(recruitment_chart(traits).to_dict())
    if path.suffix == ".html":
        drawn = _PAGE.format(title="Recruitment", svg=drawn)
    with writing_to(path):
        path.write_text(drawn, encoding="utf-8")
    typer.echo(f"Wrote {path}", err=True)
