"""US Department of Labor: List of Goods Produced by Child Labor or Forced Labor."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from decentwork.estimates.provenance import Provenance
from decentwork.indicators.observations import Observations, observations
from decentwork.sources.rows import Checks, Row, read_rows

FLAGS = {
    "child_labour": "listed_child_labour_good",
    "forced_labour": "listed_forced_labour_good",
    "forced_child_labour": "listed_forced_child_labour_good",
    "downstream_good": "listed_downstream_good",
}
"""Column of the file → indicator. A downstream good is listed because of an input to it."""

COLUMNS = ("edition", "iso3", "country", "good", *FLAGS)


def read_goods(path: Path, provenance: Provenance) -> Observations:
    """Return 1 for each reason for which a good of a country is listed, 0 for each that is not.

    A country and good outside an edition has no row in it. Editions before 2022 do not tell
    downstream goods apart; they have no row for that.
    """
    rows = read_rows(path, COLUMNS)
    checks = Checks(path.name)
    listed = [value for row in rows for value in _listed(row, checks)]
    checks.refuse()
    return observations(pd.DataFrame(listed), provenance)


def _listed(row: Row, checks: Checks) -> Iterator[dict[str, Any]]:
    edition, good = checks.whole(row, "edition"), checks.given(row, "good")
    place = checks.place(row)
    for column, indicator in FLAGS.items():
        if row[column] and checks.one_of(row, column, ("0", "1")) in ("0", "1"):
            yield {
                "indicator": indicator,
                "place": place,
                "period": str(edition),
                "subject": good,
                "value": float(row[column]),
            }
