"""A plain table of links of a supply chain as a CSV file: who buys from whom, and who says so."""

from datetime import date
from pathlib import Path

import pandas as pd

from decentwork.estimates.errors import InvalidInput
from decentwork.sources.plain_tables import read_plain_table
from decentwork.surveys.links import Links, read_links


def read_links_table(path: Path, *, units: Path | None = None, as_of: date | None = None) -> Links:
    """Return the links of a CSV file with `buyer_id`, `supplier_id`, `source`: see `read_links`.

    Parameters
    ----------
    path : Path
    units : a CSV file whose column `id` names all units of the chain, optional
        Links that lead to no unit are then refused.
    as_of : day after which nothing can have begun, optional

    Raises
    ------
    InvalidInput
        With every problem of a file at once.
    """
    ids = None if units is None else list(_cells(units, ("id",))["id"])
    return read_links(_cells(path, ("buyer_id", "supplier_id", "source")), units=ids, as_of=as_of)


def _cells(path: Path, needed: tuple[str, ...]) -> pd.DataFrame:
    read = read_plain_table(path, needed)
    if read.problems:
        raise InvalidInput(path.name, read.problems)
    return read.cells
