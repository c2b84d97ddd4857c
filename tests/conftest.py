"""What every test may ask for, and what the end of a run tells.

A test that needs a program of the system or the shared data asks for its fixture. Where that is
missing the test is skipped, and the end of the run names it with what to install; with ALL=1, as in
CI, it fails.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from decentwork.sources.data_folder import DataFolder

ROOT = Path(__file__).parent.parent
NEEDS = "needs "

# Settings and library look for a data folder when they load: each test process has its own.
_DATA = tempfile.TemporaryDirectory(prefix="decentwork-tests-")
os.environ["DECENTWORK_DATA"] = _DATA.name
# What is compiled once serves every test process, and the next run.
os.environ["DECENTWORK_COMPILED"] = str(ROOT / "build")
os.environ["DJANGO_SETTINGS_MODULE"] = "decentwork_site.settings"

# Spark is half a gigabyte beside the environment: `make spark` runs what needs it, here as in CI.
collect_ignore = [] if importlib.util.find_spec("pyspark") else ["matching/test_on_spark.py"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-docs", action="store_true", help="write examples and reference anew")


def pytest_configure() -> None:
    # pytest-django sets Django up once it finds settings loaded; they must load after the above.
    from django.conf import settings

    settings.DATABASES  # noqa: B018 - reading loads them


LONGEST = ("tests/setup/test_postgresql.py", "docs/tutorials/survey.md")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes, so that no worker waits for it at the end."""
    items.sort(key=lambda item: not any(part in item.nodeid for part in LONGEST))


def lacking(what: str, remedy: str) -> None:
    """End a test that cannot run here: skipped by name, or failed under ALL=1."""
    end = pytest.fail if os.environ.get("ALL") == "1" else pytest.skip
    end(f"{NEEDS}{what}: {remedy}")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = defaultdict(list)
    for report in terminalreporter.stats.get("skipped", ()):
        reason = report.longrepr[-1].removeprefix("Skipped: ")
        if reason.startswith(NEEDS):
            skipped[reason].append(report.nodeid)
    if skipped:
        terminalreporter.section("not run here; `make system-deps` installs all programs")
    for reason, tests in sorted(skipped.items()):
        terminalreporter.write_line(f"{len(tests)} skipped, {reason}")
        for test in sorted(tests):
            terminalreporter.write_line(f"    {test}")


def program(names: tuple[str, ...], what: str, package: str) -> Path:
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        lacking(what, f"apt-get install {package}")
    return Path(found)


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published data."""
    folder = Path(os.environ.get("SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not (folder / "SHA256SUMS").is_file():
        lacking("the published data", f"name the folder that holds them in SHARED_DATA ({folder})")
    return folder


@pytest.fixture(scope="session")
def data_folder(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder that holds the published data."""
    folder = DataFolder(tmp_path_factory.mktemp("published") / "data")
    folder.add(shared_data)
    return folder


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> DataFolder:
    """A data folder that holds the invented sample world and nothing else."""
    folder = DataFolder(tmp_path_factory.mktemp("invented") / "data")
    folder.add_sample_world()
    return folder


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser's program; what drives it needs a library that small machines lack."""
    if sys.platform == "linux":
        try:
            ctypes.CDLL("libatomic.so.1")
        except OSError:
            lacking("libatomic, which drives Chromium", "apt-get install libatomic1")
    return program(("chromium", "chromium-browser", "google-chrome"), "Chromium", "chromium")


@pytest.fixture(scope="session")
def libreoffice() -> Path:
    """The office's program."""
    packages = "libreoffice-writer-nogui libreoffice-calc-nogui"
    return program(("soffice", "libreoffice"), "LibreOffice", packages)


@pytest.fixture(scope="session")
def pdftoppm() -> Path:
    """The program that draws a PDF's pages."""
    return program(("pdftoppm",), "Poppler", "poppler-utils")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a database server of our own, stopped when the tests end."""
    servers = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))
    found = str(servers[-1]) if servers else shutil.which("pg_ctl")
    if found is None:
        lacking("PostgreSQL", "apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="decentwork-postgres-"))
    # The server refuses to run as root; the package brings a user of its own.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)

    def pg_ctl(*arguments: str) -> None:
        command = [found, "--pgdata", str(folder / "data"), "--silent", *arguments]
        subprocess.run(command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL)

    pg_ctl("initdb", "--options", "--auth=trust --encoding=UTF8 --username=postgres --no-sync")
    # Reached by a socket in its folder only; what it holds may be lost with the machine.
    # Tests do not commit: the server's own cleaner would count no rows and plan queries for none.
    unsafe = "-c fsync=off -c full_page_writes=off -c autovacuum=off"
    options = f"-k {folder} -c listen_addresses= {unsafe}"
    pg_ctl("start", "--options", options, "--log", str(folder / "log"))
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        pg_ctl("stop", "--mode", "immediate")
        shutil.rmtree(folder)
