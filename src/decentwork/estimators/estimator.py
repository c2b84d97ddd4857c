"""What an estimator is: how respondents are weighed, what it needs, and whose it is."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimator:
    """A way to weigh respondents.

    `name` is what results and the command line call it; `sample` "chain" (a `ChainSample`) or
    "recruitment" (a `Recruitment`); `needs` the columns it cannot do without;
    `weigh(sample, **how)` returns one weight a row, in the order of rows; `gives_totals` false
    where weights are relative (they sum to 1); `assumes` is what must hold for the result to mean
    anything; `source` the work.
    """

    name: str
    sample: str
    needs: frozenset[str]
    weigh: Callable[..., Weights]
    gives_totals: bool
    assumes: tuple[str, ...]
    source: str
    options: tuple[tuple[str, Any], ...] = ()  # what `weigh` takes beside the sample, and defaults
