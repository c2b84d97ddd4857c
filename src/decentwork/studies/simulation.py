"""Survey a synthetic chain many times, on the threads of this computer or on a Dask cluster."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from decentwork.sampling.chains import SyntheticChain
from decentwork.sampling.traced import Draws, simulated
from decentwork.surveys.design import SurveyDesign

_BLOCK = 50  # draws a task: small enough to share out, large enough that handing it over is cheap


def simulate(
    chain: SyntheticChain,
    design: SurveyDesign,
    *,
    draws: int,
    seed: int,
    threads: int | None = None,
    cluster: str | None = None,
) -> Draws:
    """Return the draws 0 to `draws` − 1 of a design on a chain.

    The same seed gives the same result for any number of threads, and on a cluster.

    Parameters
    ----------
    chain : what the design can reach (`chains.in_scope`)
    threads : how many; all processors where None
    cluster : address of a Dask scheduler ("tcp://host:port"); needs the extra `cluster`
    """
    if cluster is not None:
        return Draws.joined(_on_cluster(chain, design, draws, seed, cluster))

    def block(span: tuple[int, int]) -> Draws:
        return simulated(chain, design, seed=seed, first=span[0], end=span[1])

    with ThreadPoolExecutor(threads or os.cpu_count()) as pool:
        return Draws.joined(list(pool.map(block, _spans(draws))))


def _spans(draws: int) -> Iterator[tuple[int, int]]:
    for first in range(0, draws, _BLOCK):
        yield first, min(first + _BLOCK, draws)


def _on_cluster(
    chain: SyntheticChain, design: SurveyDesign, draws: int, seed: int, address: str
) -> list[Draws]:
    from distributed import Client

    with Client(address) as client:  # type: ignore[no-untyped-call]  # distributed is half typed
        there = client.scatter(chain, broadcast=True)
        spans = list(_spans(draws))
        tasks = [
            client.submit(simulated, there, design, seed=seed, first=first, end=end, pure=False)
            for first, end in spans
        ]
        return list(client.gather(tasks))
