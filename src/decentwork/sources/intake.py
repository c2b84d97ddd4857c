"""Taking files into a data folder: checked first, copied aside, then moved in; all or nothing."""

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from decentwork.estimates.errors import DataFolderError
from decentwork.sources.catalogue import Entry
from decentwork.sources.data_folder import checksum
from decentwork.sources.inspection import Candidate, inspect
from decentwork.sources.manifest import Holding, Stored, read_manifest, write_manifest

Progress = Callable[[int, int], None]  # bytes done, bytes in all

INCOMING = ".incoming"
MARGIN = 1 << 20  # bytes left free beside the files: the manifest and the directory need room too
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@dataclass(frozen=True, slots=True)
class Added:
    """What an intake did: data sets that are new or grew, replaced, unchanged; files left out.

    Only data sets that describe themselves are replaced, by a new version under the same name.
    """

    new: tuple[str, ...]
    replaced: tuple[str, ...]
    unchanged: tuple[str, ...]
    left_out: tuple[str, ...] = ()


def take_in(root: Path, path: Path, progress: Progress | None, today: date) -> Added:
    """Take the known files at `path` into the data folder `root`."""
    found = inspect(path)
    return replace(store(root, found.candidates, progress, today), left_out=found.left_out)


def store(
    root: Path, candidates: Sequence[Candidate], progress: Progress | None, today: date
) -> Added:
    """Copy checked files into the folder and say what became of each data set."""
    with _writing(root), _locked(root), _incoming(root) as incoming:
        held = dict(read_manifest(root))
        wanted = [it for it in candidates if not _already_here(root, held.get(it.entry.name), it)]
        _require_room(root, sum(it.file.bytes for it in wanted))
        staged = _copied(wanted, incoming, progress)
        for candidate, copy in zip(wanted, staged, strict=True):
            _move_in(root, candidate, copy)
        if wanted:
            write_manifest(root, held | _holdings(root, held, wanted, today))
            _remove_superseded(root, held, wanted)
    changed = {it.entry.name: it.listed or it.entry.name not in held for it in wanted}
    seen = dict.fromkeys(it.entry.name for it in candidates)
    return Added(
        new=tuple(name for name, is_new in changed.items() if is_new),
        replaced=tuple(name for name, is_new in changed.items() if not is_new),
        unchanged=tuple(name for name in seen if name not in changed),
    )


def _already_here(root: Path, held: Holding | None, candidate: Candidate) -> bool:
    """Return whether the very file is stored, untouched since: then it is not read again."""
    stored = held.files.get(candidate.file.path) if held else None
    if stored is None or stored.sha256 != candidate.file.sha256:
        return False
    if held and held.entry not in (None, candidate.entry):
        return False
    try:
        seen = (root / stored.path).stat()
    except OSError:
        return False
    return (seen.st_size, seen.st_mtime_ns) == (stored.bytes, stored.mtime_ns)


def _require_room(root: Path, needed: int) -> None:
    free = shutil.disk_usage(root).free
    if needed and needed + MARGIN > free:
        raise DataFolderError(
            str(root),
            f"the disk is too full: {needed + MARGIN:,} bytes are needed and {free:,} are free.",
            "Make room, or set DECENTWORK_DATA to a folder on another disk. Nothing was changed.",
        )


def _copied(wanted: Sequence[Candidate], incoming: Path, progress: Progress | None) -> list[Path]:
    total, done, copies = sum(it.file.bytes for it in wanted), 0, []
    for number, candidate in enumerate(wanted):
        copy = incoming / str(number)
        shutil.copyfile(candidate.source, copy)
        with copy.open("rb+") as handle:
            os.fsync(handle.fileno())
        if checksum(copy) != candidate.file.sha256:
            raise DataFolderError(
                str(candidate.source),
                "the copy differs from what was checked: the file changed, or the disk is failing.",
                "Add it again. Nothing was changed.",
            )
        copies.append(copy)
        done += candidate.file.bytes
        if progress:
            progress(done, total)
    return copies


def _move_in(root: Path, candidate: Candidate, copy: Path) -> None:
    target = root / candidate.place
    target.parent.mkdir(parents=True, exist_ok=True)
    copy.replace(target)


def _holdings(
    root: Path, held: dict[str, Holding], wanted: Sequence[Candidate], today: date
) -> dict[str, Holding]:
    """Return the changed part of the manifest."""
    changed: dict[str, dict[str, Stored]] = {}
    described: dict[str, Entry] = {}
    for it in wanted:
        before = held.get(it.entry.name)
        keep = dict(before.files) if before and it.listed else {}
        seen = (root / it.place).stat()
        stored = Stored(it.place, it.file.sha256, it.file.bytes, seen.st_mtime_ns)
        changed.setdefault(it.entry.name, keep)[it.file.path] = stored
        described[it.entry.name] = it.entry
    listed = {it.entry.name for it in wanted if it.listed}
    return {
        name: Holding(
            today, dict(sorted(files.items())), None if name in listed else described[name]
        )
        for name, files in changed.items()
    }


def _remove_superseded(root: Path, held: dict[str, Holding], wanted: Sequence[Candidate]) -> None:
    """Remove the files of an own data set that a new version has replaced."""
    kept = {it.place for it in wanted}
    for name in {it.entry.name for it in wanted if not it.listed} & held.keys():
        for stored in held[name].files.values():
            if stored.path not in kept:
                (root / stored.path).unlink(missing_ok=True)
                _remove_if_empty((root / stored.path).parent)


def take_out(root: Path, name: str) -> bool:
    """Remove a data set that the catalogue does not list; say whether it was there."""
    if name not in read_manifest(root):
        return False
    with _writing(root), _locked(root):
        held = dict(read_manifest(root))
        gone = held.pop(name, None)
        if gone is None or gone.entry is None:
            return False
        write_manifest(root, held)
        for stored in gone.files.values():
            (root / stored.path).unlink(missing_ok=True)
            _remove_if_empty((root / stored.path).parent)
    return True


def _remove_if_empty(folder: Path) -> None:
    for it in (folder, folder.parent):
        if it.is_dir() and not any(it.iterdir()):
            it.rmdir()


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Turn what the system says into what the user can do."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            reason = "the disk is full."
            hint = "Make room, or set DECENTWORK_DATA to a folder on another disk."
        else:
            reason = f"the data folder cannot be written ({error.strerror}: {error.filename})."
            hint = "Give yourself permission, or set DECENTWORK_DATA to another folder."
        raise DataFolderError(str(root), reason, f"{hint} Nothing was changed.") from error


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the folder for one intake; a crash releases it."""
    with (root / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise DataFolderError(
                str(root),
                "another process is adding data to this folder.",
                "Wait until it ends, then repeat the command.",
            ) from error
        yield


@contextmanager
def _incoming(root: Path) -> Iterator[Path]:
    """Give an empty place for copies; what a crash left there is removed first."""
    incoming = root / INCOMING
    shutil.rmtree(incoming, ignore_errors=True)
    incoming.mkdir()
    try:
        yield incoming
    finally:
        shutil.rmtree(incoming, ignore_errors=True)
