"""Bilateral gross exports by exporting industry in sixteen terms (Wang, Wei and Zhu)."""

from collections.abc import Iterator, Sequence

import numpy as np

from decentwork.accounts.tables import Matrix
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import ExportTerms

TERMS = (
    "DVA_FIN",
    "DVA_INT",
    "DVA_INTrexI1",
    "DVA_INTrexF",
    "DVA_INTrexI2",
    "RDV_FIN",
    "RDV_FIN2",
    "RDV_INT",
    "DDC_FIN",
    "DDC_INT",
    "MVA_FIN",
    "MVA_INT",
    "MDC",
    "OVA_FIN",
    "OVA_INT",
    "ODC",
)


def wang_wei_zhu(blocks: CountryBlocks, exporters: Sequence[int]) -> Iterator[ExportTerms]:
    """Yield the sixteen terms of each exporter, by industry and importer.

    References
    ----------
    Wang, Wei & Zhu 2013, NBER Working Paper 19677, revised 2018, equation 37.
    """
    origin = blocks.contents(range(len(blocks.rows)))
    member = blocks.member()
    at_home = blocks.leontief.requirements(member * blocks.own_demand()[:, np.newaxis])
    in_all = blocks.leontief.requirements(member * blocks.demand.sum(axis=1)[:, np.newaxis])
    for exporter in exporters:
        rows = blocks.rows[exporter]
        to_here = blocks.leontief.requirements(member * blocks.demand[:, [exporter]])
        made = _made(blocks, exporter, at_home, in_all, to_here)
        sold = np.moveaxis(blocks.inputs_sold(exporter, made), 2, 0)
        final = blocks.demand[rows].copy()
        final[:, exporter] = 0.0
        local = blocks.local_content(exporter)[:, np.newaxis]
        own = origin[exporter, rows, np.newaxis]
        importer = origin[:, rows].T
        other = blocks.multipliers[rows, np.newaxis] - own - importer
        *by_use, used, absorbed, onward = sold
        parts = (
            own * final,
            *(local * use for use in by_use),
            (own - local) * used,
            *(share * part for share in (importer, other) for part in (final, absorbed, onward)),
        )
        yield ExportTerms(
            additive=dict(zip(TERMS, parts, strict=True)),
            whole=blocks.whole(exporter),
            memoranda={},
        )


def _made(
    blocks: CountryBlocks, exporter: int, at_home: Matrix, in_all: Matrix, to_here: Matrix
) -> Matrix:
    """Return output of each row by what becomes of it in the end: (n, 11), money.

    Seen from an importer r of the exporter s: the first eight add to all output, B_rt y_tu by
    market u and by who sells there, t; then all output, and what r makes with its own inputs for
    itself and for its exports.

    Parameters
    ----------
    at_home, in_all, to_here : (n, p) arrays, money
        Output behind what place t sells at home, in all markets, and in the exporter's.
    """
    every, here = np.arange(len(at_home)), blocks.member().argmax(axis=1)
    abroad = in_all - at_home - to_here  # sold by t neither at home nor to the exporter

    def of_others(made: Matrix) -> Matrix:
        return np.asarray(made.sum(axis=1) - made[every, here] - made[:, exporter])

    exports = blocks.exports.sum(axis=1)
    within = blocks.local_output(np.column_stack([blocks.own_demand(), exports]))
    return np.column_stack(
        [
            at_home[every, here],
            of_others(at_home),
            abroad[every, here],
            of_others(abroad),
            to_here[every, here],
            of_others(to_here),
            at_home[:, exporter],
            in_all[:, exporter] - at_home[:, exporter],
            blocks.table.output,
            within,
        ]
    )
