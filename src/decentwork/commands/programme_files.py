"""`decentwork programme import`, `list`, `export` and `form`: programmes as files of an office."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.estimates.errors import InvalidInput, Problem, writing_to

if TYPE_CHECKING:
    from decentwork.programmes.programme import Programme

Named = Annotated[
    str, typer.Option("--programme", help="An id or file; if you name none, the one that ships.")
]


def import_command(
    path: Annotated[
        Path,
        typer.Argument(help="YAML, JSON, XLSX, CSV in a zip, a folder of YAML or CSV, IATI 2.03."),
    ],
    check: Annotated[bool, typer.Option("--check", help="Check it and keep nothing.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the programme of the same id.")
    ] = False,
) -> None:
    """Take in a programme whole, or tell everything that is wrong with it."""
    from decentwork.programmes.programme_file import read_programme
    from decentwork.programmes.publishing import publish_programme
    from decentwork.sources.data_folder import DataFolder

    if path.suffix.lower() == ".xml":
        from decentwork.programmes.iati_import import iati_reading

        reading = iati_reading(path)
        programme, unread = reading.programme, reading.unread
    else:
        programme, unread = read_programme(path), ()
    _print_counts(programme)
    for note in unread:
        typer.echo(f"Not read: {note.count} {note.what.replace('_', ' ')}: {note.why}")
    if check:
        typer.echo("Nothing is wrong with it. Nothing was kept.")
        return
    folder = DataFolder.default()
    name = publish_programme(programme, folder, replace=replace)
    typer.echo(f"Kept as {name}: dossiers and the site now read it.")


def list_command() -> None:
    """Show the programmes at hand."""
    from decentwork.programmes.shipped import first_programme, kept_programmes
    from decentwork.sources.data_folder import DataFolder

    for programme in (first_programme(), *kept_programmes(DataFolder.default())):
        _print_counts(programme)


def export_command(
    out: Annotated[Path, typer.Argument(help="FILE.yaml, FILE.xlsx, FILE.json or FILE.csv.zip")],
    programme: Named = "",
) -> None:
    """Write all records of a programme as a file."""
    from decentwork.programmes.programme_tables import write_programme
    from decentwork.programmes.shipped import named_programme
    from decentwork.sources.data_folder import DataFolder

    found = named_programme(programme, DataFolder.default())
    with writing_to(out):
        write_programme(found, out)
    typer.echo(f"{out}: {len(found.by_id)} records")


def form_command(
    out: Annotated[Path, typer.Argument(help="FILE.xlsx or FILE.yaml")],
) -> None:
    """Write an empty programme for an office to fill in, with what each column asks for."""
    from decentwork.reporting.programme_form import WRITERS, empty_form

    kind = out.suffix.lower().removeprefix(".")
    if kind not in WRITERS:
        known = ", ".join(f".{it}" for it in WRITERS)
        problem = Problem("name", "ends in no known format.", f"Use: {known}.")
        raise InvalidInput(out.name, [problem])
    with writing_to(out):
        out.write_bytes(empty_form(kind))
    typer.echo(f"{out}: fill it in, then: decentwork programme import {out.name} --check")


def _print_counts(programme: "Programme") -> None:
    """Print what a programme is and holds: records by kind, activities by area."""
    from decentwork.programmes.fields import said
    from decentwork.programmes.records import Activity, Area

    header = programme.header
    typer.echo(f"{header.id}: {said(header.title)} ({header.organisation})")
    counts = programme.counts()
    held = ", ".join(f"{it.replace('_', ' ')} {counts[it]}" for it in counts)
    typer.echo(f"    {held or 'no records'}")
    acting = Counter(it.area for it in programme.all(Activity))
    for area in sorted(programme.all(Area), key=lambda it: it.number):
        typer.echo(f"    {area.number}. {area.name()}: activities {acting[area.id]}")
