"""EMERGING, a table of 245 economies: one MATLAB file (version 7.3, that is HDF5) a year.

h5py comes with the extra `tables`. No release was at hand: names of arrays and labels are those
that open readers expect, and whatever does not fit them is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.classifications.countries import find_country
from decentwork.estimates.errors import (
    AmbiguousName,
    DamagedFile,
    InvalidInput,
    Problem,
    UnknownCode,
)
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.mrio_systems import ReaderMissing
from decentwork.sources.published_table import PublishedTable

MAGIC = b"MATLAB 7.3 MAT-file"
LISTS = ("country_list", "sector_list", "final_list")
ARRAYS = ("z", "f", "va", "X")
UNIT = "million USD"
LAYOUT = "EMERGING has z, f, va and X, labelled by country_list, sector_list and final_list."
MOST_UNKNOWN = 0.1
"""Share of the economies that may lack an ISO code; with more, the list is of something else."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Held:
    """What a file holds: labels, flows (n, n) as stored, demand (n, k), value added, output."""

    economies: list[str]
    sectors: list[str]
    uses: list[str]
    flows: Matrix
    demand: Matrix
    added: Vector
    output: Vector


def is_matlab(path: Path) -> bool:
    """Say whether a file is a MATLAB file of version 7.3."""
    with path.open("rb") as opened:
        return opened.read(len(MAGIC)) == MAGIC


def read_emerging(path: Path, year: int) -> PublishedTable:
    """Return the table of a file; output is the file's own.

    Whether sellers are the rows or the columns of the stored matrix is told by output: they are
    where sales add up to it.

    Raises
    ------
    ReaderMissing
        h5py is not installed.
    DamagedFile
        The file is no HDF5.
    InvalidInput
        Arrays or labels are missing or of other sizes, or the economies are none; all are told.

    References
    ----------
    Huo, Chen, Hubacek, Zheng, Meng & Guan 2022, Full-scale, near real-time multi-regional
    input-output table for the global emerging economies (EMERGING), Journal of Industrial Ecology
    26: 1218–1232.
    """
    held = _held(path)
    places, own = _places(held.economies, path)
    table = Table(
        name=f"emerging_{year}",
        year=year,
        unit=UNIT,
        places=tuple(it for it in places for _ in held.sectors),
        industries=tuple(held.sectors) * len(places),
        markets=tuple(it for it in places for _ in held.uses),
        categories=tuple(held.uses) * len(places),
        transactions=_sellers_first(held),
        final_demand=held.demand,
        output=held.output,
        provenance=Provenance(origins=(_origin(year),), steps=("read from a MATLAB file",)),
    )
    pairs = zip(held.economies, places, strict=True)
    return PublishedTable(
        table=table,
        primary_inputs=held.added,
        mapped={theirs: ours for theirs, ours in pairs if theirs != ours},
        own_regions=bool(own),
        notes=(
            f"the file states no unit; its authors document {UNIT}",
            *[f"regions that no ISO code names: {', '.join(own)}"] * bool(own),
        ),
        accounts={},
    )


def _held(path: Path) -> _Held:
    try:
        h5py = import_module("h5py")
    except ImportError as error:
        raise ReaderMissing(path, "h5py") from error
    try:
        with h5py.File(path, "r") as opened:
            within = _container(opened, path)
            economies, sectors, uses = (_texts(opened, within[name]) for name in LISTS)
            n, k = len(economies) * len(sectors), len(economies) * len(uses)
            _check_sizes(within, n, k, path)
            return _Held(
                economies=economies,
                sectors=sectors,
                uses=uses,
                flows=within["z"].astype(np.float64)[()],
                demand=np.ascontiguousarray(within["f"].astype(np.float64)[()].T),
                added=within["va"].astype(np.float64)[()].ravel(),
                output=within["X"].astype(np.float64)[()].ravel(),
            )
    except OSError as error:
        reason = f"It cannot be opened ({error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error


def _container(opened: Any, path: Path) -> Mapping[str, Any]:  # noqa: ANN401 - no types
    """Return the group with the arrays: the file itself, or the one structure that it holds."""
    names = [name for name in opened if name != "#refs#"]
    within = opened if len(names) > 1 else opened[names[0]] if names else {}
    wanted = (*LISTS, *ARRAYS)
    lacking = [name for name in wanted if not hasattr(within, "keys") or name not in within]
    if lacking:
        there = ", ".join(names)
        what = f"is not in the file, which holds {there or 'nothing'}."
        raise InvalidInput(path.name, [Problem(name, what, LAYOUT) for name in lacking])
    found: Mapping[str, Any] = within
    return found


def _texts(opened: Any, listed: Any) -> list[str]:  # noqa: ANN401 - no types
    """Return the texts of a list: references to arrays of characters; "" for anything else."""
    texts = []
    for reference in listed[()].ravel():
        held = opened[reference][()].ravel() if listed.dtype.hasobject else ()
        texts.append("".join(chr(int(it)) for it in held if it).strip())
    return texts


def _check_sizes(within: Mapping[str, Any], n: int, k: int, path: Path) -> None:
    wanted = {"z": [(n, n)], "f": [(k, n)], "va": [(1, n), (n, 1)], "X": [(1, n), (n, 1)]}
    problems = [
        Problem(name, f"is {within[name].shape}; its labels say {sizes[0]}.", LAYOUT)
        for name, sizes in wanted.items()
        if within[name].shape not in sizes
    ]
    if problems:
        raise InvalidInput(path.name, problems)


def _places(economies: Sequence[str], path: Path) -> tuple[list[str], list[str]]:
    """Return our code of each economy, and the codes of its own that no ISO code names."""
    places, own = [], []
    for name in economies:
        try:
            places.append(find_country(name).iso3)
        except (UnknownCode, AmbiguousName):
            places.append(name.replace(" ", "_"))
            own.append(places[-1])
    if len(own) > MOST_UNKNOWN * len(economies):
        known = f"At most {MOST_UNKNOWN:.0%} may lack an ISO code."
        what = f"{len(own)} of {len(economies)} are no economies: {', '.join(own[:5])}."
        raise InvalidInput(path.name, [Problem("country_list", what, known)])
    return places, own


def _sellers_first(held: _Held) -> Matrix:
    """Return flows with sellers in rows: the orientation in which sales come nearer to output.

    MATLAB's matrices are stored transposed, but published readers disagree on this one.
    """
    sold = held.output - held.demand.sum(axis=1)
    as_stored = np.abs(held.flows.sum(axis=1) - sold).sum()
    turned = np.abs(held.flows.sum(axis=0) - sold).sum()
    return held.flows if as_stored < turned else held.flows.T


def _origin(year: int) -> Origin:
    return Origin(
        publisher="EMERGING",
        title=f"EMERGING multi-regional input-output table, {year}",
        licence="as its publisher states",
        citation="Huo et al. (2022), Full-scale, near real-time multi-regional input-output table "
        "for the global emerging economies, Journal of Industrial Ecology 26: 1218-1232",
        edition=str(year),
    )
