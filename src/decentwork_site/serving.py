"""One server on one database: hold the port and the database first, then become the server."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

from decentwork.estimates.errors import DataFolderError, InputError

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4
AGAIN = 3.0  # seconds before a worker that died is replaced
PATIENCE = 5.0  # seconds a worker gets to put its job back


class PortInUse(InputError):
    """Another program listens on the port."""

    def __init__(self, port: int, reason: str) -> None:
        self.port, self.reason = port, reason
        super().__init__(
            f"Port {port} cannot be used ({reason}). "
            f"Choose another: make run PORT={port + 1 if port < 65535 else 8001}"
        )


class DatabaseInUse(InputError):
    """Another server runs on the same database."""

    def __init__(self, root: Path, server: str) -> None:
        self.root, self.server = root, server
        super().__init__(
            f"A server already runs on the database in {root} ({server}). "
            "Use that one, stop it first, or set DECENTWORK_DATA to another folder."
        )


def bound(port: int) -> socket.socket:
    """Return a socket that listens on the port, to be handed on to the server."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError) as error:
        listening.close()
        raise PortInUse(port, getattr(error, "strerror", None) or "not a port number") from error
    # Listening already would let a browser wait for pages that may never come.
    listening.set_inheritable(True)
    return listening


def held(root: Path, port: int) -> int:
    """Hold the database of a data folder for this process and what it becomes; return the lock.

    The lock ends with the process, however it ends, so nothing has to be cleaned up.
    """
    path = root / "server.lock"
    try:
        root.mkdir(parents=True, exist_ok=True)
        lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise DataFolderError(
            str(root),
            f"the folder cannot be written ({error.strerror}).",
            "Give yourself the right to write there, or set DECENTWORK_DATA to another folder.",
        ) from error
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        server = os.pread(lock, 200, 0).decode() or "it is still starting"
        os.close(lock)
        raise DatabaseInUse(root, server) from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"process {os.getpid()}, http://{HOST}:{port}/".encode(), 0)
    os.set_inheritable(lock, True)
    return lock


def become_server(listening: socket.socket) -> None:
    """Replace this process by the server; socket and lock go over to it.

    A fresh process, because workers must not be forked from one in which the chart library has
    started its threads.
    """
    command = [
        *(sys.executable, "-m", "gunicorn", "decentwork_site.wsgi:application"),
        *("--bind", f"fd://{listening.fileno()}"),
        *("--workers", str(WORKERS), "--worker-class", "gthread", "--threads", str(THREADS)),
        *("--timeout", "120", "--log-level", "warning", "--no-control-socket"),
    ]
    sys.stdout.flush()
    os.execv(sys.executable, command)  # noqa: S606 (our own interpreter, fixed arguments)


def start_worker_beside() -> None:
    """Start the process that keeps a worker alive for as long as this one, and what it becomes.

    It ends when nobody holds the other end of its input any more. A session of its own, so that
    Ctrl+C reaches the server alone.
    """
    command = [sys.executable, "-m", "decentwork_site", "work", "--beside-server"]
    keeper = subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603 - our own command
    if keeper.stdin is None:
        raise RuntimeError("A process was started without the input that was asked for.")
    os.set_inheritable(keeper.stdin.fileno(), True)
    _held_open.append(keeper)


_held_open: list[subprocess.Popen[bytes]] = []  # or Python would close the input


def keep_worker() -> None:
    """Keep one worker as a process of its own, and replace it when it dies, until input ends."""
    ended = threading.Event()
    threading.Thread(target=_wait_for_end_of_input, args=(ended,), daemon=True).start()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    while not ended.is_set():
        command = [sys.executable, "-m", "decentwork_site", "work"]
        worker = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - our own command
        while worker.poll() is None and not ended.wait(0.2):
            pass
        if worker.poll() is not None:
            ended.wait(AGAIN)
            continue
        worker.terminate()
        try:
            worker.wait(PATIENCE)
        except subprocess.TimeoutExpired:  # deep in compiled code; the lease gives its job back
            worker.kill()
            worker.wait()


def _wait_for_end_of_input(ended: threading.Event) -> None:
    sys.stdin.buffer.read()
    ended.set()
