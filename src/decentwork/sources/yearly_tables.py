"""Tables of one publisher over years, read when asked for, and what both readers share."""

import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from decentwork.accounts.tables import Table
from decentwork.estimates.errors import DamagedFile, InvalidInput, Problem, UnknownCode
from decentwork.estimates.provenance import Provenance


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class YearlyTables:
    """The tables of a name; `in_year` reads and checks one of them."""

    name: str
    years: tuple[int, ...]
    provenance: Provenance
    read: Callable[[int], Table]

    def __repr__(self) -> str:
        return f"YearlyTables({self.name!r}, {self.years[0]}–{self.years[-1]})"

    def in_year(self, year: int) -> Table:
        """Return the table of one year; UnknownCode names the years there are."""
        if year not in self.years:
            raise UnknownCode(str(year), f"the years of {self.name}", [str(y) for y in self.years])
        return self.read(year)


def read_arrays(path: Path, names: tuple[str, ...]) -> Mapping[str, np.ndarray]:
    """Return the named arrays of an npz file.

    Raises
    ------
    DamagedFile
        The file is truncated or no npz file.
    InvalidInput
        Arrays are missing; all of them are named.
    """
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as arrays:
            missing = [name for name in names if name not in arrays.files]
            if missing:
                raise InvalidInput(
                    path.name, [Problem("arrays", f"{name} is missing.") for name in missing]
                )
            return {name: arrays[name] for name in names}
    except FileNotFoundError:
        raise
    except (OSError, EOFError, ValueError, zipfile.BadZipFile, zlib.error) as error:
        raise DamagedFile(
            str(path), f"the file cannot be unpacked ({error}).", "Add it again from its source."
        ) from error


def as_numbers(path: Path, name: str, values: np.ndarray) -> np.ndarray:
    """Return an array as float64, refusing text."""
    if values.dtype.kind not in "iuf":
        raise InvalidInput(
            path.name, [Problem(name, "holds text where numbers belong.", "See the layout.")]
        )
    return np.ascontiguousarray(values, dtype=np.float64)
