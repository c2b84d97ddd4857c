"""The toy chain of the methods notes (B.7): four lead firms, six suppliers, four of theirs."""

import itertools
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.surveys.sample import ChainSample

FIRST = {"A": "abc", "B": "bd", "C": "cde", "D": "fa"}
SECOND = {"a": "xy", "b": "y", "c": "z", "d": "xz", "e": "u", "f": "uy"}
Y = {"a": 10, "b": 4, "c": 7, "d": 1, "e": 20, "f": 3, "x": 5, "y": 2, "z": 8, "u": 11}
PROVENANCE = Provenance(
    origins=(Origin(publisher="Invented", title="Toy", licence="None", citation="Invented"),)
)

Followed = Mapping[str, Sequence[str]]


def surveyed(
    seeds: Sequence[str], followed: Followed | None = None, tiers: Sequence[Followed] = (FIRST,)
) -> ChainSample:
    """Follow `followed` (all, without) of what each buyer lists in `tiers`."""
    chance = len(seeds) / len(tiers[0])
    units = {seed: (0, chance, np.nan) for seed in seeds}
    links = []
    buyers: Sequence[str] = seeds
    for depth, lists in enumerate(tiers, 1):
        for buyer in buyers:
            chosen = lists[buyer] if followed is None else followed[buyer]
            links += [(buyer, each, len(lists[buyer]), len(chosen)) for each in chosen]
        buyers = sorted({link[1] for link in links if link[0] in buyers})
        for each in buyers:
            units[each] = (depth, np.nan, sum(each in listed for listed in lists.values()))
    columns = ["tier", "seed_chance", "buyers_in_scope"]
    table = pd.DataFrame.from_dict(units, orient="index", columns=columns)
    table["y"] = [float(Y.get(id, 0)) for id in table.index]
    return ChainSample(
        units=table,
        links=pd.DataFrame(links, columns=["buyer_id", "supplier_id", "listed", "followed"]),
        provenance=PROVENANCE,
    )


def every_sample(at_most: int, tiers: Sequence[Followed]) -> Iterator[tuple[float, ChainSample]]:
    """Yield each sample of two lead firms and `at_most` suppliers a buyer, with its chance."""
    pairs = list(itertools.combinations(tiers[0], 2))
    for seeds in pairs:
        for chance, followed in _choices(seeds, at_most, tiers):
            yield chance / len(pairs), surveyed(seeds, followed, tiers)


def _choices(
    buyers: Sequence[str], at_most: int, tiers: Sequence[Followed]
) -> Iterator[tuple[float, dict[str, Sequence[str]]]]:
    if not tiers:
        yield 1.0, {}
        return
    sets = [
        list(itertools.combinations(it, min(at_most, len(it)))) for it in map(tiers[0].get, buyers)
    ]
    chance = 1 / np.prod([len(each) for each in sets])
    for chosen in itertools.product(*sets):
        reached = sorted({each for part in chosen for each in part})
        for deeper, rest in _choices(reached, at_most, tiers[1:]):
            yield chance * deeper, {**dict(zip(buyers, chosen, strict=True)), **rest}
