"""Value-chain participation beside who works: shares of groups in employment, over years."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from decentwork.accounts.labour import LabourAccount
from decentwork.accounts.tables import Table
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.provenance import Provenance
from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.leontief import Leontief, factorise
from decentwork.footprints.participation import participation, value_by_origin
from decentwork.sources.catalogue import read
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_names import NamedTable

PUBLISHED: Mapping[str, tuple[str, str]] = {
    "women": ("ilo_employment_by_sex", "employment"),
    "self_employed": ("ilo_structure_gapminder", "self_employed"),
    "family_workers": ("ilo_structure_gapminder", "family_workers"),
}
"""Groups whose share in national employment is published: the data set and its indicator."""

COLUMNS = (
    "place", "year", "backward", "forward", "serves_abroad", "group", "share", "share_abroad",
    "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ParticipationByGroup:
    """Participation of places over years, and the share of groups in their employment.

    `frame` has a row for each place, year and group, of `COLUMNS`: `backward` and `forward` are
    shares of exports, `serves_abroad` that of the account's labour that serves final demand abroad,
    `share` that of the group in employment and `share_abroad` that of the group in the labour that
    serves final demand abroad, known only where the group is an account of the table. NaN is not
    known.
    """

    table: str
    account: str
    frame: pd.DataFrame
    provenance: Provenance

    def __str__(self) -> str:
        years = self.frame["year"]
        span = f"{years.min()}–{years.max()}"
        places = self.frame["place"].nunique()
        return f"Participation and employment by group, {places} places, {self.table} {span}"

    def missing(self) -> pd.DataFrame:
        """Return how many rows of each group have no share, and the places that never have one."""
        rows = []
        for group, part in self.frame.groupby("group", sort=False):
            known = part.groupby("place", sort=False)["share"].count()
            rows.append(
                {
                    "group": group,
                    "rows": len(part),
                    "not_known": int(part["share"].isna().sum()),
                    "places_never": tuple(known.index[known == 0]),
                }
            )
        return pd.DataFrame(rows, columns=["group", "rows", "not_known", "places_never"])

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; what is not known is None."""
        frame = self.frame.astype(object)
        return {
            "table": self.table,
            "account": self.account,
            "rows": frame.where(frame.notna(), None).to_dict(orient="records"),
            "provenance": self.provenance.to_dict(),
        }


def participation_by_group(
    named: NamedTable,
    years: Sequence[int],
    account: str,
    folder: DataFolder,
    groups: Sequence[str] = (),
) -> ParticipationByGroup:
    """Return backward and forward participation beside employment shares of groups.

    A group is an account of the table beside `account` ("employment_women" for "employment"), or
    one of `PUBLISHED`, which is national and of all industries: it says who works in the country,
    not who works for exports.

    Parameters
    ----------
    years : sequence of int
        Years of the table; one that it lacks is refused.
    account : str
        The labour account of which groups are parts.
    groups : sequence of str
        The groups to tell; none is all that are at hand.

    References
    ----------
    Hummels, Ishii & Yi 2001, Journal of International Economics 54: 75–96 (VS, VS1).
    """
    named = replace(named, series=cache(named.series))  # read once, not in each year
    told = _told(named, account, folder, groups)
    published = {
        it: _published(folder, it)
        for it, source in told.items()
        if source not in named.account_names
    }
    provenance, rows = None, []
    for year in [named.year_or_last(it) for it in years]:
        table = named.table(year)
        rows.append(_of_year(named, table, account, told, published))
        provenance = table.provenance if provenance is None else provenance.joined(table.provenance)
    if provenance is None:
        raise UnknownCode("", f"the years of {named.name}", [str(it) for it in named.years])
    return ParticipationByGroup(
        table=named.name,
        account=account,
        frame=pd.concat(rows, ignore_index=True)[list(COLUMNS)],
        provenance=provenance.then("participation beside the shares of groups in employment"),
    )


def _told(
    named: NamedTable, account: str, folder: DataFolder, groups: Sequence[str]
) -> dict[str, str]:
    """Return the source of each group that is told: an account, or a data set."""
    prefix = f"{account}_"
    own = {it.removeprefix(prefix): it for it in named.account_names if it.startswith(prefix)}
    published = {it: entry for it, (entry, _) in PUBLISHED.items() if folder.has(entry)}
    known = {**published, **own}
    strangers = [it for it in groups if it not in known]
    if strangers:
        raise UnknownCode(", ".join(strangers), "the groups at hand", tuple(known))
    return {it: known[it] for it in groups or known}


def _of_year(
    named: NamedTable,
    table: Table,
    account: str,
    told: Mapping[str, str],
    published: Mapping[str, pd.Series],
) -> pd.DataFrame:
    leontief = factorise(table)
    shares = participation(table, value_by_origin(table, leontief)).frame
    labour = _account(named, account, table)
    whole = None if labour is None else _by_place(leontief, labour)
    base = shares[["place", "backward", "forward"]].assign(year=table.year, serves_abroad=np.nan)
    if whole is not None:
        base["serves_abroad"] = _over(whole, "abroad", whole, "all", base["place"])
    parts = [
        base.assign(group=group, source=source, **columns)
        for group, source, columns in _groups(
            leontief, named, whole, told, published, base["place"]
        )
    ]
    none = base.assign(group=None, source=None, share=np.nan, share_abroad=np.nan)
    return pd.concat(parts, ignore_index=True) if parts else none


def _groups(
    leontief: Leontief,
    named: NamedTable,
    whole: pd.DataFrame | None,
    told: Mapping[str, str],
    published: Mapping[str, pd.Series],
    places: pd.Series,
) -> Iterator[tuple[str, str, dict[str, pd.Series | float]]]:
    """Yield for each group its source and its shares in employment, and in that for abroad."""
    table = leontief.table
    for group, source in told.items():
        if group in published:
            at = pd.MultiIndex.from_product([places, [str(table.year)]])
            values = published[group].reindex(at).to_numpy()
            yield group, source, {"share": values, "share_abroad": np.nan}
            continue
        part = _account(named, source, table)
        if part is None or whole is None:
            yield group, source, {"share": np.nan, "share_abroad": np.nan}
            continue
        counted = _by_place(leontief, part)
        yield group, source, {
            name: _over(counted, column, whole, column, places)
            for name, column in (("share", "all"), ("share_abroad", "abroad"))
        }  # fmt: skip


def _account(named: NamedTable, name: str, table: Table) -> LabourAccount | None:
    """Return an account in the year of the table, None where it does not cover that year."""
    series = named.account_series(name, table)
    return series.in_year(table.year) if table.year in series.years else None


def _by_place(leontief: Leontief, labour: LabourAccount) -> pd.DataFrame:
    """Return labour by place: all of it, and what serves final demand abroad; whole places only."""
    rows = footprint(leontief, labour).frame
    table = leontief.table
    gaps = np.isnan(labour.on(table)) & (table.output > 0)
    partial = {table.places[row] for row in np.flatnonzero(gaps).tolist()}
    rows = rows[~rows["place"].isin(partial)]
    abroad = rows["value"].where(rows["place"] != rows["market"], 0.0)
    return rows.assign(all=rows["value"], abroad=abroad).groupby("place")[["all", "abroad"]].sum()


def _over(
    part: pd.DataFrame, above: str, whole: pd.DataFrame, below: str, places: pd.Series
) -> np.ndarray[Any, np.dtype[np.float64]]:
    ratio = part[above].reindex(places) / whole[below].reindex(places)
    return np.asarray(ratio.to_numpy(dtype=float))


def _published(folder: DataFolder, group: str) -> pd.Series:
    """Return the published share of a group in national employment by place and year."""
    entry, indicator = PUBLISHED[group]
    frame = read(folder, entry).frame
    rows = frame[(frame["indicator"] == indicator) & (frame["industry"] == "")]
    keys = ["place", "period"]
    if group != "women":
        return rows[rows["group"] == ""].set_index(keys)["value"]
    counts = rows.pivot(index=keys, columns="group", values="value")
    counts = counts.reindex(columns=["female", ""])
    return counts["female"] / counts[""]
