"""What a file of collected forms holds before it is checked against a questionnaire."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from decentwork.estimates.errors import Problem

# The same fact under the names of ODK Central (JSON, CSV) and of Kobo (JSON, XLSX), and our own.
_OWN_ID = ("meta/instanceID", "meta-instanceID", "_uuid", "instanceID")
_ROOT = ("__id", "KEY", "meta/rootUuid", "meta-rootUuid")
_OLDER = ("meta/deprecatedID", "meta-deprecatedID")
_CHAIN = ("Replaces", "_replaces")
_SUBMITTED = ("__system/submissionDate", "SubmissionDate", "_submission_time")
_VERSION = ("__system/formVersion", "FormVersion", "__version__")
_EDITS = ("__system/edits", "Edits", "_edits")
_REVIEW = (
    "__system/reviewState",
    "ReviewState",
    "_validation_status/uid",
    "_validation_status",
)
_REJECTED = ("rejected", "validation_status_not_approved", "not approved")

Cells = Mapping[str, str]
"""Column, with its groups as the file has them, → cell as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a roster: where it stands, and its cells."""

    where: str
    cells: Cells


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """One submission as a file has it: its own id, what it corrects, its cells and rosters."""

    where: str
    id: str
    cells: Cells
    rosters: Mapping[str, Sequence[Entry]] = field(default_factory=dict)

    @property
    def replaces(self) -> tuple[str, ...]:
        """Return the ids of the versions that it corrects, oldest first."""
        ids = [without_prefix(first(self.cells, names)) for names in (_ROOT, _OLDER)]
        ids[1:1] = first(self.cells, _CHAIN).split()
        return tuple(dict.fromkeys(id for id in ids if id and id != self.id))

    @property
    def submitted(self) -> str:
        """Return when the file says that it was submitted."""
        return first(self.cells, _SUBMITTED)

    @property
    def form_version(self) -> str:
        """Return the version of the form that was filled."""
        return first(self.cells, _VERSION)

    @property
    def edits(self) -> int:
        """Return how often it was corrected."""
        text = first(self.cells, _EDITS)
        return int(text) if text.isdecimal() else 0

    @property
    def is_rejected(self) -> bool:
        """Say whether the reviewers of the office rejected it."""
        return first(self.cells, _REVIEW).lower() in _REJECTED


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedForm:
    """All submissions of one form in one file.

    `names` are what the file calls the form; `columns` those of the main table and
    `roster_columns` those of each roster that is there, with their groups. `is_page`: the file says
    that more follow. `problems` are those found while reading.
    """

    where: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    roster_columns: Mapping[str, tuple[str, ...]]
    submissions: tuple[Collected, ...]
    has_empty_rosters: bool = False  # JSON leaves out a roster without entries; tables do not
    is_page: bool = False
    problems: tuple[Problem, ...] = ()


def own_id(cells: Cells) -> str:
    """Return the id of a submission's own version; "" when the file tells none."""
    return without_prefix(first(cells, _OWN_ID) or first(cells, _ROOT))


def first(cells: Cells, names: Iterable[str]) -> str:
    """Return the first cell that is not empty under any of the names; "" when there is none."""
    return next((cells[name] for name in names if cells.get(name)), "")


def without_prefix(id: str) -> str:
    """Return an id as both servers know it: ODK writes "uuid:" before it, Kobo sometimes."""
    return id.removeprefix("uuid:")


def as_text(value: Any) -> str:  # noqa: ANN401 - whatever a JSON value or a workbook's cell is
    """Return a value as a phone would have sent it.

    Examples
    --------
    >>> as_text(5.0), as_text(None), as_text(" Avonia ")
    ('5', '', 'Avonia')
    """
    if isinstance(value, str):
        return value.strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def moment(text: str) -> str:
    """Return a time as UTC to the second; ValueError when it is no time.

    Kobo tells UTC without saying so; Central says so.

    Examples
    --------
    >>> moment("2026-03-01T12:00:00.250+02:00"), moment("2026-03-01 10:00:00")
    ('2026-03-01T10:00:00Z', '2026-03-01T10:00:00Z')
    """
    told = datetime.fromisoformat(text)
    utc = told.replace(tzinfo=UTC) if told.tzinfo is None else told.astimezone(UTC)
    return utc.strftime("%Y-%m-%dT%H:%M:%SZ")
