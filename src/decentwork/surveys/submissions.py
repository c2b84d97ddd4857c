"""Answers as they were collected: one table a form, one a roster, linked by submission."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

META = ("submitted_at", "form_version")


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """Accepted submissions, each the newest version of itself.

    `forms` form id ("economic_unit", "worker") → one row a submission, index `instance_id`, columns
    the questions' ids and `META`; cells are text, "" where not asked or not answered; answers to a
    question with several choices are joined by spaces. `rosters` roster id ("formal_suppliers", …)
    → one row an entry, index (`instance_id`, `position` from 1), columns the questions' ids.
    """

    forms: Mapping[str, pd.DataFrame]
    rosters: Mapping[str, pd.DataFrame]

    def __repr__(self) -> str:
        """Return counts only: rows about respondents never reach a log."""
        counts = {name: len(table) for name, table in (*self.forms.items(), *self.rosters.items())}
        return f"Submissions({counts})"
