"""The chain that was observed in the terminal, for the office: its cases are named."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

from decentwork.reporting.numbers import Reader
from decentwork.reporting.office_chain import office_sections
from decentwork.reporting.survey_terminal import at_width, print_table
from decentwork.reporting.survey_words import Words


def print_chain(chain: Mapping[str, Any], console: Console | None = None) -> None:
    """Print what an office should know of a chain and ask about: see `ObservedChain.for_office`."""
    out = at_width(console)
    for section in office_sections(chain, Words(Reader(), level=0.95)):
        out.print(Text(section.title, "bold underline"))
        for paragraph in section.paragraphs:
            out.print(Text(paragraph))
        for table in section.tables:
            print_table(table, out)
        out.print()
