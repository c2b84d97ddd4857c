"""Submissions parted in two: what may be analysed, and what tells who somebody is."""

from collections.abc import Callable, Iterable

import pandas as pd

from decentwork.questionnaires.questionnaire import Question, Questionnaire
from decentwork.surveys.submissions import META, Submissions


def identifying_questions(questionnaires: Iterable[Questionnaire]) -> frozenset[str]:
    """Return the ids of all questions, rosters' included, that tell who somebody is."""
    return frozenset(
        each.id
        for questionnaire in questionnaires
        for each in _questions(questionnaire)
        if each.identifying
    )


def without_identities(
    submissions: Submissions, questionnaires: Iterable[Questionnaire]
) -> Submissions:
    """Return submissions with only the answers that a questionnaire says identify nobody.

    A column that no questionnaire knows is left out too: nobody vouches for it.
    """
    return _parted(submissions, questionnaires, lambda question: not question.identifying)


def identities(submissions: Submissions, questionnaires: Iterable[Questionnaire]) -> Submissions:
    """Return submissions with only the answers that tell who somebody is; not for any analysis."""
    return _parted(submissions, questionnaires, lambda question: question.identifying)


def _parted(
    submissions: Submissions,
    questionnaires: Iterable[Questionnaire],
    wanted: Callable[[Question], bool],
) -> Submissions:
    listed = tuple(questionnaires)
    forms = {each.id: each.questions for each in listed}
    rosters = {it.id: it.questions for each in listed for it in each.rosters}

    def kept(table: pd.DataFrame, asked: Iterable[Question]) -> pd.DataFrame:
        allowed = {*META, *(each.id for each in asked if wanted(each))}
        return table[[name for name in table.columns if name in allowed]]

    return Submissions(
        forms={name: kept(it, forms.get(name, ())) for name, it in submissions.forms.items()},
        rosters={name: kept(it, rosters.get(name, ())) for name, it in submissions.rosters.items()},
        left_out=submissions.left_out,
    )


def _questions(questionnaire: Questionnaire) -> tuple[Question, ...]:
    of_rosters = (it for roster in questionnaire.rosters for it in roster.questions)
    return (*questionnaire.questions, *of_rosters)
