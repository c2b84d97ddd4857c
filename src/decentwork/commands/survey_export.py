"""`decentwork survey export`: submissions with their rosters, as other software reads them."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from decentwork.estimates.errors import writing_to


def export_command(
    study: Annotated[Path, typer.Argument(help="The study's folder.")],
    out: Annotated[Path, typer.Option(help="File to write; with csv a zip of linked tables.")],
    kind: Annotated[
        Literal["xlsx", "csv", "json"], typer.Option("--format", help="Layout of the file.")
    ] = "xlsx",
) -> None:
    """Write all submissions with linked repeats, without what tells who somebody is.

    For the office's own analysis: answers of single respondents are no figures to pass on. `survey
    import` reads the file into another study of the same design.
    """
    from decentwork.reporting.submission_exports import submissions_file
    from decentwork.studies.forms import questionnaires_of
    from decentwork.studies.study_folder import StudyFolder

    folder = StudyFolder(study)
    submissions = folder.submissions()
    layout = "zip" if kind == "csv" else kind
    content = submissions_file(submissions, questionnaires_of(folder.design()), layout)
    with writing_to(out):
        out.write_bytes(content)
    counts = ", ".join(f"{len(table)} of {name}" for name, table in submissions.forms.items())
    typer.echo(f"{out}: {counts or 'no submissions yet'}")
