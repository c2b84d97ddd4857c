"""The chain in a survey's report and on its page: the map, who buys from whom, what was seen."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from decentwork.reporting.names import place_name
from decentwork.reporting.numbers import Plain, Reader, amount_text, count_text
from decentwork.reporting.palette import HATCH_ID, config
from decentwork.reporting.papers import PaperSection, PaperTable
from decentwork.reporting.survey_chain_drawing import chain_drawing
from decentwork.reporting.survey_chain_sentences import (
    HEADING,
    HEADS,
    MAP,
    READ,
    REGISTERED,
    SEEN,
    TABLES,
)
from decentwork.reporting.survey_chain_words import (
    chain_rows,
    chain_text,
    kind_of,
    links_text,
    tier_of,
)
from decentwork.reporting.survey_methods import PICTURE_WIDTH
from decentwork.reporting.survey_pages import KINDS
from decentwork.reporting.survey_words import picture
from decentwork.surveys.links import NOT_TOLD

if TYPE_CHECKING:
    import altair as alt

_WIDE, _NARROW = 900, 340  # pixels; a page shows the one that fits


def chain_section(chain: Plain | None, reader: Reader) -> Iterator[PaperSection]:
    """Yield the section of a report on the chain, where links were followed."""
    if chain is None:
        return
    yield PaperSection(
        title=reader.translate(HEADING),
        paragraphs=tuple(_said(chain, reader)),
        pictures=(picture(_chart(chain, reader, PICTURE_WIDTH)),),
        tables=tuple(_tables(chain, reader)),
    )


def chain_page(chain: Plain | None, reader: Reader) -> dict[str, Any] | None:
    """Return the chain as a page shows it: sentences, a wide and a narrow drawing, tables."""
    if chain is None:
        return None
    content = json.dumps(chain)
    return {
        "title": reader.translate(HEADING),
        "sentences": list(_said(chain, reader)),
        "wide": _drawn(content, reader, _WIDE),
        # Two drawings on one page need two names for the hatch.
        "narrow": _drawn(content, reader, _NARROW).replace(HATCH_ID, f"{HATCH_ID}-narrow"),
        "tables": list(_tables(chain, reader)),
    }


@lru_cache(maxsize=32)
def _drawn(content: str, reader: Reader, width: int) -> str:
    """Return the drawing of a chain; kept, for it takes long to make and every view asks for it."""
    from decentwork.reporting.charts import chart_svg

    return chart_svg(_chart(json.loads(content), reader, width))


def _chart(chain: Plain, reader: Reader, width: int) -> "alt.LayerChart":
    drawn = chain_drawing(chain, reader, width).configure(**config(reader.language))
    return drawn.properties(description=chain_text(chain, reader))


def _said(chain: Plain, reader: Reader) -> Iterator[str]:
    say, step = reader.translate, chain["step"]
    yield say(READ["map"])
    yield say(READ["hatch"])
    links = [say(READ["links"]) % {"step": count_text(step, reader.language)}]
    if chain["links"] is not None:
        links.append(say(READ["all"]) % {"links": links_text(chain["links"], step, reader)})
    yield " ".join(links)
    abroad = chain["abroad"]
    if abroad["links"] is not None:
        yield say(READ["abroad"]) % {"links": links_text(abroad["links"], abroad["step"], reader)}
    yield from _seen(chain["observed"], reader)
    yield say(READ["mixing"])


def _seen(seen: Mapping[str, int | None], reader: Reader) -> Iterator[str]:
    """Yield what was seen of the chain, without estimating: it bounds what is there."""
    count = {name: count_text(it, reader.language) for name, it in seen.items() if it is not None}
    links = reader.translate(MAP["links"]) % {"count": count["links"]}
    yield reader.translate(SEEN["observed"]) % {"links": links, "units": count["units"]}
    if "in_circles" in count:
        yield reader.translate(SEEN["circles" if "circles" in count else "in_circles"]) % count
    if seen["hang_on_one"] is not None and seen["units"]:
        words: dict[str, Any] = {"language": reader.language, "translate": reader.translate}
        share = amount_text(round(seen["hang_on_one"] / seen["units"], 2), "share", **words)
        yield reader.translate(SEEN["hang_on_one"]) % {"share": share}


def _tables(chain: Plain, reader: Reader) -> Iterator[PaperTable]:
    rows = chain_rows(chain, reader)
    yield PaperTable(
        title=reader.translate(TABLES["map"]),
        head=tuple(rows[0]) if rows else (),
        rows=tuple(tuple(row.values()) for row in rows),
    )
    for name in ("tier", "kind", "registered"):
        if chain["mixing"][name]:
            yield _matrix(name, chain, reader)
    if chain["abroad"]["countries"]:
        step = chain["abroad"]["step"]
        yield PaperTable(
            title=reader.translate(TABLES["countries"]),
            head=tuple(reader.translate(HEADS[name]) for name in ("country", "links")),
            rows=tuple(
                (_country(it["country"], reader), links_text(it["links"], step, reader))
                for it in chain["abroad"]["countries"]
            ),
        )


def _matrix(name: str, chain: Plain, reader: Reader) -> PaperTable:
    """Return who buys from whom: a row a label of buyers, a column a label of suppliers."""
    cells = {(it["buyer"], it["supplier"]): it["links"] for it in chain["mixing"][name]}
    present = {end for ends in cells for end in ends}
    known = {"kind": [str(kind) for kind in KINDS], "registered": [*REGISTERED]}
    labels = [it for it in known.get(name, sorted(present, key=str)) if it in present]
    words = [_label(name, it, reader) for it in labels]
    corner = f"{reader.translate(HEADS['buyers'])} ↓ {reader.translate(HEADS['suppliers'])} →"
    counts = {ends: count_text(links, reader.language) for ends, links in cells.items()}
    return PaperTable(
        title=reader.translate(TABLES[name]),
        head=(corner, *words),
        rows=tuple(
            (word, *(counts.get((label, other), "") for other in labels))
            for label, word in zip(labels, words, strict=True)
        ),
    )


def _label(name: str, label: Any, reader: Reader) -> str:  # noqa: ANN401 (a tier or a code)
    if name == "tier":
        return tier_of(label, reader)
    return kind_of(label, reader) if name == "kind" else reader.translate(REGISTERED[label])


def _country(code: str, reader: Reader) -> str:
    if code == NOT_TOLD:
        return reader.translate(MAP["not_told"])
    return place_name(code, reader.language, reader.translate)
