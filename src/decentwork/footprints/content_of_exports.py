"""What exports hold in few terms: lost without them, or direct, indirect, back home, foreign."""

from collections.abc import Iterator, Sequence

import numpy as np

from decentwork.footprints.borin_mancini import borin_mancini
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import ExportTerms


def hypothetical_extraction(
    blocks: CountryBlocks, exporters: Sequence[int], perspective: str = "exporter"
) -> Iterator[ExportTerms]:
    """Yield DVA: what an exporter would lose if it did not export, to anybody or to one importer.

    Without all exports, its output is L_ss y_ss: what is lost is checked against that.

    References
    ----------
    Los, Timmer & de Vries 2016, American Economic Review 106: 1958–66; Los & Timmer 2018, NBER
    Working Paper 25178, for one importer.
    """
    counted = borin_mancini(blocks, exporters, "source", perspective)
    for exporter, terms in zip(exporters, counted, strict=True):
        rows = blocks.rows[exporter]
        lost = terms.additive["DVA"]
        whole = lost
        if perspective == "exporter":
            kept = blocks.local_output(blocks.own_demand()[:, np.newaxis])[rows, 0]
            whole = np.array(blocks.coefficients[rows] @ (blocks.table.output[rows] - kept))
        yield ExportTerms(additive={"DVA": lost}, whole=whole, memoranda={})


def oecd(blocks: CountryBlocks, exporters: Sequence[int]) -> Iterator[ExportTerms]:
    """Yield content of exports: direct, indirect (domestic suppliers), reimported, foreign.

    q_s e, q_s (L_ss − I) e, q_s (B_ss − L_ss) e, and that of all other places.

    References
    ----------
    OECD 2023, Guide to OECD's Trade in Value Added Indicators.
    """
    for content, exporter in zip(blocks.contents(exporters), exporters, strict=True):
        rows = blocks.rows[exporter]
        direct, local = blocks.coefficients[rows], blocks.local_content(exporter)
        shares = {
            "direct": direct,
            "indirect": local - direct,
            "reimported": content[rows] - local,
            "foreign": blocks.multipliers[rows] - content[rows],
        }
        exports = blocks.exports[rows]
        yield ExportTerms(
            additive={name: share[:, np.newaxis] * exports for name, share in shares.items()},
            whole=blocks.whole(exporter),
            memoranda={},
        )
