"""Where files live and what they are called."""

from pathlib import Path

import pytest

VAGUE = {"utils", "util", "helpers", "helper", "core", "common", "base", "misc"}
DEEPER = {"migrations", "templates", "static", "locale", "samples"}
APP_MODULES = {
    "__init__", "admin", "api", "apps", "calculations", "coordination", "exchange", "forms",
    "history", "intake", "merging", "models", "needs", "papers", "queries", "report_pages",
    "reports", "review", "settling", "urls", "views", "waiting", "writes",
}  # fmt: skip
BESIDE_THE_MIRROR = {"published", "laws", "journeys", "layout", "docs", "samples", "setup", "site"}


def vague_names(path: Path) -> set[str]:
    return {part for part in (*path.parent.parts, path.stem) if part.lower() in VAGUE}


def too_deep(path: Path) -> bool:
    """Tell whether a file lies deeper than package/domain."""
    return len(path.parent.parts) > 2 and not DEEPER & set(path.parts)


def test_there_are_two_packages(project):
    found = {path.name for path in (project / "src").iterdir() if (path / "__init__.py").exists()}
    assert found == {"decentwork", "decentwork_site"}


def test_no_module_or_folder_has_a_name_that_says_nothing(project, tracked):
    assert [path for path in tracked if path.suffix == ".py" and vague_names(path)] == []


@pytest.mark.parametrize("path", ["src/decentwork/utils.py", "src/decentwork/core/tables.py"])
def test_a_name_that_says_nothing_is_seen(path):
    assert vague_names(Path(path))


def test_folders_go_three_deep(modules):
    assert [path for path in modules if too_deep(path)] == []


def test_a_fourth_folder_is_seen():
    assert too_deep(Path("decentwork/sources/ilo/ratifications.py"))
    assert not too_deep(Path("decentwork/sources/ilo.py"))


def test_every_folder_of_the_library_holds_something(project):
    for folder in sorted((project / "src" / "decentwork").iterdir()):
        if folder.is_dir() and folder.name != "__pycache__":
            held = [path for path in folder.iterdir() if path.suffix and path.stat().st_size]
            assert held, f"{folder.name} is empty: a folder that nothing needs does not exist yet"


def test_an_app_of_the_site_has_the_files_every_app_has(project):
    site = project / "src" / "decentwork_site"
    apps = [folder for folder in site.iterdir() if (folder / "migrations").is_dir()]
    assert apps
    for app in apps:
        named = {path.stem for path in app.glob("*.py")}
        assert named <= APP_MODULES, f"{app.name} has {named - APP_MODULES}"


def test_tests_mirror_the_source(project):
    folders = {path.name for path in (project / "tests").iterdir() if path.is_dir()}
    library = {path.name for path in (project / "src" / "decentwork").iterdir()}
    site = {path.name for path in (project / "src" / "decentwork_site").iterdir()}
    known = library | site | BESIDE_THE_MIRROR | {"__pycache__"}
    assert folders <= known, folders - known


def test_a_migration_says_what_it_does(project):
    for path in (project / "src" / "decentwork_site").glob("*/migrations/[0-9]*.py"):
        assert "_auto_" not in path.stem, path
        assert len(path.stem) > len("0001_"), path
