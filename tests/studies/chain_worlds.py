"""A small invented chain whose truth is known, and surveys drawn from it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.surveys.sample import ChainSample

INVENTED = Provenance(
    origins=(
        Origin(publisher="Invented", title="A chain", licence="None needed", citation="Invented"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Units in rows (tier, y, poor, size), and the suppliers of each in the next tier."""

    units: pd.DataFrame
    suppliers: list[np.ndarray]
    buyers: np.ndarray

    def truth(self, tier: int, variable: str) -> float:
        return float(self.units.loc[self.units["tier"] == tier, variable].mean())


def world(
    rng: np.random.Generator, counts: tuple[int, ...] = (300, 500, 700), hubs: float = 0.8
) -> World:
    """Draw a chain: suppliers are chosen by attraction of spread `hubs`; traits follow buyers."""
    tier = np.repeat(np.arange(len(counts)), counts)
    size = rng.lognormal(0, 1, len(tier))
    mood = rng.normal(size=len(tier))
    suppliers: list[np.ndarray] = [np.empty(0, dtype=int)] * len(tier)
    buyers = np.zeros(len(tier), dtype=int)
    for each in range(1, len(counts)):
        below, above = np.flatnonzero(tier == each), np.flatnonzero(tier == each - 1)
        pull = rng.lognormal(0, hubs, len(below))
        sets = [set() for _ in above]
        for row in range(len(above)):
            number = min(1 + rng.poisson(2.5), len(below))
            sets[row] |= set(rng.choice(below, number, replace=False, p=pull / pull.sum()))
        for unit in np.setdiff1d(below, list(set().union(*sets))):  # each has a buyer
            sets[rng.integers(len(above))].add(unit)
        for row, unit in enumerate(above):
            suppliers[unit] = np.array(sorted(sets[row]))
            buyers[suppliers[unit]] += 1
            mood[suppliers[unit]] += 0.5 * mood[unit] / np.sqrt(len(suppliers[unit]))
    y = 100 + 20 * mood + 10 * np.log(size)
    poor = (mood + 0.5 * rng.normal(size=len(tier)) > 0.6).astype(float)
    units = pd.DataFrame({"tier": tier, "y": y, "poor": poor, "size": size})
    return World(units=units, suppliers=suppliers, buyers=buyers)


def surveyed(
    chain: World,
    rng: np.random.Generator,
    *,
    seeds: int,
    take_all: int = 0,
    at_most: int | None = None,
) -> ChainSample:
    """Draw seeds (the `take_all` largest for certain), and follow their suppliers to the end."""
    tier = chain.units["tier"].to_numpy()
    frame = np.flatnonzero(tier == 0)
    frame = frame[np.argsort(-chain.units["size"].to_numpy()[frame])]
    certain, rest = frame[:take_all], frame[take_all:]
    chance = dict.fromkeys(certain, 1.0)
    for unit in rng.choice(rest, seeds - take_all, replace=False):
        chance[unit] = (seeds - take_all) / len(rest)
    reached = list(chance)
    links = []
    for unit in reached:
        listed = chain.suppliers[unit]
        number = len(listed) if at_most is None else min(at_most, len(listed))
        for supplier in rng.choice(listed, number, replace=False) if number else ():
            links.append((unit, supplier, len(listed), number))
            if supplier not in chance:
                chance[supplier] = np.nan
                reached.append(supplier)
    units = chain.units.iloc[reached].copy()
    units["seed_chance"] = [chance[unit] for unit in reached]
    units["buyers_in_scope"] = np.where(units["tier"] > 0, chain.buyers[reached], np.nan)
    units["stratum"] = np.where(np.isin(reached, certain), "large", "other")
    units["poor"] = np.where(units["poor"] > 0, "yes", "no")
    columns = ["buyer_id", "supplier_id", "listed", "followed"]
    return ChainSample(units=units, links=pd.DataFrame(links, columns=columns), provenance=INVENTED)
