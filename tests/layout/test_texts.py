"""What must not stand in a file of the project."""

import re
from pathlib import Path

import pytest

TEXTS = {
    ".py", ".toml", ".lock", ".md", ".html", ".css", ".js", ".csv", ".po", ".txt", ".yaml", ".yml",
    ".cfg", ".json", "",
}  # fmt: skip

# Where a package comes from is each machine's own setting.
INDEX_OPTIONS = re.compile(r"^--(extra-)?(index-url|find-links)|^\s*index-url\s*=", re.MULTILINE)
# A folder of one machine; what comes after the first slash of an address is no such folder.
MACHINE_PATHS = re.compile(r"(?<![\w./])/(work|root|home/\w+|opt)/")
OPEN_ENDS = re.compile(r"\b(TODO|FIXME)\b(?!\(#\d+\))")


def tied_to_a_machine(text: str) -> list[str]:
    found = [match[0] for match in INDEX_OPTIONS.finditer(text)]
    return found + [match[0] for match in MACHINE_PATHS.finditer(text)]


@pytest.fixture(scope="module")
def texts(project, tracked) -> dict[Path, str]:
    own = Path(__file__).relative_to(project)
    return {
        path: (project / path).read_text("utf-8", errors="replace")
        for path in tracked
        if path.suffix in TEXTS and path != own
    }


def test_nothing_is_tied_to_one_machine_or_registry(texts):
    found = {path: tied_to_a_machine(text) for path, text in texts.items()}
    assert {path: what for path, what in found.items() if what} == {}


def test_locks_name_no_address(project):
    locks = list(project.glob("*.lock"))
    assert [lock.name for lock in locks if "://" in lock.read_text("utf-8")] == []
    assert len(locks) == 2


@pytest.mark.parametrize("text", ["see /work/data/x", "--extra-index-url x"])
def test_a_tie_to_a_machine_is_seen(text):
    assert tied_to_a_machine(text)


def test_an_address_on_the_web_is_no_folder_of_a_machine():
    assert tied_to_a_machine("https://www.example.org/work/decent") == []


def test_what_is_left_to_do_is_an_issue(texts):
    found = {
        path: match[0]
        for path, text in texts.items()
        if path.suffix == ".py" and (match := OPEN_ENDS.search(text))
    }
    assert found == {}


def test_an_open_end_without_an_issue_is_seen():
    assert OPEN_ENDS.search("# TODO" + " tidy")
    assert not OPEN_ENDS.search("# TODO" + "(#12) tidy")


def test_a_change_is_told_in_a_file_of_its_own(project):
    kinds = {"added", "changed", "fixed", "deprecated", "removed", "figures"}
    for path in (project / "changes").glob("*.md"):
        issue, kind, *rest = path.name.split(".")
        assert issue.isdigit(), path.name
        assert kind in kinds, path.name
        assert rest == ["md"], path.name


def test_a_decision_has_its_four_parts(project):
    pages = sorted((project / "docs" / "decisions").glob("*.md"))
    numbers = [int(path.name.split("-")[0]) for path in pages]
    assert len(set(numbers)) == len(numbers) > 0
    for path in pages:
        text = path.read_text("utf-8")
        for part in ("Status", "## Context", "## Decision", "## Consequences"):
            assert part in text, f"{path.name} has no {part}"
