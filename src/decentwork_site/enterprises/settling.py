"""Which enterprise each mention is of, and what pages and search need of it: found, then kept.

It follows from the newest matching and the judgements that hold, and from nothing else.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from decentwork_site.enterprises import calculations, queries
from decentwork_site.enterprises.models import (
    Alias,
    Enterprise,
    Judgement,
    Matching,
    Mention,
    OwnEntry,
    Pair,
    SearchWord,
    Source,
)

INDEXED_AT_ONCE = 200  # enterprises; each has a dozen words
NOT_OPEN = calculations.Open(0.0, 0)
AT_ONCE = 500  # rows settled, refreshed or written in one go
STANDING = ("ref", "enterprise", "probability", "outcome", "matched")  # of a mention
SUMMARY = (
    "name", "place", "country", "is_invented", "mentions_count", "sources_count", "is_public",
    "words",
)  # fmt: skip


def one_at_a_time() -> None:
    """Let one transaction at a time change what is one enterprise; lists can be added meanwhile.

    What was judged an instant before is seen by who judges next.
    """
    list(Source.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))


@transaction.atomic
def settle(mentions: Iterable[Mention], *, most: int | None = None) -> bool:
    """Find anew which enterprise mentions are of, and all that depends on it; tell whether so.

    That follows from the newest matching and the judgements that hold, and from nothing else: so
    what is undone is as if it had never been judged. Where more than `most` mentions depend on it,
    they are left to the next matching.
    """
    matching, is_done = queries.newest_matching(), True
    waiting = {mention.pk for mention in mentions}
    while matching and waiting:
        part = connected(sorted(waiting)[:AT_ONCE], matching.new, most)
        waiting -= part
        if most is not None and len(part) > most:
            is_done = False
        else:
            _settle(part, matching)
    return is_done


def _settle(part: set[int], matching: Matching) -> None:
    """Settle mentions of which none is connected to another one."""
    pairs = pairs_of(part)
    around = part.union(*((pair.one_id, pair.other_id) for pair in pairs))
    mentions = taking_part(around)
    refs = {it.pk: ref for ref, it in mentions.items()}
    pairs = [pair for pair in pairs if pair.one_id in refs and pair.other_id in refs]
    standing, at_hand = calculations.settled(
        {
            ref: calculations.Given(it.country, it.list.listed_on.isoformat(), it.matched)
            for ref, it in mentions.items()
        },
        [calculations.Compared(refs[it.one_id], refs[it.other_id], it.probability) for it in pairs],
        [*map(as_judged, queries.judgements(part))],
        same=matching.same,
        new=matching.new,
        taken=TakenElsewhere(around),
    )
    _ask_about(pairs, at_hand, {it.pk: it.country for it in mentions.values()})
    refresh_enterprises(place(Mention.objects.filter(pk__in=part), standing))


def as_judged(it: Judgement) -> calculations.Judgement:
    """Return a judgement as the library takes it."""
    on = (it.one.ref, it.other.ref) if it.one and it.other else (it.undone, "")
    return calculations.judgement(it.batch, it.judged, *on)


def _ask_about(
    pairs: Iterable[Pair], at_hand: Mapping[int, calculations.Open], country: Mapping[int, str]
) -> None:
    """Have people asked about the pairs at hand, by place, and about no others."""
    changed = []
    for place, pair in enumerate(pairs):
        asked = at_hand.get(place, NOT_OPEN)
        where = country[pair.one_id] or country[pair.other_id]
        found = (place in at_hand, *asked, where)
        if (pair.is_open, pair.worth, pair.behind, pair.country) != found:
            pair.is_open, pair.worth, pair.behind, pair.country = found
            changed.append(pair)
    fields = ["is_open", "worth", "behind", "country"]
    Pair.objects.bulk_update(changed, fields, batch_size=AT_ONCE)


def keep_pairs(
    found: Iterable[tuple[calculations.Compared, list[dict[str, Any]]]],
    at_hand: Mapping[int, calculations.Open],
) -> None:
    """Keep the pairs of a matching in place of those before; what was put off stays put off."""
    later = queries.put_off()
    of = Mention.objects.filter(list__is_read=True).values_list("ref", "pk", "country")
    at = {ref: (pk, country) for ref, pk, country in of}
    Pair.objects.all().delete()
    rows = []
    for place, (it, why) in enumerate(found):
        (one, here), (other, there) = sorted((at[it.one], at[it.other]))
        asked = (place in at_hand, *at_hand.get(place, NOT_OPEN))
        rows.append((one, other, it.probability, json.dumps(why), here or there, *asked))
    rows.sort()  # as the index is, which is then written from end to end
    with connection.cursor() as cursor:  # as objects, a quarter of a million take minutes
        cursor.executemany(
            "INSERT INTO enterprises_pair"
            " (one_id, other_id, probability, reasons, country, is_open, worth, behind)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            rows,
        )
    for (one, other), moment in later.items():
        Pair.objects.filter(one=one, other=other).update(later_at=moment)


def ask_no_more(pairs: Iterable[tuple[int, int]]) -> None:
    """Ask nobody about pairs until a matching or a settling finds what became of them."""
    for one, other in pairs:
        Pair.objects.filter(one=min(one, other), other=max(one, other)).update(is_open=False)


def place(
    mentions: Iterable[Mention],
    standing: Mapping[str, calculations.Standing],
    *,
    is_matching: bool = False,
) -> set[int]:
    """Put mentions where they stand, and those that stand nowhere into no enterprise.

    Returns the keys of the enterprises that lost or gained any.
    """
    at = enterprises_at(standing)
    moved, changed = defaultdict[int | None, Counter[int | None]](Counter), []
    for it in mentions:
        stands = standing.get(it.ref)
        found = (at[stands.identifier], *stands[1:]) if stands else (None, None, "")
        matched = (stands.identifier if stands else "") if is_matching else it.matched
        if (it.enterprise_id, it.probability, it.outcome, it.matched) != (*found, matched):
            moved[it.enterprise_id][found[0]] += 1
            changed.append((*found, matched, it.pk))
    with connection.cursor() as cursor:  # Django would write a case for each row: ten times slower
        cursor.executemany(
            "UPDATE enterprises_mention SET enterprise_id = %s, probability = %s, outcome = %s,"
            " matched = %s WHERE id = %s",
            changed,
        )
    touched = {pk for before, after in moved.items() for pk in (before, *after) if pk is not None}
    _lead_on(touched, moved)
    return touched


def enterprises_at(standing: Mapping[str, calculations.Standing]) -> dict[str, int]:
    """Return the keys of the enterprises that mentions stand at, made where they are new."""
    found: dict[str, int] = {}
    for part in queries.parts_of({it.identifier for it in standing.values()}):
        rows = Enterprise.objects.filter(identifier__in=part)
        known = set(rows.values_list("identifier", flat=True))
        Enterprise.objects.bulk_create(Enterprise(identifier=it) for it in part if it not in known)
        found |= rows.values_list("identifier", "pk")
    return found


def _lead_on(touched: Iterable[int], moved: Mapping[int | None, Counter[int | None]]) -> None:
    """Have enterprises that lost all mentions lead to where most of them went."""
    for part in queries.parts_of(touched):
        rows = Enterprise.objects.filter(pk__in=part)
        rows.filter(mentions__isnull=False, now__isnull=False).update(now=None)
        for each in rows.filter(mentions__isnull=True):
            had = Mention.objects.filter(matched=each.identifier, enterprise__isnull=False)
            went = Counter(had.values_list("enterprise", flat=True)) or moved[each.pk]
            to = max((pk for pk in went if pk), key=lambda pk: (went[pk], -pk), default=None)
            rows.filter(pk=each.pk).update(now=to, mentions_count=0, is_public=False)


@transaction.atomic
def index_words(enterprises: Iterable[Enterprise]) -> None:
    """Have the search box find enterprises by their `words` as they are, and by nothing else."""
    given = list(enterprises)
    for begin in range(0, len(given), INDEXED_AT_ONCE):
        batch = given[begin : begin + INDEXED_AT_ONCE]
        stored = SearchWord.objects.filter(enterprise__in=batch)
        wanted = {
            (it.pk, word.encode()) for it in batch if it.is_public for word in it.words.split()
        }
        found = {
            (enterprise, bytes(word)): id
            for id, enterprise, word in stored.values_list("pk", "enterprise", "word")
        }
        stored.filter(pk__in=[id for it, id in found.items() if it not in wanted]).delete()
        new = [SearchWord(enterprise_id=pk, word=word) for pk, word in wanted - found.keys()]
        SearchWord.objects.bulk_create(new, batch_size=1000)


def refresh_enterprise(enterprise: Enterprise) -> None:
    """Find anew what pages and search need of an enterprise, from its rows and its owner."""
    refresh_enterprises([enterprise.pk])
    enterprise.refresh_from_db()


def refresh_enterprises(numbers: Iterable[int]) -> None:
    """Find anew what pages and search need of enterprises, part by part."""
    for part in queries.parts_of(numbers, AT_ONCE):
        _refresh(part)


@transaction.atomic
def _refresh(part: Sequence[int]) -> None:
    one_at_a_time()
    changed = []
    for each, summary in summaries(list(Enterprise.objects.filter(pk__in=part))):
        *plain, texts = summary
        is_public = bool(summary.name) and each.now_id is None
        words = calculations.words_of(texts) if is_public else ""
        found = dict(zip(SUMMARY, (*plain, is_public, words), strict=True))
        if any(getattr(each, name) != value for name, value in found.items()):
            for name, value in found.items():
                setattr(each, name, value)
            changed.append(each)
    Enterprise.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=SUMMARY
    )
    index_words(changed)


def taking_part(mentions: Iterable[int]) -> dict[str, Mention]:
    """Return those mentions by ref that took part in the newest matching and still do."""
    matched = Mention.objects.exclude(matched="").filter(list__withdrawn_at__isnull=True)
    return {
        it.ref: it
        for part in queries.parts_of(mentions)
        for it in matched.filter(pk__in=part).select_related("list")
    }


def connected(mentions: Iterable[int], new: float, most: int | None = None) -> set[int]:
    """Return mentions with all whose enterprise can depend on them, or theirs on it.

    Of more than `most`, not all are looked for.

    Pairs at or above the threshold `new` lead on, judgements whether they hold or not, and the
    identifier that the newest matching gave.
    """
    known, found = set[int](), set(mentions)
    while found:
        known |= found
        if most is not None and len(known) > most:
            break
        reached = set[int]()
        for part in queries.parts_of(found):
            possible = Pair.objects.filter(probability__gte=new)
            for links in (possible, Judgement.objects.filter(one__isnull=False)):
                for one, other in links.filter(Q(one__in=part) | Q(other__in=part)).values_list(
                    "one", "other"
                ):
                    reached |= {one, other}
            given = Mention.objects.filter(pk__in=part).exclude(matched="").values("matched")
            reached.update(Mention.objects.filter(matched__in=given).values_list("pk", flat=True))
        found = reached - known
    return known


def pairs_of(mentions: Iterable[int]) -> list[Pair]:
    """Return the pairs compared of mentions, those that reach out of them too."""
    found = {
        pair.pk: pair
        for part in queries.parts_of(mentions)
        for pair in Pair.objects.filter(Q(one__in=part) | Q(other__in=part)).defer("reasons")
    }
    return list(found.values())


class TakenElsewhere:
    """The identifiers that the newest matching gave to mentions other than some."""

    def __init__(self, mentions: set[int]) -> None:
        self.mentions = mentions

    def __contains__(self, identifier: object) -> bool:
        """Tell whether another mention has it."""
        having = Mention.objects.filter(matched=identifier).values_list("pk", flat=True)
        return not self.mentions.issuperset(having)


class Summary(NamedTuple):
    """What pages and search need of an enterprise; `texts` are what its words are made of."""

    name: str
    place: str
    country: str
    is_invented: bool
    mentions_count: int
    sources_count: int
    texts: Sequence[str]


def summaries(enterprises: Sequence[Enterprise]) -> Iterator[tuple[Enterprise, Summary]]:
    """Yield what pages and search need of enterprises."""
    of = Mention.objects.filter(enterprise__in=enterprises)
    public = set(queries.shown(of).values_list("pk", flat=True))
    mentions, values = defaultdict[int, list[Mention]](list), defaultdict[int, list[str]](list)
    for mention in of.select_related("list__source").order_by("id"):
        mentions[mention.enterprise_id or 0].append(mention)
    told = queries.in_force(Alias.objects.filter(mention__in=queries.shown(of)))
    for pk, value in told.values_list("mention__enterprise", "value"):
        values[pk].append(value)
    owned = {
        found.pk
        for it in Enterprise.objects.filter(own_entries__isnull=False).distinct()
        if (found := queries.present(it.identifier))
    }
    for each in enterprises:
        entry = queries.own_entries(each).first() if each.pk in owned else None
        yield each, _summary(mentions[each.pk], public, entry, values[each.pk])


def _summary(
    mentions: Sequence[Mention], public: set[int], entry: OwnEntry | None, values: Sequence[str]
) -> Summary:
    seen = [it for it in mentions if it.pk in public]
    texts = [text for it in seen for text in (it.name, it.city, it.region)] + [*values]
    texts += [entry.name, entry.city] if entry else []
    return Summary(
        name=entry.name if entry else _usual(seen, lambda it: it.name),
        place=_usual(seen, _town)[:200],
        country=_usual(seen, lambda it: it.country) or _usual(mentions, lambda it: it.country),
        is_invented=bool(mentions) and all(it.list.source.is_invented for it in mentions),
        mentions_count=len(mentions),
        sources_count=len({it.list.source_id for it in seen}),
        texts=texts,
    )


def _usual(mentions: Sequence[Mention], said: Callable[[Mention], str]) -> str:
    """Return what most sources say: of as many, what a register says, then the newest list."""
    by_weight = sorted(
        mentions, key=lambda it: (it.list.source.kind == Source.Kind.REGISTER, it.list.listed_on)
    )
    given = {(said(it), it.list.source_id): None for it in reversed(by_weight) if said(it)}
    counts = Counter(text for text, _source in given)
    return max(counts, key=counts.__getitem__, default="")


def _town(mention: Mention) -> str:
    return ", ".join(dict.fromkeys(filter(None, (mention.city, mention.region))))
