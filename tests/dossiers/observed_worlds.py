"""Small invented observations on work, drawn as a table, for the tests of this folder."""

import pandas as pd
from tests.dossiers.worlds import INVENTED

from decentwork.indicators.observations import COLUMNS, observations
from decentwork.sources.work_observations import WorkObservations, gathered


def observed(table: str) -> WorkObservations:
    """Return the observations of a table whose columns are `source` and some of `COLUMNS`."""
    header, *lines = [line.split("|") for line in table.strip().splitlines()]
    names = [name.strip() for name in header]
    rows = pd.DataFrame(
        [dict(zip(names, (cell.strip() for cell in line), strict=True)) for line in lines]
    )
    rows = rows.assign(
        value=rows["value"].astype(float),
        **{name: "" for name in COLUMNS if name not in (*names, "low", "high")},
    )
    return gathered(
        {
            source: observations(part.drop(columns="source"), INVENTED)
            for source, part in rows.groupby("source")
        }
    )
