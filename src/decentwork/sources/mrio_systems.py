"""Tables that pymrio reads: EXIOBASE 3, Eora26, and whatever pymrio itself has saved.

pymrio comes with the extra `tables`. Its objects end here: what leaves is a `PublishedTable`.
"""

import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from scipy.linalg import solve

from decentwork.accounts.tables import Matrix, Table, Vector
from decentwork.classifications.countries import REST_OF_WORLD, countries
from decentwork.estimates.errors import DamagedFile, InputError, InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sources.published_accounts import StatedRow, is_labour, labour_accounts, slug
from decentwork.sources.published_table import PublishedTable

EXIOBASE_REGIONS = {"WA", "WE", "WF", "WL", "WM"}  # its five rests of continents
MONEY = {
    "M.EUR": "million EUR", "MEUR": "million EUR", "Million EUR": "million EUR",
    "M.USD": "million USD", "Million USD": "million USD", "million USD": "million USD",
    "000 USD": "thousand USD", "1000 USD": "thousand USD",
}  # fmt: skip


class ReaderMissing(InputError):
    """The table needs a reader, pymrio or h5py, that is not installed."""

    def __init__(self, path: Path, reader: str) -> None:
        self.path, self.reader = path, reader
        super().__init__(
            f"{path}: this table needs the reader {reader}. "
            "Install it with: pip install 'decentwork[tables]'"
        )


def is_system(path: Path) -> bool:
    """Say whether a folder or zip archive holds the files of EXIOBASE 3 or of `save_all`."""
    names = {Path(name).name for name in _names(path)}
    kinds = (".txt", ".csv", ".tsv", ".parquet", ".pkl")
    return any({f"{it}{kind}", f"Y{kind}"} <= names for it in "AZ" for kind in kinds)


def is_eora(path: Path) -> bool:
    """Say whether a folder or zip archive holds the files of one year of Eora26."""
    return any(re.fullmatch(r"Eora26_\d{4}_bp_T\.txt", Path(it).name) for it in _names(path))


def system_years(path: Path) -> list[int]:
    """Return the years that the names of a folder or archive and of its files tell."""
    texts = (path.resolve().name, *_names(path)) if is_eora(path) else (path.resolve().name,)
    found = [re.findall(r"(?<!\d)((?:19|20)\d\d)(?!\d)", it.replace("_", " ")) for it in texts]
    return sorted({int(year) for years in found for year in years})


def read_system(path: Path, year: int) -> PublishedTable:
    """Return a table that pymrio saved; EXIOBASE 3 is published in this form.

    Output is the table's own; where it is not there, it follows from coefficients and final
    demand. Accounts are the rows on people at work, their hours and their pay, by sex and
    skill as published, and their sums.

    Raises
    ------
    ReaderMissing
        pymrio is not installed.
    DamagedFile
        pymrio cannot read the files.
    InvalidInput
        The table does not say in what money it counts.

    References
    ----------
    Stadler et al. 2018, EXIOBASE 3, Journal of Industrial Ecology 22: 502–515; Stadler 2021,
    Pymrio, Journal of Open Research Software 9: 8.
    """
    # It reads whatever pymrio saved, and besides gives EXIOBASE's regions one name in all releases.
    system = _loaded("parse_exiobase3", path)
    is_exiobase = _is_exiobase(system)
    flows, output = _flows(system, path)
    origin = _exiobase_origin(year) if is_exiobase else _own_origin(system, path, year)
    name = f"exiobase3_{year}" if is_exiobase else f"{slug(path.resolve().stem)}_{year}"
    return _published(system, flows, output, name, year, _money(system, path), origin)


def read_eora(path: Path, year: int) -> PublishedTable:
    """Return a table of Eora26 at basic prices; output is the row sum.

    The table does not balance: what columns miss of output is told in the notes, as is what its
    row and column of discrepancies held.

    Raises
    ------
    ReaderMissing, DamagedFile
        As `read_system`.

    References
    ----------
    Lenzen, Moran, Kanemoto & Geschke 2013, Building Eora, Economic Systems Research 25: 20–49.
    """
    system = _loaded("parse_eora26", path, year=year)
    flows = system.Z.to_numpy(dtype=float)
    sales = flows.sum(axis=1) + system.Y.to_numpy(dtype=float).sum(axis=1)
    inputs = system.VA.F.to_numpy(dtype=float).sum(axis=0)
    output = np.maximum(sales, 0.0)
    gap = np.abs(output - flows.sum(axis=0) - inputs).sum() / output.sum()
    origin = Origin(
        publisher="Eora",
        title=f"Eora26 {year}, basic prices",
        licence="Eora licence: an account is needed, redistribution is not allowed",
        citation="Lenzen, Moran, Kanemoto, Geschke (2013), Building Eora, Economic Systems "
        "Research 25: 20-49",
        edition=str(year),
    )
    notes = (
        f"output is the row sum; columns miss it by {gap:.3%} of output in all",
        "the row and column of statistical discrepancies are left out",
        *(
            [f"{(sales < 0).sum()} rows add to less than nothing: no output"]
            * bool((sales < 0).any())
        ),
    )
    return _published(system, flows, output, f"eora26_{year}", year, "thousand USD", origin, notes)


def _names(path: Path) -> list[str]:
    if path.is_dir():
        return [it.name for it in path.iterdir()]
    try:
        with zipfile.ZipFile(path) as packed:
            return packed.namelist()
    except (zipfile.BadZipFile, OSError):
        return []


def _loaded(reader: str, path: Path, **how: int) -> Any:  # noqa: ANN401 - pymrio ships no types
    try:
        pymrio = import_module("pymrio")
    except ImportError as error:
        raise ReaderMissing(path, "pymrio") from error
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what pandas thinks of pymrio's code helps nobody here
            return getattr(pymrio, reader)(path, **how)
    # pymrio lets through whatever its files make pandas or zipfile say.
    except (OSError, ValueError, KeyError, AttributeError, TypeError, IndexError) as error:
        reason = f"pymrio cannot read it ({type(error).__name__}: {error})."
        raise DamagedFile(str(path), reason, "Fetch it again.") from error
    except Exception as error:  # noqa: BLE001 - its own errors derive from Exception alone
        if not type(error).__module__.startswith("pymrio"):
            raise
        raise DamagedFile(
            str(path), f"pymrio cannot read it ({error}).", "Fetch it again."
        ) from error


def _is_exiobase(system: Any) -> bool:  # noqa: ANN401 - pymrio ships no types
    return EXIOBASE_REGIONS <= {str(it) for it in system.Y.index.get_level_values(0)}


def _flows(system: Any, path: Path) -> tuple[Matrix, Vector]:  # noqa: ANN401 - as above
    """Return Z and x; a file that has neither has A, of which both follow with Y."""
    demand = system.Y.to_numpy(dtype=float).sum(axis=1)
    if system.Z is not None:
        flows = system.Z.to_numpy(dtype=float)
        if system.x is None:
            return flows, np.maximum(flows.sum(axis=1) + demand, 0.0)
        return flows, system.x.to_numpy(dtype=float)[:, 0]
    coefficients = system.A.to_numpy(dtype=float)
    if system.x is not None:
        output = system.x.to_numpy(dtype=float)[:, 0]
    else:
        output = solve(np.eye(len(demand)) - coefficients, demand, overwrite_a=True)
    if (output < -1e-6 * np.abs(output).max()).any():
        problem = Problem("A.txt, Y.txt", "output that follows from them is negative.")
        raise InvalidInput(path.name, [problem])
    return coefficients * np.maximum(output, 0.0), np.maximum(output, 0.0)


def _money(system: Any, path: Path) -> str:  # noqa: ANN401 - as above
    stated = [] if system.unit is None else system.unit.iloc[:, 0].astype(str)
    units: list[str] = sorted(set(stated))
    if len(units) == 1:
        return MONEY.get(units[0], units[0])
    what = "the unit of money is missing." if not units else f"there are {len(units)} units."
    raise InvalidInput(path.name, [Problem("unit.txt", what, "A table of money has one.")])


def _published(
    system: Any,  # noqa: ANN401 - as above
    flows: Matrix,
    output: Vector,
    name: str,
    year: int,
    unit: str,
    origin: Origin,
    notes: tuple[str, ...] = (),
) -> PublishedTable:
    rows = [(str(place), str(industry)) for place, industry in system.Y.index]
    uses = [(str(it[0]), " ".join(map(str, it[1:])) or "all") for it in _pairs(system.Y.columns)]
    ours = _our_codes(dict.fromkeys(place for place, _ in rows))
    known = {it.iso3 for it in (*countries(), *countries(invented=True))} | {REST_OF_WORLD}
    own = [place for place in ours.values() if place not in known]
    table = Table(
        name=name,
        year=year,
        unit=unit,
        places=tuple(ours[place] for place, _ in rows),
        industries=tuple(industry for _, industry in rows),
        markets=tuple(ours.get(place, place) for place, _ in uses),
        categories=tuple(use for _, use in uses),
        transactions=flows,
        final_demand=system.Y.to_numpy(dtype=float),
        output=output,
        provenance=Provenance(origins=(origin,), steps=("read with pymrio", *notes)),
    )
    accounts, left_out = labour_accounts(_stated_rows(system), table)
    groups = [f"regions that no ISO code names: {', '.join(own)}"] * bool(own)
    return PublishedTable(
        table=table,
        primary_inputs=None,
        mapped={theirs: code for theirs, code in ours.items() if theirs != code},
        own_regions=bool(own),
        notes=(*notes, *groups, *left_out),
        accounts=accounts,
    )


def _pairs(columns: pd.Index) -> list[tuple[str, ...]]:
    return [it if isinstance(it, tuple) else (it,) for it in columns]


def _our_codes(regions: Iterable[str]) -> dict[str, str]:
    """Return ISO alpha-3 of EXIOBASE's two-letter codes; other tables' codes lose their spaces.

    Its rest of Africa is WF, which is Wallis and Futuna's code in ISO.
    """
    codes = tuple(regions)
    is_exiobase = set(codes) >= EXIOBASE_REGIONS
    by_two = {it.iso2: it.iso3 for it in countries() if it.iso2 not in EXIOBASE_REGIONS}
    known = by_two if is_exiobase else {}
    return {code: known.get(code, code.replace(" ", "_")) for code in codes}


def _stated_rows(system: Any) -> Iterator[StatedRow]:  # noqa: ANN401 - as above
    """Yield the rows on labour of all extensions with their units."""
    for extension in system.get_extensions(data=True):
        if extension.F is None or extension.unit is None:
            continue
        for label, unit in extension.unit.iloc[:, 0].astype(str).items():
            text = str(label[0] if isinstance(label, tuple) else label)
            if is_labour(text) and label in extension.F.index:
                values = extension.F.loc[label].to_numpy(dtype=float).ravel()
                yield StatedRow(text, unit, values)


def _exiobase_origin(year: int) -> Origin:
    return Origin(
        publisher="EXIOBASE consortium",
        title=f"EXIOBASE 3, {year}",
        licence="CC BY-SA 4.0 (from 3.8; earlier: see the release)",
        citation="Stadler et al. (2018), EXIOBASE 3, Journal of Industrial Ecology 22: 502-515",
        edition=str(year),
    )


def _own_origin(system: Any, path: Path, year: int) -> Origin:  # noqa: ANN401 - as above
    meta: Mapping[str, Any] = getattr(system.meta, "_content", {})
    named = str(meta.get("name") or path.resolve().name)
    return Origin(
        publisher=named,
        title=f"{meta.get('description') or named}, {year}",
        licence="not stated",
        citation=f"{named}, saved with pymrio",
        edition=str(meta.get("version") or year),
    )
