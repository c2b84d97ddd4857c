"""`decentwork survey`: plan, field, weigh, estimate and publish a study kept in a folder."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from decentwork.commands.survey_estimate import AsJson, Multiplicity, Seed, estimate_command
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from decentwork.sampling.assumptions import ChainAssumptions
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.surveys.design import SurveyDesign

survey_commands = typer.Typer(
    no_args_is_help=True,
    help="A survey that follows a supply chain from its exporters to the last home worker.",
)

Study = Annotated[Path, typer.Argument(help="The study's folder.")]
By = Annotated[str, typer.Option(help="Who does it, for the record.")]


class PrecisionNotSaid(InputError):
    """The cheapest design is asked for without saying for which precision."""

    def __init__(self) -> None:
        super().__init__(
            "Say which precision is wanted, e.g. --cheapest working_time:2:0.05 for an interval of "
            "± 5 points of the share with a deficit in working time at tier 2."
        )


@survey_commands.command("new")
def new(
    study: Study,
    template: Annotated[str, typer.Option(help="Template to start from.")] = "electronics",
    place: Annotated[str, typer.Option(help="Country: name or ISO code.")] = "",
    office: Annotated[str, typer.Option(help="The office that produces the figures.")] = "",
    period: Annotated[str, typer.Option(help="What period the figures are for.")] = "",
    frame: Annotated[Path | None, typer.Option(help="CSV: id, name, stratum, region.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of every draw; choose it by lot, once.")] = 1,
) -> None:
    """Make the folder of a study from a template; `demonstration` comes with invented answers."""
    from decentwork.studies.templates import DEMONSTRATION, started, templates

    if template == DEMONSTRATION:
        from decentwork.studies.demonstration import make_demonstration

        made = make_demonstration(study, fielded=False, tell=typer.echo)
    else:
        from decentwork.classifications.countries import find_country
        from decentwork.studies.study_folder import StudyFolder

        design = started(
            template,
            study=study.name,
            place=find_country(place).iso3 if place else "XAA",
            office=office or "Office not named yet",
            period=period or str(datetime.now(tz=UTC).year),
            draw_seed=seed,
        )
        made = StudyFolder.create(study, design, frame)
    typer.echo(f"{made.design().name('en')}: {made.root}")
    known = ", ".join(each.id for each in templates())
    typer.echo(f"Templates: {known}. Edit study.toml as needed.")


@survey_commands.command("plan")
def plan_command(
    study: Study,
    draws: Annotated[int, typer.Option(min=2, help="Simulated surveys.")] = 1000,
    seed: Seed = 1,
    cheapest: Annotated[
        str, typer.Option(help="Search the cheapest design: topic:tier:half-width.")
    ] = "",
    cluster: Annotated[str, typer.Option(help="Address of a Dask scheduler.")] = "",
    as_json: AsJson = False,
) -> None:
    """Simulate the design on an invented chain: precision, bias and cost, tier by tier."""
    from decentwork.reporting.survey_terminal import print_plan
    from decentwork.sampling.assumptions import ChainAssumptions
    from decentwork.studies.plan import plan

    folder = _folder(study)
    design = folder.design()
    assumptions = ChainAssumptions.from_dict(design.assumptions)
    if cheapest:
        _print_cheapest(design, assumptions, cheapest, seed, as_json)
        return
    with _waiting("Simulating", hidden=as_json):
        found = plan(design, assumptions, draws=draws, seed=seed, cluster=cluster or None)
    _keep(folder, "plan.json", json.dumps(found.to_dict(), ensure_ascii=False, indent=1))
    if as_json:
        typer.echo(json.dumps(found.to_dict(), ensure_ascii=False))
        return
    print_plan(found)


@survey_commands.command("form")
def form(
    study: Study,
    version: Annotated[Literal["short", "full"], typer.Option(help="How much is asked.")] = "full",
    out: Annotated[Path | None, typer.Option(help="Folder; the study's own if not given.")] = None,
) -> None:
    """Write the questionnaires as XLSForm for ODK or Kobo, in three languages."""
    from decentwork.studies.forms import write_forms
    from decentwork.studies.safe_files import make_folder

    folder = _folder(study)
    target = out or folder.root / "forms"
    make_folder(target)
    regions = folder.frame()["region"] if (folder.root / "frame.csv").is_file() else ()
    for path in write_forms(folder.design(), target, version, regions):
        typer.echo(f"{path} (converted without a warning)")


@survey_commands.command("import")
def import_files(
    study: Study,
    files: Annotated[list[Path], typer.Argument(help="JSON, zip of CSV, or XLSX.")],
    by: By = "command line",
    as_json: AsJson = False,
) -> None:
    """Take in submissions of ODK or Kobo: all of them, or none and every reason why."""
    from decentwork.sources.submissions_files import read_submissions
    from decentwork.studies.forms import questionnaires_of
    from decentwork.studies.identifying import identifying_questions

    folder = _folder(study)
    asked = questionnaires_of(folder.design())
    with _waiting("Reading", hidden=as_json):
        read = read_submissions(files, asked)
        taken = folder.take_in(read, by=by, at=_now(), identifying=identifying_questions(asked))
    report = taken.report
    told = {
        "new": len(report.new),
        "corrected": len(report.corrected),
        "unchanged": len(report.unchanged),
    }
    if as_json:
        typer.echo(json.dumps(told | {"left_out": list(report.left_out)}, ensure_ascii=False))
        return
    typer.echo("Submissions: " + ", ".join(f"{count} {what}" for what, count in told.items()) + ".")
    for line in report.left_out:
        typer.echo(f"  left out: {line}")


@survey_commands.command("next")
def next_visits(
    study: Study,
    at_most: Annotated[
        int | None, typer.Option(min=1, help="Draw from so many lists only.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw whom to visit next, with a recorded seed, and show how far fieldwork is."""
    from decentwork.reporting.survey_terminal import print_draw, print_progress

    folder = _folder(study)
    drawn = folder.draw(at=_now(), at_most=at_most)
    if as_json:
        rows = drawn.rows.astype(object).where(drawn.rows.notna(), None).to_dict("records")
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    print_draw(drawn)
    print_progress(folder.progress())


@survey_commands.command("weigh")
def weigh(
    study: Study,
    multiplicity: Multiplicity = "",
    replicates: Annotated[int, typer.Option(min=0, help="Sets of replicate weights.")] = 500,
    as_json: AsJson = False,
) -> None:
    """Weigh units and workers; write weights with their trail, and replicate weights."""
    from decentwork.studies.results import weigh_study

    folder = _folder(study)
    with _waiting("Weighing", hidden=as_json):
        weighed = weigh_study(folder, multiplicity=multiplicity, replicates=replicates)
    if as_json:
        typer.echo(weighed.to_frame().to_json(orient="records"))
        return
    from decentwork.reporting.survey_terminal import print_weights

    print_weights(weighed)
    typer.echo(f"Written: {folder.results / 'weights.csv'} and replicates.csv beside it.")


survey_commands.command("estimate")(estimate_command)


@survey_commands.command("report")
def report(
    study: Study,
    language: Annotated[Literal["en", "fr", "es"], typer.Option(help="Of the report.")] = "en",
    multiplicity: Multiplicity = "",
) -> None:
    """Write the results and their methods annex as DOCX and PDF, past disclosure control."""
    from decentwork.reporting.papers import paper_docx, paper_pdf
    from decentwork.reporting.survey_report import survey_paper
    from decentwork.studies.account import account

    folder = _folder(study)
    with _waiting("Writing", hidden=False):
        paper = survey_paper(account(folder, multiplicity=multiplicity), language)
        for name, render in (("report.docx", paper_docx), ("report.pdf", paper_pdf)):
            _keep(folder, name, render(paper))
            typer.echo(folder.results / name)


@survey_commands.command("release")
def release(
    study: Study,
    decided_by: Annotated[str, typer.Option(help="Function of who decides in the office.")],
    confirm: Annotated[
        bool, typer.Option("--confirm", help="The office has decided; without, only a preview.")
    ] = False,
    multiplicity: Multiplicity = "",
) -> None:
    """Release the figures of a round on the office's decision; the dossier then shows them."""
    from decentwork.studies.results import release_study

    folder = _folder(study)
    today = datetime.now(tz=UTC).date()
    released = release_study(
        folder, decided_by=decided_by, decided_on=today, keep=confirm, multiplicity=multiplicity
    )
    count = len(released.figures)
    shown = sum(figure.value is not None for figure in released.figures) / count
    typer.echo(f"{count} figures, {shown:.0%} of them shown, the rest withheld with a reason.")
    if not confirm:
        typer.echo("Nothing was released: repeat with --confirm when the office has decided.")
        return
    from decentwork.sources.data_folder import DataFolder

    path = folder.root / "released" / released.filename
    DataFolder.default().add(path)
    typer.echo(f"Released: {path}; in the data folder, so the dossier shows it.")


def _folder(path: Path) -> "StudyFolder":
    from decentwork.studies.study_folder import StudyFolder

    folder = StudyFolder(path)
    folder.design()  # tells at once where there is no study
    return folder


def _keep(folder: "StudyFolder", name: str, content: str | bytes) -> None:
    from decentwork.studies.safe_files import write, writing

    with writing(folder.root):
        write(folder.results / name, content)


def _print_cheapest(
    design: "SurveyDesign", assumptions: "ChainAssumptions", asked: str, seed: int, as_json: bool
) -> None:
    from decentwork.studies.allocation import Wanted, cheapest_design

    try:
        topic, tier, half_width = asked.split(":")
        wanted = Wanted(topic=topic, tier=int(tier), half_width=float(half_width))
    except ValueError as error:
        raise PrecisionNotSaid from error
    with _waiting("Searching", hidden=as_json):
        found = cheapest_design(design, assumptions, wanted, seed=seed)
    typer.echo(json.dumps(found.to_dict(), ensure_ascii=False) if as_json else str(found))


def _now() -> str:
    return datetime.now(tz=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def _waiting(what: str, hidden: bool) -> Iterator[Callable[[str], None]]:
    """Show on the error stream that work goes on."""
    from rich.console import Console

    console = Console(stderr=True)
    if hidden or not console.is_terminal:
        yield lambda line: None
        return
    with console.status(f"{what} …") as status:
        yield lambda line: status.update(line)
