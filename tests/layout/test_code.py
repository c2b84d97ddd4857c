"""How the code reads: the rules that neither the linter nor the type checker sees."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

MODULE_LINES, FUNCTION_LINES, EXPORTED_NAMES = 500, 50, 25

# What is over the ceiling, with its present size. The list may only shrink.
LONG_MODULES: dict[str, int] = {}
LONG_FUNCTIONS: dict[str, int] = {}

# What gathers before it ends in an error or a value. The list may only shrink.
GATHERS = ["Findings"]

Function = ast.FunctionDef | ast.AsyncFunctionDef
TRANSLATION_CALLS = {"_", "gettext", "ngettext", "pgettext", "translatable", "NoInterval"}


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def length(function: Function) -> int:
    """Return the lines of a function, its docstring apart."""
    lines = function.end_lineno - function.lineno + 1
    if ast.get_docstring(function) is None:
        return lines
    docstring = function.body[0]
    return lines - (docstring.end_lineno - docstring.lineno + 1)


def imported_at_the_top(tree: ast.Module, package: str) -> bool:
    """Tell whether loading a module loads a package; imports for types only do not count."""
    for node in tree.body:
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        if any(name.split(".")[0] == package for name in names):
            return True
    return False


def name_of(call: ast.Call) -> str:
    return ast.unparse(call.func)


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def unseeded_chance(tree: ast.Module) -> list[str]:
    """Return the calls that seed a global generator, or make one that nobody can repeat."""
    found = []
    for call in calls(tree):
        name = name_of(call)
        seeds = name in {"random.seed", "np.random.seed", "numpy.random.seed"}
        unrepeatable = name.endswith("default_rng") and not call.args and not call.keywords
        if seeds or unrepeatable:
            found.append(f"line {call.lineno}: {ast.unparse(call)}")
    return found


def glued_sentences(tree: ast.Module) -> list[str]:
    """Return translation calls whose text is put together: no catalogue can hold it."""
    return [
        f"line {call.lineno}: {ast.unparse(call)}"
        for call in calls(tree)
        if name_of(call).split(".")[-1] in TRANSLATION_CALLS
        and call.args
        and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]


def fixed_waits(tree: ast.Module) -> list[str]:
    """Return the sleeps outside a loop that asks whether the time has come."""
    asking = {
        id(node)
        for loop in ast.walk(tree)
        if isinstance(loop, ast.While)
        for node in ast.walk(loop)
    }
    return [
        f"line {call.lineno}"
        for call in calls(tree)
        if name_of(call) in {"time.sleep", "sleep"} and id(call) not in asking
    ]


def open_to_change(tree: ast.Module) -> list[str]:
    """Return the data classes that are not frozen."""
    return [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef)
        for decorator in map(ast.unparse, node.decorator_list)
        if decorator.split("(")[0].endswith("dataclass") and "frozen=True" not in decorator
    ]


def unexplained_suppressions(text: str) -> list[str]:
    """Return the marks that silence a check without naming its rule and saying why.

    The reason stands behind the mark, or in a comment on the line above.
    """
    silenced = re.compile(r"#\s*(noqa|type:\s*ignore)(.*)")
    named = re.compile(r"^(: ?[A-Z]+\d+(, ?[A-Z]+\d+)*|\[[a-z, -]+\])(\W+\w+)?")
    found = []
    above = ""
    for line in map(str.strip, text.splitlines()):
        if mark := silenced.search(line):
            rule = named.match(mark[2])
            if not rule or not (rule[3] or above.startswith("# ")):
                found.append(line)
        above = line
    return found


def test_modules_stay_short(project):
    found = {}
    for path in sorted((project / "src").rglob("*.py")):
        lines = len(path.read_text("utf-8").splitlines())
        if lines > MODULE_LINES and "migrations" not in path.parts:
            found[path.name] = lines
    assert found == LONG_MODULES


def test_functions_stay_short(modules):
    found = {
        f"{path}:{function.name}": length(function)
        for path, tree in modules.items()
        for function in functions(tree)
        if length(function) > FUNCTION_LINES
    }
    assert found == LONG_FUNCTIONS


def test_a_docstring_does_not_make_a_function_long():
    (function,) = functions(ast.parse('def f():\n    """One.\n\n    Two.\n    """\n    return 1\n'))
    assert length(function) == 2


def test_every_module_says_what_it_is_for(modules):
    silent = [path for path, tree in modules.items() if tree.body and not ast.get_docstring(tree)]
    assert silent == []


@pytest.mark.parametrize("package", ["altair", "vl_convert", "typst", "docxtpl", "xlsxwriter"])
def test_what_draws_and_writes_is_loaded_only_when_used(modules, package):
    library = {path: tree for path, tree in modules.items() if path.parts[0] == "decentwork"}
    assert [path for path, tree in library.items() if imported_at_the_top(tree, package)] == []


def test_an_import_at_the_top_is_seen():
    assert imported_at_the_top(ast.parse("import altair as alt"), "altair")
    assert imported_at_the_top(ast.parse("from altair.vegalite import Chart"), "altair")
    assert not imported_at_the_top(ast.parse("def chart():\n    import altair"), "altair")


def test_chance_is_an_argument(modules):
    found = {path: unseeded_chance(tree) for path, tree in modules.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize("code", ["np.random.seed(1)", "rng = np.random.default_rng()"])
def test_chance_that_nobody_can_repeat_is_seen(code):
    assert unseeded_chance(ast.parse(code))


def test_no_sentence_is_glued_from_pieces(modules):
    found = {path: glued_sentences(tree) for path, tree in modules.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


@pytest.mark.parametrize(
    "code", ['_(f"{n} workers")', 'translatable("a" + b)', 'gettext("%s" % place)']
)
def test_a_glued_sentence_is_seen(code):
    assert glued_sentences(ast.parse(code))


def test_values_are_frozen(modules):
    found = [name for tree in modules.values() for name in open_to_change(tree)]
    assert found == GATHERS


def test_a_value_open_to_change_is_seen():
    assert open_to_change(ast.parse("@dataclass(slots=True)\nclass Estimate:\n    value: float"))


def test_a_suppression_names_its_rule_and_its_reason(project):
    found = {}
    for folder in ("src", "tests", "benchmarks"):
        for path in sorted((project / folder).rglob("*.py")):
            if lines := unexplained_suppressions(path.read_text("utf-8")):
                found[path.relative_to(project)] = lines
    found.pop(Path(__file__).relative_to(project), None)
    assert found == {}


@pytest.mark.parametrize(
    ("line", "is_seen"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: S101", True),
        ("x = 1  # type: ignore[arg-type]", True),
        ("x = 1  # noqa: S101 - the caller checked it", False),
        ("# the caller checked it\nx = 1  # noqa: S101", False),
        ("x = 1  # type: ignore[arg-type]  # the stub is wrong", False),
    ],
)
def test_an_unexplained_suppression_is_seen(line, is_seen):
    assert bool(unexplained_suppressions(line)) is is_seen


def test_the_library_offers_few_names(project):
    import decentwork

    exported = getattr(decentwork, "__all__", ())
    assert len(exported) <= EXPORTED_NAMES
    assert [name for name in exported if not hasattr(decentwork, name)] == []


def test_no_test_waits_by_the_clock(test_modules):
    found = {path: fixed_waits(tree) for path, tree in test_modules.items()}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_a_wait_by_the_clock_is_seen():
    assert fixed_waits(ast.parse("time.sleep(1)"))
    assert not fixed_waits(ast.parse("while not done():\n    time.sleep(0.1)"))
