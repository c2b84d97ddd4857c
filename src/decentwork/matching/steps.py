"""What a matching is at, in words for who waits for it."""

from collections.abc import Callable

from decentwork.estimates.messages import translatable

Tell = Callable[[str, int, int], None]

STEPS = {
    "search": translatable("Searching for names that are alike"),
    "parse": translatable("Taking names and addresses apart"),
    "compare": translatable("Comparing pairs"),
    "unite": translatable("Bringing mentions together"),
}
"""By the step that `matched.match` tells."""


def in_words(tell: Callable[[int, int, str], None]) -> Tell:
    """Return what `match` tells, for who wants done, total and the step in words."""
    return lambda step, done, total: tell(done, total, STEPS[step])
