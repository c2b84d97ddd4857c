"""Exports of a table in terms, by the method that is named: one call for all of them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Matrix, Vector, membership
from decentwork.estimates.errors import EstimationError, InputError, UnknownCode
from decentwork.footprints.borin_mancini import APPROACHES, PERSPECTIVES, borin_mancini
from decentwork.footprints.content_of_exports import hypothetical_extraction, oecd
from decentwork.footprints.country_blocks import CountryBlocks, country_blocks
from decentwork.footprints.decomposition import COLUMNS, Decomposition, ExportTerms
from decentwork.footprints.koopman_wang_wei import koopman_wang_wei
from decentwork.footprints.leontief import Leontief
from decentwork.footprints.value_chain_trade import tripartite
from decentwork.footprints.wang_wei_zhu import wang_wei_zhu

METHODS: Mapping[str, tuple[str, ...]] = {
    "borin_mancini": tuple(PERSPECTIVES),
    "koopman_wang_wei": ("exporter",),
    "wang_wei_zhu": ("exporter",),
    "tripartite": ("exporter",),
    "hypothetical_extraction": ("exporter", "bilateral"),
    "oecd": ("exporter",),
}
"""Methods, each with the borders at which it can count value once."""

_CALLS = {
    "koopman_wang_wei": koopman_wang_wei,
    "wang_wei_zhu": wang_wei_zhu,
    "tripartite": tripartite,
    "oecd": oecd,
}


class TotalsOnly(InputError):
    """The method holds for all exports of a place together."""

    def __init__(self, method: str) -> None:
        self.method = method
        super().__init__(
            f"{method} holds for all exports of a place together, not by importer or industry. "
            "Take wang_wei_zhu, which adds up to it."
        )


class AccountNotKnown(EstimationError):
    """The account has no value for industries that produce."""

    def __init__(self, account: str, places: Sequence[str]) -> None:
        self.account, self.places = account, tuple(places)
        super().__init__(
            f"{account} is not known for all industries of {', '.join(places)}: what comes from "
            "there cannot be counted, and no terms add up without it."
        )


def decompose_exports(
    leontief: Leontief,
    method: str,
    *,
    exporter: Sequence[str] = (),
    account: LabourAccount | None = None,
    approach: str = "source",
    perspective: str = "exporter",
    bilateral: bool = False,
    sectoral: bool = False,
    detail: bool = False,
) -> Decomposition:
    """Return gross exports, or the labour behind them, in the terms of a method.

    Parameters
    ----------
    method : one of `METHODS`
    exporter : codes of places
        One, or several that count as one exporter whose own trade is domestic; all, one by one,
        if empty.
    account : labour; value added if None
    approach, perspective, detail : as in `borin_mancini`
    bilateral, sectoral : whether terms are told by importer, by industry of export

    Raises
    ------
    UnknownCode
        A method, approach, perspective or place that is not known.
    TotalsOnly
        Koopman, Wang and Wei by importer or industry.
    AccountNotKnown
        The account lacks an industry that produces.
    DecompositionDoesNotClose
        Terms do not add to exports, 1e-9 of them: rows of the table do not add to output.
    """
    _check(method, approach, perspective)
    if method == "koopman_wang_wei" and (bilateral or sectoral):
        raise TotalsOnly(method)
    blocks = country_blocks(leontief, account, exporter)
    if not all(blocks.known):
        missing = [code for code, it in zip(blocks.codes, blocks.known, strict=True) if not it]
        raise AccountNotKnown(blocks.account, missing)
    chosen = _exporters(blocks, exporter)
    frames = []
    for place, terms in zip(
        chosen, _terms(blocks, chosen, method, approach, perspective, detail), strict=True
    ):
        terms.check(method, blocks.codes[place])
        frames.append(_told(blocks, place, terms, bilateral, sectoral))
    table = leontief.table
    provenance = (
        table.provenance if account is None else table.provenance.joined(account.provenance)
    )
    return Decomposition(
        method=method,
        approach=approach if method == "borin_mancini" else None,
        perspective=perspective,
        account=blocks.account,
        table=table.name,
        year=table.year,
        unit=blocks.unit,
        frame=pd.concat(frames, ignore_index=True)[list(COLUMNS)],
        provenance=provenance.then(f"gross exports decomposed by {method}"),
    )


def _check(method: str, approach: str, perspective: str) -> None:
    known = (
        (method, "the methods", tuple(METHODS)),
        (approach, "the approaches", APPROACHES),
        (perspective, f"the perspectives of {method}", METHODS.get(method, ())),
    )
    for code, what, codes in known:
        if code not in codes:
            raise UnknownCode(code, what, codes)


def _exporters(blocks: CountryBlocks, exporter: Sequence[str]) -> list[int]:
    if not exporter:
        return [at for at, rows in enumerate(blocks.rows) if blocks.exports[rows].any()]
    return [blocks.codes.index(",".join(dict.fromkeys(exporter)))]


def _terms(
    blocks: CountryBlocks,
    chosen: Sequence[int],
    method: str,
    approach: str,
    perspective: str,
    detail: bool,
) -> Iterator[ExportTerms]:
    if method == "borin_mancini":
        return borin_mancini(blocks, chosen, approach, perspective, detail)
    if method == "hypothetical_extraction":
        return hypothetical_extraction(blocks, chosen, perspective)
    return _CALLS[method](blocks, chosen)


def _told(
    blocks: CountryBlocks, place: int, terms: ExportTerms, bilateral: bool, sectoral: bool
) -> pd.DataFrame:
    """Return the rows of one exporter."""
    every = blocks.industries_of(place)
    industries = tuple(dict.fromkeys(every)) if sectoral else (None,)
    importers = np.delete(np.array(blocks.codes, object), place) if bilateral else (None,)
    sums = membership(every, industries).T if sectoral else np.ones((1, len(every)))

    def cells(value: Matrix) -> Vector:
        if value.ndim == 0:  # a method that holds for totals only
            return np.atleast_1d(value)
        found = np.delete(sums @ value, place, axis=1)
        return np.asarray(found if bilateral else found.sum(axis=1)).ravel()

    additive = [(name, cells(value), True) for name, value in terms.additive.items()]
    parts = additive + [(name, cells(it), False) for name, it in terms.memoranda.items()]
    size = len(industries) * len(importers)
    columns = {
        "exporter": blocks.codes[place],
        "importer": np.tile(np.array(importers, object), len(parts) * len(industries)),
        "industry": np.tile(np.repeat(np.array(industries, object), len(importers)), len(parts)),
        "term": np.repeat([name for name, _, _ in parts], size),
        "value": np.concatenate([values for _, values, _ in parts]),
        "additive": np.repeat([is_additive for _, _, is_additive in parts], size),
    }
    return pd.DataFrame(columns)
