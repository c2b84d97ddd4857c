"""One simulated survey as the sample that fieldwork would have brought home."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from decentwork.estimates.provenance import Origin, Provenance
from decentwork.sampling.chains import KINDS, SyntheticChain
from decentwork.sampling.traced import world_of
from decentwork.sampling.traced_draw import Trace, World, ask_workers, begin, room_for, trace_chain
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.sample import ChainSample

_ORIGIN = Origin(
    publisher="decentwork",
    title="Invented answers of a simulated survey",
    licence="none",
    citation="Made by decentwork.sampling; no such unit or worker exists",
)


def simulated_sample(
    chain: SyntheticChain, design: SurveyDesign, *, seed: int, draw: int
) -> ChainSample:
    """Return who answered in one draw of `traced.simulated`: units, links and workers.

    Units carry each topic as 0 or 1 (anyone has the deficit) and `workers_listed`; workers carry
    each topic as 0 or 1.
    """
    world = world_of(chain, design)
    trace, state = room_for(world), begin(seed, draw)
    visits, lists = trace_chain(world, trace, state)
    ask_workers(world, trace, visits, state)
    return ChainSample(
        units=_units(chain, world, trace, visits),
        links=_links(world, trace, lists),
        workers=_workers(chain, trace, visits),
        provenance=Provenance(origins=(_ORIGIN,)),
    )


def _ids(units: NDArray[np.int32]) -> list[str]:
    return [f"u{unit:06}" for unit in units]


def _units(chain: SyntheticChain, world: World, trace: Trace, visits: int) -> pd.DataFrame:
    visit = np.flatnonzero(trace.answered[:visits])
    unit = trace.unit[visit]
    seed = chain.tier[unit] == 0
    stratum = np.zeros(len(unit), dtype=int)
    stratum[seed] = chain.stratum[unit[seed]]
    chance = (trace.met / np.diff(world.first))[stratum]
    return pd.DataFrame(
        {
            "tier": chain.tier[unit].astype(int),
            "seed_chance": np.where(seed, chance, np.nan),
            "buyers_in_scope": np.where(seed, np.nan, chain.buyers[unit]),
            "stratum": np.where(seed, np.array(chain.strata)[stratum], ""),
            "kind": [str(KINDS[kind]) for kind in chain.kind[unit]],
            "region": np.array(chain.regions)[chain.region[unit]],
            "workers_listed": chain.workers[unit].astype(int),
            **{
                topic: (chain.affected[unit, column] > 0).astype(int)
                for column, topic in enumerate(chain.topics)
            },
        },
        index=pd.Index(_ids(unit), name="id"),
    )


def _links(world: World, trace: Trace, lists: int) -> pd.DataFrame:
    met = trace.list_met[:lists]
    supplier = trace.unit[trace.link_to[: trace.list_first[lists]]]
    return pd.DataFrame(
        {
            "buyer_id": _ids(np.repeat(trace.unit[trace.list_buyer[:lists]], met)),
            "supplier_id": _ids(supplier),
            "kind": [str(KINDS[kind]) for kind in world.kind[supplier]],
            "listed": np.repeat(trace.list_size[:lists], met),
            "followed": np.repeat(met, met),
        }
    )


def _workers(chain: SyntheticChain, trace: Trace, visits: int) -> pd.DataFrame:
    asked = trace.asked[:visits]
    visit = np.repeat(np.arange(visits), asked)
    nth = np.arange(len(visit)) - np.repeat(np.cumsum(asked) - asked, asked)
    there = chain.workers[trace.unit[visit]]
    found = np.rint(trace.found[visit] * (asked[visit] / there)[:, None])
    answers = {topic: (nth < found[:, at]).astype(int) for at, topic in enumerate(chain.topics)}
    return pd.DataFrame(
        {
            "unit_id": _ids(trace.unit[visit]),
            "listed": there.astype(int),
            "interviewed": asked[visit].astype(int),
            **answers,
        },
        index=pd.Index([f"w{worker:06}" for worker in range(len(visit))], name="id"),
    )
