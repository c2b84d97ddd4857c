"""What lies at a path: files of the catalogue, files and folders of a known layout, other things.

Everything is checked before anything is copied, and all problems are told at once.
"""

import hashlib
import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownFile
from decentwork.sources import catalogue
from decentwork.sources.catalogue import Entry, EntryFile
from decentwork.sources.data_folder import SAMPLE, checksum
from decentwork.sources.own_files import own_entry
from decentwork.sources.programme_snapshots import snapshot_entry
from decentwork.sources.survey_releases import release_entry

TABLE = "table.toml"
TABLE_READER = "tidy_table:read_tidy_table"
DOCUMENTS = {".md", ".rst", ".txt", ".pdf", ""}  # what describes data and is not data

PERMIT_HINT = "Give yourself permission to read it, or copy it elsewhere."
LIST_HINT = "decentwork data list shows the data sets that are known."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that fits: where it is, and which file of which data set it is.

    `listed` tells a data set of the catalogue from one that describes itself.
    """

    source: Path
    entry: Entry
    file: EntryFile
    listed: bool = True

    @property
    def place(self) -> str:
        """Where the file goes, relative to the data folder.

        A data set that describes itself has a place for each version, so that a new version
        never writes over the old one before the manifest names it.
        """
        if self.listed:
            return f"files/{self.entry.name}/{self.file.path}"
        return f"own/{version(self.entry)}/{self.entry.name}/{self.file.path}"


@dataclass(frozen=True, slots=True)
class Inspection:
    """The files that fit, and the names of those that were left out as documents."""

    candidates: tuple[Candidate, ...]
    left_out: tuple[str, ...]


def inspect(path: Path) -> Inspection:
    """Return what can be taken in from a file or folder, or raise with every problem."""
    try:
        path.stat()
    except PermissionError as error:
        raise UnknownFile(str(path), "no permission to read it.", PERMIT_HINT) from error
    except OSError as error:
        raise UnknownFile(str(path), f"{error.strerror}.", "Check the path.") from error
    if path.is_file():
        return Inspection((_one_file(path),), ())
    if (path / TABLE).is_file():
        return Inspection(tuple(table_candidates(path)), ())
    return _folder(path)


def _folder(path: Path) -> Inspection:
    problems: list[Problem] = []
    candidates: list[Candidate] = []
    left_out: list[str] = []
    for found in _walk(path, problems):
        try:
            if found.is_dir():
                candidates += table_candidates(found)
            elif _is_document(found):
                left_out.append(str(found.relative_to(path)))
            else:
                candidates.append(_one_file(found))
        except InvalidInput as error:
            problems += error.problems
        except (UnknownFile, DamagedFile) as error:
            problems.append(Problem(error.path, error.reason, error.hint))
    if problems:
        raise InvalidInput(str(path), problems)
    if not candidates:
        raise UnknownFile(str(path), "the folder holds no file of the catalogue.", LIST_HINT)
    return Inspection(tuple(candidates), tuple(left_out))


def _walk(path: Path, problems: list[Problem]) -> Iterable[Path]:
    """Yield files in order, and a table folder as one; note folders that cannot be read."""

    def refuse(error: OSError) -> None:
        problems.append(Problem(str(error.filename), "no permission to read it.", PERMIT_HINT))

    for at, folders, files in os.walk(path, onerror=refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if TABLE in files:
            folders.clear()
            yield Path(at)
            continue
        yield from (Path(at, name) for name in sorted(files) if not name.startswith("."))


def _one_file(path: Path) -> Candidate:
    """Return which file this is: by its content, whatever its name, else by its layout."""
    try:
        if path.exists() and not path.is_file():  # a pipe would be read for ever
            raise UnknownFile(str(path), "it is not a file.", "Leave it out.")
        found = checksum(path)
    except OSError as error:
        raise UnknownFile(
            str(path), f"it cannot be read ({error.strerror}).", PERMIT_HINT
        ) from error
    if found in _by_checksum():
        return Candidate(path, *_by_checksum()[found])
    if path.name in _by_file_name():
        raise _damaged(path, _by_file_name()[path.name])
    own = own_entry(path, found) or release_entry(path, found) or snapshot_entry(path, found)
    if own:
        return Candidate(path, own, own.files[0], listed=False)
    raise UnknownFile(str(path), "no data set of the catalogue has this file.", LIST_HINT)


def _damaged(path: Path, known: tuple[Entry, EntryFile]) -> DamagedFile:
    described, file = known
    size = path.stat().st_size
    if size == 0:
        reason = "the file is empty."
    elif size < file.bytes:
        reason = f"the file is cut short: {size:,} bytes of {file.bytes:,}."
    else:
        reason = f"the content is not that of {file.path} in the catalogue (other checksum)."
    whence = f" ({described.obtained})" if described.obtained else ""
    return DamagedFile(str(path), reason, f"Fetch the file again{whence} and repeat.")


def _is_document(path: Path) -> bool:
    return path.suffix.lower() in DOCUMENTS and path.name not in _by_file_name()


@cache
def _by_checksum() -> Mapping[str, tuple[Entry, EntryFile]]:
    return {file.sha256: (it, file) for it in catalogue.entries() for file in it.files}


@cache
def _by_file_name() -> Mapping[str, tuple[Entry, EntryFile]]:
    return {file.path: (it, file) for it in catalogue.entries() for file in it.files}


def table_candidates(folder: Path) -> list[Candidate]:
    """Return the files of a folder in the own tidy form, after its reader accepted them."""
    from decentwork.sources.tidy_table import read_tidy_table  # slow to import, and rarely needed

    read_tidy_table(folder)
    return own_candidates(_table_entry(folder), folder)


def own_candidates(described: Entry, folder: Path) -> list[Candidate]:
    """Return the files of a data set that describes itself."""
    return [Candidate(folder / it.path, described, it, listed=False) for it in described.files]


def _table_entry(folder: Path) -> Entry:
    facts = tomllib.loads((folder / TABLE).read_text(encoding="utf-8"))
    name = re.sub(r"[^a-z0-9]+", "_", folder.resolve().name.lower()).strip("_")
    if name in {it.name for it in catalogue.entries()} or name.startswith(SAMPLE):
        taken = f"the name {name!r} belongs to another data set."
        raise UnknownFile(str(folder), taken, "Rename the folder.")
    return Entry(
        name=name,
        title=facts["title"],
        publisher=facts["publisher"],
        licence=facts["licence"],
        licence_status="unconfirmed",
        citation=facts["citation"],
        coverage=str(facts["year"]),
        kind="trade_table",
        obtained=facts.get("obtained") or f"the folder {folder.resolve().name}",
        done=facts.get("done", ""),
        reader=TABLE_READER,
        folder=True,
        files=described_files(folder),
    )


def described_files(folder: Path) -> tuple[EntryFile, ...]:
    """Return the files of a folder with checksum and size."""
    files = sorted(it for it in folder.iterdir() if it.is_file() and not it.name.startswith("."))
    return tuple(
        EntryFile(path=it.name, sha256=checksum(it), bytes=it.stat().st_size) for it in files
    )


def version(described: Entry) -> str:
    """Return a short key of a data set's content and description."""
    return hashlib.sha256(repr(described).encode()).hexdigest()[:12]
