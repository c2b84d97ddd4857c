"""Gross exports of a country in nine terms (Koopman, Wang and Wei)."""

from collections.abc import Iterator, Sequence

import numpy as np

from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import ExportTerms


def koopman_wang_wei(blocks: CountryBlocks, exporters: Sequence[int]) -> Iterator[ExportTerms]:
    """Yield T1 to T9 of each exporter; valid for its totals only, not by market or industry.

    T1–T3 value absorbed abroad; T4–T5 value that returns; T6 domestic double counting; T7–T8
    foreign value; T9 foreign double counting.

    References
    ----------
    Koopman, Wang & Wei 2014, American Economic Review 104: 459–94, equation 36.
    """
    own, final, exports = blocks.own_demand(), blocks.final_exports(), blocks.exports.sum(axis=1)
    made = blocks.local_output(np.column_stack([own, exports]))
    for content, exporter in zip(blocks.contents(exporters), exporters, strict=True):
        rows = blocks.rows[exporter]
        home, foreign = content[rows], blocks.multipliers[rows] - content[rows]
        abroad = content.copy()  # the exporter's account in what others sell, q_s B_sr
        abroad[rows] = 0.0
        returned = blocks.demand[:, exporter]
        next_use = blocks.inputs_sold(exporter, made).sum(axis=1)  # A_sr L_rr (y_rr, e_r)
        back = home @ np.linalg.inv(blocks.local[exporter]) - blocks.coefficients[rows]
        terms = {
            "T1": home @ final[rows],
            "T2": abroad @ own,
            "T3": abroad @ (final - returned),
            "T4": abroad @ returned,
            "T5": back @ made[rows, 0],
            "T6": back @ made[rows, 1],
            "T7": foreign @ final[rows],
            "T8": foreign @ next_use[:, 0],
            "T9": foreign @ next_use[:, 1],
        }
        yield ExportTerms(
            additive={name: np.array(value) for name, value in terms.items()},
            whole=np.array(blocks.whole(exporter).sum()),
            memoranda={},
        )
