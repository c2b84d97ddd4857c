"""Trade that crosses more than one border, backward and forward, and its three parts."""

import numpy as np
import pandas as pd

from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import Decomposition, closed_decomposition


def value_chain_trade(blocks: CountryBlocks) -> pd.DataFrame:
    """Return `exports`, `davax`, `gvc`, `backward`, `forward` of each place, in money.

    DAVAX is domestic value added absorbed by the first importer; the rest of exports is
    value-chain trade: backward (foreign content and double counting) and forward.

    References
    ----------
    Borin & Mancini 2019, World Bank Policy Research Working Paper 8804, section 4.
    """
    local = blocks.local_content
    own = np.einsum("pn,np->n", blocks.content_by_origin, blocks.member)
    exports = blocks.by_place(blocks.gross_exports)
    domestic = blocks.by_place(local * blocks.gross_exports)
    davax = blocks.by_place(local * absorbed_by_importer(blocks))
    foreign = exports - blocks.by_place(own * blocks.gross_exports)
    double = blocks.by_place((own - local) * blocks.gross_exports)
    return pd.DataFrame(
        {
            "place": blocks.table.place_codes,
            "exports": exports,
            "davax": davax,
            "gvc": exports - davax,
            "backward": foreign + double,
            "forward": domestic - davax,
        }
    )


def tripartite(blocks: CountryBlocks) -> Decomposition:
    """Return exports as DAVAX and pure backward (PB), two-sided (TS), pure forward (PF) trade.

    References
    ----------
    Borin, Mancini & Taglioni 2025, World Bank Economic Review, "Measuring countries' and
    sectors' participation in global value chains".
    """
    trade = value_chain_trade(blocks)
    imported = blocks.foreign_inputs.sum(axis=0) @ blocks.local
    onward = blocks.foreign_inputs @ (blocks.local @ blocks.gross_exports)
    backward = blocks.by_place(imported * absorbed_by_importer(blocks))
    two_sided = blocks.by_place(imported * onward)
    return closed_decomposition(
        "tripartite",
        blocks,
        {
            "DAVAX": trade["davax"].to_numpy(),
            "PF": trade["gvc"].to_numpy() - backward - two_sided,
            "TS": two_sided,
            "PB": backward,
        },
    )


def absorbed_by_importer(blocks: CountryBlocks) -> np.ndarray:
    """Return the sum over importers r of y_sr + A_sr L_rr y_rr: (n,), money."""
    through = blocks.foreign_inputs @ (blocks.local @ blocks.own_demand)
    return np.asarray(blocks.final_exports + through)
