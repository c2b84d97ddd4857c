"""Documents are run: what a page shows is what comes out. --write-docs writes it anew."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def keep(pytestconfig):
    """Compare a page with what it should be, or write it under --write-docs."""

    def compare(path: Path, text: str) -> None:
        if pytestconfig.getoption("--write-docs"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.read_text("utf-8") == text, f"{path.name} is stale: make docs"

    return compare
