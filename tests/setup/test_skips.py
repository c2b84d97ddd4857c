"""A test that cannot run here is named at the end with what to install; in CI it fails."""

import os
import subprocess
import sys
from pathlib import Path


def run_without_programs(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the test of browser and office where neither is on the path."""
    kept = {name: value for name, value in os.environ.items() if name not in {"ALL", "PATH"}}
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", "browser_and_office"]
    return subprocess.run(
        [*command, "-p", "no:cacheprovider", "tests/setup/test_programs.py"],
        cwd=project,
        env={**kept, "PATH": str(Path(sys.executable).parent), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_was_skipped_is_named_with_its_install_line(project):
    done = run_without_programs(project)
    assert done.returncode == 0, done.stdout
    assert "1 skipped, needs Chromium: apt-get install chromium" in done.stdout
    assert "test_programs.py::test_browser_and_office_are_programs" in done.stdout


def test_nothing_is_skipped_where_all_is_asked(project):
    done = run_without_programs(project, ALL="1")
    assert done.returncode == 1
    assert "needs Chromium: apt-get install chromium" in done.stdout
