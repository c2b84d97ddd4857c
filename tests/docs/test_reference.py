"""Reference pages are made from the code, and none is stale."""

from collections.abc import Iterator

import typer.main

from decentwork.classifications.topics import topics
from decentwork.commands.main import app
from decentwork.estimators import ESTIMATORS
from decentwork.estimators.recruitment_variance import RECRUITMENT_VARIANCES
from decentwork.indicators.catalogue import indicators
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.questionnaires.questionnaire import Question
from decentwork.sources.catalogue import entries
from decentwork.studies.verdicts import LARGEST_KISH_EFFECT, LARGEST_OVER_MEDIAN, RULES
from decentwork.studies.weighing import RESCALED_BOOTSTRAP, SEED_DESIGN


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


def estimators_page() -> Iterator[str]:
    yield "# Ways to weigh, and variances\n"
    yield "What `--weights` and `--variance` of `decentwork survey estimate` name.\n"
    for kind, title in (("chain", "A surveyed chain"), ("recruitment", "People who recruit peers")):
        yield f"## {title}\n"
        for each in ESTIMATORS.values():
            if each.sample != kind:
                continue
            yield f"### `{each.name}`\n"
            yield f"- Needs: {', '.join(f'`{name}`' for name in sorted(each.needs))}"
            yield f"- Gives totals: {'yes' if each.gives_totals else 'no, weights are relative'}"
            yield f"- Assumes: {' '.join(map(_sentence, each.assumes))}"
            yield f"- Source: {each.source}\n"
    yield "## Variances of a chain\n"
    yield f"- `{SEED_DESIGN}`: the design of the seeds, by stratum; the default."
    yield f"- `{RESCALED_BOOTSTRAP}`: seeds are resampled with all that descend from them."
    yield "- Weights of `horvitz_thompson` take the jackknife of seeds under either name.\n"
    yield "## Variances of peer recruitment\n"
    for method in RECRUITMENT_VARIANCES.values():
        fitting = ", ".join(f"`{name}`" for name in sorted(method.weights))
        yield f"- `{method.name}`: {method.interval} interval; with {fitting}. {method.source}."
    yield ""
    yield from _verdicts()


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:].removesuffix('.')}."


def _verdicts() -> Iterator[str]:
    yield "## Verdicts\n"
    yield (
        "The first whose bounds are all met; what meets none is too thin. At least so many answers "
        "and seeds, a standard error of at most so much.\n"
    )
    yield "| verdict | answers | seeds | error of a total or mean | error, interval of a share |"
    yield "|---|---|---|---|---|"
    for rule in RULES:
        relative = f"{rule.relative_error:.1%}"
        points = f"{100 * rule.share_error:g}, {100 * rule.share_width:g} points"
        yield f"| {rule.verdict} | {rule.answers} | {rule.seeds} | {relative} | {points} |"
    yield (
        f"\nWhere the largest weight is above {LARGEST_OVER_MEDIAN:g} times the median, or Kish's "
        f"effect above {LARGEST_KISH_EFFECT:g}, the best verdict is the second.\n"
    )


def questionnaires_page() -> Iterator[str]:
    yield "# Questionnaires\n"
    yield (
        "What is asked, in English; the forms have French and Spanish too. Words in braces are "
        "filled in from the study's design. *Short*: the short version asks it too. *Apart*: the "
        "answer identifies, and is stored where no calculation reads it.\n"
    )
    for form in questionnaires():
        yield f"## {form.name()} (`{form.id}`, version {form.version})\n"
        for module in form.modules:
            asked = [it for it in form.in_module(module.id) if it.type != "note"]
            rosters = [it for it in form.rosters if it.module == module.id]
            if not (asked or rosters):
                continue
            yield f"### {module.name()}\n"
            yield from map(_question, asked)
            for roster in rosters:
                yield f"\nOf each on the list “{roster.name()}” (`{roster.id}`):\n"
                yield from map(_question, roster.questions)
            yield ""


def _question(question: Question) -> str:
    marks = [question.topic] if question.topic else []
    marks += ["short"] if question.short else []
    marks += ["apart"] if question.identifying else []
    told = f" ({', '.join(marks)})" if marks else ""
    return f"- `{question.id}`: {' '.join(question.texts['en'].split())}{told}"


def page(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def test_the_page_of_data_sets_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "data-sets.md", page(data_sets_page()))


def test_the_page_of_indicators_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "indicators.md", page(indicators_page()))


def test_the_page_of_commands_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "commands.md", page(commands_page()))


def test_the_page_of_estimators_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "estimators.md", page(estimators_page()))


def test_the_page_of_questionnaires_is_fresh(project, keep):
    keep(project / "docs" / "reference" / "questionnaires.md", page(questionnaires_page()))
