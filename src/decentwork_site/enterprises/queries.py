"""Every read of the enterprises app, and who may do what."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from django.core.cache import cache
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rules.permissions import add_perm
from rules.predicates import predicate

from decentwork_site.enterprises.models import (
    Alias,
    AliasWithdrawal,
    Claim,
    Correction,
    Enterprise,
    EnterpriseList,
    Judgement,
    Matching,
    Mention,
    OwnEntry,
    Pair,
    SearchWord,
    Source,
)
from decentwork_site.jobs import queries as jobs
from decentwork_site.jobs.models import Job
from decentwork_site.members.models import Member, Role
from decentwork_site.members.queries import Visitor, has_role


def keeps(visitor: Visitor) -> bool:
    """Tell whether a visitor keeps the lists: adds them, has them matched, judges, answers."""
    return has_role(visitor, Role.Kind.CURATOR)


def owns(visitor: Visitor, enterprise: Enterprise | None) -> bool:
    """Tell whether a visitor speaks for the organisation that is an enterprise."""
    return (
        enterprise is not None
        and isinstance(visitor, Member)
        and visitor.organisation_id is not None
        and owners(enterprise).filter(organisation=visitor.organisation_id).exists()
    )


add_perm("enterprises.keep", predicate(keeps))
add_perm("enterprises.own", predicate(owns))


READ, MATCH = "enterprises.read", "enterprises.match"  # kinds of long work
ALL = "all"  # the key of matching: all lists are matched at once
PAGE = 40
COUNTED = 1000  # beyond it, a search says "more than"
RARE = 10000  # enterprises with a word, up to which they are looked up rather than passed by
COUNTRIES_LAST = 60  # seconds for which the numbers of countries are kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a reader asks of the list of enterprises; each part empty when not asked."""

    words: tuple[str, ...] = ()
    country: str = ""


def enterprises(filters: Filters) -> QuerySet[Enterprise]:
    """Return the public enterprises that fit, by name.

    A word fits the beginning of a word. Enterprises with a rare one are looked up; by a common one
    the list is walked in its order, of which a page needs the beginning only.
    """
    found = Enterprise.objects.filter(is_public=True)
    if filters.country:
        found = found.filter(country=filters.country)
    for word in filters.words:
        begins = word.encode()
        postings = SearchWord.objects.filter(word__gte=begins, word__lt=begins + b"\xff")
        if postings[: RARE + 1].count() <= RARE:
            found = found.filter(pk__in=postings.values("enterprise"))
        else:
            found = found.filter(words__contains=f" {word}")
    return found.order_by("name", "id")


def after(found: QuerySet[Enterprise], last: Enterprise | None) -> QuerySet[Enterprise]:
    """Return what comes after an enterprise in a list by name."""
    if last is None:
        return found
    # Not "or": only a range over the index by name starts where the page starts.
    return found.filter(name__gte=last.name).exclude(name=last.name, id__lte=last.pk)


def parts(found: QuerySet[Enterprise], size: int = 2000) -> Iterator[list[Enterprise]]:
    """Yield a list by name part by part, each asked for when it is wanted; at least one part."""
    part = list(found[:size])
    yield part
    while len(part) == size:
        part = list(after(found, part[-1])[:size])
        if part:
            yield part


def counted(found: QuerySet[Enterprise]) -> int:
    """Return how many there are, `COUNTED` + 1 where there are more than `COUNTED`."""
    return found.order_by()[: COUNTED + 1].count()


def countries() -> dict[str, int]:
    """Return how many public enterprises each country has, as of a minute ago at most."""
    rows = Enterprise.objects.filter(is_public=True).order_by().values_list("country")
    kept: dict[str, int] = cache.get_or_set(  # type: ignore[assignment]  # never None
        "enterprises-by-country", lambda: dict(rows.annotate(Count("pk"))), COUNTRIES_LAST
    )
    return kept


def present(identifier: str) -> Enterprise | None:
    """Return the enterprise that an identifier means now, wherever it was merged into."""
    found = Enterprise.objects.filter(identifier=identifier).first()
    passed = set[int]()
    while found and found.now and found.pk not in passed:
        passed.add(found.pk)
        found = found.now
    return found


def public(identifier: str) -> Enterprise | None:
    """Return the public enterprise that has an identifier now."""
    if "\0" in identifier:  # PostgreSQL refuses such a text, SQLite finds none
        return None
    return Enterprise.objects.filter(identifier=identifier, is_public=True).first()


def lineage(enterprise: Enterprise) -> set[int]:
    """Return the keys of an enterprise and of all that were merged into it."""
    known, new = set[int](), {enterprise.pk}
    while new:
        known |= new
        earlier = Enterprise.objects.filter(now__in=new).values_list("pk", flat=True)
        new = set(earlier) - known
    return known


def shown(mentions: QuerySet[Mention]) -> QuerySet[Mention]:
    """Return the mentions that anyone may see: of public sources, not withdrawn, not withheld."""
    return _of_public_lists(mentions).filter(hidden_at__isnull=True)


def _of_public_lists(mentions: QuerySet[Mention]) -> QuerySet[Mention]:
    return mentions.filter(list__source__is_public=True, list__withdrawn_at__isnull=True)


def record_of(enterprise: Enterprise) -> dict[str, Any]:
    """Return all that is public of an enterprise as plain values, for its page and as JSON."""
    public = shown(enterprise.mentions.all())
    mentions = list(public.select_related("list__source"))
    withheld = _of_public_lists(enterprise.mentions.all()).filter(hidden_at__isnull=False)
    sources = {mention.list.source_id: mention.list.source for mention in mentions}
    same = Judgement.objects.filter(judged=Judgement.Judged.SAME)
    judged = same.filter(one__in=public, other__in=public).values_list("batch", flat=True)
    return {
        "identifier": enterprise.identifier,
        "name": enterprise.name,
        "country": enterprise.country,
        "place": enterprise.place,
        "invented": enterprise.is_invented,
        "listed_since": min((each.list.listed_on for each in mentions), default=None),
        "listed": _variants(mentions),
        "withheld": withheld.count(),
        "judged_by_people": any(not undone(batch) for batch in judged.distinct()),
        "sources": [
            {"name": it.name, "kind": it.kind, "licence": it.licence, "address": it.address}
            for it in sorted(sources.values(), key=lambda source: source.name)
        ],
        "identifiers": list(
            in_force(Alias.objects.filter(mention__in=public))
            .values("scheme", "value", "told_by", "told_on")
            .distinct()
        ),
        "own_entries": _newest_entries(enterprise),
        "corrections": _corrections(enterprise),
    }


def in_force(aliases: QuerySet[Alias]) -> QuerySet[Alias]:
    """Return those of some aliases that were not withdrawn, or were put back since."""
    said = AliasWithdrawal.objects.filter(alias=OuterRef("pk")).order_by("-id")
    newest = Subquery(said.values("is_withdrawn")[:1])
    return aliases.annotate(is_withdrawn=Coalesce(newest, False)).filter(is_withdrawn=False)


def aliases(enterprise: Enterprise) -> QuerySet[Alias]:
    """Return all aliases of an enterprise with what was said of each, the withdrawn ones too."""
    found = Alias.objects.filter(mention__enterprise=enterprise)
    return found.select_related("mention").prefetch_related("withdrawals__by")


_AS_LISTED = ("name", "address", "city", "region", "postcode", "country", "number", "given_id")


def _variants(mentions: Iterable[Mention]) -> list[dict[str, Any]]:
    """Return each way in which a source lists an enterprise once, with the dates of its lists."""

    def variant(mention: Mention) -> tuple[str, ...]:
        source = mention.list.source
        return (source.name, source.kind, *(getattr(mention, name) for name in _AS_LISTED))

    heads = ("source", "kind", *_AS_LISTED)
    return [
        dict(zip(heads, said, strict=True)) | {"dates": sorted({it.list.listed_on for it in same})}
        for said, same in groupby(sorted(mentions, key=variant), variant)
    ]


def own_entries(enterprise: Enterprise) -> QuerySet[OwnEntry]:
    """Return what owners of an enterprise, and of those merged into it, wrote; newest first."""
    found = OwnEntry.objects.filter(enterprise__in=lineage(enterprise))
    return found.select_related("organisation")


def _newest_entries(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Return the newest entry of each owner."""
    said = ("name", "address", "city", "postcode", "phone", "website", "about", "at")
    rows = own_entries(enterprise).reverse().values(*said, owner=F("organisation__name"))
    return list({row["owner"]: row for row in rows}.values())


def _corrections(enterprise: Enterprise) -> list[dict[str, Any]]:
    """Return the answered requests: when asked, when answered, what was answered."""
    asked = Correction.objects.filter(enterprise__in=lineage(enterprise))
    days = {"asked_on": TruncDate("at"), "answered_on": TruncDate("answered_at")}
    return [{**row} for row in asked.exclude(state="asked").values("state", "answer", **days)]


def owners(enterprise: Enterprise) -> QuerySet[Claim]:
    """Return the accepted claims on an enterprise and on those that were merged into it."""
    return Claim.objects.filter(enterprise__in=lineage(enterprise), state=Claim.State.ACCEPTED)


def claim_of(visitor: Visitor, enterprise: Enterprise) -> Claim | None:
    """Return the newest claim that a visitor's organisation made on an enterprise."""
    if not isinstance(visitor, Member) or visitor.organisation is None:
        return None
    made = Claim.objects.filter(enterprise=enterprise, organisation=visitor.organisation)
    return made.order_by("-at").first()


def open_claims() -> QuerySet[Claim]:
    """Return the claims that wait for an answer, the oldest first."""
    asked = Claim.objects.filter(state=Claim.State.ASKED)
    return asked.select_related("enterprise", "organisation", "by")


def open_corrections() -> QuerySet[Correction]:
    """Return the requests for correction that wait for an answer, the oldest first."""
    asked = Correction.objects.filter(state=Correction.State.ASKED)
    return asked.select_related("enterprise", "mention__list__source", "by")


def request(kind: str, number: int) -> Claim | Correction:
    """Return a claim or a request for correction; Http404 where there is none."""
    if kind == "claim":
        return get_object_or_404(Claim, pk=number)
    return get_object_or_404(Correction, pk=number)


def withheld() -> QuerySet[Mention]:
    """Return the mentions that are withheld on request, the newest first."""
    found = Mention.objects.filter(hidden_at__isnull=False).order_by("-hidden_at")
    return found.select_related("enterprise", "list__source")


AT_ONCE = 4000  # numbers in one question to the database


Key = TypeVar("Key", int, str)


def parts_of(keys: Iterable[Key], size: int = AT_ONCE) -> Iterator[list[Key]]:
    """Yield keys part by part, in order."""
    given = sorted(keys)
    for begin in range(0, len(given), size):
        yield given[begin : begin + size]


def newest_matching() -> Matching | None:
    """Return the run of matching that enterprises follow from."""
    return Matching.objects.order_by("-id").first()


def judgements(mentions: Iterable[int] | None = None) -> list[Judgement]:
    """Return judgements on mentions, or all, with what undid them; oldest first."""
    if mentions is None:
        return list(Judgement.objects.select_related("one", "other").order_by("id"))
    on = Judgement.objects.select_related("one", "other")
    found = {
        it.pk: it
        for part in parts_of(mentions)
        for it in on.filter(Q(one__in=part) | Q(other__in=part))
    }
    batches, new = set[str](), {it.batch for it in found.values()}
    while new:
        batches |= new
        undoing = Judgement.objects.filter(undone__in=new)
        found |= {it.pk: it for it in undoing}
        new = {it.batch for it in undoing} - batches
    return [found[number] for number in sorted(found)]


def judged_in(batches: Iterable[str]) -> list[Mention]:
    """Return the mentions that batches of judgements are on, also of what they undid."""
    known, new = set[str](), set(batches)
    while new:
        known |= new
        undone = Judgement.objects.filter(batch__in=new, judged=Judgement.Judged.UNDO)
        new = set(undone.values_list("undone", flat=True)) - known
    rows = Judgement.objects.filter(batch__in=known, one__isnull=False)
    found = Mention.objects.filter(Q(pk__in=rows.values("one")) | Q(pk__in=rows.values("other")))
    return list(found.select_related("enterprise"))


def undone(batch: str) -> bool:
    """Tell whether a batch of judgements no longer holds."""
    return batch in lifted([batch])


def lifted(batches: Iterable[str]) -> set[str]:
    """Return those of some batches of judgements that no longer hold."""
    by = list(Judgement.objects.filter(undone__in=batches).values_list("undone", "batch"))
    gone = lifted({batch for _undone, batch in by}) if by else set()
    return {undone for undone, batch in by if batch not in gone}


def sources() -> QuerySet[Source]:
    """Return all sources with their lists."""
    return Source.objects.prefetch_related("lists")


def reading(listed: EnterpriseList) -> Job | None:
    """Return the job that read a list, or is at it."""
    return jobs.latest(READ, str(listed.pk))


def matching_job() -> Job | None:
    """Return the newest job that matched all lists, or is at it."""
    return jobs.latest(MATCH, ALL)


def open_count() -> int:
    """Return how many pairs wait to be judged."""
    return Pair.objects.filter(is_open=True).count()


def unmatched() -> int:
    """Return how many mentions wait for a matching."""
    return matchable().filter(matched="").count()


def outcomes() -> dict[str, int]:
    """Return how many mentions have each outcome."""
    rows = matchable().exclude(outcome="").order_by().values_list("outcome")
    return dict(rows.annotate(Count("pk")))


def contradicted() -> QuerySet[Mention]:
    """Return the mentions whose place on the map is not in the country that they name."""
    found = matchable().exclude(located_in="").select_related("list__source", "enterprise")
    return found.order_by("country", "id")


def matchable() -> QuerySet[Mention]:
    """Return the mentions that a matching takes: of lists that are read and not withdrawn."""
    return Mention.objects.filter(list__is_read=True, list__withdrawn_at__isnull=True)


def put_off() -> dict[tuple[int, int], datetime]:
    """Return when pairs were put off."""
    rows = Pair.objects.filter(later_at__isnull=False).values_list("one", "other", "later_at")
    return {(one, other): at for one, other, at in rows if at}


def changed_since(moment: datetime, judged: Sequence[Judgement]) -> list[Mention]:
    """Return the mentions judged after some judgements, or withdrawn after a moment."""
    last = judged[-1].pk if judged else 0
    new = Judgement.objects.filter(pk__gt=last).values_list("batch", flat=True)
    withdrawn = Mention.objects.filter(list__withdrawn_at__gte=moment).exclude(matched="")
    return [*judged_in(new), *withdrawn]


def compared_with(mentions: Iterable[Mention]) -> set[int]:
    """Return the mentions that the newest matching compared with any of some."""
    of = [it.pk for it in mentions]
    rows = Pair.objects.filter(Q(one__in=of) | Q(other__in=of)).values_list("one", "other")
    return {pk for pair in rows for pk in pair}


def newest_judgement() -> int:
    """Return the number of the newest judgement, 0 before the first."""
    return Judgement.objects.order_by("-id").values_list("pk", flat=True).first() or 0


def judgements_of(pair: Pair, since: int = 0) -> list[Judgement]:
    """Return what people judged of a pair after a judgement and what holds; oldest first."""
    both = Q(one=pair.one_id, other=pair.other_id) | Q(one=pair.other_id, other=pair.one_id)
    found = list(Judgement.objects.filter(both, pk__gt=since).select_related("by"))
    gone = lifted({it.batch for it in found})
    return [it for it in found if it.batch not in gone]


def judged_today(reader: Member) -> list[str]:
    """Return the batches of today in which somebody judged and which hold; the newest first."""
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    own = Judgement.objects.filter(by=reader, at__gte=today).exclude(judged=Judgement.Judged.UNDO)
    by_batch = own.order_by().values_list("batch").annotate(last=Max("id")).order_by("-last")
    batches = [batch for batch, _last in by_batch]
    gone = lifted(batches)
    return [batch for batch in batches if batch not in gone]


def first_of(batches: Iterable[str]) -> list[Judgement]:
    """Return the first judgement of each batch with its mentions."""
    by_batch = Judgement.objects.filter(batch__in=batches).order_by().values("batch")
    first = by_batch.annotate(first=Min("id")).values("first")
    return list(Judgement.objects.filter(pk__in=first).select_related("one", "other"))


def batches(by: Member | None = None) -> Any:  # noqa: ANN401 - rows of values
    """Return what was judged in one go, the newest first: by whom, why, when, how many."""
    found = Judgement.objects.filter(by=by) if by else Judgement.objects.all()
    told = found.order_by().values("batch", "by__display_name", "by", "why", "judged")
    return told.annotate(first=Min("id"), count=Count("id"), when=Min("at")).order_by("-first")
