"""Answers of invented respondents: they fit the questionnaire, and score as they are meant to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from decentwork.questionnaires.conditions import UNKNOWN, Comparison, Condition
from decentwork.questionnaires.questionnaire import NUMBERS, SELECTS, Question, Questionnaire

Answers = dict[str, str]

_TYPICAL_SPREAD = 4  # an amount that nothing else decides is between 0 and this


@dataclass(frozen=True, slots=True)
class Respondent:
    """Somebody invented who fills a `version` of a questionnaire; `rng` decides what is left open.

    `given` are answers that are known beforehand, "" for none; `scored` says which rules of the
    questionnaire hold for the respondent, by id.
    """

    questionnaire: Questionnaire
    version: str
    given: Mapping[str, str]
    scored: Mapping[str, bool]
    rng: np.random.Generator

    def answers(self) -> Answers:
        """Return an answer to each question that is asked, in the order of the form."""
        fixed = dict(self.given)
        for rule in self.questionnaire.indicators:
            if rule.id in self.scored and rule.numerator is not None:
                self._arrange(rule.numerator, self.scored[rule.id], fixed)
                if rule.universe is not None:
                    self._arrange(rule.universe, True, fixed)
        filled: Answers = {}
        for question in self.questionnaire.asked(self.version):
            module = self.questionnaire.module(question.module)
            if _holds(module.relevance, filled) and _holds(question.relevance, filled):
                known = question.id in fixed
                answer = fixed[question.id] if known else self._any(question)
                filled |= {question.id: _within(answer, question, filled)} if answer else {}
        return filled

    def _arrange(self, condition: Condition, wanted: bool, fixed: Answers) -> None:
        """Fix answers so that a condition holds or not; what is fixed already stays."""
        if isinstance(condition, Comparison):
            if condition.question not in fixed:
                fixed[condition.question] = self._answer(condition, wanted)
        elif (condition.how == "all") == wanted:
            for part in condition.parts:
                self._arrange(part, wanted, fixed)
        else:  # one part decides
            self._arrange(condition.parts[0], wanted, fixed)

    def _answer(self, compared: Comparison, wanted: bool) -> str:
        question = self.questionnaire.question(compared.question)
        if compared.test in ("above", "below"):
            step = 1 + int(self.rng.integers(_TYPICAL_SPREAD))
            beyond = (compared.test == "above") == wanted
            number = compared.number + step if beyond else compared.number - step + 1
            return f"{max(number, question.minimum or 0):g}"
        among = (compared.test == "is") == wanted
        fitting = [
            choice.value
            for choice in question.choices
            if (choice.value in compared.choices) == among and choice.value not in UNKNOWN
        ]
        return self._one_of(fitting) if fitting else ""

    def _any(self, question: Question) -> str:
        """Return an answer where nothing decides which: of a text there is none."""
        if question.type in SELECTS:
            known = [choice.value for choice in question.choices if choice.value not in UNKNOWN]
            return self._one_of(known)
        if question.type in NUMBERS:
            least = int(question.minimum or 0)
            return str(least + int(self.rng.integers(_TYPICAL_SPREAD)))
        return ""

    def _one_of(self, answers: Sequence[str]) -> str:
        return answers[int(self.rng.integers(len(answers)))]  # ten times as fast as rng.choice


def _within(answer: str, question: Question, filled: Answers) -> str:
    """Return a number no larger than the answer to what it is a part of."""
    whole = filled.get(question.at_most, "")
    return min(answer, whole, key=float) if whole else answer


def _holds(condition: Condition | None, answers: Mapping[str, str]) -> bool:
    """Say whether a condition holds of what was answered so far; of nothing it does not."""
    if condition is None:
        return True
    if not isinstance(condition, Comparison):
        parts = (_holds(part, answers) for part in condition.parts)
        return all(parts) if condition.how == "all" else any(parts)
    answer = answers.get(condition.question, "")
    if not answer:
        return False
    if condition.test in ("above", "below"):
        number = float(answer)
        return number > condition.number if condition.test == "above" else number < condition.number
    chosen = not set(answer.split()).isdisjoint(condition.choices)
    return chosen if condition.test == "is" else not chosen
