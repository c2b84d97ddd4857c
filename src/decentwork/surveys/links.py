"""Links of a supply chain: who buys what from whom, since when, and who says so."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from decentwork.classifications.countries import countries
from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.surveys.kinds import Kind

COLUMNS = (
    "buyer_id", "supplier_id", "kind", "product", "share", "since", "until", "source", "country",
)  # fmt: skip
_TEXTS = ("buyer_id", "supplier_id", "kind", "product", "source", "country")
_PAIR = ["buyer_id", "supplier_id", "product", "country"]
_DAY = r"\d{4}(-\d{2}(-\d{2})?)?"
_SHOWN = 5

_NEEDED = "A link tells buyer_id, supplier_id, and the source that says so."

NOT_TOLD = "XXX"
"""The country of a supplier abroad where nobody says which: a code left to users by ISO 3166."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Links:
    """Directed, dated, sourced links, checked and merged.

    `frame`, one row a link: `buyer_id`, `supplier_id` ("" for a foreign supplier without a case),
    `kind` of supplier or "", `product` or "", `share` of the buyer's purchases within 0-1 or
    missing, `since` and `until` first and last day known or missing, `source` who or what says so
    (several with "; "), `country` ISO alpha-3 of a foreign supplier, `NOT_TOLD`, or "" at home.
    `merged`: rows that said what another row said.
    """

    frame: pd.DataFrame
    merged: int

    def __repr__(self) -> str:
        """Return counts only."""
        return f"Links({len(self.frame)} links, {self.merged} merged)"

    def on(self, day: date) -> "Links":
        """Return the links that existed on a day; a missing end leaves it open."""
        moment = pd.Timestamp(day)
        begun = ~(self.frame["since"] > moment)
        lasting = ~(self.frame["until"] < moment)
        return Links(frame=self.frame[begun & lasting].reset_index(drop=True), merged=self.merged)


def read_links(
    frame: pd.DataFrame, *, units: Collection[str] | None = None, as_of: date | None = None
) -> Links:
    """Return the links of a table; absent optional columns are empty, equal links become one.

    Links of one pair, product and country whose periods overlap or touch are merged: from the
    first beginning to the last end, all sources kept, other columns as first told. Foreign
    suppliers without an id are never taken for one another.

    Parameters
    ----------
    frame : at least `buyer_id`, `supplier_id`, `source`
        `since` and `until` are years, months or days ("2021", "2021-04", "2021-04-30").
    units : ids
        Of all units of the chain; each end of a domestic link must be among them.
    as_of : day
        After which nothing can have begun.

    Raises
    ------
    InvalidInput
        With every problem at once.
    """
    missing = [name for name in ("buyer_id", "supplier_id", "source") if name not in frame]
    if missing:
        raise InvalidInput(
            "the links", [Problem("columns", f"{name!r} is missing.", _NEEDED) for name in missing]
        )
    rows = _texts_stripped(frame)
    dated = rows.assign(
        since=_days(rows["since"], at_end=False), until=_days(rows["until"], at_end=True)
    )
    problems = [
        *check_ends(dated, units),
        *check_values(dated),
        *check_periods(rows, dated, as_of),
    ]
    if problems:
        raise InvalidInput("the links", problems)
    kept = _merged(dated)
    return Links(frame=kept, merged=len(dated) - len(kept))


def check_ends(links: pd.DataFrame, units: Collection[str] | None) -> list[Problem]:
    """Return the problems of who is linked: nobody, oneself, no unit, one beyond the border."""
    buyer, supplier = links["buyer_id"], links["supplier_id"]
    abroad = links["country"] != ""
    problems = [
        *_told(buyer == "", "no buyer is named."),
        *_told((supplier == "") & ~abroad, "no supplier is named.", "Abroad: give its country."),
        *_told((buyer == supplier) & (buyer != ""), "the unit names itself as its supplier."),
    ]
    foreign = set(supplier[abroad]) - {""}
    ends = "A foreign supplier ends the domestic chain; check the country."
    problems += _told(buyer.isin(foreign), "the buyer is a foreign supplier elsewhere.", ends)
    problems += _told(
        supplier.isin(foreign) & ~abroad, "the supplier is foreign elsewhere, here at home.", ends
    )
    if units is not None:
        held = pd.Index(list(units))
        hint = "Add the unit, or correct the id."
        problems += _told(~buyer.isin(held) & (buyer != ""), "the buyer is not a unit.", hint)
        dangling = ~supplier.isin(held) & ~abroad & (supplier != "")
        problems += _told(dangling, "the supplier is not a unit.", hint)
    return problems


def check_values(links: pd.DataFrame) -> list[Problem]:
    """Return the problems of kinds, countries, shares and sources."""
    unknown = ~links["country"].isin(["", NOT_TOLD, *(country.iso3 for country in countries())])
    return [
        *_told(links["source"] == "", "no source is named.", "Say who or what tells of the link."),
        *_told(~links["kind"].isin(["", *Kind]), f"the kind is none of {', '.join(Kind)}."),
        *_told(unknown, "the country is no ISO alpha-3 code."),
        *_told((links["share"] < 0) | (links["share"] > 1), "the share is not within 0 and 1."),
    ]


def check_periods(rows: pd.DataFrame, dated: pd.DataFrame, as_of: date | None) -> list[Problem]:
    """Return the problems of dates: unreadable, ending before they begin, beginning too late."""
    problems = [
        problem
        for name in ("since", "until")
        for problem in _told(
            (rows[name] != "") & dated[name].isna(), f"{name} is no date.", "Write 2021-04-30."
        )
    ]
    problems += _told(dated["until"] < dated["since"], "the link ends before it begins.")
    if as_of is not None:
        late = dated["since"] > pd.Timestamp(as_of)
        problems += _told(late, f"the link begins after {as_of.isoformat()}.")
    return problems


def _told(wrong: pd.Series, what: str, hint: str = "") -> Iterable[Problem]:
    """Yield one problem a row, and how many more rows share it beyond the first few."""
    rows = np.flatnonzero(wrong.to_numpy(bool))
    for row in rows[:_SHOWN]:
        yield Problem(f"row {row + 1}", what, hint)
    if len(rows) > _SHOWN:
        yield Problem(f"{len(rows) - _SHOWN} further rows", what, hint)


def _texts_stripped(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the known columns: texts without missing marks, shares as numbers, dates as text."""
    rows = frame.reindex(columns=list(COLUMNS)).reset_index(drop=True)
    for name in (*_TEXTS, "since", "until"):
        column = rows[name]
        if pd.api.types.is_float_dtype(column):  # whole numbers beside gaps
            column = column.astype("Int64")
        rows[name] = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    told = rows["share"].notna() & (rows["share"] != "")
    share = pd.to_numeric(rows["share"], errors="coerce")
    # What is no number is out of every range, and told as such.
    return rows.assign(share=share.mask(told & share.isna(), np.inf).astype(float))


def _days(texts: pd.Series, *, at_end: bool) -> pd.Series:
    """Return the first, or last, day of a year, month or day; missing where unreadable."""
    codes, known = pd.factorize(texts)
    days = [_day(text, at_end=at_end) for text in known]
    return pd.Series(np.array(days, dtype="datetime64[s]")[codes])


def _day(text: str, *, at_end: bool) -> np.datetime64:
    if not re.fullmatch(_DAY, text):
        return np.datetime64("NaT")
    try:
        period = np.datetime64(text)
    except ValueError:
        return np.datetime64("NaT")
    last: np.datetime64 = (period + 1).astype("datetime64[D]") - 1
    return last if at_end else period.astype("datetime64[D]")


def _merged(links: pd.DataFrame) -> pd.DataFrame:
    """Return links with those of one pair, product and overlapping period made one."""
    repeated = links.duplicated(_PAIR, keep=False) & (links["supplier_id"] != "")
    if not repeated.any():
        return links
    rows = links[repeated]
    told = rows.assign(
        kind=rows["kind"].replace("", np.nan),
        row=rows.index,
        group=_overlapping(rows),
        is_old=rows["since"].isna(),
        is_open=rows["until"].isna(),
    )
    by = told.groupby("group")
    merged = by.first().assign(
        since=by["since"].min().mask(by["is_old"].any()),
        until=by["until"].max().mask(by["is_open"].any()),
        source=_sources(told),
    )
    merged = merged.assign(kind=merged["kind"].fillna("")).set_index("row")
    both = pd.concat([links[~repeated], merged[list(COLUMNS)]])
    return both.sort_index().reset_index(drop=True)


def _overlapping(rows: pd.DataFrame) -> npt.NDArray[np.int64]:
    """Return a number for each row, equal where pair, product and period meet."""
    key = rows.groupby(_PAIR, sort=False).ngroup().to_numpy()
    since = rows["since"].fillna(pd.Timestamp.min.ceil("D")).to_numpy("datetime64[D]").astype(int)
    until = rows["until"].fillna(pd.Timestamp.max.floor("D")).to_numpy("datetime64[D]").astype(int)
    order = np.lexsort((since, key))
    ordered = pd.Series(until[order])
    reach = ordered.groupby(key[order]).cummax().shift(fill_value=0).to_numpy()
    is_new = np.r_[True, np.diff(key[order]) != 0] | (since[order] > reach + 1)
    group = np.empty(len(rows), dtype=np.int64)
    group[order] = np.cumsum(is_new) - 1
    return group


def _sources(told: pd.DataFrame) -> pd.Series:
    """Return the sources of each group, each once."""
    named: dict[int, dict[str, None]] = {}
    for group, source in zip(told["group"], told["source"], strict=True):
        named.setdefault(group, {}).update(dict.fromkeys(source.split("; ")))
    return pd.Series({group: "; ".join(sources) for group, sources in named.items()})
