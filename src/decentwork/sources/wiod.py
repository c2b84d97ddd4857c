"""World Input-Output Database, 2013 release: yearly tables of 35 industries, and their 12-panel."""

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import numpy as np

from decentwork.accounts.tables import Table
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance
from decentwork.sources.yearly_tables import YearlyTables, as_numbers, read_arrays

ARRAYS = ("Z", "Y", "x", "countries", "sectors", "final_demand", "year", "unit")
PANEL_ARRAYS = ("Z", "Y", "x", "years", "countries", "sectors", "unit")


def read_wiod(path: Path, provenance: Provenance) -> Table:
    """Return the table of one year: places are ISO alpha-3 or ROW, industries c1 to c35.

    Output is the publisher's, rounded by it to whole million: rows miss it by rounding.

    References
    ----------
    Timmer, Dietzenbacher, Los, Stehrer & de Vries 2015, Review of International Economics 23:
    575–605.
    """
    arrays = read_arrays(path, ARRAYS)
    places, industries = _texts(arrays["countries"]), _texts(arrays["sectors"])
    categories = _texts(arrays["final_demand"])
    return Table(
        name="wiod2013",
        year=int(arrays["year"]),
        unit=_unit(arrays["unit"]),
        places=tuple(np.repeat(places, len(industries)).tolist()),
        industries=tuple(industries * len(places)),
        markets=tuple(np.repeat(places, len(categories)).tolist()),
        categories=tuple(categories * len(places)),
        transactions=as_numbers(path, "Z", arrays["Z"]),
        final_demand=as_numbers(path, "Y", arrays["Y"]),
        output=as_numbers(path, "x", arrays["x"]),
        provenance=provenance,
    )


def read_tables(files: Mapping[str, Path], provenance: Provenance) -> YearlyTables:
    """Return the yearly tables; the year of a file is in its name (wiod2013_2011.npz)."""
    by_year = {}
    for name, path in files.items():
        found = re.fullmatch(r".*_(\d{4})\.npz", name)
        if found is None:
            raise InvalidInput(
                name, [Problem("name", "the year is missing.", "Name it like wiod2013_2011.npz.")]
            )
        by_year[int(found[1])] = path
    return YearlyTables(
        name="wiod2013",
        years=tuple(sorted(by_year)),
        provenance=provenance,
        read=lambda year: read_wiod(by_year[year], provenance),
    )


def read_panel(path: Path, provenance: Provenance) -> YearlyTables:
    """Return the tables summed to 12 industries, with final demand summed over categories."""
    years = tuple(int(year) for year in _panel(path)["years"])
    return YearlyTables(
        name="wiod2013_panel_41x12",
        years=years,
        provenance=provenance,
        read=lambda year: _panel_table(path, years.index(year), provenance),
    )


def etd_code(label: str) -> str:
    """Return the code of an industry of the Economic Transformation Database from its label.

    Examples
    --------
    >>> etd_code("Trade services")
    'trade_services'
    """
    return label.lower().replace(" ", "_")


@lru_cache(maxsize=1)
def _panel(path: Path) -> Mapping[str, np.ndarray]:
    return read_arrays(path, PANEL_ARRAYS)


def _panel_table(path: Path, position: int, provenance: Provenance) -> Table:
    arrays = _panel(path)
    places = _texts(arrays["countries"])
    industries = [etd_code(label) for label in _texts(arrays["sectors"])]
    return Table(
        name="wiod2013_panel_41x12",
        year=int(arrays["years"][position]),
        unit=_unit(arrays["unit"]),
        places=tuple(np.repeat(places, len(industries)).tolist()),
        industries=tuple(industries * len(places)),
        markets=tuple(places),
        categories=("all",) * len(places),
        transactions=as_numbers(path, "Z", arrays["Z"][position]),
        final_demand=as_numbers(path, "Y", arrays["Y"][position]),
        output=as_numbers(path, "x", arrays["x"][position]),
        provenance=provenance,
    )


def _texts(labels: np.ndarray) -> list[str]:
    return [str(label) for label in labels]


def _unit(text: np.ndarray) -> str:
    return str(text).split(",")[0].strip()  # "million USD, current prices"
