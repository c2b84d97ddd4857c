"""What a data folder holds: one small file, replaced in one step, that is the truth about it."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from decentwork.estimates.errors import DataFolderError
from decentwork.sources.catalogue import Entry

NAME = "manifest.json"


@dataclass(frozen=True, slots=True)
class Stored:
    """One file in the folder: where, its checksum, and its size and time when it was taken in."""

    path: str
    sha256: str
    bytes: int
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Holding:
    """One data set in the folder: its files by name, and the day it was added.

    `entry` describes a data set that the catalogue does not list: a table of the user's own, or a
    part of the sample world.
    """

    added: date
    files: Mapping[str, Stored]
    entry: Entry | None = None


Manifest = Mapping[str, Holding]


def read_manifest(root: Path) -> Manifest:
    """Return what the folder holds; a folder that does not exist holds nothing."""
    path = root / NAME
    try:
        seen = path.stat()
        return _parsed(path, seen.st_ino, seen.st_mtime_ns, seen.st_size)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataFolderError(
            str(path),
            f"the list of what the data folder holds cannot be read ({error}).",
            "Check its permissions; if it is broken, remove it and add the data again.",
        ) from error


# Keyed on what changes when the file is replaced, so a server sees data added by another process.
@lru_cache(maxsize=8)
def _parsed(path: Path, inode: int, mtime_ns: int, size: int) -> Manifest:
    values = json.loads(path.read_text(encoding="utf-8"))
    return {
        name: Holding(
            added=date.fromisoformat(held["added"]),
            files={file: Stored(**facts) for file, facts in held["files"].items()},
            entry=Entry.from_dict(held["entry"]) if held["entry"] else None,
        )
        for name, held in values["sets"].items()
    }


def write_manifest(root: Path, manifest: Manifest) -> None:
    """Replace the list in one step: after a crash it is the old one or the new one."""
    values = {
        name: {
            "added": held.added.isoformat(),
            "files": {file: asdict(stored) for file, stored in held.files.items()},
            "entry": held.entry.to_dict() if held.entry else None,
        }
        for name, held in manifest.items()
    }
    staged = root / f".{NAME}.part"
    with staged.open("w", encoding="utf-8") as handle:
        json.dump({"version": 1, "sets": values}, handle, ensure_ascii=False, indent=1)
        handle.flush()
        os.fsync(handle.fileno())
    staged.replace(root / NAME)
