"""Checks of what a reader asks; what a table lacks is told, and not asked."""

from dataclasses import replace
from itertools import islice, zip_longest
from typing import Any

from django.http import QueryDict

from decentwork_site.trade.calculations import (
    BY,
    PERSPECTIVES,
    Choices,
    Fall,
    KnownTable,
    Question,
    ShockQuestion,
)

WORK = ("place", "industry")  # by what exposed labour is shown
MOST_FALLS = 30
FIRST = {"place": "TUR", "industry": "c4", "market": "DEU"}  # the example that the page opens with


def asked_table(query: QueryDict, known: tuple[KnownTable, ...]) -> tuple[Question, list[str]]:
    """Return the table, year and account that an address names, and what it named in vain."""
    refused = []
    names = [it.name for it in known]
    wanted = query.get("table", "")
    if wanted and wanted not in names:
        refused.append(wanted)
    table = known[names.index(wanted) if wanted in names else 0]
    year, account = query.get("year", ""), query.get("account", "")
    if year and year not in {str(it) for it in table.years}:
        refused.append(year)
        year = ""
    if account and account not in table.accounts:
        refused.append(account)
        account = ""
    chosen = Question(
        table=table.name,
        year=int(year) if year else table.years[-1],
        account=account or next(iter(table.accounts), ""),
    )
    return chosen, refused


def asked(query: QueryDict, table: Question, choices: Choices) -> tuple[Question, list[str]]:
    """Return the question that an address asks of a table, and what it named in vain."""
    known = {
        "place": {code for code, _ in choices.places},
        "industry": {code for code, _ in choices.industries},
        "market": {code for code, _ in choices.markets},
        "product": {code for code, _ in choices.industries},
    }
    if not query:
        example: dict[str, Any] = {
            part: code for part, code in FIRST.items() if code in known[part]
        }
        return replace(table, **example, by=("product",)), []
    named = {part: query.get(part, "") for part in known}
    refused = [code for part, code in named.items() if code and code not in known[part]]
    by, perspective = query.get("by", ""), query.get("perspective", "")
    refused += [
        it for it, known_ in ((by, BY), (perspective, PERSPECTIVES)) if it not in (*known_, "")
    ]
    kept: dict[str, Any] = {
        part: code if code in known[part] else "" for part, code in named.items()
    }
    found = replace(
        table,
        **kept,
        by=(by if by in BY else "place",),
        perspective=perspective if perspective in PERSPECTIVES else PERSPECTIVES[0],
    )
    return found, refused


def asked_shock(
    query: QueryDict, table: Question, choices: Choices, months: tuple[str, ...]
) -> tuple[ShockQuestion, list[str]]:
    """Return the shock that an address describes, row by row, and what it named in vain.

    A row is a product, a market, a month and by how many per cent demand falls; an empty row is
    none.
    """
    products = {code for code, _ in choices.industries}
    markets = {code for code, _ in choices.markets}
    refused, falls = [], []
    columns = (query.getlist(name) for name in ("product", "market", "month", "fall"))
    for product, market, month, fall in islice(zip_longest(*columns, fillvalue=""), MOST_FALLS):
        known = ((product, products), (market, markets), (month, months))
        refused += [code for code, codes in known if code and code not in codes]
        if any(code and code not in codes for code, codes in known):
            continue
        if not (month or fall):
            refused += [code for code in (product, market) if code]
            continue
        share = _per_cent(fall)
        if fall and share is None:
            refused.append(fall)
            continue
        falls.append(Fall(product=product, market=market, month=month, fall=share))
    by = query.get("by", "")
    found = ShockQuestion(
        table=table.table,
        year=table.year,
        account=table.account,
        falls=tuple(falls),
        by=(by if by in WORK else "place",),
    )
    return found, refused


def _per_cent(text: str) -> float | None:
    """Return a number of per cent as a share, None where it is none."""
    try:
        share = float(text.replace(",", ".")) / 100
    except ValueError:
        return None
    return share if 0.0 <= share <= 1.0 else None
