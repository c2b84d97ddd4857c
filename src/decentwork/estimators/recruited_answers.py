"""What respondents answered, as columns to average: one an answer, or one for a quantity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.errors import EstimationError, InvalidInput, Problem, UnknownCode
from decentwork.surveys.recruitment import Recruitment

Vector = NDArray[np.float64]
Groups = NDArray[np.int64]


class NeedsGroups(EstimationError):
    """A method by groups was asked about a quantity."""

    def __init__(self, variable: str, method: str) -> None:
        self.variable, self.method = variable, method
        super().__init__(
            f"{method} works on groups, and {variable!r} is a quantity. Give its groups as words "
            "in a column of their own, or choose volz_heckathorn with the tree bootstrap."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answers:
    """One trait of r respondents.

    `categories` its answers, none for a quantity; `values` (r, k) one column a category, 1 for
    who answered so, or (r, 1) the quantity; 0 in rows without an answer; `answered` (r,).
    """

    variable: str
    categories: tuple[str, ...]
    values: NDArray[np.float64]
    answered: NDArray[np.bool_]

    def groups(self, method: str) -> Groups:
        """Return each respondent's category by number, −1 without an answer.

        Raises
        ------
        NeedsGroups
            The trait is a quantity; `method` is who asks.
        """
        if not self.categories:
            raise NeedsGroups(self.variable, method)
        return np.where(self.answered, self.values.argmax(axis=1), -1)


def answers_to(sample: Recruitment, variables: Iterable[str]) -> tuple[Answers, ...]:
    """Return the answers to each variable: text and 0/1 by category, other numbers as they are.

    Raises
    ------
    UnknownCode
        The sample has no such trait.
    InvalidInput
        Nobody answered.
    """
    found = []
    for variable in variables:
        if variable not in sample.traits:
            raise UnknownCode(variable, "the traits of the sample", sample.traits)
        found.append(_answers(variable, sample.people[variable]))
    silent = [each.variable for each in found if not each.answered.any()]
    if silent:
        raise InvalidInput("answers", [Problem(name, "nobody answered.") for name in silent])
    return tuple(found)


def columns_of(answers: Sequence[Answers], weight: Vector) -> NDArray[np.float64]:
    """Return weighted values and, after them, weighted numbers who answered: (r, columns).

    `weight` (r,) is 0 for who does not count. Times counts of respondents it gives what `ratios`
    divides, for all variables in one product.
    """
    parts = [each.values for each in answers]
    parts += [each.answered[:, None].astype(float) for each in answers]
    return np.hstack(parts) * weight[:, None]


def ratios(sums: NDArray[np.float64], answers: Sequence[Answers]) -> NDArray[np.float64]:
    """Return the (b, k) means of sums over `columns_of`; missing where nobody answered."""
    repeated = [each.values.shape[1] for each in answers]
    values = sum(repeated)
    with np.errstate(invalid="ignore", divide="ignore"):
        return sums[:, :values] / np.repeat(sums[:, values:], repeated, axis=1)


def _answers(variable: str, column: pd.Series) -> Answers:
    if pd.api.types.is_bool_dtype(column):
        column = column.astype(float)
    if pd.api.types.is_numeric_dtype(column):
        return _numbers(variable, column.to_numpy(dtype=float))
    texts = column.fillna("").astype(str).to_numpy()
    answered = texts != ""
    return _categories(variable, texts, np.unique(texts[answered]).tolist(), answered)


def _numbers(variable: str, values: Vector) -> Answers:
    answered = ~np.isnan(values)
    if np.isin(values[answered], (0.0, 1.0)).all():
        texts = np.where(values == 1.0, "1", "0")
        return _categories(variable, texts, np.unique(texts[answered]).tolist(), answered)
    known = np.where(answered, values, 0.0)[:, None]
    return Answers(variable=variable, categories=(), values=known, answered=answered)


def _categories(
    variable: str,
    texts: NDArray[np.str_],
    categories: list[str],
    answered: NDArray[np.bool_],
) -> Answers:
    values = (texts[:, None] == np.array(categories, dtype=str)) & answered[:, None]
    return Answers(
        variable=variable,
        categories=tuple(categories),
        values=values.astype(float),
        answered=answered,
    )
