"""An adaptive sample: units drawn at random, and the networks that were followed from them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance

NETWORK_COLUMNS = ("network", "drawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterNetworks:
    """Units of networks that a random sample of places met, checked when built.

    `units` (r rows, index `id`): `network` the id of the unit's network, "" for an edge unit, which
    was found but neither drawn nor meeting the condition; `drawn` 1 for a unit of the initial
    sample, drawn without replacement, else 0; then the variables. A unit that was drawn and does
    not meet the condition is a network of itself.

    Raises
    ------
    InvalidInput
        With every problem at once.
    """

    units: pd.DataFrame
    provenance: Provenance

    def __post_init__(self) -> None:
        if problems := network_problems(self.units):
            raise InvalidInput("the networks", problems)

    def __repr__(self) -> str:
        """Return counts only."""
        return f"ClusterNetworks({len(self.units)} units, {self.draws} drawn)"

    @property
    def draws(self) -> int:
        """Return how many units were drawn at random."""
        return int(self.units["drawn"].sum())

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the columns that can be estimated."""
        return tuple(name for name in self.units if name not in NETWORK_COLUMNS)


def network_problems(units: pd.DataFrame, places: Sequence[str] = ()) -> list[Problem]:
    """Return every problem of a table of units; `places` (r,) say where each stands in a file."""
    where = list(places) or [f"unit {id!r}" for id in units.index]
    return [*_of_units(units, where), *_of_networks(units, where)]


def _of_units(units: pd.DataFrame, where: Sequence[str]) -> Iterator[Problem]:
    drawn = units["drawn"]
    rows = zip(where, units.index, units["network"], drawn, strict=True)
    first: dict[str, str] = {}
    for place, id, network, times in rows:
        if not id:
            yield Problem(place, "the id is empty.", "Give each unit its own.")
        elif id in first:
            yield Problem(place, f"the unit is that of {first[id]}.", "Leave one row a unit.")
        first.setdefault(id, place)
        if times not in (0, 1):
            hint = "Write 1 for a unit of the initial sample, which is drawn once, else 0."
            yield Problem(place, "drawn is neither 0 nor 1.", hint)
        elif times and not network:
            hint = "Give it its network's id; one that does not meet the condition has its own."
            yield Problem(place, "the unit was drawn and is in no network.", hint)
    if not (drawn == 1).any():
        yield Problem("drawn", "no unit was drawn.", "Write 1 for each of the initial sample.")


def _of_networks(units: pd.DataFrame, where: Sequence[str]) -> Iterator[Problem]:
    inside = units["network"] != ""
    met = (units["drawn"] > 0).groupby(units["network"]).any()
    for network in met.index[~met]:
        if network:
            hint = "A network is found from a unit that was drawn; edge units are in none."
            yield Problem(f"network {network!r}", "none of its units was drawn.", hint)
    for name in units:
        if name in NETWORK_COLUMNS or not pd.api.types.is_numeric_dtype(units[name]):
            continue
        for row in np.flatnonzero(inside & units[name].isna()).tolist():
            hint = "Every unit of a network counts: ask again, or leave the column out."
            yield Problem(where[row], f"{name} is missing.", hint)
