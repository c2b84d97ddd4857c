"""Documents are run: what a page shows is what comes out. --write-docs writes it anew."""

from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def keep(pytestconfig):
    """Compare a page with what it should be, or write it under --write-docs."""

    def compare(path: Path, text: str) -> None:
        if pytestconfig.getoption("--write-docs"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        shown = path.read_text("utf-8")
        if shown != text:
            pages = shown.splitlines(), text.splitlines()
            changes = unified_diff(*pages, "shown", "true", n=1, lineterm="")
            first = "\n".join(islice(changes, 30))
            pytest.fail(f"{path.name} is stale: make docs\n{first}", pytrace=False)

    return compare
