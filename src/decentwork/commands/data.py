"""`decentwork data`: which data sets are here, whose they are, and how to add more."""

import json
import shutil
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from decentwork.estimates.errors import InputError

if TYPE_CHECKING:
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.intake import Added

data_commands = typer.Typer(
    no_args_is_help=True, help="Published data on this machine: list, add, verify, show, where."
)
AsJson = Annotated[bool, typer.Option("--json", help="Print as data: one array.")]


class NothingToAdd(InputError):
    """The command says neither what to add nor that the sample world is meant."""

    def __init__(self) -> None:
        super().__init__(
            "Say what to add: decentwork data add PATH (a file or a folder of known files), "
            "or decentwork data add --sample for the invented sample world."
        )


@data_commands.command("list")
def list_data(as_json: AsJson = False) -> None:
    """Show every known data set: whose it is, what it covers, whether it is here."""
    folder = _folder()
    rows = [folder.status(name) for name in folder.known()]
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    _print_rows(rows)
    here = sum(bool(row["files_here"]) for row in rows)
    typer.echo(f"{here} of {len(rows)} data sets are in {folder.root}")


@data_commands.command("add")
def add_data(
    path: Annotated[
        Path | None, typer.Argument(help="A folder of known files, a file, or a table folder.")
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Add the invented sample world.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Take files into the data folder: all of them, or none and every reason why."""
    if path is None and not sample:
        raise NothingToAdd
    folder = _folder()
    if sample:
        _report(folder.add_sample_world(), as_json)
    if path is not None:
        with _progress(hidden=as_json) as progress:
            added = folder.add(path, progress)
        _report(added, as_json)


@data_commands.command("verify")
def verify_data(as_json: AsJson = False) -> None:
    """Read every file again and compare it with its checksum."""
    from decentwork.estimates.errors import InvalidInput

    folder = _folder()
    problems = folder.verify()
    if as_json:
        rows = [{"where": it.where, "what": it.what, "hint": it.hint} for it in problems]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        raise typer.Exit(InvalidInput.exit_code if problems else 0)
    if problems:
        raise InvalidInput(str(folder.root), problems)
    typer.echo(f"All files of {len(folder.names())} data sets are as they were when added.")


@data_commands.command("show")
def show_data(
    name: Annotated[str, typer.Argument(help="A data set, as `decentwork data list` names it.")],
    as_json: AsJson = False,
) -> None:
    """Show one data set: licence, citation, coverage, what to keep in mind, files."""
    row = _folder().status(name)
    if as_json:
        typer.echo(json.dumps([row], ensure_ascii=False))
        return
    for key, value in row.items():
        if key == "files":
            _print_files(value)
        elif value not in ("", None, False):
            label = key.replace("_", " ")
            typer.echo(f"{label:<16}{'yes' if value is True else value}")


@data_commands.command("where")
def show_folder(as_json: AsJson = False) -> None:
    """Print the path of the data folder; DECENTWORK_DATA moves it."""
    root = str(_folder().root)
    typer.echo(json.dumps([root]) if as_json else root)


def _folder() -> "DataFolder":
    from decentwork.sources.data_folder import DataFolder

    return DataFolder.default()


def _report(added: "Added", as_json: bool) -> None:
    if as_json:
        outcomes = [("added", added.new), ("replaced", added.replaced)]
        outcomes += [("already here", added.unchanged), ("left out", added.left_out)]
        rows = [{"name": name, "outcome": what} for what, names in outcomes for name in names]
        typer.echo(json.dumps(rows, ensure_ascii=False))
        return
    typer.echo(f"Data sets: {len(added.new)} added, {len(added.unchanged)} already here.")
    if added.replaced:
        typer.echo(f"Replaced by a new version: {', '.join(added.replaced)}")
    if added.left_out:
        typer.echo(f"Left out, as they are documents: {', '.join(added.left_out)}")


def _print_files(files: list[dict[str, Any]]) -> None:
    typer.echo("files")
    for file in files:
        typer.echo(f"  {file['path']}  {file['bytes']:,} bytes  sha256 {file['sha256']}")


def _print_rows(rows: list[dict[str, Any]]) -> None:
    """Print each data set with its title, publisher and coverage below, as wide as the terminal."""
    width = shutil.get_terminal_size().columns
    for row in rows:
        typer.echo(f"{row['name']}  ({_presence(row)})")
        about = f"{row['title']}. {row['publisher']}. {row['coverage']}."
        typer.echo(textwrap.fill(about, width, initial_indent="    ", subsequent_indent="    "))


def _presence(row: dict[str, Any]) -> str:
    """Return since when a data set is here, and how much of it."""
    if not row["files_here"]:
        return "not here"
    part = "" if row["complete"] else f"{row['files_here']} of {len(row['files'])} files, "
    return f"{part}added {row['added']}"


@contextmanager
def _progress(hidden: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on the error stream, so that output stays clean."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("Adding"), BarColumn(), DownloadColumn())
    with Progress(
        *columns, console=console, disable=hidden or not console.is_terminal, transient=True
    ) as bar:
        task = bar.add_task("Adding", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
