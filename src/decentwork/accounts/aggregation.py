"""Regions and industries of a table summed, or shared out, by any concordance."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from decentwork.accounts.labour import AccountSeries
from decentwork.accounts.tables import Table
from decentwork.classifications.concordances import Concordance
from decentwork.estimates.errors import InvalidInput, Problem

Groups = Concordance | Mapping[str, str]
"""The group of each code, or the shares in which a code goes to several groups."""


def aggregate(
    table: Table, *, regions: Groups | None = None, industries: Groups | None = None, name: str
) -> Table:
    """Return the table with its regions and industries in other groups; every total stays.

    Parameters
    ----------
    regions, industries : Concordance or mapping of code to group, optional
        Of every code of the table; None keeps the codes. A code that a concordance shares out
        between groups is shared in the same way as a seller and as a buyer, which assumes that its
        parts buy and sell alike.
    name : str
        Name of the new table.

    Raises
    ------
    InvalidInput
        Codes of the table have no group, or only a part of them has; all are told.

    References
    ----------
    Miller & Blair, Input-Output Analysis, 2nd ed. (2009), section 4.9, equations 4.23–4.26.
    """
    places, crafts = shares_of(table, regions, industries)
    to, rows = _joint(table, places, crafts)
    markets, columns = _markets(table, places)
    return replace(
        table,
        name=name,
        places=tuple(place for place, _ in rows),
        industries=tuple(industry for _, industry in rows),
        markets=tuple(market for market, _ in columns),
        categories=tuple(category for _, category in columns),
        transactions=np.ascontiguousarray((to @ (to @ table.transactions).T).T),
        final_demand=np.ascontiguousarray((markets @ (to @ table.final_demand).T).T),
        output=to @ table.output,
        provenance=table.provenance.then(
            f"grouped to {len(set(places_of(rows)))} regions, {len(rows)} rows"
        ),
    )


def aggregate_account(
    series: AccountSeries, *, regions: Groups | None = None, industries: Groups | None = None
) -> AccountSeries:
    """Return an account in the groups of `aggregate`; a group of which a cell lacks is not known.

    The cells of a group count as observed only when each of them is; their controls are joined.
    """
    shares = [None if groups is None else weights_of(groups) for groups in (regions, industries)]
    return _account_in_shares(series, shares[0], shares[1])


def aggregate_with_accounts(
    table: Table,
    accounts: Mapping[str, AccountSeries],
    *,
    regions: Groups | None = None,
    industries: Groups | None = None,
    name: str,
) -> tuple[Table, dict[str, AccountSeries]]:
    """Return a table and its accounts in other groups: `aggregate` and `aggregate_account`.

    What groups say of codes that the table does not have is left aside: a group is known where the
    cells that the table has of it are.
    """
    grouped = aggregate(table, regions=regions, industries=industries, name=name)
    here = [
        None if groups is None else {code: weights_of(groups)[code] for code in codes}
        for codes, groups in ((table.place_codes, regions), (table.industry_codes, industries))
    ]
    return grouped, {
        it: _account_in_shares(series, here[0], here[1]) for it, series in accounts.items()
    }


Shares = Mapping[str, Mapping[str, float]]


def shares_of(
    table: Table, regions: Groups | None, industries: Groups | None
) -> tuple[Shares, Shares]:
    """Return the shares in which each region and each industry of the table goes to groups."""
    problems: list[Problem] = []
    found = [
        _shares(what, codes, groups, problems)
        for what, codes, groups in (
            ("region", table.place_codes, regions),
            ("industry", table.industry_codes, industries),
        )
    ]
    if problems:
        raise InvalidInput(f"Groups of table {table.name}", problems)
    return found[0], found[1]


def places_of(labels: list[tuple[str, str]]) -> list[str]:
    """Return the first of each pair of labels."""
    return [place for place, _ in labels]


def _shares(
    what: str, codes: tuple[str, ...], groups: Groups | None, problems: list[Problem]
) -> Shares:
    if groups is None:
        return {code: {code: 1.0} for code in codes}
    weights = weights_of(groups)
    for code in codes:
        total = sum(weights.get(code, {}).values())
        if code not in weights:
            problems.append(Problem(f"{what} {code}", "has no group.", "Name one for it."))
        elif abs(total - 1) > 1e-9:
            hint = "Its shares must sum to 1, so that no flow is lost."
            problems.append(Problem(f"{what} {code}", f"only {total:g} of it has a group.", hint))
    return weights


def weights_of(groups: Groups) -> Shares:
    """Return the shares of each code, whichever way the groups are written."""
    if isinstance(groups, Concordance):
        return groups.weights
    return {code: {group: 1.0} for code, group in groups.items()}


def _joint(table: Table, places: Shares, crafts: Shares) -> tuple[csr_array, list[tuple[str, str]]]:
    """Return the shares (groups, n) of each row in each pair of groups, region by region."""
    cells = [
        (group, craft, row, there * here)
        for row, (place, industry) in enumerate(zip(table.places, table.industries, strict=True))
        for group, there in places[place].items()
        for craft, here in crafts[industry].items()
    ]
    order = {place: number for number, place in enumerate(dict.fromkeys(it[0] for it in cells))}
    labels = sorted(dict.fromkeys((it[0], it[1]) for it in cells), key=lambda it: order[it[0]])
    return _sparse([((it[0], it[1]), it[2], it[3]) for it in cells], labels, len(table.places))


def _markets(table: Table, places: Shares) -> tuple[csr_array, list[tuple[str, str]]]:
    cells = [
        ((group, category), column, share)
        for column, (market, category) in enumerate(
            zip(table.markets, table.categories, strict=True)
        )
        for group, share in places[market].items()
    ]
    return _sparse(cells, list(dict.fromkeys(it[0] for it in cells)), len(table.markets))


def _sparse(
    cells: list[tuple[tuple[str, str], int, float]], labels: list[tuple[str, str]], size: int
) -> tuple[csr_array, list[tuple[str, str]]]:
    position = {label: number for number, label in enumerate(labels)}
    at = [position[label] for label, _, _ in cells]
    weights = [weight for _, _, weight in cells]
    where = (at, [column for _, column, _ in cells])
    return csr_array((weights, where), shape=(len(labels), size)), labels


def _account_in_shares(
    series: AccountSeries, places: Shares | None, crafts: Shares | None
) -> AccountSeries:
    frame, errors = series.frame, series.errors
    for column, shares in (("place", places), ("industry", crafts)):
        if shares is not None:
            frame = _grouped(frame, column, shares)
            errors = None if errors is None else _grouped_errors(errors, column, shares)
    provenance = series.provenance.then("grouped")
    return replace(series, frame=frame, errors=errors, provenance=provenance)


def _grouped_errors(errors: pd.DataFrame, column: str, weights: Shares) -> pd.DataFrame:
    """Return errors of groups: those of their cells, each as far as it is in the group."""
    parts = [
        rows.assign(**{column: group}, deviation=share * rows["deviation"])
        for code, rows in errors.groupby(column, sort=False)
        for group, share in weights.get(str(code), {}).items()
    ]
    keys = ["place", "industry", "year", "error"]
    return pd.concat([errors.iloc[:0], *parts]).groupby(keys, sort=False, as_index=False).sum()


def _grouped(frame: pd.DataFrame, column: str, weights: Shares) -> pd.DataFrame:
    parts = [
        frame[frame[column] == code].assign(**{column: group}, share=share, source=code)
        for code, shares in weights.items()
        for group, share in shares.items()
    ]
    if not parts:
        return frame
    cells = pd.concat(parts, ignore_index=True)
    cells["value"] = cells["value"] * cells["share"]
    members = pd.Series([it for shares in weights.values() for it in shares]).value_counts()
    keys = ["place", "industry", "year"]
    summed = cells.groupby(keys, sort=False, as_index=False).agg(
        value=("value", "sum"),
        how=("how", lambda kinds: kinds.iloc[0] if kinds.nunique() == 1 else "modelled"),
        control=("control", lambda names: "+".join(dict.fromkeys(filter(None, names)))),
        parts=("source", "nunique"),
    )
    whole = summed["parts"].to_numpy() == members.reindex(summed[column]).to_numpy()
    return summed[whole].drop(columns="parts").reset_index(drop=True)
