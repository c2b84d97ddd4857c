"""What waits to be judged: pairs of mentions, and unions that nobody looked at."""

from dataclasses import dataclass

from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from decentwork_site.enterprises.models import Enterprise, Mention, Pair
from decentwork_site.enterprises.queries import COUNTED, COUNTRIES_LAST, PAGE, open_count
from decentwork_site.members.models import Member

AT_HAND = 10  # pairs among which each person is shown one that nobody else looks at
LOOKED_AT = 120  # seconds for which a pair is left to who looks at it
UNIONS = 400  # mentions whose enterprises are shown as the least sure


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which pairs a person wants to judge; each part empty for all."""

    country: str = ""
    lists: tuple[int, ...] | None = None


def open_pairs(asked: Asked) -> QuerySet[Pair]:
    """Return the pairs that wait to be judged: one of the mentions is of the country, the lists."""
    found = Pair.objects.filter(is_open=True)
    if asked.country:
        found = found.filter(country=asked.country)
    if asked.lists is not None:
        found = found.filter(Q(one__list__in=asked.lists) | Q(other__list__in=asked.lists))
    return found


def asked_countries() -> list[str]:
    """Return the countries of pairs that wait to be judged, as of a minute ago at most."""
    rows = Pair.objects.filter(is_open=True).exclude(country="").order_by()
    codes = rows.values_list("country", flat=True).distinct()
    return cache.get_or_set("asked-countries", lambda: list(codes), COUNTRIES_LAST) or []


def queue(asked: Asked, reader: Member) -> tuple[Pair | None, int]:
    """Return the pair that settles most and that nobody else looks at, and how many wait.

    What was put off comes last. Of a country or of lists, `COUNTED` + 1 stands for more.
    """
    found = open_pairs(asked).order_by(F("later_at").asc(nulls_first=True), "-worth", "id")
    # Walked in the order of the index, joined on the way: common ones are found at once.
    keys = list(found.values_list("pk", flat=True)[: COUNTED + 1])
    left = open_count() if asked == Asked() else len(keys)
    at_hand = _with_mentions(Pair.objects.filter(pk__in=keys[:AT_HAND])).in_bulk()
    pairs = [at_hand[pk] for pk in keys[:AT_HAND] if pk in at_hand]
    for pair in pairs:
        key = f"looked-at-{pair.one_id}-{pair.other_id}"
        if cache.get_or_set(key, reader.pk, LOOKED_AT) == reader.pk:
            return pair, left
    return (pairs[0] if pairs else None), left


def pair_of(one: int, other: int) -> Pair | None:
    """Return the pair of two mentions as the newest matching compared them."""
    return _with_mentions(Pair.objects.filter(one=min(one, other), other=max(one, other))).first()


def _with_mentions(pairs: QuerySet[Pair]) -> QuerySet[Pair]:
    sides = (f"{side}__{of}" for side in ("one", "other") for of in ("list__source", "enterprise"))
    return pairs.select_related(*sides)


def neighbours(mention: Mention, size: int) -> list[Mention]:
    """Return the other mentions of the enterprise of a mention, so many at most."""
    found = Mention.objects.filter(enterprise=mention.enterprise_id).exclude(pk=mention.pk)
    return list(found.select_related("list__source")[:size])


def least_sure(asked: Asked) -> list[Mention]:
    """Return of each enterprise that was put together its least sure mention, the least first."""
    found = Mention.objects.filter(outcome=Mention.Outcome.SAME, probability__lt=1)
    if asked.country:
        found = found.filter(country=asked.country)
    if asked.lists is not None:
        found = found.filter(list__in=asked.lists)
    rows = found.select_related("enterprise", "list__source").order_by("probability", "id")
    first: dict[int | None, Mention] = {}
    for mention in rows[:UNIONS]:
        first.setdefault(mention.enterprise_id, mention)
    return list(first.values())[:PAGE]


def pairs_around(enterprise: Enterprise, size: int) -> list[Pair]:
    """Return the pairs by which an enterprise may be one with another and people are asked."""
    own = enterprise.mentions.values("pk")
    found = _with_mentions(Pair.objects.filter(Q(one__in=own) | Q(other__in=own), is_open=True))
    return list(found.order_by("-probability")[:size])
