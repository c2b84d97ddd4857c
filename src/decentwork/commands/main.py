"""The command line: one noun each; errors become a message and an exit code."""

import sys
from typing import Annotated

import typer

from decentwork import __version__
from decentwork.commands.data import data_commands
from decentwork.commands.dossier import dossier_command
from decentwork.commands.match import match_command
from decentwork.commands.programme import programme_commands
from decentwork.commands.survey import survey_commands
from decentwork.commands.trade import trade_commands
from decentwork.estimates.errors import DecentWorkError

app = typer.Typer(
    name="decentwork",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Decent work at every tier of a supply chain: what is known, what binds, what is done, "
    "what is missing.",
)
app.command("dossier")(dossier_command)
app.command("match")(match_command)
app.add_typer(survey_commands, name="survey")
app.add_typer(trade_commands, name="trade")
app.add_typer(programme_commands, name="programme")
app.add_typer(data_commands, name="data")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"decentwork {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Read the options that come before a noun."""


def main() -> None:
    """Run the command line; print an error for its reader and leave with its exit code."""
    try:
        app()
    except DecentWorkError as error:
        typer.echo(f"decentwork: {error}", err=True)
        sys.exit(error.exit_code)
