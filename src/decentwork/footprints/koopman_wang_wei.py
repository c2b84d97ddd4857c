"""Gross exports of a country in nine terms (Koopman, Wang and Wei)."""

import numpy as np

from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import Decomposition, closed_decomposition


def koopman_wang_wei(blocks: CountryBlocks) -> Decomposition:
    """Return terms T1 to T9; valid for totals of a country only, not by market or industry.

    T1–T3 value added absorbed abroad; T4–T5 value that returns; T6 domestic double counting;
    T7–T8 foreign value added; T9 foreign double counting.

    References
    ----------
    Koopman, Wang & Wei 2014, American Economic Review 104: 459–94, equation 36.
    """
    member, origin = blocks.member, blocks.content_by_origin
    own = np.einsum("pn,np->n", origin, member)
    foreign = origin.sum(axis=0) - own
    # Value added of s in what place r sells to market l: (s, r, l).
    sold = np.einsum("sn,nr,nl->srl", origin, member, blocks.demand, optimize=True)
    home = np.eye(member.shape[1])
    abroad = 1.0 - home
    back = np.einsum("pn,np->n", origin @ blocks.foreign_inputs, member)
    next_use = blocks.foreign_inputs @ blocks.local
    terms = {
        "T1": np.einsum("ssl,sl->s", sold, abroad),
        "T2": np.einsum("srr,sr->s", sold, abroad),
        "T3": np.einsum("srl,sr,rl,sl->s", sold, abroad, abroad, abroad, optimize=True),
        "T4": np.einsum("srs,sr->s", sold, abroad),
        "T5": blocks.by_place(back * (blocks.local @ blocks.own_demand)),
        "T6": blocks.by_place(back * (blocks.local @ blocks.gross_exports)),
        "T7": blocks.by_place(foreign * blocks.final_exports),
        "T8": blocks.by_place(foreign * (next_use @ blocks.own_demand)),
        "T9": blocks.by_place(foreign * (next_use @ blocks.gross_exports)),
    }
    return closed_decomposition("koopman_wang_wei", blocks, terms)
