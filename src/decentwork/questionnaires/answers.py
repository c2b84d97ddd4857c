"""Answers checked against the questionnaire they answer; all problems at once, no answer quoted."""

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import Problem
from decentwork.questionnaires.conditions import ALONE, Condition, numbers, plain, truth
from decentwork.questionnaires.questionnaire import NUMBERS, SELECTS, Question, Questionnaire

_META = frozenset({"submitted_at", "form_version", "edits", "replaces"})  # of the submission
_WHOLE = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*")


def check_answers(
    questionnaire: Questionnaire, answers: pd.DataFrame, version: str = "full"
) -> list[Problem]:
    """Return every problem of one form's answers; `where` is form, submission, question.

    Parameters
    ----------
    questionnaire : Questionnaire
    answers : (r, questions) DataFrame of text, index `instance_id`
        "" where not asked or not answered, several choices joined by spaces.
    version : str
        Which questions were to be asked: "short" or "full".
    """
    form = questionnaire.id
    known = {each.id for each in questionnaire.questions} | _META
    modules = {each.id: _shown(answers, each.relevance) for each in questionnaire.modules}
    problems = list(_columns(form, answers, known, questionnaire.asked(version)))
    for question in questionnaire.asked(version):
        if question.id in answers:
            shown = modules[question.module] & _shown(answers, question.relevance)
            problems += [
                Problem(f"{form}, submission {id}, {question.id}", what)
                for id, what in _cells(question, answers, shown)
            ]
    return [*problems, *_interviews_without_consent(form, answers)]


def check_roster(
    questionnaire: Questionnaire, roster: str, entries: pd.DataFrame, version: str = "full"
) -> list[Problem]:
    """Return every problem of a roster's entries, index (`instance_id`, `position`), cells text.

    Raises
    ------
    UnknownCode
        The questionnaire has no roster of this id.
    """
    form = f"{questionnaire.id}, {roster}"
    listed = questionnaire.roster(roster).questions
    asked = tuple(each for each in listed if each.is_in(version))
    problems = list(_columns(form, entries, {each.id for each in listed}, asked))
    for question in asked:
        if question.id in entries:
            shown = _shown(entries, question.relevance)
            problems += [
                Problem(f"{form}, submission {id}, entry {position}, {question.id}", what)
                for (id, position), what in _cells(question, entries, shown)
            ]
    return problems


def _columns(
    form: str, answers: pd.DataFrame, known: set[str] | frozenset[str], asked: tuple[Question, ...]
) -> Iterator[Problem]:
    for name in answers.columns:
        if name not in known:
            hint = "If it was renamed, give it back the name of its question."
            yield Problem(form, f"column {name!r} is no question of the form.", hint)
    for question in asked:
        if question.required and question.id not in answers:
            hint = "Export with all questions, under the names they have in the form."
            yield Problem(form, f"column {question.id!r} is missing.", hint)


def _shown(answers: pd.DataFrame, condition: Condition | None) -> NDArray[np.bool_]:
    """Say which rows were asked; here "does not know" is an answer like any other."""
    if condition is None:
        return np.full(len(answers), True)
    shown: NDArray[np.bool_] = truth(condition, answers, unknown=()) == 1
    return shown


def _cells(
    question: Question, answers: pd.DataFrame, shown: NDArray[np.bool_]
) -> Iterator[tuple[Any, str]]:
    cells = answers[question.id].fillna("").astype(str)
    # Few answers differ: each is looked at once, however many people gave it.
    wrong = {cell: told for cell in cells.unique() if cell and (told := [*_wrong(question, cell)])}
    unanswered = cells.eq("").to_numpy() & shown & question.required
    larger = np.full(len(cells), False)
    if question.at_most:
        larger = numbers(answers, question.id) > numbers(answers, question.at_most)
    faulty = cells.isin(wrong.keys()).to_numpy() | unanswered | larger
    for place in np.flatnonzero(faulty):
        id = cells.index[place]
        yield from ((id, what) for what in wrong.get(cells.iloc[place], ()))
        if unanswered[place]:
            yield id, "is not answered."
        if larger[place]:
            yield id, f"is larger than {question.at_most!r}."


def _wrong(question: Question, cell: str) -> Iterator[str]:
    if question.type in SELECTS:
        yield from _wrong_choices(question, cell)
    elif question.type in NUMBERS:
        pattern = _WHOLE if question.type == "integer" else _DECIMAL
        if not pattern.fullmatch(cell):
            yield "is not a whole number." if question.type == "integer" else "is not a number."
        elif question.minimum is not None and question.maximum is not None:
            if not question.minimum <= float(cell) <= question.maximum:
                yield f"is not between {plain(question.minimum)} and {plain(question.maximum)}."
    elif question.type == "date" and not _DATE.fullmatch(cell):
        yield "is not a date (YYYY-MM-DD)."


def _wrong_choices(question: Question, cell: str) -> Iterator[str]:
    chosen = cell.split()
    listed = {choice.value for choice in question.choices}
    if any(each not in listed for each in chosen):
        yield "is not one of the choices."
    if len(chosen) > 1 and question.type == "select_one":
        yield "has several choices where one is asked for."
    elif len(chosen) > 1 and not ALONE.isdisjoint(chosen):
        yield "has a choice that excludes the others."


def _interviews_without_consent(form: str, answers: pd.DataFrame) -> Iterator[Problem]:
    if not {"outcome", "consent"} <= set(answers.columns):
        return
    wrong = answers["outcome"].eq("interviewed") & answers["consent"].ne("yes")
    for id in answers.index[wrong]:
        where = f"{form}, submission {id}, consent"
        hint = "Record the outcome as refused, or as open where another visit is agreed."
        yield Problem(where, "is not “yes”, but the outcome is an interview.", hint)
