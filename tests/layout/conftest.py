"""The project's files as the rules see them: as text and as syntax trees."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"


@pytest.fixture(scope="session")
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control; paths from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return tuple(Path(line) for line in listed.stdout.splitlines() if (ROOT / line).is_file())


@pytest.fixture(scope="session")
def modules() -> dict[Path, ast.Module]:
    """The syntax tree of each module in src, by its path from there; migrations are left out."""
    return dict(_parsed(SOURCE))


@pytest.fixture(scope="session")
def test_modules() -> dict[Path, ast.Module]:
    """The syntax tree of each module in tests, by its path from there."""
    return dict(_parsed(ROOT / "tests"))


def _parsed(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" not in path.parts:
            yield path.relative_to(folder), ast.parse(path.read_text("utf-8"))
