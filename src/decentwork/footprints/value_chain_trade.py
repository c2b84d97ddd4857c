"""Trade that crosses more than one border: absorbed at once, backward, forward, both."""

from collections.abc import Iterator, Sequence

import numpy as np

from decentwork.accounts.tables import Matrix
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import ExportTerms


def tripartite(blocks: CountryBlocks, exporters: Sequence[int]) -> Iterator[ExportTerms]:
    """Yield value-chain trade of each exporter as pure forward (PF), two-sided (TS), backward (PB).

    The content of exports is local (domestic stages alone, q_s L_ss) or not; what is exported is
    absorbed by the importer or exported on. Local and absorbed is traditional trade (DAVAX);
    the other three add to GVC.

    References
    ----------
    Borin, Mancini & Taglioni 2025, World Bank Economic Review, "Measuring countries' and
    sectors' participation in global value chains".
    """
    absorbed = _absorbed_output(blocks)
    for exporter in exporters:
        direct = absorbed_by_importer(blocks, exporter, absorbed)
        onward = blocks.inputs_sold(exporter, _onward_output(blocks))[..., 0]
        local = blocks.local_content(exporter)[:, np.newaxis]
        other = blocks.multipliers[blocks.rows[exporter], np.newaxis] - local
        yield ExportTerms(
            additive={"PF": local * onward, "TS": other * onward, "PB": other * direct},
            whole=blocks.whole(exporter),
            memoranda={},
            beside=local * direct,
        )


def value_chain_memoranda(
    blocks: CountryBlocks, exporter: int, direct: Matrix
) -> dict[str, Matrix]:
    """Return DAVAX, GVC, GVCB and GVCF of an exporter, each (N, p).

    DAVAX is the domestic account absorbed by the first importer; the rest of exports, GVC, is
    backward (foreign content and double counting) or forward. They do not depend on where the
    double counting is booked. `direct` is `absorbed_by_importer`.

    References
    ----------
    Borin & Mancini 2019, World Bank Policy Research Working Paper 8804, section 4.
    """
    local = blocks.local_content(exporter)[:, np.newaxis]
    whole, domestic = blocks.whole(exporter), local * blocks.exports[blocks.rows[exporter]]
    davax = local * direct
    return {
        "DAVAX": davax,
        "GVC": whole - davax,
        "GVCB": whole - domestic,
        "GVCF": domestic - davax,
    }


def absorbed_by_importer(
    blocks: CountryBlocks, exporter: int, absorbed: Matrix | None = None
) -> Matrix:
    """Return exports that end with the importer, y_sr + A_sr L_rr y_rr: (N, p), money.

    `absorbed` is L_rr y_rr (n, 1), where it is at hand.
    """
    used = _absorbed_output(blocks) if absorbed is None else absorbed
    final = blocks.demand[blocks.rows[exporter]].copy()
    final[:, exporter] = 0.0
    return np.asarray(final + blocks.inputs_sold(exporter, used)[..., 0])


def _absorbed_output(blocks: CountryBlocks) -> Matrix:
    return blocks.local_output(blocks.own_demand()[:, np.newaxis])


def _onward_output(blocks: CountryBlocks) -> Matrix:
    return blocks.local_output(blocks.exports.sum(axis=1, keepdims=True))
