"""Reading the samples of publishers' tables, for the tests of this folder."""

from pathlib import Path
from typing import Any

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.indicators.observations import Observations

SAMPLES = Path(__file__).parent.parent / "samples"
PROVENANCE = Provenance(
    origins=(
        Origin(publisher="Nobody", title="Invented", licence="Apache-2.0", citation="Invented"),
    )
)


def only(observed: Observations, indicator: str, **at: str) -> Any:
    """Return the one row of an indicator at these coordinates."""
    rows = observed.frame[observed.frame["indicator"] == indicator]
    for name, value in at.items():
        rows = rows[rows[name] == value]
    assert len(rows) == 1, rows
    return rows.iloc[0]


def places(observed: Observations, indicator: str) -> list[str]:
    """Return the places an indicator has rows for, in the order of the file."""
    rows = observed.frame[observed.frame["indicator"] == indicator]
    return list(rows["place"].unique())
