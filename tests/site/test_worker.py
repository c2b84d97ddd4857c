"""The worker beside the server: replaced when it dies, gone when the server is."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(is_so, what: str) -> None:
    end = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < end, f"waited too long for {what}"
        time.sleep(0.1)


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="reads the process table of Linux")
def test_a_worker_is_replaced_and_ends_with_its_server(tmp_path):
    environment = os.environ | {"DECENTWORK_DATA": str(tmp_path)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "-m", "decentwork_site", "work", "--beside-server"]
    keeper = subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: children(keeper.pid), "a worker")
        (first,) = children(keeper.pid)
        os.kill(first, 9)
        wait_until(lambda: set(children(keeper.pid)) - {first}, "another worker")
        keeper.stdin.close()
        assert keeper.wait(timeout=30) == 0
    finally:
        keeper.kill()
        keeper.wait()
