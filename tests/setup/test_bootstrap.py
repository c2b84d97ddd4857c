"""Setting up: once, completely, mended when interrupted, and said in clear words."""

import fcntl
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


@pytest.fixture
def folder(project, tmp_path) -> Path:
    """A clone in which nothing is set up yet, with tiny locks."""
    for name in ("Makefile", "bootstrap.py"):
        shutil.copy(project / name, tmp_path)
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'tiny'\n")
    (tmp_path / "requirements.lock").write_text("numpy==2.2.0\n")
    (tmp_path / "requirements-dev.lock").write_text("numpy==2.2.0\npytest==9.0.0\n")
    return tmp_path


@pytest.fixture
def bootstrap(folder, monkeypatch) -> ModuleType:
    """The set-up program of that clone; what it would run is listed in `ran` instead."""
    spec = importlib.util.spec_from_file_location("bootstrap_in_a_clone", folder / "bootstrap.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ran = []

    def pretend(*command: str | Path) -> None:
        module.ran.append([str(part) for part in command])
        if "venv" in command:
            fill_environment(folder / ".venv")

    monkeypatch.setattr(module, "run", pretend)
    return module


def fill_environment(environment: Path) -> None:
    """Make what `python -m venv` makes, as far as the set-up looks at it."""
    shutil.rmtree(environment, ignore_errors=True)
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / f"pip{VERSION}").write_text(f"#!{environment}/bin/python\n")


def requirements(ran: list[list[str]]) -> list[str]:
    return [Path(command[-1]).name for command in ran if "--requirement" in command]


def test_a_fresh_clone_gets_the_lock_with_hashes_and_then_itself(bootstrap, folder):
    bootstrap.main("run")
    environment, packages, itself = bootstrap.ran
    assert environment[1:4] == ["-m", "venv", "--clear"]
    assert packages[-6:] == [
        "install", "--require-hashes", "--only-binary", ":all:",
        "--requirement", str(folder / "requirements.lock"),
    ]  # fmt: skip
    assert itself[-5:] == [
        "install", "--no-deps", "--no-build-isolation", "--editable", str(folder),
    ]  # fmt: skip


def test_a_second_start_runs_nothing(bootstrap):
    bootstrap.main("run")
    bootstrap.ran.clear()
    bootstrap.main("run")
    assert bootstrap.ran == []


def test_what_is_set_up_to_develop_also_runs(bootstrap):
    bootstrap.main("develop")
    assert requirements(bootstrap.ran) == ["requirements-dev.lock"]
    bootstrap.ran.clear()
    bootstrap.main("run")
    assert bootstrap.ran == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_a_changed_lock_is_installed_into_the_same_environment(bootstrap, folder, name):
    bootstrap.main("run")
    bootstrap.ran.clear()
    with (folder / name).open("a") as file:
        file.write("# changed\n")
    bootstrap.main("run")
    assert requirements(bootstrap.ran) == ["requirements.lock"]
    assert not any("venv" in command for command in bootstrap.ran)


def test_an_interrupted_set_up_is_started_afresh(bootstrap, monkeypatch):
    pretend = bootstrap.run

    def broken_off(*command):
        pretend(*command)
        if "--requirement" in command:
            raise KeyboardInterrupt

    monkeypatch.setattr(bootstrap, "run", broken_off)
    with pytest.raises(KeyboardInterrupt):
        bootstrap.main("run")
    monkeypatch.setattr(bootstrap, "run", pretend)
    bootstrap.ran.clear()
    bootstrap.main("run")
    assert [command[1:4] for command in bootstrap.ran[:1]] == [["-m", "venv", "--clear"]]
    assert requirements(bootstrap.ran) == ["requirements.lock"]


def test_a_moved_folder_gets_an_environment_of_its_own(bootstrap, folder):
    bootstrap.main("run")
    (folder / ".venv" / "bin" / f"pip{VERSION}").write_text("#!/elsewhere/.venv/bin/python\n")
    (folder / ".venv" / "ready-to-run").write_text("of elsewhere")
    bootstrap.ran.clear()
    bootstrap.main("run")
    assert any("venv" in command for command in bootstrap.ran)


def test_a_missing_module_is_named_with_its_install_line(bootstrap, monkeypatch):
    found = importlib.util.find_spec
    without = lambda name: None if name == "ensurepip" else found(name)  # noqa: E731 - a stand-in
    monkeypatch.setattr(importlib.util, "find_spec", without)
    with pytest.raises(SystemExit) as ended:
        bootstrap.main("run")
    assert "ensurepip" in str(ended.value)
    assert "apt-get install python3-venv" in str(ended.value)


def make(folder: Path, *goals: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *goals],
        cwd=folder,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_second_make_never_calls_pip(bootstrap, folder):
    bootstrap.main("run")
    python = folder / ".venv" / "bin" / "python"
    calls = folder / "calls"
    python.write_text(f'#!/bin/sh\necho "$@" >> {calls}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)
    assert make(folder, "ready").returncode == 0
    assert "bootstrap.py run" in calls.read_text()
    assert "pip" not in calls.read_text()


def test_another_python_is_refused_in_clear_words(folder):
    unfit = folder / "python3.9"
    unfit.write_text("#!/bin/sh\nexit 1\n")
    unfit.chmod(0o755)
    done = make(folder, "ready", f"PYTHON={unfit}")
    assert done.returncode != 0
    assert f"decentwork needs Python 3.11, 3.12 or 3.13; {unfit} is not one." in done.stderr


def test_two_set_ups_at_once_go_one_after_the_other(bootstrap, folder):
    bootstrap.main("run")
    with (folder / "bootstrap.py").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        command = [sys.executable, "bootstrap.py", "run"]
        second = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
        assert "Another set-up of this folder is at work" in second.stderr.readline()
        assert second.poll() is None
        fcntl.flock(held, fcntl.LOCK_UN)
        second.communicate()
    assert second.returncode == 0


def test_help_lists_every_goal(folder, project):
    shown = make(folder, "help").stdout
    for goal in ("run", "setup", "test", "check", "bench", "lock", "translations", "system-deps"):
        assert f"make {goal} " in shown
