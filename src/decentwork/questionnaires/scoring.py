"""Answers turned into indicator variables and into the columns that part results.

Both read answers as texts, one row a submission, and return nothing that identifies anybody: free
text and what the questionnaire marks as identifying are never read.
"""

from itertools import pairwise

import numpy as np
import pandas as pd

from decentwork.questionnaires.conditions import Truth, numbers, truth
from decentwork.questionnaires.questionnaire import Question, Questionnaire, Rule


def score(questionnaire: Questionnaire, answers: pd.DataFrame) -> pd.DataFrame:
    """Return one column a rule, named by its id, on the rows of `answers`.

    Parameters
    ----------
    questionnaire : Questionnaire
    answers : (r, questions) DataFrame of text
        As collected: "" where not asked or not answered, several choices joined by spaces.

    Returns
    -------
    (r, rules) DataFrame of float
        1 where the deficit or opportunity is there, 0 where it is not, NaN where that is not known,
        outside the rule's universe, or without consent. "Does not know" and "does not wish to
        answer" are not known, never no. A quantity is the number answered.
    """
    agreed = _agreed(answers)
    scored = {
        rule.id: np.where(agreed, _scored(rule, answers), np.nan)
        for rule in questionnaire.indicators
    }
    return pd.DataFrame(scored, index=answers.index)


def analysis_columns(questionnaire: Questionnaire, answers: pd.DataFrame) -> pd.DataFrame:
    """Return the domains of results, one column each on the rows of `answers`.

    A choice keeps its id ("sex": "female"); a number becomes the band it falls in, in a column with
    `_group` at its end ("age_group": "15-17"). Missing where not known or without consent.
    """
    agreed = _agreed(answers)
    columns = {}
    for question in questionnaire.questions:
        if question.domain and not question.identifying:
            name = f"{question.id}_group" if question.bands else question.id
            parted = _banded if question.bands else _chosen
            columns[name] = parted(question, answers).where(agreed)
    return pd.DataFrame(columns, index=answers.index)


def band_labels(bands: tuple[int, ...]) -> tuple[str, ...]:
    """Return how bands of whole numbers are written, each from where it begins.

    Examples
    --------
    >>> band_labels((1, 2, 5))
    ('1', '2-4', '5+')
    """
    closed = [f"{low}-{high - 1}" if high - low > 1 else f"{low}" for low, high in pairwise(bands)]
    return (*closed, f"{bands[-1]}+")


def _agreed(answers: pd.DataFrame) -> pd.Series:
    if "consent" not in answers:
        return pd.Series(False, index=answers.index)
    return answers["consent"].eq("yes")


def _scored(rule: Rule, answers: pd.DataFrame) -> Truth:
    if rule.numerator is None:
        found = numbers(answers, rule.question)
    else:
        found = truth(rule.numerator, answers)
    if rule.universe is None:
        return found
    return np.where(truth(rule.universe, answers) == 1, found, np.nan)


def _chosen(question: Question, answers: pd.DataFrame) -> pd.Series:
    found = answers.get(question.id, pd.Series("", index=answers.index))
    # Whatever else stands in the cell, only a choice of the list gets out.
    return found.where(found.isin([choice.value for choice in question.known_choices]))


def _banded(question: Question, answers: pd.DataFrame) -> pd.Series:
    found = numbers(answers, question.id)
    edges = [*question.bands, np.inf]
    cut = pd.cut(found, edges, right=False, labels=band_labels(question.bands))
    return pd.Series(cut.astype("str"), index=answers.index).where(~pd.isna(cut))
