"""Set up `.venv` from the locks: once, completely, and by one process at a time.

`make` calls this before anything else, with a Python it found fit. When the stamp in `.venv` says
that everything is there, nothing is started and nothing is asked of the network.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"  # there while pip works: an interrupted set-up is started afresh
LOCKS = {"run": "requirements.lock", "develop": "requirements-dev.lock"}
# The locks decide what is installed: a machine's pip settings may say where to get it, no more.
PIP = ("--quiet", "--quiet", "--disable-pip-version-check", "--no-input")


def main(purpose: str) -> None:
    """Bring `.venv` up to date for a purpose: "run", or "develop", which includes it."""
    with one_at_a_time():
        if not is_ready(purpose):
            install(purpose)


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another set-up of this folder is at work; the lock ends with its process."""
    with Path(__file__).open() as itself:
        try:
            fcntl.flock(itself, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up of this folder is at work; waiting for it.")
            fcntl.flock(itself, fcntl.LOCK_EX)
        yield


def is_ready(purpose: str) -> bool:
    """Tell whether what this purpose needs, or more, is installed as the locks now say."""
    stamps = [VENV / f"ready-to-{wider}" for wider in (purpose, "develop")]
    return not UNFINISHED.exists() and any(
        stamp.is_file() and stamp.read_text() == fingerprint(stamp.name.removeprefix("ready-to-"))
        for stamp in stamps
    )


def fingerprint(purpose: str) -> str:
    """Return the content key of what is installed, for which Python, and where.

    The place counts because scripts in `.venv` hold absolute paths.
    """
    content = hashlib.sha256(os.fsencode(ROOT))
    content.update(VERSION.encode())
    for name in (LOCKS["run"], LOCKS[purpose], "pyproject.toml"):
        content.update((ROOT / name).read_bytes())
    return content.hexdigest()


def install(purpose: str) -> None:
    """Install the lock of a purpose, then this project itself, then set the stamp."""
    make_environment()
    UNFINISHED.touch()
    lock = ROOT / LOCKS[purpose]
    count = sum("==" in line for line in lock.read_text().splitlines())
    say(f"Installing {count} packages of {lock.name} into .venv (a minute or two, once) …")
    pip("install", "--require-hashes", "--only-binary", ":all:", "--requirement", lock)
    pip("install", "--no-deps", "--no-build-isolation", "--editable", ROOT)
    UNFINISHED.unlink()
    (VENV / f"ready-to-{purpose}").write_text(fingerprint(purpose))


def make_environment() -> None:
    """Make `.venv`, unless there is one that works."""
    if not UNFINISHED.exists() and fits_here():
        return
    missing = [name for name in ("venv", "ensurepip") if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"{sys.executable} lacks its module {missing[0]}, which makes the environment. "
            "On Debian and Ubuntu install it with: apt-get install python3-venv"
        )
    say(f"Making .venv with Python {sys.version.split()[0]}.")
    run(Path(sys.base_prefix) / "bin" / f"python{VERSION}", "-m", "venv", "--clear", VENV)


def fits_here() -> bool:
    """Tell whether `.venv` has pip, is of this Python, and was made in this folder."""
    program = VENV / "bin" / f"pip{VERSION}"
    return program.is_file() and str(PYTHON) in program.read_text()


def pip(*arguments: str | Path) -> None:
    """Run the environment's pip."""
    run(PYTHON, "-m", "pip", *PIP, *arguments)


def run(*command: str | Path) -> None:
    """Run a command; end with its exit code when it fails."""
    if code := subprocess.run(command, cwd=ROOT).returncode:
        say("Setting up stopped here; the same command takes it up again.")
        sys.exit(code)


def say(sentence: str) -> None:
    """Tell the person what is going on, beside what the command itself prints."""
    sys.stderr.write(f"{sentence}\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main(sys.argv[1])
