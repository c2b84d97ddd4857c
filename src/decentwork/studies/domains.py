"""The parts of a chain that estimates are made for: tiers, and groups within them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import pandas as pd


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """Rows (r,) of one tier (None: of all) and one group, e.g. {"region": "North"}."""

    tier: int | None
    rows: npt.NDArray[np.bool_]
    group: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def domains(
    tier: npt.NDArray[np.int64], table: pd.DataFrame, by: Sequence[str], *, across: bool = True
) -> Iterator[Domain]:
    """Yield the domains of a table of r rows: each tier and, `across` them, all; whole, then split.

    `by` names columns of `table` that are crossed with each other; a row that lacks one of them is
    in no group.
    """
    tiers: list[int | None] = [int(each) for each in np.unique(tier)]
    if across and len(tiers) > 1:
        tiers.append(None)
    groups = _groups(table, by)
    for each in tiers:
        rows = np.full(len(tier), True) if each is None else tier == each
        yield Domain(tier=each, rows=rows)
        for group, members in groups:
            if (rows & members).any():
                yield Domain(tier=each, rows=rows & members, group=group)


def _groups(
    table: pd.DataFrame, by: Sequence[str]
) -> list[tuple[Mapping[str, str], npt.NDArray[np.bool_]]]:
    if not by:
        return []
    texts = table[list(by)].astype("string").replace("", pd.NA)
    codes, groups = pd.MultiIndex.from_frame(texts).factorize()
    found = []
    for code, values in enumerate(groups):
        if not any(pd.isna(value) for value in values):
            group = MappingProxyType(dict(zip(by, map(str, values), strict=True)))
            found.append((group, codes == code))
    return sorted(found, key=lambda each: tuple(each[0].values()))
