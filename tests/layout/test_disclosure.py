"""Whatever leaves of a survey passes disclosure control first."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

# Where results about respondents come from, and the names that carry them; none: all.
RESULTS = {
    "decentwork.surveys.estimated": {"Estimated"},
    "decentwork.surveys.sample": {"ChainSample"},
    "decentwork.surveys.submissions": {"Submissions"},
    "decentwork.surveys.recruitment": {"Recruitment"},
    "decentwork.surveys.links": {"Links", "read_links"},
    "decentwork.studies.estimate": set(),
    "decentwork.studies.estimate_recruitment": set(),
    "decentwork.studies.tabulation": set(),
    "decentwork.studies.chain_graph": set(),
    "decentwork.studies.critical_suppliers": set(),
    "decentwork.studies.observed_chain": {"ObservedChain", "observed_chain", "chain_of_links"},
    "decentwork.studies.mixing": set(),
}

DOORS = {
    "decentwork.estimates.disclosure": {"protect", "protect_estimates"},
    "decentwork.studies.chain_map": {"chain_map"},
}

# Modules that hand something to a reader, by the beginning of their path.
OUTWARD = (
    "decentwork/commands/",
    "decentwork/reporting/",
    "decentwork/dossiers/",
    "decentwork/surveys/release",
    "decentwork/studies/release",
    "decentwork_site/",
)

# What shows an office its own data, on its own machine. The list may only shrink.
AT_THE_OFFICE = {
    "decentwork/commands/survey_chain.py": "the office's terminal: whom to ask about which link",
    "decentwork/commands/survey_estimate.py": "the analyst's terminal, by the stable contract",
    "decentwork/reporting/submission_exports.py": "answers as collected, for the office's files",
    "decentwork/reporting/survey_terminal.py": "prints for that terminal",
}

# One name that a module may show an office, nothing else of what it imports.
ONE_AT_THE_OFFICE = {
    "decentwork_site/studies/calculations.py": "decentwork.studies.observed_chain",
}

# Where the value that leaves may be made: at the door, and where a release is read back.
MAKE_RELEASED = {"decentwork/estimates/disclosure.py", "decentwork/surveys/release.py"}


def imported(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield module and name of each import, wherever in the module it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield node.module, alias.name
                yield f"{node.module}.{alias.name}", ""
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, ""


def results_used(tree: ast.Module) -> set[str]:
    """Return the modules of results that a module takes results from."""
    return {
        module
        for module, name in imported(tree)
        if module in RESULTS and (not RESULTS[module] or not name or name in RESULTS[module])
    }


def doors_called(tree: ast.Module) -> set[str]:
    """Return the functions of disclosure control that a module imports and calls."""
    known = {name for module, name in imported(tree) if name in DOORS.get(module, ())}
    called = {
        ast.unparse(node.func).split(".")[-1]
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    }
    return known & called


def lets_out(path: Path, tree: ast.Module) -> bool:
    """Tell whether a module hands results to a reader past no door."""
    is_outward = path.as_posix().startswith(OUTWARD)
    shown = results_used(tree) - {ONE_AT_THE_OFFICE.get(path.as_posix())}
    return is_outward and bool(shown) and not doors_called(tree)


def makes_released(tree: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Released"
        for node in ast.walk(tree)
    )


def test_survey_results_leave_through_disclosure_control(modules):
    found = {path.as_posix() for path, tree in modules.items() if lets_out(path, tree)}
    assert found - set(AT_THE_OFFICE) == set()


def test_what_is_excused_still_needs_it(modules):
    present = {path.as_posix(): tree for path, tree in modules.items()}
    idle = [path for path in AT_THE_OFFICE if not lets_out(Path(path), present[path])]
    assert idle == []


def test_what_leaves_is_made_at_the_door_only(modules):
    found = {path.as_posix() for path, tree in modules.items() if makes_released(tree)}
    assert found <= MAKE_RELEASED, found - MAKE_RELEASED


def test_the_modules_and_functions_that_the_rule_names_are_there(modules):
    present = {path.with_suffix("").as_posix().replace("/", "."): t for path, t in modules.items()}
    for module, names in (RESULTS | DOORS).items():
        defined = {getattr(node, "name", None) for node in present[module].body}
        assert names <= defined, module


@pytest.mark.parametrize(
    ("path", "code", "is_seen"),
    [
        (
            "decentwork/reporting/charts.py",
            "from decentwork.surveys.estimated import Estimated",
            True,
        ),
        (
            "decentwork_site/studies/api.py",
            "def show():\n    from decentwork.studies.estimate import estimate",
            True,
        ),
        (
            "decentwork/reporting/charts.py",
            "from decentwork.surveys import estimated",
            True,
        ),
        (
            "decentwork_site/studies/calculations.py",
            "from decentwork.studies.estimate import estimate\n"
            "from decentwork.estimates.disclosure import protect_estimates",
            True,
        ),
        (
            "decentwork_site/studies/calculations.py",
            "from decentwork.studies.estimate import estimate\n"
            "from decentwork.estimates.disclosure import protect_estimates\n"
            "protect_estimates(estimate())",
            False,
        ),
        (
            "decentwork/reporting/charts.py",
            "from decentwork.surveys.estimated import Verdict",
            False,
        ),
        (
            "decentwork/studies/verdicts.py",
            "from decentwork.surveys.estimated import Estimated",
            False,
        ),
    ],
)
def test_a_module_that_lets_results_out_is_seen(path, code, is_seen):
    assert lets_out(Path(path), ast.parse(code)) is is_seen


def test_a_released_value_made_elsewhere_is_seen():
    assert makes_released(ast.parse("rows = [disclosure.Released(value=1)]"))
