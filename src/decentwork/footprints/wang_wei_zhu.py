"""Bilateral gross exports by exporting industry in sixteen terms (Wang, Wei and Zhu)."""

import numpy as np
import pandas as pd

from decentwork.accounts.tables import Matrix
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import Decomposition, check_closure, decomposition_of

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


def wang_wei_zhu(blocks: CountryBlocks) -> Decomposition:
    """Return the sixteen terms of exports by place, industry and importer.

    References
    ----------
    Wang, Wei & Zhu 2013, NBER Working Paper 19677, revised 2018, equation 37.
    """
    member = blocks.member
    origin = blocks.content_by_origin
    places = range(member.shape[1])
    produced = _produced(blocks)
    frames, totals = [], []
    for place in places:
        rows = member[:, place].astype(bool)
        terms = np.zeros((len(TERMS), int(rows.sum()), member.shape[1]))
        for importer in places:
            if importer != place:
                terms[:, :, importer] = _pair(blocks, origin, produced, place, importer)
        totals.append(float(terms.sum()))
        frames.append(_frame(blocks, rows, place, terms))
    check_closure("wang_wei_zhu", blocks, np.array(totals))
    frame = pd.concat(frames, ignore_index=True)
    return decomposition_of("wang_wei_zhu", blocks, frame[frame["place"] != frame["market"]])


def _produced(blocks: CountryBlocks) -> Matrix:
    """Return output of each row behind what place t sells to market u, B_rt y_tu: (n, t, u)."""
    sold = blocks.member[:, :, np.newaxis] * blocks.demand[:, np.newaxis, :]
    count = blocks.member.shape[1]
    flat = blocks.total @ sold.reshape(len(blocks.total), count * count)
    return np.asarray(flat.reshape(len(blocks.total), count, count))


def _pair(blocks: CountryBlocks, origin: Matrix, produced: Matrix, s: int, r: int) -> Matrix:
    """Return the terms of exports of place s to importer r: (16, industries of s)."""
    own_rows, importer = blocks.member[:, s].astype(bool), blocks.member[:, r].astype(bool)
    inputs = blocks.foreign_inputs[np.ix_(own_rows, importer)]
    others = [t for t in range(blocks.member.shape[1]) if t not in (s, r)]
    made = produced[importer]  # (industries of r, t, u): B_rt y_tu
    local, content = blocks.local_content[own_rows], origin[s][own_rows]
    foreign_markets = [u for u in range(blocks.member.shape[1]) if u != s]
    at_home = sum((made[:, t, t] for t in others), np.zeros(len(made)))
    third = sum(
        (made[:, t, u] for t in others for u in foreign_markets if u != t), np.zeros(len(made))
    )
    final = blocks.demand[own_rows, r]
    absorbed = inputs @ (blocks.local @ (blocks.own_demand * importer))[importer]
    onward = inputs @ (blocks.local @ (blocks.gross_exports * importer))[importer]
    used = inputs @ blocks.table.output[importer]
    shares = (origin[r][own_rows], origin[others].sum(axis=0)[own_rows])
    return np.array(
        [
            content * final,
            local * (inputs @ made[:, r, r]),
            local * (inputs @ at_home),
            local * (inputs @ made[:, r, others].sum(axis=1)),
            local * (inputs @ third),
            local * (inputs @ made[:, r, s]),
            local * (inputs @ made[:, others, s].sum(axis=1)),
            local * (inputs @ made[:, s, s]),
            local * (inputs @ made[:, s, foreign_markets].sum(axis=1)),
            (content - local) * used,
            *(share * part for share in shares for part in (final, absorbed, onward)),
        ]
    )


def _frame(blocks: CountryBlocks, rows: Matrix, place: int, terms: Matrix) -> pd.DataFrame:
    industries = [name for name, kept in zip(blocks.table.industries, rows, strict=True) if kept]
    codes = blocks.table.place_codes
    index = pd.MultiIndex.from_product(
        [TERMS, industries, codes], names=["term", "industry", "market"]
    )
    frame = pd.DataFrame({"value": terms.ravel()}, index=index).reset_index()
    return frame.assign(place=codes[place])[["place", "industry", "market", "term", "value"]]
