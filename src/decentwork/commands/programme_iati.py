"""`decentwork programme iati`: a programme as a file of IATI 2.03, checked before it is written."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decentwork.estimates.errors import InvalidInput, writing_to

if TYPE_CHECKING:
    from decentwork.programmes.iati_notes import Note


def iati_command(
    out: Annotated[Path, typer.Option(help="File to write, such as programme.xml.")],
    programme: Annotated[
        str,
        typer.Option(help="A programme's id or file; if you name none, the one that ships."),
    ] = "",
) -> None:
    """Write a programme as IATI 2.03 activities, and tell what the standard cannot hold."""
    from datetime import UTC, datetime

    from decentwork.programmes.iati import iati_file
    from decentwork.programmes.iati_rules import check_iati
    from decentwork.programmes.shipped import named_programme
    from decentwork.sources.data_folder import DataFolder

    found = named_programme(programme, DataFolder.default())
    made = iati_file(found, datetime.now(UTC).replace(microsecond=0))
    if problems := check_iati(made.xml):
        raise InvalidInput(f"{out} was not written: {found.header.id} as IATI 2.03", problems)
    with writing_to(out):
        out.write_bytes(made.xml)
    counts = ", ".join(f"{count} {name}" for name, count in made.counts.items())
    typer.echo(f"{out}: {counts}")
    typer.echo("Valid against our rules of IATI 2.03: structure, code lists, rules for publishers.")
    _print("Left out:", [note for note in made.notes if not note.assumed])
    _print("Filled in, as IATI demands it:", [note for note in made.notes if note.assumed])


def _print(head: str, notes: "list[Note]") -> None:
    if notes:
        typer.echo(head)
    for note in notes:
        section, _, field = note.what.partition(".")
        of = f"{section} ({field})" if field else section
        typer.echo(f"  {note.count} {of.replace('_', ' ')}: {note.why}")
