"""Write a study's files so that a crash leaves each of them as it was, or as it is meant to be."""

import fcntl
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from decentwork.estimates.errors import CannotWrite, InputError

LOCK = ".lock"
_STAGED = ".staged-"
_PATIENCE = 5.0  # seconds that a writer waits for another


class FolderInUse(InputError):
    """Somebody else is writing into the study folder."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: another command is writing into this study. Try again when it is done."
        )


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Let one writer at a time into a study folder; readers never wait.

    The system gives the lock back when its holder dies. What a dead writer left unfinished is
    cleared away first.

    Raises
    ------
    FolderInUse
        Another writer did not finish within some seconds.
    CannotWrite
        The folder is read-only, full, or not there.
    """
    with _told(root):
        handle = (root / LOCK).open("a")
    with handle:
        until = time.monotonic() + _PATIENCE
        while not _taken(handle.fileno()):
            if time.monotonic() > until:
                raise FolderInUse(str(root))
            time.sleep(0.05)
        with _told(root):
            for left in root.rglob(f"{_STAGED}*"):
                left.unlink()
        yield


def write(path: Path, content: str | bytes) -> None:
    """Write a file in one step: whoever reads meanwhile sees the whole old or the whole new one.

    Raises
    ------
    CannotWrite
        The folder is read-only, full, or not there; the file is as it was.
    """
    staged = path.with_name(f"{_STAGED}{secrets.token_hex(8)}")
    with _told(path):
        try:
            with staged.open("wb") as handle:
                handle.write(content.encode() if isinstance(content, str) else content)
                handle.flush()
                os.fsync(handle.fileno())
            staged.replace(path)
        finally:
            staged.unlink(missing_ok=True)
        _settle(path.parent)


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Make a folder where there is none; `CannotWrite` where that cannot be done."""
    with _told(path):
        path.mkdir(mode=mode, parents=True, exist_ok=True)


def _settle(folder: Path) -> None:
    """Make the folder's list of names survive a power cut, as the file's content does."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotWrite(str(path), error.strerror or type(error).__name__) from error
