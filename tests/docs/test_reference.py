"""Reference pages are made from the code, and none is stale."""

from collections.abc import Iterator

import typer.main

from decentwork.classifications.topics import topics
from decentwork.commands.main import app
from decentwork.indicators.catalogue import indicators
from decentwork.sources.catalogue import entries


def data_sets_page() -> Iterator[str]:
    yield "# Data sets\n"
    yield "What the catalogue knows; `decentwork data list` says what is on this machine.\n"
    for entry in entries():
        yield f"## {entry.name}\n"
        yield f"{entry.title}. {entry.publisher}.\n"
        yield f"- Covers: {entry.coverage}"
        yield f"- Licence: {entry.licence} ({entry.licence_status})"
        yield f"- Citation: {entry.citation}"
        if entry.note:
            yield f"- Keep in mind: {entry.note}"
        yield f"- Files: {len(entry.files)}, {max(1, round(entry.size / 1000)):,} kB\n"


def indicators_page() -> Iterator[str]:
    yield "# Indicators\n"
    yield "Each is one file, `src/decentwork/indicators/<id>.toml`.\n"
    for topic in topics():
        defined = indicators(topic.id)
        if not defined:
            continue
        yield f"## {topic.name()}\n"
        for indicator in defined:
            yield f"### {indicator.name()} (`{indicator.id}`)\n"
            yield f"- Unit: {indicator.unit.value}"
            yield f"- Of: {indicator.numerator}"
            yield f"- Among: {indicator.denominator}"
            yield f"- Universe: {indicator.universe}"
            yield f"- Norm: {indicator.norm}"
            yield f"- What it is not: {indicator.definition_not}"
            yield f"- Sources: {', '.join(f'`{name}`' for name in indicator.sources)}"
            yield f"- Reference: {indicator.reference}"
            yield f"- To be reviewed by: {indicator.review_by}\n"


def commands_page() -> Iterator[str]:
    yield "# Commands\n"
    yield "The same is printed by `--help` after each.\n"
    yield from _command(typer.main.get_command(app), "decentwork")


def _command(command, name: str) -> Iterator[str]:
    yield f"## {name}\n"
    yield f"{' '.join((command.help or '').split())}\n"
    for parameter in command.params:
        shown = ", ".join((*parameter.opts, *parameter.secondary_opts))
        if parameter.param_type_name == "argument":
            shown = (parameter.name or "").upper()
        yield f"- `{shown}`: {getattr(parameter, 'help', None) or ''}"
    if command.params:
        yield ""
    for each in getattr(command, "commands", {}).values():
        yield from _command(each, f"{name} {each.name}")


def page(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def test_the_page_of_data_sets_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "data-sets.md", page(data_sets_page()))


def test_the_page_of_indicators_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "indicators.md", page(indicators_page()))


def test_the_page_of_commands_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "commands.md", page(commands_page()))
