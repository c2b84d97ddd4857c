"""Whom to visit next: seeds drawn from the frame, suppliers drawn from what buyers listed.

Every draw is simple random without replacement and has a seed of its own, made from the design's
`draw_seed` and what is drawn from. What is drawn from one buyer therefore does not depend on which
other interviews are in already, and anyone who has the frame or the lists can draw it again.
"""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import pandas as pd

from decentwork.surveys.design import Follow, Stratum, SurveyDesign
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import Disposition, Kind

DRAW_COLUMNS = (
    "draw",
    "case_id",
    "drawn_from",
    "buyer_id",
    "nomination_id",
    "kind",
    "stratum",
    "listed",
    "drawn",
    "chance",
    "seed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """One draw: a row for each unit drawn, and which seed is which unit of the frame.

    `rows` has `DRAW_COLUMNS`: `drawn_from` "frame", "replacement" or "list"; `listed` how many
    there were to draw from and `drawn` how many were; `chance` drawn over listed; `seed` makes the
    draw again. A case that is known already may stand here again: then a further link to it is
    followed. `seeds` case id → id in the frame, which identifies and is kept apart.
    """

    number: int
    rows: pd.DataFrame
    seeds: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Return counts only: ids of the frame identify."""
        return f"Draw({self.number}: {len(self.rows)} units)"

    @property
    def case_ids(self) -> tuple[str, ...]:
        """Return the cases of this draw, each once, in the order drawn."""
        return tuple(dict.fromkeys(self.rows["case_id"]))


def derived_seed(draw_seed: int, *path: str) -> int:
    """Return the seed of one draw: the first 63 bits of SHA-256 over the seed and what is drawn."""
    digest = hashlib.sha256("/".join([str(draw_seed), *path]).encode()).digest()
    return int.from_bytes(digest[:8]) >> 1


def case_id(draw_seed: int, *path: str) -> str:
    """Return the case number of a unit: it says nothing about who named it or where it stands.

    Eight letters and digits of 40 bits: a slip in writing one down leads to no other case.
    """
    digest = hashlib.sha256("/".join(["case", str(draw_seed), *path]).encode()).digest()
    letters = base64.b32encode(digest[:5]).decode()
    return f"{letters[:4]}-{letters[4:]}"


def random_order(ids: Iterable[str], seed: int) -> list[str]:
    """Return ids in random order: the first m of them are a simple random sample of m.

    The order does not depend on the one in which `ids` come.
    """
    listed = np.array(sorted(ids), dtype=object)
    return [str(id) for id in listed[np.argsort(np.random.default_rng(seed).random(len(listed)))]]


def first_draw(design: SurveyDesign, frame: pd.DataFrame) -> Draw:
    """Return the seeds: in each stratum a simple random sample without replacement of the frame.

    Parameters
    ----------
    design : SurveyDesign
    frame : DataFrame, index `id`
        One possible seed a row; `stratum`.
    """
    rows: list[dict[str, object]] = []
    seeds: dict[str, str] = {}
    for stratum in design.strata:
        drawn = list(_ordered(design, stratum, frame))[: stratum.seeds]
        rows += [_seed_row(design, stratum, case, "frame", stratum.seeds) for case, _ in drawn]
        seeds |= dict(drawn)
    return _numbered(1, rows, seeds)


def next_cases(
    design: SurveyDesign,
    fieldwork: Fieldwork,
    *,
    number: int = 2,
    frame: pd.DataFrame | None = None,
    at_most: int | None = None,
) -> Draw:
    """Return whom to visit next: suppliers of buyers not yet drawn from, and replacements of seeds.

    Of the M eligible suppliers of a kind that an interviewed buyer listed, m are drawn, by the
    design. A supplier that is a known case keeps its number; the link to it counts as followed.

    Parameters
    ----------
    design : SurveyDesign
    fieldwork : Fieldwork
    number : int
        How many draws there are with this one; the seeds were the first.
    frame : DataFrame, index `id`, optional
        Needed only where the design replaces seeds.
    at_most : int, optional
        Stop before the list whose suppliers would exceed this many (at least one list is taken);
        what is left comes with the next draw and is the same then.

    Returns
    -------
    Draw
        Without rows where nobody is left to draw.
    """
    rows, seeds = _replacements(design, fieldwork, frame)
    for listed in _lists(design, fieldwork):
        if at_most is not None and len(rows) + len(listed) > at_most and rows:
            break
        rows += listed
    return _numbered(number, rows, seeds)


def _ordered(
    design: SurveyDesign, stratum: Stratum, frame: pd.DataFrame
) -> Iterator[tuple[str, str]]:
    """Yield (case id, id in the frame) of a stratum in the order in which seeds are drawn."""
    ids = frame.index[frame["stratum"] == stratum.id]
    order = random_order(ids, derived_seed(design.draw_seed, "frame", stratum.id))
    for place, id in enumerate(order):
        yield case_id(design.draw_seed, "frame", stratum.id, str(place)), id


def _seed_row(
    design: SurveyDesign, stratum: Stratum, case: str, drawn_from: str, drawn: int
) -> dict[str, object]:
    return {
        "case_id": case,
        "drawn_from": drawn_from,
        "buyer_id": "",
        "nomination_id": "",
        "kind": str(Kind.FORMAL),
        "stratum": stratum.id,
        "listed": stratum.frame_units,
        "drawn": drawn,
        "chance": drawn / stratum.frame_units,
        "seed": derived_seed(design.draw_seed, "frame", stratum.id),
    }


def _replacements(
    design: SurveyDesign, fieldwork: Fieldwork, frame: pd.DataFrame | None
) -> tuple[list[dict[str, object]], dict[str, str]]:
    """Return the next units of each stratum's order, one for each seed that is to be replaced.

    The stratum's chance grows with the units issued: whom a replacement stands for was drawn too.
    """
    rows: list[dict[str, object]] = []
    seeds: dict[str, str] = {}
    if not design.replaced or frame is None:
        return rows, seeds
    for stratum in design.strata:
        issued = fieldwork.cases[fieldwork.cases["stratum"] == stratum.id]
        lost = int(issued["disposition"].isin(design.replaced).sum())
        order = list(_ordered(design, stratum, frame))
        drawn = order[len(issued) : stratum.seeds + lost]
        total = len(issued) + len(drawn)
        rows += [_seed_row(design, stratum, case, "replacement", total) for case, _ in drawn]
        seeds |= dict(drawn)
    return rows, seeds


def _lists(design: SurveyDesign, fieldwork: Fieldwork) -> Iterator[list[dict[str, object]]]:
    """Yield what is drawn from each list of one kind that nobody drew from yet, nearest tier first.

    Where all are followed, a supplier that a corrected interview adds is drawn later on.
    """
    cases = fieldwork.cases
    interviewed = cases[cases["disposition"] == Disposition.INTERVIEWED]
    order = sorted(zip(interviewed["tier"], interviewed.index, strict=True))
    listed: dict[tuple[str, str], list[_Nominated]] = {}
    for row in fieldwork.nominations.reset_index(names="id").itertuples(index=False):
        if row.eligible or row.drawn:
            found = _Nominated(row.id, row.case_id, row.unit_id, row.eligible, row.drawn)
            listed.setdefault((row.buyer_id, row.kind), []).append(found)
    for _, buyer in order:
        for follow in design.follow:
            if nominated := listed.get((buyer, str(follow.kind))):
                yield _from_list(design, follow, buyer, nominated)


class _Nominated(NamedTuple):
    id: str
    case_id: str
    unit_id: str
    eligible: bool
    drawn: bool


def _from_list(
    design: SurveyDesign, follow: Follow, buyer: str, nominated: list[_Nominated]
) -> list[dict[str, object]]:
    if follow.at_most is not None and any(each.drawn for each in nominated):
        return []
    # Whom a buyer lists twice is one supplier: the first entry stands for it.
    suppliers = {each.unit_id: each for each in reversed(nominated) if each.eligible}
    eligible = {each.id: each for each in suppliers.values()}
    seed = derived_seed(design.draw_seed, "list", buyer, str(follow.kind))
    drawn = [eligible[id] for id in random_order(eligible, seed)[: follow.at_most]]
    return [
        {
            "case_id": each.case_id or case_id(design.draw_seed, "list", each.unit_id),
            "drawn_from": "list",
            "buyer_id": buyer,
            "nomination_id": each.id,
            "kind": str(follow.kind),
            "stratum": "",
            "listed": len(eligible),
            "drawn": len(drawn),
            "chance": len(drawn) / len(eligible),
            "seed": seed,
        }
        for each in drawn
        if not each.drawn
    ]


def _numbered(number: int, rows: list[dict[str, object]], seeds: dict[str, str]) -> Draw:
    table = pd.DataFrame([{"draw": number, **row} for row in rows], columns=list(DRAW_COLUMNS))
    return Draw(number=number, rows=table, seeds=seeds)
