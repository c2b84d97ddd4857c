"""The norms of the catalogue as texts that can be translated: what Babel reads of its files."""

import tomllib
from collections.abc import Iterator
from typing import IO, Any

from decentwork.indicators.catalogue import NO_NORM


def norm_texts(
    fileobj: IO[bytes],
    keywords: Any,  # noqa: ANN401, ARG001 - Babel's signature
    comment_tags: Any,  # noqa: ANN401, ARG001 - Babel's signature
    options: Any,  # noqa: ANN401, ARG001 - Babel's signature
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the norm that an indicator names, as Babel's extractors do: line, function, text."""
    norm = tomllib.load(fileobj).get("norm", NO_NORM)
    if norm != NO_NORM:
        yield 1, "", norm, []
