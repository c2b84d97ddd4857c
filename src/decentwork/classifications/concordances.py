"""Weighted maps from one classification to another.

A weight is the share of a source code's quantity that goes to a target code. Mapping counts adds
them up; a share or a rate must be mapped as its numerator and denominator.

Three maps are shipped: `wiod35` → `etd12` (whole industries), `isic4` divisions → `isic4`
sections, and `isic4` divisions → `wiod35`, whose source is ISIC Rev.3. The last is approximate
where Rev.4 regrouped activities: "dominant" gives a division whole to the industry that holds
most of it, "equal_split" divides it equally because no data say how; U99 has no industry there.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from decentwork.classifications.names import shipped_rows
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Concordance:
    """Weights from the codes of `source` to those of `target`.

    Parameters
    ----------
    source, target : str
        Names of the classifications.
    weights : mapping of source code to {target code: share}
        Shares from each source code sum to 1.
    complete : bool
        False declares that some shares sum to less than 1: a part has no target.
    approximate : frozenset of str
        Source codes whose weights are a convention, not an identity or a measurement.
    """

    source: str
    target: str
    weights: Mapping[str, Mapping[str, float]]
    complete: bool = True
    approximate: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        problems = [problem for code in self.weights for problem in _check_shares(self, code)]
        if problems:
            raise InvalidInput(f"Concordance {self.source} → {self.target}", problems)

    @property
    def targets(self) -> tuple[str, ...]:
        """Target codes in the order in which they are first met."""
        return tuple(dict.fromkeys(code for shares in self.weights.values() for code in shares))

    def sources_of(self, target: str) -> tuple[str, ...]:
        """Return the source codes that have a share in a target code."""
        return tuple(code for code, shares in self.weights.items() if target in shares)

    def apply(self, values: Mapping[str, float], *, partial: bool = False) -> dict[str, float]:
        """Return quantities by target code.

        Parameters
        ----------
        values : mapping of source code to quantity
            In any unit that adds up; NaN is a missing value.
        partial : bool
            Add up what is there. Otherwise a target of which a source is absent or missing is
            NaN: missing is not zero.

        Returns
        -------
        dict of target code to quantity, same unit

        Raises
        ------
        UnknownCode
            A code of `values` is not a source of this concordance.
        """
        self._check_known(values)
        sums: dict[str, float] = {}
        for target in self.targets:
            parts = [
                self.weights[code][target] * values.get(code, math.nan)
                for code in self.sources_of(target)
            ]
            known = [part for part in parts if not math.isnan(part)]
            if known or not partial:
                sums[target] = math.fsum(known if partial else parts)
        return sums

    def chained(self, other: "Concordance") -> "Concordance":
        """Return the map from this source to the other's target, through what both share.

        Shares of a code that `other` does not know are lost; the result is then not complete.
        """
        if self.target != other.source:
            raise UnknownCode(self.target, f"a concordance from {other.source}", [other.source])
        weights: dict[str, dict[str, float]] = {}
        for code, shares in self.weights.items():
            through = weights.setdefault(code, {})
            for middle, share in shares.items():
                for target, onward in other.weights.get(middle, {}).items():
                    through[target] = through.get(target, 0.0) + share * onward
        approximate = self.approximate | {
            code for code, shares in self.weights.items() if other.approximate & shares.keys()
        }
        known = all(set(shares) <= set(other.weights) for shares in self.weights.values())
        return Concordance(
            source=self.source,
            target=other.target,
            weights=weights,
            complete=self.complete and other.complete and known,
            approximate=frozenset(approximate),
        )

    def matrix(self, sources: Sequence[str], targets: Sequence[str]) -> "NDArray[np.float64]":
        """Return the (sources, targets) array of shares; `sources` and `targets` give the order.

        Quantities by source, as a row vector, times this array are quantities by target.
        """
        import numpy as np

        self._check_known(sources)
        rows = [[self.weights[code].get(target, 0.0) for target in targets] for code in sources]
        return np.array(rows, dtype=np.float64).reshape(len(sources), len(targets))

    def _check_known(self, codes: Iterable[str]) -> None:
        for code in codes:
            if code not in self.weights:
                raise UnknownCode(str(code), f"the concordance {self.source} → {self.target}")


def concordance(source: str, target: str) -> Concordance:
    """Return a shipped concordance: wiod35 → etd12, isic4 → wiod35 or isic4 → isic4 (sections)."""
    if (source, target) not in _shipped():
        names = [f"{one} → {other}" for one, other in _shipped()]
        raise UnknownCode(f"{source} → {target}", "the shipped concordances", names)
    return _shipped()[source, target]


def _check_shares(of: Concordance, code: str) -> list[Problem]:
    shares = of.weights[code]
    total = math.fsum(shares.values())
    problems = [
        Problem(code, f"the share to {target} is {share:g}.", "Shares lie above 0, up to 1.")
        for target, share in shares.items()
        if not 0 < share <= 1 + _TOLERANCE
    ]
    if total > 1 + _TOLERANCE or (of.complete and total < 1 - _TOLERANCE):
        hint = "They must sum to 1; declare the concordance incomplete if a part has no target."
        problems.append(Problem(code, f"its shares sum to {total:g}.", hint))
    return problems


@cache
def _shipped() -> dict[tuple[str, str], Concordance]:
    weights: dict[tuple[str, str], dict[str, dict[str, float]]] = {}
    approximate: dict[tuple[str, str], set[str]] = {}
    for row in shipped_rows("concordances.csv"):
        source, _, code = row["source"].partition(":")
        target, _, to = row["target"].partition(":")
        pair = (source, target)
        weights.setdefault(pair, {}).setdefault(code, {})[to] = float(row["weight"])
        if row["basis"] != "exact":
            approximate.setdefault(pair, set()).add(code)
    return {
        pair: Concordance(
            source=pair[0],
            target=pair[1],
            weights=shares,
            approximate=frozenset(approximate.get(pair, ())),
        )
        for pair, shares in weights.items()
    }
