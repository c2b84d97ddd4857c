"""Every read of the chains app: filtered lists, counts for the facets, search."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_, or_
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from decentwork_site.chains.models import Chain, Evidence, Index

PAGE = 40
SORTS = {
    "evidence": ("-own_topics", "-topics_known", "-listed_goods", "slug", "place"),
    "chain": ("slug", "place"),
    "country": ("place", "slug"),
}
FLAGS = ("trade", "goods", "survey")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asks of the list; each part empty when not asked.

    `surveyed` names the places and chains of which a survey was released, for `survey`.
    """

    words: tuple[str, ...] = ()
    region: str = ""
    place: str = ""
    slug: str = ""
    topic: str = ""
    trade: bool = False
    goods: bool = False
    survey: bool = False
    surveyed: tuple[tuple[str, str], ...] = ()
    sort: str = "evidence"

    def without(self, part: str) -> "Filters":
        """Return the filters with one part not asked, for the counts beside its choices."""
        unasked: dict[str, Any] = {part: getattr(Filters(), part)}
        return replace(self, **unasked)


def chains(filters: Filters) -> QuerySet[Chain]:
    """Return the chains that fit, in the order asked."""
    order = SORTS.get(filters.sort, SORTS["evidence"])
    return Chain.objects.filter(_fits(filters)).order_by(*order)


def with_evidence(found: QuerySet[Chain]) -> QuerySet[Chain]:
    """Return the same chains with their evidence at hand."""
    evidence = Prefetch("evidence", queryset=Evidence.objects.order_by("topic", "reach"))
    return found.prefetch_related(evidence)


def facets(filters: Filters) -> dict[str, dict[Any, int]]:
    """Return, for each facet, how many chains each choice would leave, other filters kept."""
    counts: dict[str, dict[Any, int]] = {
        part: _counted(Chain.objects.filter(_fits(filters.without(part))), part)
        for part in ("region", "place", "slug")
    }
    others = Chain.objects.filter(_fits(filters.without("topic")))
    counts["topic"] = _counted(others.values("evidence__topic", "pk").distinct(), "evidence__topic")
    for flag in FLAGS:
        with_it: dict[str, Any] = {flag: True}
        counts[flag] = {True: Chain.objects.filter(_fits(replace(filters, **with_it))).count()}
    return counts


def chain(place: str, slug: str) -> Chain | None:
    """Return one chain, None where the index has none."""
    return Chain.objects.filter(_fits(Filters(place=place, slug=slug))).first()


def index_key() -> str:
    """Return the key of the data that the index was filled from; empty before the first time."""
    return Index.objects.values_list("key", flat=True).first() or ""


def near_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return `words` with those that no chain has replaced by the nearest that one has."""
    known: set[str] = set()
    for text in Chain.objects.values_list("words", flat=True).distinct().iterator():
        known.update(text.split())
    nearest = (
        (word if word in known else next(iter(difflib.get_close_matches(word, known, n=1)), word))
        for word in words
    )
    return tuple(nearest)


NOTHING = Q(pk__in=())


def _fits(filters: Filters) -> Q:
    written = (filters.region, filters.place, filters.slug, filters.topic, *filters.words)
    if any("\0" in text for text in written):  # PostgreSQL refuses such a text, SQLite finds none
        return NOTHING
    exact: Mapping[str, str] = {
        name: value for name in ("region", "place", "slug") if (value := getattr(filters, name))
    }
    # A word fits the beginning of a name: "garm" finds garments, "dia" does not find India.
    parts = [Q(words__contains=f" {word}") for word in filters.words]
    parts += [Q(evidence__topic=filters.topic)] if filters.topic else []
    parts += [Q(has_trade=True)] if filters.trade else []
    parts += [Q(listed_goods__gt=0)] if filters.goods else []
    parts += [_any_of(filters.surveyed)] if filters.survey else []
    found = reduce(and_, parts, Q(**exact))
    if not filters.topic:
        return found
    # A chain has up to two rows on a topic; asked through ids it is counted once.
    return Q(pk__in=Chain.objects.filter(found).values("pk"))


def _any_of(pairs: Iterable[tuple[str, str]]) -> Q:
    return reduce(or_, (Q(place=place, slug=slug) for place, slug in pairs), NOTHING)


def _counted(rows: QuerySet[Any], part: str) -> dict[Any, int]:
    grouped = rows.order_by().values_list(part).annotate(Count("pk", distinct=True))
    return {choice: count for choice, count in grouped if choice}
