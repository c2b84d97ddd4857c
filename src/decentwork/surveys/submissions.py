"""Answers as they were collected: one table a form, one a roster, linked by submission."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem

META = ("submitted_at", "form_version", "edits", "replaces")
FORMAT = "decentwork submissions 1"

Answers = Mapping[str, str]
"""Question id → the answer as text; a question without an answer is not in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """One filled form with the entries of its rosters.

    `submitted_at` UTC, "2026-03-01T10:00:00Z"; `edits` how often it was corrected; `replaces` the
    ids of the versions of itself that it corrects, oldest first.
    """

    form: str
    id: str
    submitted_at: str = ""
    form_version: str = ""
    edits: int = 0
    replaces: tuple[str, ...] = ()
    answers: Answers
    rosters: Mapping[str, Sequence[Answers]] = field(default_factory=lambda: MappingProxyType({}))

    def __repr__(self) -> str:
        """Return form and id only."""
        return f"Submission({self.form}, {self.id})"

    def agrees_with(self, other: "Submission") -> bool:
        """Say whether both hold the same answers to the same form."""
        return (
            self.form == other.form
            and dict(self.answers) == dict(other.answers)
            and self._entries() == other._entries()
        )

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; rosters that are empty are left out."""
        return {
            "form": self.form,
            "id": self.id,
            "submitted_at": self.submitted_at,
            "form_version": self.form_version,
            "edits": self.edits,
            "replaces": list(self.replaces),
            "answers": dict(self.answers),
            "rosters": self._entries(),
        }

    def _entries(self) -> dict[str, list[dict[str, str]]]:
        return {
            name: [dict(it) for it in listed] for name, listed in self.rosters.items() if listed
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Submissions:
    """Accepted submissions, each the newest version of itself.

    `forms` form id ("economic_unit", "worker") → one row a submission, index `instance_id` in
    order, columns the questions' ids and `META`; cells are text, "" where not asked or not
    answered; answers to a question with several choices are joined by spaces. `rosters` roster id
    ("formal_suppliers", …) → one row an entry, index (`instance_id`, `position` from 1), columns
    the questions' ids. `left_out` tells what a reader passed over; it is no part of the content.
    """

    forms: Mapping[str, pd.DataFrame]
    rosters: Mapping[str, pd.DataFrame]
    left_out: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return counts only: rows about respondents never reach a log."""
        counts = {name: len(table) for name, table in (*self.forms.items(), *self.rosters.items())}
        return f"Submissions({counts})"

    @property
    def questions(self) -> dict[str, tuple[str, ...]]:
        """Return the questions of each form, `META` apart."""
        return {
            form: tuple(name for name in table.columns if name not in META)
            for form, table in self.forms.items()
        }

    @property
    def roster_questions(self) -> dict[str, tuple[str, ...]]:
        """Return the questions of each roster."""
        return {name: tuple(table.columns) for name, table in self.rosters.items()}

    def records(self) -> list[Submission]:
        """Return every submission linked with its rosters, form by form, in the order of ids."""
        entries: dict[str, dict[str, list[Answers]]] = {}
        for roster, table in self.rosters.items():
            owners = table.index.get_level_values(0)
            for owner, row in zip(owners, _rows(table), strict=True):
                entries.setdefault(owner, {}).setdefault(roster, []).append(_answered(row))
        return [
            _record(form, str(id), row, entries.get(str(id), {}))
            for form, table in self.forms.items()
            for id, row in zip(table.index, _rows(table), strict=True)
        ]

    def to_dict(self) -> dict[str, Any]:
        """Return the canonical form: every submission with its rosters nested in it."""
        return {
            "format": FORMAT,
            "forms": {form: list(asked) for form, asked in self.questions.items()},
            "rosters": {name: list(asked) for name, asked in self.roster_questions.items()},
            "submissions": [each.to_dict() for each in self.records()],
        }

    def to_json(self) -> str:
        """Return the canonical form as text: the same submissions are the same text."""
        return json.dumps(self.to_dict(), sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the canonical form."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Submissions":
        """Return what `to_dict` wrote; `InvalidInput` for anything else."""
        hint = "Import the files the answers came in again."
        if not isinstance(values, Mapping) or values.get("format") != FORMAT:
            problem = Problem("format", f"is not {FORMAT!r}.", hint)
            raise InvalidInput("stored submissions", [problem])
        try:
            return cls.from_records(
                [
                    Submission(**{**each, "replaces": tuple(each["replaces"])})
                    for each in values["submissions"]
                ],
                questions=values["forms"],
                roster_questions=values["rosters"],
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            problem = Problem("content", "is not what was stored here.", hint)
            raise InvalidInput("stored submissions", [problem]) from error

    @classmethod
    def from_records(
        cls,
        records: Iterable[Submission],
        *,
        questions: Mapping[str, Iterable[str]],
        roster_questions: Mapping[str, Iterable[str]],
        left_out: Iterable[str] = (),
    ) -> "Submissions":
        """Return linked submissions as tables with the columns named, in the order of ids."""
        ordered = sorted(records, key=lambda each: each.id)
        return cls(
            forms={
                form: _form_table([each for each in ordered if each.form == form], tuple(asked))
                for form, asked in sorted(questions.items())
            },
            rosters={
                name: _roster_table(name, ordered, tuple(asked))
                for name, asked in sorted(roster_questions.items())
            },
            left_out=tuple(left_out),
        )


def _record(form: str, id: str, row: dict[str, str], rosters: Mapping[str, Any]) -> Submission:
    return Submission(
        form=form,
        id=id,
        submitted_at=row["submitted_at"],
        form_version=row["form_version"],
        edits=int(row["edits"] or 0),
        replaces=tuple(row["replaces"].split()),
        answers=_answered({name: cell for name, cell in row.items() if name not in META}),
        rosters=rosters,
    )


def _rows(table: pd.DataFrame) -> list[dict[str, str]]:
    """Return the rows of a table of texts; ten times as fast as pandas' own way."""
    names = [str(name) for name in table.columns]
    columns = [table[name].tolist() for name in names]
    return [dict(zip(names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _answered(row: Mapping[Any, str]) -> Answers:
    return {str(question): cell for question, cell in row.items() if cell}


def _form_table(records: Sequence[Submission], asked: tuple[str, ...]) -> pd.DataFrame:
    rows = [
        [
            *(each.answers.get(question, "") for question in asked),
            each.submitted_at,
            each.form_version,
            str(each.edits),
            " ".join(each.replaces),
        ]
        for each in records
    ]
    ids = pd.Index([each.id for each in records], name="instance_id", dtype=str)
    return pd.DataFrame(rows, index=ids, columns=[*asked, *META], dtype=str)


def _roster_table(name: str, records: Sequence[Submission], asked: tuple[str, ...]) -> pd.DataFrame:
    places, rows = [], []
    for each in records:
        for position, entry in enumerate(each.rosters.get(name, ()), start=1):
            places.append((each.id, position))
            rows.append([entry.get(question, "") for question in asked])
    index = pd.MultiIndex.from_arrays(
        [
            pd.Index([id for id, _ in places], dtype=str),
            pd.Index([position for _, position in places], dtype="int64"),
        ],
        names=["instance_id", "position"],
    )
    return pd.DataFrame(rows, index=index, columns=list(asked), dtype=str)
