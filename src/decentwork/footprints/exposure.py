"""Labour exposed to a change of final demand: by place and industry of work, product, market."""

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array, vstack

from decentwork.accounts.labour import LabourAccount, labour_per_output
from decentwork.accounts.tables import Matrix, Rows, Table
from decentwork.estimates.errors import InvalidInput, Problem, UnknownCode
from decentwork.footprints.footprint import Footprint, footprint_of
from decentwork.footprints.leontief import Leontief

WORK, SALE = ("account", "place", "industry"), ("product", "market")
DIMENSIONS = (*WORK, *SALE)
STEP = "labour per output times the output that the change of final demand requires (Leontief)"


def exposed_labour(
    leontief: Leontief,
    accounts: Sequence[LabourAccount],
    change: Matrix,
    by: Sequence[str] = ("place",),
) -> Footprint:
    """Return labour exposed to a change of final demand, diag(q) (I − A)⁻¹ ΔF.

    Labour that now serves the demand in question: a classification, not jobs lost. A fall of
    demand gives negative values. Accounts by sex, status or informality are accounts of their
    own; with several of them each row names its `account`.

    Parameters
    ----------
    accounts : sequence of LabourAccount
        In one unit.
    change : (n, markets) array, money
        Change of final demand by market.
    by : sequence of "account", "place", "industry", "product", "market"
        The labels to keep: where the work is done, and what is sold where.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), ch. 6.
    """
    labels = _labels(accounts, by)
    table = leontief.table
    work = [name for name in labels if name in WORK]
    sale = [name for name in labels if name in SALE]
    coefficients, workers = labour_rows(table, accounts, work)
    demand, sold = _demand_columns(table, change, sale)
    if demand.shape[1] <= coefficients.shape[0]:
        values = coefficients @ leontief.requirements(demand)
    else:
        values = leontief.multipliers(coefficients.toarray()) @ demand
    frame = _rows(values, workers, sold, labels)
    return _named(footprint_of(table, accounts[0], "final_demand", frame, STEP), accounts)


def labour_rows(
    table: Table, accounts: Sequence[LabourAccount], work: Sequence[str]
) -> tuple[csr_array, pd.DataFrame]:
    """Return labour per unit of output by account and label of work, and what each row is.

    A place or industry of which nothing is known has no row.

    Returns
    -------
    (s, n) sparse array, labour per money
    DataFrame of s rows
        Columns `work`.
    """
    blocks, labels = [], []
    for account in accounts:
        named = {"account": [account.name] * len(table.places)}
        columns = {**named, "place": table.places, "industry": table.industries}
        per_output = labour_per_output(account, table)
        known = np.flatnonzero(np.isfinite(per_output))
        keys = [tuple(columns[name][int(row)] for name in work) for row in known]
        group, groups = _numbered(keys)
        at = (group, known)
        blocks.append(csr_array((per_output[known], at), shape=(len(groups), len(per_output))))
        labels += groups
    return csr_array(vstack(blocks)), pd.DataFrame(labels, columns=list(work))


def _demand_columns(
    table: Table, change: Matrix, sale: Sequence[str]
) -> tuple[Matrix, pd.DataFrame]:
    """Return the change by label of sale (n, c), and what each column is."""
    if "market" not in sale:
        change = change.sum(axis=1, keepdims=True)
    markets = table.market_codes if "market" in sale else ("",)
    if "product" not in sale:
        return change, pd.DataFrame({"market": markets})[list(sale)]
    codes = table.industry_codes
    of_code = np.array(table.industries)[:, np.newaxis] == np.array(codes)
    columns = (of_code[:, :, np.newaxis] * change[:, np.newaxis, :]).reshape(len(change), -1)
    named = pd.DataFrame(
        {"product": np.repeat(codes, len(markets)), "market": np.tile(markets, len(codes))}
    )
    served = np.flatnonzero(columns.any(axis=0))
    return columns[:, served], named.iloc[served].reset_index(drop=True)[list(sale)]


def _rows(
    values: Matrix, workers: pd.DataFrame, sold: pd.DataFrame, labels: Sequence[str]
) -> pd.DataFrame:
    rows, columns = np.indices(values.shape)
    frame = pd.concat(
        [
            workers.iloc[rows.ravel()].reset_index(drop=True),
            sold.iloc[columns.ravel()].reset_index(drop=True),
        ],
        axis=1,
    )
    return frame[list(labels)].assign(value=values.ravel())


def _labels(accounts: Sequence[LabourAccount], by: Sequence[str]) -> list[str]:
    strangers = [name for name in by if name not in DIMENSIONS]
    if strangers or not by:
        raise UnknownCode(", ".join(strangers), "the labels of an exposure", DIMENSIONS)
    units = {account.unit for account in accounts}
    if len(units) != 1:
        found = ", ".join(sorted(units)) or "none"
        raise InvalidInput(
            "Accounts", [Problem("unit", f"must be one for all accounts, found: {found}.")]
        )
    several = len(accounts) > 1 and "account" not in by
    return [*(["account"] if several else []), *by]


def _numbered(keys: Sequence[Hashable]) -> tuple[Rows, list[Hashable]]:
    groups = list(dict.fromkeys(keys))
    number = {key: position for position, key in enumerate(groups)}
    return np.array([number[key] for key in keys], dtype=np.intp), groups


def _named(found: Footprint, accounts: Sequence[LabourAccount]) -> Footprint:
    names = ", ".join(account.name for account in accounts)
    provenance = found.provenance
    for account in accounts[1:]:
        provenance = account.provenance.joined(provenance)
    return replace(found, account=names, provenance=provenance)
