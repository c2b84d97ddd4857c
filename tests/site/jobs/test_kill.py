"""A worker that is killed leaves nothing behind: real processes on a database of their own."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

ASK = """
import django; django.setup()
from decentwork_site.jobs.writes import ask
ask(kind="slow", arguments={"folder": %r}, title="Slow", by=None)
"""
LOOK = """
import django; django.setup(); import json
from decentwork_site.jobs.models import Job
print(json.dumps(list(Job.objects.values("state", "attempts", "result", "done", "problems"))))
"""


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """What processes of a site of their own need: its folder, its database, its slow work."""
    made = os.environ | {
        "DECENTWORK_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "slow_settings",
        "PYTHONPATH": str(Path(__file__).parent),
    }
    address = os.environ.get("DATABASE_URL")
    if not address:
        yield made
        return
    with psycopg.connect(address, autocommit=True) as server:
        server.execute("CREATE DATABASE killed")
        yield made | {"DATABASE_URL": address.replace("/postgres?", "/killed?")}
        server.execute("DROP DATABASE killed WITH (FORCE)")


@pytest.fixture
def python(environment) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture
def worker(environment) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "decentwork_site", "work"]
        started.append(subprocess.Popen(command, env=environment))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(is_so: Callable[[], Any], what: str) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.1)


def starts(folder: Path) -> int:
    file = folder / "starts"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_a_job_whose_worker_is_killed_is_done_by_another(python, worker, tmp_path):
    python("-m", "django", "migrate", "--verbosity", "0")
    python("-c", ASK % str(tmp_path))
    first = worker()
    wait_until(lambda: starts(tmp_path) == 1, "the first start")
    first.send_signal(signal.SIGKILL)
    first.wait()
    second = worker()
    wait_until(lambda: starts(tmp_path) == 2, "the second start")
    (tmp_path / "go-on").touch()
    wait_until(lambda: json.loads(python("-c", LOOK))[0]["state"] == "done", "the end")
    (job,) = json.loads(python("-c", LOOK))
    assert (job["attempts"], job["done"], job["result"]) == (2, 2, {"starts": 2})

    # A worker that is asked to stop puts its job back, which counts as no attempt.
    (tmp_path / "go-on").unlink()
    python("-c", ASK % str(tmp_path))
    wait_until(lambda: starts(tmp_path) == 3, "the third start")
    second.terminate()
    assert second.wait(timeout=20) == 0
    newest = json.loads(python("-c", LOOK))[0]
    assert (newest["state"], newest["attempts"]) == ("waiting", 0)
