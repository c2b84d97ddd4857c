"""`decentwork programme`: programmes of action, their records, and the gaps they answer."""

import typer

from decentwork.commands.programme_gaps import gaps_command
from decentwork.commands.programme_iati import iati_command

programme_commands = typer.Typer(
    no_args_is_help=True, help="Programmes of action and the needs they answer."
)
programme_commands.command("gaps")(gaps_command)
programme_commands.command("iati")(iati_command)
