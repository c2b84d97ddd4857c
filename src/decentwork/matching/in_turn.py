"""Parts of a work done beside each other, a few at a time, and taken in their order."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Part = TypeVar("Part")


def in_turn(
    function: Callable[[int], Part], starts: Sequence[int], threads: int
) -> Iterator[tuple[int, Part]]:
    """Yield each start and what the function returns for it, a few calculated at a time.

    Who takes them may stop at any; no more are begun then.
    """
    with ThreadPoolExecutor(threads) as pool:
        for begin in range(0, len(starts), threads):
            batch = starts[begin : begin + threads]
            yield from zip(batch, pool.map(function, batch), strict=True)
