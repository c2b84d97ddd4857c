"""The state of fieldwork: which cases there are, who named whom, and what became of each."""

from dataclasses import dataclass

import pandas as pd

CASE_COLUMNS = ("tier", "kind", "stratum", "seed_chance", "disposition", "draw")
NOMINATION_COLUMNS = (
    "buyer_id",
    "kind",
    "position",
    "unit_id",
    "case_id",
    "eligible",
    "drawn",
    "abroad",
    "country",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fieldwork:
    """Cases (units to visit or visited) and nominations (suppliers that buyers listed).

    `cases` index `case_id`: `tier` int (shortest way found so far), `kind`, `stratum` ("" beyond
    the seeds), `seed_chance` (missing beyond the seeds), `disposition`, `draw` number of the draw
    that issued it. `nominations` index `nomination_id`: `buyer_id` the case that named it, `kind`,
    `position` on that roster, `unit_id` shared by nominations of one unit, `case_id` of that unit
    ("" until somebody drew it: a nomination not `drawn` itself may be of a known case), `eligible`
    within cut-off and design, `drawn` bool, `abroad` bool, `country` ISO alpha-3 or "".
    """

    cases: pd.DataFrame
    nominations: pd.DataFrame

    def __repr__(self) -> str:
        """Return counts only."""
        return f"Fieldwork({len(self.cases)} cases, {len(self.nominations)} nominations)"
