"""Which questionnaire a collected form belongs to, and which question each column answers."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from decentwork.estimates.errors import Problem
from decentwork.questionnaires.questionnaire import Question, Questionnaire
from decentwork.sources.collected import Cells, CollectedForm

_OF_SERVERS = frozenset(
    "KEY PARENT_KEY SubmissionDate SubmitterID SubmitterName AttachmentsPresent "
    "AttachmentsExpected Status ReviewState DeviceID Edits FormVersion isValidated "
    "start end today deviceid phonenumber username email simserial subscriberid audit "
    "instanceID instanceName Replaces".split()
)
_GROUPS_OF_SERVERS = ("meta", "formhub", "__system", "SET")
_YES = ("1", "true", "TRUE", "True")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The question that each column answers, and columns that are one choice of a question."""

    questions: Mapping[str, str]
    choices: Mapping[str, tuple[str, str]]

    def answers(self, cells: Cells) -> dict[str, str]:
        """Return the answers in a row; the choices of a question are joined where it is split."""
        found = {
            question: cell
            for column, question in self.questions.items()
            if (cell := cells.get(column))
        }
        split: dict[str, list[str]] = {}
        for column, (question, choice) in self.choices.items():
            if question not in found and cells.get(column) in _YES:
                split.setdefault(question, []).append(choice)
        return found | {question: " ".join(chosen) for question, chosen in split.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedForm:
    """A collected form with its questionnaire; `left_out` columns that answer no question."""

    collected: CollectedForm
    questionnaire: Questionnaire
    columns: Columns
    rosters: Mapping[str, Columns]
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]


def answerable(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the ids of the questions outside the rosters that have an answer."""
    return tuple(each.id for each in questionnaire.questions if each.type != "note")


def matched_form(
    collected: CollectedForm, known: Mapping[str, Questionnaire]
) -> MatchedForm | Problem:
    """Return a form with the questionnaire it was filled from, or the problem that none fits."""
    questionnaire = _recognised(collected, known.values())
    if questionnaire is None:
        forms = ", ".join(known)
        what = f"the columns fit none of the questionnaires ({forms})."
        hint = "Export with “XML values and headers”, not with the labels of one language."
        return Problem(collected.where, what, hint)
    problems: list[Problem] = []
    left_out: list[str] = []
    asked = questionnaire.questions
    notes = {f"{roster.id}_note" for roster in questionnaire.rosters}
    columns = _columns(collected.where, collected.columns, asked, notes, problems, left_out)
    if collected.submissions and "case_id" not in columns.questions.values():
        what = "column 'case_id' is missing."
        problems.append(Problem(collected.where, what, "Without it no answer can be placed."))
    rosters = {}
    for name, found in collected.roster_columns.items():
        roster = next((each for each in questionnaire.rosters if each.id == name), None)
        where = f"{collected.where}, {name}"
        if roster is None:
            _unknown(where, name, [it.id for it in questionnaire.rosters], problems, left_out)
        else:
            rosters[name] = _columns(where, found, roster.questions, (), problems, left_out)
    if not collected.has_empty_rosters:
        problems += _missing(collected, questionnaire)
    return MatchedForm(
        collected=collected,
        questionnaire=questionnaire,
        columns=columns,
        rosters=rosters,
        problems=tuple(problems),
        left_out=tuple(left_out),
    )


def _recognised(collected: CollectedForm, known: Iterable[Questionnaire]) -> Questionnaire | None:
    """Return the questionnaire of that id, else the one with most of the columns, at least half."""
    listed = list(known)
    for each in listed:
        if each.id in collected.names:
            return each
    asked = [_last(name) for name in collected.columns if not _is_of_server(name)]
    fitting = [(sum(name in answerable(each) for name in asked), each) for each in listed]
    most, best = max(fitting, key=lambda it: it[0], default=(0, None))
    return best if most and 2 * most >= len(asked) else None


def _columns(
    where: str,
    columns: Sequence[str],
    questions: Sequence[Question],
    notes: Collection[str],
    problems: list[Problem],
    left_out: list[str],
) -> Columns:
    by_id = {each.id: each for each in questions}
    answered: dict[str, str] = {}
    choices: dict[str, tuple[str, str]] = {}
    strangers = []
    for column in columns:
        parts = _parts(column)
        whole = by_id.get(parts[-2]) if len(parts) > 1 else None
        if whole and parts[-1] in {choice.value for choice in whole.choices}:
            choices[column] = (whole.id, parts[-1])
        elif parts[-1] in by_id:
            answered[column] = parts[-1]
        elif not _is_of_server(column) and parts[-1] not in notes:
            strangers.append(column)
    for question in sorted({it for it in answered.values()}):
        twice = [column for column, it in answered.items() if it == question]
        if len(twice) > 1:
            what = f"columns {' and '.join(twice)} answer the same question."
            problems.append(Problem(where, what, "Delete one of them."))
    taken = {*answered.values(), *(question for question, _ in choices.values())}
    free = [id for id in by_id if id not in taken]
    for column in strangers:
        _unknown(where, _last(column), free, problems, left_out)
    return Columns(questions=answered, choices=choices)


def _unknown(
    where: str, name: str, free: Sequence[str], problems: list[Problem], left_out: list[str]
) -> None:
    """Note a name that a questionnaire lacks: renamed when near a missing one, else extra."""
    near = get_close_matches(name.lower(), free, n=1, cutoff=0.7)
    if near:
        hint = f"If it is {near[0]!r} renamed, name it so; if it is another question, remove it."
        problems.append(Problem(where, f"column {name!r} is not in the questionnaire.", hint))
    else:
        left_out.append(f"{where}: column {name!r} is not in the questionnaire")


def _missing(collected: CollectedForm, questionnaire: Questionnaire) -> list[Problem]:
    hint = "Export all data with repeats: a zip from ODK Central, XLSX from Kobo."
    return [
        Problem(collected.where, f"the table of the roster {roster.id!r} is not there.", hint)
        for roster in questionnaire.rosters
        if roster.id not in collected.roster_columns
    ]


def _parts(column: str) -> list[str]:
    """Return a column's groups and name: Kobo joins them by "/", the CSV of ODK Central by "-"."""
    return re.split(r"[/-]", column)


def _last(column: str) -> str:
    return _parts(column)[-1]


def _is_of_server(column: str) -> bool:
    parts = _parts(column)
    return (
        column.startswith("_")
        or not column
        or "@odata" in column
        or parts[0] in _GROUPS_OF_SERVERS
        or parts[-1] in _OF_SERVERS
    )
