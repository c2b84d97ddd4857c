"""Every example of the README and of docs/ gives the output that stands below it.

A block marked `console` holds commands after `$` and their true output; one marked `pycon` holds a
session; one marked `csv`, `toml` or `yaml` and a name is a file that commands and sessions of the
page find. Other blocks (set-up, a server) are not run.
"""

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
ADDED = re.compile(r"(?<=added )\d{4}-\d\d-\d\d")  # the day on which the reader added data
FILE = re.compile(r"^```(?:csv|toml|yaml) (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def with_blocks(kind: str) -> list[Path]:
    return [
        path for path in PAGES if any(m[1] == kind for m in BLOCK.finditer(path.read_text("utf-8")))
    ]


def page_name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def output(command: str, folder: Path, environment: dict[str, str]) -> str:
    """Return what a shell prints; `head` may close the pipe early, and the command must bear it."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or done.stderr:
        pytest.fail(f"{command}\n{done.stderr}", pytrace=False)
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


@pytest.fixture
def terminal(data_folder, tmp_path):
    """Run a command as a reader would: published data there, a terminal of 100 columns."""
    environment = {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
        "COLUMNS": "100",
        "DECENTWORK_DATA": str(data_folder.root),
        "DECENTWORK_COMPILED": os.environ["DECENTWORK_COMPILED"],
    }
    return lambda command: output(command, tmp_path, environment)


@pytest.mark.parametrize("path", with_blocks("console"), ids=page_name)
def test_commands_print_what_the_page_shows(path, terminal, keep, tmp_path):
    page = path.read_text("utf-8")
    for name, rows in FILE.findall(page):
        (tmp_path / name).write_text(rows, "utf-8")

    def run(block: re.Match[str]) -> str:
        if block[1] != "console":
            return block[0]
        commands = [line[2:] for line in block[2].splitlines() if line.startswith("$ ")]
        shown = "\n".join(f"$ {command}\n{terminal(command)}" for command in commands)
        if day := ADDED.search(block[2]):
            shown = ADDED.sub(day[0], shown)
        return f"```console\n{shown}```"

    keep(path, BLOCK.sub(run, page))


@pytest.mark.parametrize("path", with_blocks("pycon"), ids=page_name)
def test_sessions_give_what_the_page_shows(path, data_folder, monkeypatch, tmp_path):
    for name, rows in FILE.findall(path.read_text("utf-8")):
        (tmp_path / name).write_text(rows, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DECENTWORK_DATA", str(data_folder.root))
    flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
    results = doctest.testfile(str(path), module_relative=False, optionflags=flags)
    assert results.attempted > 0
    assert results.failed == 0


def test_a_page_is_of_one_kind():
    kinds = {"tutorials", "how-to", "reference", "explanation", "decisions", "images"}
    assert {path.relative_to(ROOT / "docs").parts[0] for path in PAGES[1:]} <= kinds


@pytest.mark.parametrize("path", [*PAGES, ROOT / "CONTRIBUTING.md"], ids=page_name)
def test_every_link_between_pages_leads_somewhere(path):
    links = re.findall(r"\]\(([^)#:]+)\)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []
