"""The folder on this machine that holds published data and results computed from them."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

import decentwork
from decentwork.estimates.errors import MissingData, Problem
from decentwork.estimates.provenance import Provenance
from decentwork.sources import catalogue
from decentwork.sources.catalogue import Entry
from decentwork.sources.manifest import Holding, Stored, read_manifest

if TYPE_CHECKING:
    from decentwork.sources.intake import Added, Progress

SAMPLE = "sample_"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A data folder: ask it for files by the name of their data set.

    `prefix` makes the folder answer with a stand-in: the folder seen with the prefix ``sample_``
    gives the invented sample world's file wherever a real data set is asked for.
    """

    root: Path
    prefix: str = ""

    @classmethod
    def default(cls) -> "DataFolder":
        """Return the folder named by DECENTWORK_DATA, else the user's data directory."""
        named = os.environ.get("DECENTWORK_DATA")
        return cls(Path(named).expanduser() if named else platformdirs.user_data_path("decentwork"))

    @property
    def invented(self) -> bool:
        """Whether this is the view on the invented sample world."""
        return self.prefix == SAMPLE

    def sample_world(self) -> "DataFolder":
        """Return the view in which the invented sample world answers for every data set."""
        return replace(self, prefix=SAMPLE)

    def names(self) -> tuple[str, ...]:
        """Return the names of the data sets that are here."""
        return tuple(read_manifest(self.root))

    def entry(self, name: str) -> Entry:
        """Return the description of a data set, here or only in the catalogue."""
        held = self._holding(name)
        if held and held.entry:
            return held.entry
        return catalogue.entry(name)

    def known(self) -> tuple[str, ...]:
        """Return the names of all data sets: those of the catalogue, then the folder's own."""
        listed = [described.name for described in catalogue.entries()]
        return tuple(dict.fromkeys([*listed, *self.names()]))

    def status(self, name: str) -> dict[str, Any]:
        """Return a data set's description and how much of it is here, as plain values."""
        held = self._holding(name)
        here = self._present(name)
        described = self.entry(name)
        return described.to_dict() | {
            "added": held.added.isoformat() if held else None,
            "files_here": len(here),
            "complete": len(here) == len(described.files),
        }

    def has(self, name: str) -> bool:
        """Return whether at least one file of the data set is here."""
        return bool(self._present(name))

    def files(self, name: str) -> dict[str, Path]:
        """Return the data set's files that are here, by file name; MissingData if none is."""
        present = self._present(name)
        if not present:
            raise MissingData(self.prefix + name, self.entry(name).title)
        return {file: self.root / stored.path for file, stored in present.items()}

    def file(self, name: str, filename: str | None = None) -> Path:
        """Return the path of a data set's only file, or of the one named."""
        files = self.files(name)
        wanted = filename or next(iter(files))
        if wanted not in files:
            raise MissingData(f"{self.prefix}{name}/{wanted}", self.entry(name).title)
        return files[wanted]

    def provenance(self, name: str) -> Provenance:
        """Return where the data set came from, with its checksum and the day it was added."""
        held = self._holding(name)
        described = self.entry(name)
        if held is None:
            raise MissingData(self.prefix + name, described.title)
        origin = described.origin(retrieved=held.added, sha256=_joint_checksum(held))
        steps = [f"copy: {described.obtained}"] if described.obtained else []
        return Provenance(origins=(origin,), steps=(*steps, *filter(None, [described.done])))

    def fingerprint(self, names: Iterable[str]) -> str:
        """Return a key that changes when a file of these data sets, or this software, does."""
        digest = hashlib.sha256(_software_key().encode())
        for name in sorted({name.removeprefix(self.prefix) for name in names}):
            held = self._holding(name)
            checksum = _joint_checksum(held) if held else "absent"
            digest.update(f"\n{self.prefix}{name} {checksum}".encode())
        return digest.hexdigest()

    def kept(self, kind: str, key: str, suffix: str) -> Path:
        """Return where a computed result is kept, whether it is there yet or not."""
        return self.root / "results" / kind / f"{key}{suffix}"

    def keep(self, path: Path, write: Callable[[Path], None]) -> bool:
        """Let `write` fill a file that then appears at `path` in one step.

        Returns whether it could be kept: in a full or read-only folder the result is computed
        again the next time, which is no reason to withhold it now.
        """
        staged = path.with_name(f".{secrets.token_hex(8)}{path.suffix}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write(staged)
            staged.replace(path)
        except OSError:
            return False
        finally:
            _discard(staged)
        return True

    def add(
        self, path: Path, progress: "Progress | None" = None, today: date | None = None
    ) -> "Added":
        """Take in a folder of known files, one known file, or a table folder; all or nothing."""
        from decentwork.sources.intake import take_in

        return take_in(self.root, Path(path), progress, today or date.today())

    def remove(self, name: str) -> bool:
        """Remove a data set that describes itself, with its files; say whether it was there."""
        from decentwork.sources.intake import take_out

        return take_out(self.root, name)

    def add_sample_world(self, seed: int = 1, today: date | None = None) -> "Added":
        """Put the invented sample world beside whatever is here."""
        from decentwork.sources.sample_world import take_in_sample_world

        return take_in_sample_world(self.root, seed, today or date.today())

    def verify(self) -> list[Problem]:
        """Read every file again and return what is not as it was when taken in."""
        problems = []
        for name, held in read_manifest(self.root).items():
            for stored in held.files.values():
                problem = self._fault(name, stored)
                problems += [problem] if problem else []
        return problems

    def _holding(self, name: str) -> Holding | None:
        return read_manifest(self.root).get(self.prefix + name)

    def _present(self, name: str) -> dict[str, Stored]:
        held = self._holding(name)
        files = held.files if held else {}
        return {file: it for file, it in files.items() if (self.root / it.path).is_file()}

    def _fault(self, name: str, stored: Stored) -> Problem | None:
        path = self.root / stored.path
        hint = f"Add the data set {name!r} again: decentwork data add PATH"
        try:
            if checksum(path) == stored.sha256:
                return None
        except FileNotFoundError:
            return Problem(str(path), "the file is gone.", hint)
        except OSError as error:
            return Problem(str(path), f"the file cannot be read ({error.strerror}).", hint)
        return Problem(str(path), "the content changed since it was added.", hint)


def checksum(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _discard(staged: Path) -> None:
    try:
        staged.unlink(missing_ok=True)
    except OSError:  # a folder that lets nothing be written lets nothing be removed either
        return


def _joint_checksum(held: Holding) -> str:
    """Return the checksum of the only file, or that of the list of checksums."""
    if len(held.files) == 1:
        return next(iter(held.files.values())).sha256
    lines = "".join(f"{it.sha256}  {file}\n" for file, it in sorted(held.files.items()))
    return hashlib.sha256(lines.encode()).hexdigest()


# While the software is being changed its version stays the same: results kept by yesterday's code
# would be taken for today's. The state of its files is therefore part of the key.
@cache
def _software_key() -> str:
    package = Path(decentwork.__file__).parent
    files = sorted(
        it for kind in ("*.py", "*.toml", "*.csv", "*.html", "*.yaml") for it in package.rglob(kind)
    )
    states = [f"{it.relative_to(package)} {it.stat().st_mtime_ns}" for it in files]
    return "\n".join([decentwork.__version__, *states])
