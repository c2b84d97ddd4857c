"""`decentwork survey`: plan, field, weigh, estimate and publish a study kept in a folder."""

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from decentwork.commands.survey_chain import chain_command
from decentwork.commands.survey_clusters import clusters_command
from decentwork.commands.survey_compare import compare_command
from decentwork.commands.survey_diagnose import diagnose_command
from decentwork.commands.survey_estimate import AsJson, Multiplicity, Seed, estimate_command
from decentwork.commands.survey_export import export_command
from decentwork.commands.survey_match import match_command
from decentwork.commands.survey_population import population_command
from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from decentwork.reporting.papers import Paper
    from decentwork.studies.study_folder import StudyFolder
    from decentwork.surveys.design import SurveyDesign

survey_commands = typer.Typer(
    no_args_is_help=True,
    help="A survey that follows a supply chain from its exporters to the last home worker.",
)

_SEEDS = 2**31

Study = Annotated[Path, typer.Argument(help="The study's folder.")]
Language = Annotated[Literal["en", "fr", "es"], typer.Option(help="Of the report.")]
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
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of every draw, drawn by lot if not given.")
    ] = None,
    earlier: Annotated[
        Path | None, typer.Option("--from", help="Folder of the round before, to make the next.")
    ] = None,
) -> None:
    """Make the folder of a study from a template; `demonstration` comes with invented answers.

    With --from it is the next round of another study: the same design and frame, and a draw of its
    own.
    """
    from decentwork.studies.templates import DEMONSTRATION, started, templates

    draw_seed = secrets.randbelow(_SEEDS) if seed is None else seed
    period = period or str(datetime.now(tz=UTC).year)
    if earlier is not None:
        made = _next_round(study, _folder(earlier), frame, period, draw_seed)
        typer.echo(f"{made.design().name('en')}, round {made.design().round}: {made.root}")
        typer.echo("Edit study.toml and frame.csv before the first draw where something changed.")
        return
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
            period=period,
            draw_seed=draw_seed,
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
    paper: Annotated[
        bool, typer.Option("--report", help="Write the plan as DOCX and PDF into results.")
    ] = False,
    language: Language = "en",
    as_json: AsJson = False,
) -> None:
    """Simulate the design on an invented chain: precision, bias and cost, tier by tier."""
    from decentwork.reporting.survey_terminal import print_plan, print_wanted
    from decentwork.studies.plan import plan
    from decentwork.studies.plan_wanted import judged

    folder = _folder(study)
    design = folder.design()
    if cheapest:
        _print_cheapest(design, cheapest, seed, as_json)
        return
    with _waiting("Simulating", hidden=as_json):
        found = plan(design, draws=draws, seed=seed, cluster=cluster or None)
    wanted = judged(found, design.wanted)
    told = found.to_dict() | {"wanted": [each.to_dict() for each in wanted]}
    _keep(folder, "plan.json", json.dumps(told, ensure_ascii=False, indent=1))
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False))
    else:
        print_plan(found)
        print_wanted(wanted)
    if paper:
        from decentwork.reporting.plan_paper import plan_paper
        from decentwork.reporting.translations import translator
        from decentwork.studies.plan_account import plan_account

        account = plan_account(design, found)
        _keep_paper(folder, "plan", plan_paper(account, language, translator(language)), as_json)


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
    _warn_of_changes(folder)
    drawn = folder.draw(at=_now(), at_most=at_most)
    if as_json:
        rows = drawn.rows.astype(object).where(drawn.rows.notna(), None).to_dict("records")
        typer.echo(json.dumps(rows, ensure_ascii=False, default=str))
        return
    print_draw(drawn)
    if unmatched := folder.unmatched():
        typer.echo(
            f"{unmatched} suppliers were listed and not matched since: one of them may be drawn "
            f"twice. Match them with: decentwork survey match {study}"
        )
    print_progress(folder.progress())


@survey_commands.command("weigh")
def weigh(
    study: Study,
    multiplicity: Multiplicity = "",
    replicates: Annotated[int, typer.Option(min=0, help="Sets of replicate weights.")] = 500,
    as_json: AsJson = False,
) -> None:
    """Weigh units and workers; write weights with their trail, and replicate weights."""
    from decentwork.studies.study_weights import weigh_study
    from decentwork.studies.weighing import RESCALED_BOOTSTRAP, SEED_DESIGN

    folder = _folder(study)
    _warn_of_changes(folder)
    variance = RESCALED_BOOTSTRAP if replicates else SEED_DESIGN
    with _waiting("Weighing", hidden=as_json):
        weighed = weigh_study(
            folder, variance=variance, multiplicity=multiplicity, replicates=replicates
        )
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
    language: Language = "en",
    multiplicity: Multiplicity = "",
) -> None:
    """Write the results and their methods annex as DOCX and PDF, past disclosure control.

    Where a round before was released, what changed since stands in it.
    """
    from decentwork.reporting.survey_report import survey_paper
    from decentwork.reporting.translations import translator
    from decentwork.sources.data_folder import DataFolder
    from decentwork.studies.account import account
    from decentwork.studies.rounds import round_before

    folder = _folder(study)
    earlier = round_before(folder, DataFolder.default())
    with _waiting("Writing", hidden=False):
        told = account(folder, multiplicity=multiplicity, earlier=earlier)
        paper = survey_paper(told, language, translator(language))
    _keep_paper(folder, "report", paper)


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


survey_commands.command("chain")(chain_command)
survey_commands.command("diagnose")(diagnose_command)
survey_commands.command("compare")(compare_command)
survey_commands.command("export")(export_command)
survey_commands.command("match")(match_command)
survey_commands.command("clusters")(clusters_command)
survey_commands.command("population")(population_command)


def _folder(path: Path) -> "StudyFolder":
    from decentwork.studies.study_folder import StudyFolder

    folder = StudyFolder(path)
    folder.design()  # tells at once where there is no study
    return folder


def _warn_of_changes(folder: "StudyFolder") -> None:
    """Say on the error stream where the design is no longer the one that was drawn by."""
    changed = folder.changed_since_draw()
    if not changed:
        return
    typer.echo("Take care: study.toml was changed after the first draw:", err=True)
    for each in changed:
        typer.echo(f"  {each}", err=True)
    typer.echo(
        "Chances of seeds stay those of their draw; later draws follow the new text. Put it back "
        "as in drawn.toml, or start a new study.",
        err=True,
    )


def _next_round(
    study: Path, earlier: "StudyFolder", frame: Path | None, period: str, draw_seed: int
) -> "StudyFolder":
    """Make the folder of the next round with the frame before it, where no other one is given."""
    from decentwork.studies.rounds import next_round
    from decentwork.studies.study_folder import StudyFolder

    design = next_round(earlier.design(), period=period, draw_seed=draw_seed)
    before = earlier.root / "frame.csv"
    return StudyFolder.create(study, design, frame or (before if before.is_file() else None))


def _keep(folder: "StudyFolder", name: str, content: str | bytes) -> None:
    from decentwork.studies.safe_files import write, writing

    with writing(folder.root):
        write(folder.results / name, content)


def _keep_paper(folder: "StudyFolder", name: str, paper: "Paper", hidden: bool = False) -> None:
    """Write a paper as two documents, and their paths on the screen, or beside data."""
    from decentwork.reporting.papers import paper_docx, paper_pdf

    for kind, render in (("docx", paper_docx), ("pdf", paper_pdf)):
        _keep(folder, f"{name}.{kind}", render(paper))
        typer.echo(folder.results / f"{name}.{kind}", err=hidden)


def _print_cheapest(design: "SurveyDesign", asked: str, seed: int, as_json: bool) -> None:
    from decentwork.studies.allocation import Wanted, cheapest_design

    try:
        topic, tier, half_width = asked.split(":")
        wanted = Wanted(topic=topic, tier=int(tier), half_width=float(half_width))
    except ValueError as error:
        raise PrecisionNotSaid from error
    with _waiting("Searching", hidden=as_json):
        found = cheapest_design(design, None, wanted, seed=seed)
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
