"""The manyhealth data: ratifications of ILO Conventions on health, safety and social security."""

from pathlib import Path

from decentwork.estimates.provenance import Provenance
from decentwork.sources.rows import Checks, Row, read_each
from decentwork.standards.ratifications import Coverage, Ratification, Ratifications, State

COLUMNS = ("convention", "iso3", "ratified", "in_force", "denounced_or_ended")

USED = (
    "C130",
    "C148",
    "C152",
    "C161",
    "C164",
    "C167",
    "C169",
    "C170",
    "C171",
    "C176",
    "C177",
    "C187",
)
"""The instruments taken from here. NORMLEX has the others, with fewer errors: this data set puts
China's ratification of C029 a year late and Indonesia's of C111 a month late."""

AS_OF = "2023-02"
"""The data set gives no date of its own. For the five instruments that the NORMLEX tables of June
2023 share with it, every ratification up to February 2023 is in both and four of May and June 2023
are not here, so its lists are taken as complete as of February 2023."""


def read_ratifications(path: Path, provenance: Provenance) -> Ratifications:
    """Return the ratifications of the twelve instruments in `USED`; other rows are checked only."""
    records = read_each(path, COLUMNS, _record)
    return Ratifications(
        records=[record for record in records if record.instrument in USED],
        coverage=[Coverage(instrument=code, complete=True, as_of=AS_OF) for code in USED],
        provenance=provenance.then("kept the instruments that the NORMLEX tables of 2023 lack"),
    )


def _record(row: Row, checks: Checks) -> Ratification:
    in_force, ended = checks.day(row, "in_force"), checks.day(row, "denounced_or_ended")
    state = State.IN_FORCE if in_force else State.RATIFIED
    return Ratification(
        instrument=checks.given(row, "convention"),
        place=checks.place(row),
        state=State.ENDED if ended else state,
        ratified=checks.day(row, "ratified"),
        in_force_from=in_force,
        ended=ended,
    )
