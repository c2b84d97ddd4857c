"""How far long work is, on the error stream: a bar on a terminal, elsewhere a line a step."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

Tell = Callable[[str, int, int], None]

MATCH_STEPS = {
    "parse": "Names and addresses parsed",
    "search": "Mentions searched",
    "compare": "Pairs compared",
    "unite": "Mentions united",
}

EVERY = 30.0
"""Seconds after which a step that still runs says a line of its own."""


@contextmanager
def steps() -> Iterator[Tell]:
    """Yield what is told a step in words, how much of it is done, and of how much."""
    from rich.console import Console

    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines()
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    words = TextColumn("{task.description}")
    columns = (words, BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bars:
        tasks = {}

        def tell(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step, total=total)
            bars.update(tasks[step], completed=done, total=total)

        yield tell


def _lines() -> Tell:
    began = told = time.monotonic()
    over = set[str]()

    def tell(step: str, done: int, total: int) -> None:
        nonlocal began, told
        now = time.monotonic()
        if step in over or (done < total and now - told < EVERY):
            return
        typer.echo(f"{step}: {done:,} of {total:,}, {now - began:.1f} s", err=True)
        told = now
        if done >= total:
            over.add(step)
            began = now

    return tell
