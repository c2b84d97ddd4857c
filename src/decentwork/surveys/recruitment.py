"""A peer-recruited sample: who recruited whom, how many peers each knows, and traits."""

from dataclasses import dataclass

import pandas as pd

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.provenance import Provenance
from decentwork.surveys.recruitment_checks import recruitment_problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Recruitment:
    """Respondents in rows (index `id`), checked when built.

    `people` (r rows): `recruiter_id`, "" for a seed; `degree` the number of peers a respondent
    could have recruited, missing where not known; then the traits. Ids are case numbers.

    Raises
    ------
    InvalidInput
        With every problem at once: duplicated ids, unknown recruiters, loops, no seed.
    """

    people: pd.DataFrame
    provenance: Provenance

    def __post_init__(self) -> None:
        if problems := recruitment_problems(self.people):
            raise InvalidInput("the recruited sample", problems)

    def __repr__(self) -> str:
        """Return counts only: rows about respondents never reach a log."""
        seeds = int((self.people["recruiter_id"] == "").sum())
        return f"Recruitment({len(self.people)} respondents, {seeds} of them seeds)"

    @property
    def traits(self) -> tuple[str, ...]:
        """Return the columns that describe respondents."""
        return tuple(name for name in self.people.columns if name not in ("recruiter_id", "degree"))
