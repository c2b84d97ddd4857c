"""`decentwork programme`: programmes of action, their records, and the gaps they answer."""

import typer

from decentwork.commands.programme_files import (
    export_command,
    form_command,
    import_command,
    list_command,
)
from decentwork.commands.programme_gaps import gaps_command
from decentwork.commands.programme_iati import iati_command
from decentwork.commands.programme_portfolio import portfolio_command
from decentwork.commands.programme_report import report_command

programme_commands = typer.Typer(
    no_args_is_help=True, help="Programmes of action and the needs they answer."
)
programme_commands.command("list")(list_command)
programme_commands.command("form")(form_command)
programme_commands.command("import")(import_command)
programme_commands.command("export")(export_command)
programme_commands.command("gaps")(gaps_command)
programme_commands.command("iati")(iati_command)
programme_commands.command("report")(report_command)
programme_commands.command("portfolio")(portfolio_command)
