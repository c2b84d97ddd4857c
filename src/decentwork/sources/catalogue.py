"""The list of data sets this software knows, and how each is read."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib import import_module, resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from decentwork.estimates.errors import InputError, UnknownCode
from decentwork.estimates.provenance import Origin, Provenance

if TYPE_CHECKING:
    from decentwork.sources.data_folder import DataFolder

Container = TypeVar("Container")
LicenceStatus = Literal["confirmed", "unconfirmed"]


class NoReader(InputError):
    """A data set is in the catalogue, but nothing reads it yet."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            f"Nothing reads the data set {name!r} yet. "
            f"Its files can be opened by hand; decentwork data show {name} says where they are."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryFile:
    """One file of a data set: its name, checksum and size in bytes."""

    path: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One data set: whose it is, what it covers, what to keep in mind, and which files it has.

    `obtained` says where the copy came from and `done` what was changed in it. `reader` is
    ``module:function`` inside `decentwork.sources`; `folder` tells that the reader takes the
    folder of the files rather than the files. `invented` marks the sample world.
    """

    name: str
    title: str
    publisher: str
    licence: str
    licence_status: LicenceStatus
    citation: str
    coverage: str
    kind: str
    edition: str = ""
    address: str = ""
    obtained: str = ""
    done: str = ""
    note: str = ""
    reader: str = ""
    folder: bool = False
    invented: bool = False
    files: tuple[EntryFile, ...] = field(default=())

    def __str__(self) -> str:
        return f"{self.name}: {self.title} ({self.publisher}; {self.licence})"

    @property
    def size(self) -> int:
        """Bytes of all files together."""
        return sum(file.bytes for file in self.files)

    def origin(self, retrieved: date | None = None, sha256: str = "") -> Origin:
        """Return the entry as the origin of a figure."""
        return Origin(
            publisher=self.publisher,
            title=self.title,
            licence=self.licence,
            citation=self.citation,
            edition=self.edition,
            entry=self.name,
            retrieved=retrieved,
            sha256=sha256,
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the entry as plain values."""
        plain = {name: getattr(self, name) for name in self.__dataclass_fields__}
        plain["files"] = [
            {"path": file.path, "sha256": file.sha256, "bytes": file.bytes} for file in self.files
        ]
        return plain

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Entry":
        """Return what `to_dict` wrote."""
        return cls(**{**values, "files": tuple(EntryFile(**file) for file in values["files"])})


@cache
def _by_name() -> Mapping[str, Entry]:
    text = resources.files("decentwork.sources").joinpath("catalogue.toml").read_text("utf-8")
    listed = tomllib.loads(text)
    return {name: Entry.from_dict({"name": name, **values}) for name, values in listed.items()}


def entries() -> tuple[Entry, ...]:
    """Return every data set of the catalogue, in its order."""
    return tuple(_by_name().values())


def entry(name: str) -> Entry:
    """Return the data set of that name; UnknownCode names what comes close."""
    known = _by_name()
    if name not in known:
        raise UnknownCode(name, "the data catalogue", difflib.get_close_matches(name, known, n=3))
    return known[name]


def read(folder: "DataFolder", name: str) -> Any:  # noqa: ANN401 each reader has its container
    """Return the container that the reader of a data set makes of its files.

    The reader gets the path of a one-file data set, a mapping of file names to paths where there
    are several, or the folder where its layout is a folder; and the provenance.
    """
    described = folder.entry(name)
    paths = folder.files(name)
    return resolve(described)(_reader_input(described, paths), folder.provenance(name))


def read_once(folder: "DataFolder", name: str, container: type[Container]) -> Container:
    """Return the container of a data set, read again only after its files have changed."""
    found = _read(folder, name, folder.provenance(name))
    if not isinstance(found, container):
        raise TypeError(f"{name} is read into {type(found).__name__}, not {container.__name__}")
    return found


@lru_cache(maxsize=64)
def _read(folder: "DataFolder", name: str, provenance: Provenance) -> object:
    # The provenance holds the checksum of the files, so new files are a new key.
    return read(folder, name)


def resolve(described: Entry) -> Any:  # noqa: ANN401 each reader has its container
    """Return the function that reads a data set; its module is imported only now."""
    if not described.reader:
        raise NoReader(described.name)
    module, function = described.reader.split(":")
    return getattr(import_module(f"decentwork.sources.{module}"), function)


def _reader_input(described: Entry, paths: Mapping[str, Path]) -> Path | Mapping[str, Path]:
    first = next(iter(paths.values()))
    if described.folder:
        return first.parent
    return first if len(described.files) == 1 else paths
