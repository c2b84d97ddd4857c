"""Chunks of a search that are done, in a folder: one that was stopped goes on where it was."""

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import CannotWrite
from decentwork.registers.enterprise_records import TEXTS, EnterpriseRecords

FOUND = np.dtype([("pair", np.int64), ("score", np.float32)])
"""A pair as one number, left × n + right by places in the list, and its score."""

_OURS = re.compile(r"[0-9a-f]{16}-\d{10}\.npy|\.staged-[0-9a-f]{16}")

Found = NDArray[np.void]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptChunks:
    """Chunks by where in the order they start; `key` tells the search that they are of."""

    folder: Path
    key: str

    def read(self, start: int) -> Found | None:
        """Return a chunk (p,) of `FOUND`; None where it is not there, or not whole."""
        try:
            found = np.load(self._path(start), allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found if found.dtype == FOUND else None

    def keep(self, start: int, found: Found) -> None:
        """Write a chunk in one step; `CannotWrite` where that cannot be done."""
        staged = self.folder / f".staged-{secrets.token_hex(8)}"
        try:
            self.folder.mkdir(exist_ok=True)
            with staged.open("wb") as file:
                np.save(file, found, allow_pickle=False)
            staged.replace(self._path(start))
        except OSError as error:
            raise CannotWrite(str(self.folder), error.strerror or str(error)) from error

    def _path(self, start: int) -> Path:
        return self.folder / f"{self.key}-{start:010}.npy"


def search_key(records: EnterpriseRecords, settings: Sequence[float]) -> str:
    """Return a key that changes when what is searched, how, or this software does."""
    digest = hashlib.sha256(repr(tuple(settings)).encode())
    sources = [it for it in files("decentwork.matching").iterdir() if it.name.endswith(".py")]
    for source in sorted(sources, key=lambda it: it.name):
        digest.update(source.read_bytes())
    digest.update(pd.util.hash_pandas_object(records.frame[[*TEXTS]]).to_numpy().tobytes())
    return digest.hexdigest()[:16]


def forget_chunks(folder: Path) -> None:
    """Remove the chunks kept in a folder, and the folder where nothing else is in it."""
    if not folder.is_dir():
        return
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            path.unlink(missing_ok=True)
    if not any(folder.iterdir()):
        folder.rmdir()
