"""Data files that describe: every data set is tested, every indicator can be computed."""

import ast
from pathlib import Path

from decentwork.classifications.topics import topics
from decentwork.indicators.catalogue import indicators
from decentwork.sources.catalogue import entries, resolve


def test_the_reader_of_every_data_set_exists():
    named = [entry for entry in entries() if entry.reader]
    assert named
    assert [entry.name for entry in named if not callable(resolve(entry))] == []


def test_every_reader_has_tests(project):
    modules = {entry.reader.split(":")[0] for entry in entries() if entry.reader}
    tested = {path.stem.removeprefix("test_") for path in (project / "tests").rglob("test_*.py")}
    assert sorted(modules - tested) == []


def test_every_reader_is_used(modules):
    """Some entry of the catalogue names it, or other code does."""
    readers = {
        (path, node.name)
        for path, tree in modules.items()
        if path.parent == Path("decentwork/sources")
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("read_")
    }
    named = {entry.reader.partition(":")[2] for entry in entries()}
    named |= {
        node.id if isinstance(node, ast.Name) else node.attr
        for tree in modules.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Name | ast.Attribute)
    }
    assert readers
    assert sorted(name for _, name in readers if name not in named) == []


def test_every_data_set_says_whose_it_is_and_under_which_licence():
    for entry in entries():
        for key in ("title", "publisher", "licence", "citation", "coverage"):
            assert getattr(entry, key), f"{entry.name} lacks {key}"
        assert all(len(file.sha256) == 64 for file in entry.files), entry.name


def test_the_sources_of_every_indicator_are_in_the_catalogue():
    known = {entry.name for entry in entries()} | {"survey"}  # releases name themselves
    unknown = {
        indicator.id: [name for name in indicator.sources if name not in known]
        for indicator in indicators()
    }
    assert {id: names for id, names in unknown.items() if names} == {}


def test_every_indicator_is_of_a_known_topic():
    known = {topic.id for topic in topics()}
    assert indicators()
    assert {indicator.topic for indicator in indicators()} <= known
