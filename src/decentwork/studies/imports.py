"""Accepted submissions as a study folder keeps them: one JSON file an import, read as one."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from decentwork.estimates.errors import InvalidInput
from decentwork.surveys.corrections import newest_versions
from decentwork.surveys.submissions import Submission, Submissions


def stored_text(submissions: Submissions, *, number: int, by: str, at: str) -> str:
    """Return what is written of an import: which it was, who made it when, and what came."""
    values = {"number": number, "at": at, "by": by, "submissions": submissions.to_dict()}
    return json.dumps(values, sort_keys=True, ensure_ascii=False, indent=1) + "\n"


def read_imports(paths: Iterable[Path]) -> Submissions:
    """Return what all imports hold, each submission in its newest version.

    Raises
    ------
    InvalidInput
        Files contradict each other: somebody wrote into them.
    """
    stored = [json.loads(path.read_text("utf-8")) for path in paths if path.exists()]
    stored.sort(key=lambda each: int(each["number"]))
    found = [
        (f"import {each['number']}", _submission(record))
        for each in stored
        for record in each["submissions"]["submissions"]
    ]
    newest, problems = newest_versions(found)
    if problems:
        raise InvalidInput("the study's submissions", problems)
    return Submissions.from_records(
        (each for _, each in newest),
        questions=_columns(each["submissions"]["forms"] for each in stored),
        roster_questions=_columns(each["submissions"]["rosters"] for each in stored),
    )


def _submission(values: Mapping[str, Any]) -> Submission:
    return Submission(**{**values, "replaces": tuple(values["replaces"])})


def _columns(asked: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, list[str]]:
    """Return the questions of each table over all imports, in the order of their first."""
    found: dict[str, dict[str, None]] = {}
    for tables in asked:
        for name, questions in tables.items():
            found.setdefault(name, {}).update(dict.fromkeys(questions))
    return {name: list(questions) for name, questions in found.items()}
