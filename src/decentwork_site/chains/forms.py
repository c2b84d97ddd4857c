"""Checks of what a reader asks the list of chains for; what is not understood is not asked."""

from django.http import QueryDict

from decentwork_site.chains.calculations import searched, surveyed_chains
from decentwork_site.chains.queries import SORTS, Filters


def asked(query: QueryDict) -> Filters:
    """Return the filters that an address names."""
    sort = query.get("sort", "")
    return Filters(
        words=searched(query.get("q", "")),
        region=query.get("region", ""),
        place=query.get("place", ""),
        slug=query.get("slug", ""),
        topic=query.get("topic", ""),
        trade=query.get("trade") == "1",
        goods=query.get("goods") == "1",
        survey=query.get("survey") == "1",
        surveyed=surveyed_chains(),
        sort=sort if sort in SORTS else "evidence",
    )


def page_number(query: QueryDict) -> int:
    """Return the page of a list that an address names, the first if it names none."""
    written = query.get("page", "")
    return max(int(written), 1) if written.isdecimal() else 1
