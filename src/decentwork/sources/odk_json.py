"""Submissions as JSON: of ODK Central (OData with repeats expanded), of Kobo, and our own."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from decentwork.estimates.errors import DamagedFile, Problem
from decentwork.sources.collected import Collected, CollectedForm, Entry, as_text, own_id
from decentwork.sources.rows import FETCH_AGAIN, read_text
from decentwork.surveys.submissions import FORMAT, Submission, Submissions

_LINK = "@odata.navigationLink"
_EXPAND = "Download it again with $expand=* so that supplier lists come with their submissions."


def read_json(path: Path, where: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the content of a JSON file; `DamagedFile` when it is cut short or no UTF-8 JSON."""
    try:
        return json.loads(read_text(path))
    except json.JSONDecodeError as error:
        reason = f"The file is cut short or no JSON (line {error.lineno})."
        raise DamagedFile(where, reason, FETCH_AGAIN) from error
    except RecursionError as error:
        raise DamagedFile(where, "The file is nested too deeply.", FETCH_AGAIN) from error


def collected_forms(content: Any, filename: str) -> list[CollectedForm]:  # noqa: ANN401 - JSON
    """Return the submissions in a JSON document, each with its repeats nested in it.

    Layouts: `{"value": […]}` of ODK Central's OData (`…svc/Submissions?$expand=*`); a list, or
    `{"count": …, "next": …, "results": […]}`, of Kobo's `/api/v2/assets/…/data`.

    Raises
    ------
    DamagedFile
        The document is none of these.
    """
    if isinstance(content, Mapping) and content.get("format") == FORMAT:
        return _ours(content, filename)
    rows = _rows(content)
    if rows is None:
        reason = "There are no submissions in the file."
        hint = "Give the JSON of ODK Central (OData), of Kobo (API v2), or one exported here."
        raise DamagedFile(filename, reason, hint)
    problems: list[Problem] = []
    submissions = []
    for number, row in enumerate(rows, start=1):
        where = f"{filename}, submission {number}"
        cells, rosters = _flat(row, where, problems)
        submissions.append(Collected(where=where, id=own_id(cells), cells=cells, rosters=rosters))
    return [
        CollectedForm(
            where=filename,
            names=_names(content, submissions),
            columns=tuple(dict.fromkeys(name for each in submissions for name in each.cells)),
            roster_columns=_roster_columns(submissions),
            submissions=tuple(submissions),
            has_empty_rosters=True,
            is_page=isinstance(content, Mapping)
            and bool(content.get("next") or content.get("@odata.nextLink")),
            problems=tuple(dict.fromkeys(problems)),
        )
    ]


def _ours(content: Mapping[str, Any], where: str) -> list[CollectedForm]:
    """Return the submissions of an export of ours."""
    stored = Submissions.from_dict(content)
    read = [
        (each.form, _our_submission(each, f"{where}, submission {number}"))
        for number, each in enumerate(stored.records(), start=1)
    ]
    return [
        CollectedForm(
            where=where,
            names=(form,),
            columns=questions,
            roster_columns=_roster_columns([it for of, it in read if of == form]),
            submissions=tuple(it for of, it in read if of == form),
            has_empty_rosters=True,
        )
        for form, questions in stored.questions.items()
    ]


def _our_submission(stored: Submission, where: str) -> Collected:
    """Return a stored submission, its stamps under the names that Kobo gives the same."""
    stamps = {
        "_submission_time": stored.submitted_at,
        "__version__": stored.form_version,
        "_edits": str(stored.edits),
        "_replaces": " ".join(stored.replaces),
    }
    rosters = {
        roster: [
            Entry(where=f"{where}, {roster} {place}", cells=entry)
            for place, entry in enumerate(entries, start=1)
        ]
        for roster, entries in stored.rosters.items()
    }
    return Collected(where=where, id=stored.id, cells={**stored.answers, **stamps}, rosters=rosters)


def _rows(content: Any) -> list[Mapping[str, Any]] | None:  # noqa: ANN401 - JSON
    if isinstance(content, Mapping):
        content = content.get("value", content.get("results"))
    is_rows = isinstance(content, list) and all(isinstance(row, Mapping) for row in content)
    return content if is_rows else None


def _flat(
    row: Mapping[str, Any], where: str, problems: list[Problem]
) -> tuple[dict[str, str], dict[str, list[Entry]]]:
    """Return the cells of a submission by path, and its repeats by their own name."""
    cells: dict[str, str] = {}
    rosters: dict[str, list[Entry]] = {}
    for path, value in _leaves(row, ""):
        name = path.rpartition("/")[2]
        if name.endswith(_LINK):
            if not _has(row, path.removesuffix(_LINK)):
                what = f"the repeat {name.removesuffix(_LINK)} is not in the file."
                problems.append(Problem(where.partition(",")[0], what, _EXPAND))
        elif isinstance(value, list):
            if not path.startswith("_"):
                rosters[name] = [
                    Entry(
                        where=f"{where}, {name} {position}",
                        cells={
                            at: as_text(it)
                            for at, it in _leaves(entry, "")
                            if not isinstance(it, list)
                        },
                    )
                    for position, entry in enumerate(value, start=1)
                    if isinstance(entry, Mapping)
                ]
        else:
            cells[path] = as_text(value)
    return cells, rosters


def _has(row: Any, path: str) -> bool:  # noqa: ANN401 - JSON
    for part in path.split("/"):
        if not isinstance(row, Mapping) or part not in row:
            return False
        row = row[part]
    return True


def _leaves(row: Mapping[str, Any], above: str) -> Iterator[tuple[str, Any]]:
    """Yield every value that is no group, with its path "group/question"."""
    for name, value in row.items():
        path = f"{above}/{name}" if above else name
        if isinstance(value, dict):
            yield from _leaves(value, path)
        else:
            yield path, value


def _names(content: Any, submissions: list[Collected]) -> tuple[str, ...]:  # noqa: ANN401 - JSON
    """Return what the file calls its form: in the context's address, or in each row (Kobo)."""
    context = str(content.get("@odata.context", "")) if isinstance(content, Mapping) else ""
    address = context.partition(".svc")[0].rpartition("/")[2] if ".svc" in context else ""
    told = [address, *(each.cells.get("_xform_id_string", "") for each in submissions)]
    return tuple(dict.fromkeys(name for name in told if name))


def _roster_columns(submissions: list[Collected]) -> dict[str, tuple[str, ...]]:
    columns: dict[str, dict[str, None]] = {}
    for each in submissions:
        for roster, entries in each.rosters.items():
            found = columns.setdefault(roster, {})
            for entry in entries:
                found |= dict.fromkeys(entry.cells)
    return {roster: tuple(found) for roster, found in columns.items()}
