"""Gross exports without double counting (Borin and Mancini)."""

import numpy as np

from decentwork.accounts.tables import Matrix, Vector
from decentwork.estimates.errors import UnknownCode
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import Decomposition, closed_decomposition

APPROACHES = ("source", "sink")


def borin_mancini(blocks: CountryBlocks, approach: str = "source") -> Decomposition:
    """Return VAX1–4, REF1–2, DDC, FVA1–4 and FDC of each country's exports.

    VAX is domestic value added absorbed abroad, REF returns home, DDC and FDC are counted
    twice, FVA is foreign. Totals of DVA (VAX and REF), FVA and FDC do not depend on the
    approach; "source" counts value when it first leaves the country, "sink" when it last does.

    References
    ----------
    Borin & Mancini 2019, World Bank Policy Research Working Paper 8804; 2023, Economic Systems
    Research 35: 1–20.
    """
    if approach not in APPROACHES:
        raise UnknownCode(approach, "the approaches of Borin and Mancini", APPROACHES)
    origin = blocks.content_by_origin
    own = np.einsum("pn,np->n", origin, blocks.member)
    exports, local = blocks.gross_exports, blocks.local_content
    foreign_content = blocks.by_place((origin.sum(axis=0) - own) * exports)
    terms: dict[str, list[float]] = {}
    for place in range(blocks.member.shape[1]):
        for name, value in _terms_of(blocks, place, approach, origin).items():
            terms.setdefault(name, []).append(value)
    values = {name: np.array(row) for name, row in terms.items()}
    absorbed = {name: value for name, value in values.items() if not name.startswith("FVA")}
    foreign = {name: value for name, value in values.items() if name.startswith("FVA")}
    return closed_decomposition(
        f"borin_mancini_{approach}",
        blocks,
        {
            **absorbed,
            "DDC": blocks.by_place((own - local) * exports),
            **foreign,
            "FDC": foreign_content - np.sum(list(foreign.values()), axis=0),
        },
    )


def _terms_of(blocks: CountryBlocks, place: int, approach: str, origin: Matrix) -> dict[str, float]:
    rows = blocks.member[:, place].astype(bool)
    others = np.arange(blocks.member.shape[1]) != place
    cut = requirements_without_exports(blocks, place)
    foreign_value = blocks.value * ~rows
    if approach == "source":
        own, foreign = blocks.local_content[rows], (foreign_value @ cut)[rows]
        output = blocks.total @ blocks.demand
    else:
        own, foreign = origin[place][rows], origin[others].sum(axis=0)[rows]
        kept = blocks.demand.copy()
        kept[np.ix_(rows, others)] = 0.0
        output = cut @ kept
    dva = _uses(blocks, place, own, output)
    fva = _uses(blocks, place, foreign, output)
    return {
        "VAX1": dva["final"],
        "VAX2": dva["importer"],
        "VAX3": dva["third"],
        "VAX4": dva["further"],
        "REF1": dva["home"],
        "REF2": dva["further_home"],
        "FVA1": fva["final"],
        "FVA2": fva["importer"],
        "FVA3": fva["third"] + fva["home"],
        "FVA4": fva["further"] + fva["further_home"],
    }


def _uses(blocks: CountryBlocks, place: int, content: Vector, output: Matrix) -> dict[str, float]:
    """Return what exports of `place` with this content (per unit) are used for.

    `output` (n, p) is what serves each market after the importer exports in turn.
    """
    rows = blocks.member[:, place].astype(bool)
    reach = content @ blocks.foreign_inputs[rows] @ blocks.local
    direct = blocks.member.T @ (reach[:, np.newaxis] * blocks.demand)  # (importer, market)
    further = reach @ (blocks.foreign_inputs @ output)  # (market,)
    importers = np.arange(len(direct)) != place
    direct = direct[importers]
    absorbed = float(direct[np.arange(len(direct)), np.flatnonzero(importers)].sum())
    home = float(direct[:, place].sum())
    return {
        "final": float(content @ blocks.final_exports[rows]),
        "importer": absorbed,
        "home": home,
        "third": float(direct.sum()) - absorbed - home,
        "further": float(further[importers].sum()),
        "further_home": float(further[place]),
    }


def requirements_without_exports(blocks: CountryBlocks, place: int) -> Matrix:
    """Return (I − A*)⁻¹ with A* the coefficients when `place` sells nothing abroad: (n, n).

    From the inverse at hand by the Woodbury identity, not by inverting again.
    """
    rows = blocks.member[:, place].astype(bool)
    columns = blocks.total[:, rows]
    loop = blocks.foreign_inputs[rows] @ blocks.total
    correction = np.linalg.solve(np.eye(int(rows.sum())) + loop[:, rows], loop)
    return np.asarray(blocks.total - columns @ correction)
