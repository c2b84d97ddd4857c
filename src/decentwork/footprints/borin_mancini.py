"""Gross exports without double counting (Borin and Mancini)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from decentwork.accounts.tables import Matrix, Rows, Vector
from decentwork.footprints.country_blocks import CountryBlocks
from decentwork.footprints.decomposition import ExportTerms
from decentwork.footprints.value_chain_trade import absorbed_by_importer, value_chain_memoranda

APPROACHES = ("source", "sink")
PERSPECTIVES = {
    "exporter": "value counts once in all exports of the exporter",
    "bilateral": "value counts once in what the exporter sells to one importer",
    "sectoral": "value counts once in what one industry of the exporter sells abroad",
    "sectoral_bilateral": "value counts once in what one industry sells to one importer",
    "world": "value counts once in all exports of the world",
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Exports:
    """Exports of one exporter, and how they come back to it to be exported again.

    Parameters
    ----------
    own, foreign : (N,) arrays
        The account of the exporter, and of all others, in a unit of its output: q_s B_ss, q_t B_ts.
    flows, home : (N, p) arrays, money
        Exports, e_sr, and the part that the exporter's own market absorbs in the end.
    returning : (N, p, N) array
        Exports of row to importer that a unit of the column industry requires: A_sr B_rs.
    direct : (N, p) array
        What the importer absorbs.
    """

    own: Vector
    foreign: Vector
    flows: Matrix
    home: Matrix
    returning: Matrix
    direct: Matrix
    industries: tuple[str, ...]


def borin_mancini(
    blocks: CountryBlocks,
    exporters: Sequence[int],
    approach: str = "source",
    perspective: str = "exporter",
    detail: bool = False,
) -> Iterator[ExportTerms]:
    """Yield DVA, DDC, FVA and FDC of each exporter, and memoranda VAX, REF, DAVAX, GVC, GVCB, GVCF.

    Value is double counted when it crosses the border that `perspective` names more than once.
    "source" counts it at the first crossing, "sink" at the last: that moves value between
    importers and industries, and leaves the sums within one border as they are. DVA is VAX,
    absorbed abroad, and REF, absorbed at home.

    With `detail`, DVA is given as VAX1–4 and REF1–2 and FVA as FVA1–4: final products, inputs of
    what the importer absorbs, of what it sells to final buyers of a third country (VAX3, FVA3) or
    of the exporter (REF1), and of what is exported on as inputs.

    References
    ----------
    Borin & Mancini 2019, World Bank Policy Research Working Paper 8804; 2023, Economic Systems
    Research 35: 1–20.
    """
    own = blocks.contents(exporters)
    required = blocks.leontief.requirements(blocks.demand)  # (n, market)
    for content, exporter in zip(own, exporters, strict=True):
        sold = _exports_of(blocks, exporter, content, required)
        domestic, foreign = _counted(sold, blocks, exporter, approach, perspective)
        additive = {
            "DVA": domestic.once,
            "DDC": domestic.again,
            "FVA": foreign.once,
            "FDC": foreign.again,
        }
        if detail:
            uses = _uses(blocks, exporter)
            vax = domestic.by_use("VAX", uses) | domestic.by_use_at_home(uses)
            additive = {
                **vax,
                "DDC": domestic.again,
                **foreign.by_use("FVA", uses, with_home=True),
                "FDC": foreign.again,
            }
        yield ExportTerms(
            additive=additive,
            whole=blocks.whole(exporter),
            memoranda={
                "VAX": domestic.once - domestic.home,
                "REF": domestic.home,
                **value_chain_memoranda(blocks, exporter, sold.direct),
            },
        )


def _exports_of(
    blocks: CountryBlocks, exporter: int, content: Vector, required: Matrix
) -> _Exports:
    rows = blocks.rows[exporter]
    own = content[rows]
    unit = np.zeros((len(content), len(own)))
    unit[rows] = np.eye(len(own))
    return _Exports(
        own=own,
        foreign=blocks.multipliers[rows] - own,
        flows=blocks.exports[rows],
        home=blocks.inputs_sold(exporter, required[:, [exporter]])[..., 0],
        returning=blocks.inputs_sold(exporter, blocks.leontief.requirements(unit)),
        direct=absorbed_by_importer(blocks, exporter),
        industries=blocks.industries_of(exporter),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counted:
    """One content of exports: counted once, of which back home, and counted again: (N, p) each.

    `content` (N, p) times flows makes `once` with the flows that are counted.
    """

    content: Matrix
    once: Matrix
    again: Matrix
    home: Matrix

    def by_use(
        self, name: str, uses: dict[str, Matrix], with_home: bool = False
    ) -> dict[str, Matrix]:
        """Return terms 1–4 of what is counted once, those that end at home apart or not."""
        third = uses["third"] + uses["home"] if with_home else uses["third"]
        known = {
            f"{name}1": self.content * uses["final"],
            f"{name}2": self.content * uses["importer"],
            f"{name}3": self.content * third,
        }
        left = self.once - sum(known.values()) - (0.0 if with_home else self.home)
        return {**known, f"{name}4": left}

    def by_use_at_home(self, uses: dict[str, Matrix]) -> dict[str, Matrix]:
        """Return what returns: in the importer's final products, and further on."""
        first = self.content * uses["home"]
        return {"REF1": first, "REF2": self.home - first}


def _counted(
    sold: _Exports, blocks: CountryBlocks, exporter: int, approach: str, perspective: str
) -> tuple[_Counted, _Counted]:
    """Return the exporter's own account in its exports, and that of all others."""
    if perspective == "world":
        return _counted_in_the_world(sold, blocks.local_content(exporter), approach)
    shape = sold.flows.shape
    found = [{name: np.zeros(shape) for name in _Counted.__slots__} for _ in range(2)]
    for rows, importers in _borders(sold, perspective):
        cells = np.ix_(rows, importers)
        flows, home, returning = sold.flows[cells], sold.home[cells], sold.returning[cells]
        back = returning[..., rows]
        for parts, content in zip(found, (sold.own[rows], sold.foreign[rows]), strict=True):
            count = _first_crossing if approach == "source" else _last_crossing
            for name, part in count(content, flows, home, back).items():
                parts[name][cells] = part
    return _Counted(**found[0]), _Counted(**found[1])


def _borders(sold: _Exports, perspective: str) -> Iterator[tuple[Rows, Rows]]:
    """Yield the rows and the importers of the trade in which value counts once."""
    names = np.array(sold.industries)
    every, importers = np.arange(len(names)), np.arange(sold.flows.shape[1])
    by_row = [np.flatnonzero(names == name) for name in dict.fromkeys(sold.industries)]
    for rows in by_row if perspective.startswith("sectoral") else [every]:
        if perspective.endswith("bilateral"):
            yield from ((rows, importers[[one]]) for one in importers)
        else:
            yield rows, importers


def _first_crossing(
    content: Vector, flows: Matrix, home: Matrix, back: Matrix
) -> dict[str, Matrix]:
    """Count content when it first crosses: what is new in a unit is c (I + K)⁻¹.

    K, the sum of `back` over importers, is what a unit sold here sends across again.
    """
    again = back.sum(axis=1)
    new = np.linalg.solve((np.eye(len(again)) + again).T, content)[:, np.newaxis]
    old = (again.T @ new[:, 0])[:, np.newaxis]
    return {
        "content": np.broadcast_to(new, flows.shape),
        "once": new * flows,
        "again": old * flows,
        "home": new * home,
    }


def _last_crossing(content: Vector, flows: Matrix, home: Matrix, back: Matrix) -> dict[str, Matrix]:
    """Count content when it last crosses: of flows e, K_r (I + K)⁻¹ Σe comes back to cross."""
    system = np.eye(len(flows)) + back.sum(axis=1)
    total = np.column_stack([flows.sum(axis=1), home.sum(axis=1)])
    crossing = back @ np.linalg.solve(system, total)  # (rows, importers, 2)
    held = content[:, np.newaxis]
    return {
        "content": np.broadcast_to(held, flows.shape),
        "once": held * (flows - crossing[..., 0]),
        "again": held * crossing[..., 0],
        "home": held * (home - crossing[..., 1]),
    }


def _counted_in_the_world(
    sold: _Exports, local: Vector, approach: str
) -> tuple[_Counted, _Counted]:
    """Count content when it first leaves its place of origin, or last crosses any border."""
    own, foreign = sold.own[:, np.newaxis], sold.foreign[:, np.newaxis]
    none = np.zeros_like(sold.flows)
    if approach == "source":
        new = local[:, np.newaxis]
        return (
            _Counted(
                content=new + none,
                once=new * sold.flows,
                again=(own - new) * sold.flows,
                home=new * sold.home,
            ),
            _Counted(content=none, once=none, again=foreign * sold.flows, home=none),
        )
    further = sold.flows - sold.direct
    domestic, others = (
        _Counted(content=held + none, once=held * sold.direct, again=held * further, home=none)
        for held in (own, foreign)
    )
    return domestic, others


def _uses(blocks: CountryBlocks, exporter: int) -> dict[str, Matrix]:
    """Return what the importer does with exports before it exports in turn: (N, p) each, money."""
    rows = blocks.rows[exporter]
    final = blocks.demand[rows].copy()
    final[:, exporter] = 0.0
    own = blocks.own_demand()
    every = np.column_stack([own, blocks.demand[:, exporter], blocks.demand.sum(axis=1)])
    sold = blocks.inputs_sold(exporter, blocks.local_output(every))
    importer, home, total = np.moveaxis(sold, 2, 0)
    return {
        "final": final,
        "importer": importer,
        "home": home,
        "third": total - importer - home,
    }
