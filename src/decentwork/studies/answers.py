"""What was answered, as numbers: one column a quantity, one a category."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Columns (q, k): the value of each answer, 0 where there is none, and 1 who answered.

    `names` (k) variable and category, None for a quantity; `counted` (k) whether every value is 0
    or 1, so that a mean is a share.
    """

    names: tuple[tuple[str, str | None], ...]
    counted: tuple[bool, ...]
    values: Numbers
    answered: Numbers


def answers(table: pd.DataFrame, variables: Sequence[str]) -> Answers:
    """Return one column a quantity, and one a category of a variable that is text."""
    names: list[tuple[str, str | None]] = []
    values, answered = [np.zeros((len(table), 0))], [np.zeros((len(table), 0))]
    for name in variables:
        column = table[name]
        if pd.api.types.is_numeric_dtype(column):
            numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)[:, None]
            names.append((name, None))
            values.append(np.nan_to_num(numbers))
            answered.append((~np.isnan(numbers)).astype(np.float64))
            continue
        code, categories = pd.factorize(column.astype("string").replace("", pd.NA), sort=True)
        names += [(name, str(category)) for category in categories]
        values.append((code[:, None] == np.arange(len(categories))).astype(np.float64))
        answered.append(np.repeat((code >= 0).astype(np.float64)[:, None], len(categories), axis=1))
    together = np.hstack(values)
    return Answers(
        names=tuple(names),
        counted=tuple(bool(each) for each in ((together == 0) | (together == 1)).all(axis=0)),
        values=together,
        answered=np.hstack(answered),
    )
