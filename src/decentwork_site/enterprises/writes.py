"""Every write of the enterprises app; each is recorded."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record
from decentwork_site.counting import count_anew
from decentwork_site.enterprises import calculations, queries, settling
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
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.writes import ask
from decentwork_site.members.models import Member, Organisation

REQUESTS_A_DAY = 5  # for corrections, from one address without an account
A_DAY = 24 * 60 * 60
JUDGED_AT_MOST = 2000  # pairs in one go
SETTLED_AT_MOST = 2000  # rows, while somebody waits


class NotAllowed(ValueError):
    """A rule that spans several rows forbids a write; the message is for its reader."""


class AnsweredMeanwhile(ValueError):
    """Somebody answered a request before."""


class SettledMeanwhile(ValueError):
    """A pair waits no longer, because of what was judged of others."""


class JudgedMeanwhile(ValueError):
    """Somebody judged a pair after it was shown; `newer` is what they judged."""

    def __init__(self, newer: Sequence[Judgement]) -> None:
        self.newer = newer
        super().__init__(str(newer[-1]))


class TooManyRequests(ValueError):
    """So many requests came from one address today that one more is not taken."""


@transaction.atomic
def claim_enterprise(*, enterprise: Enterprise, why: str, by: Member) -> Claim:
    """Keep that the organisation of `by` says it is an enterprise, to be answered by a curator."""
    organisation = by.organisation
    if organisation is None or organisation.kind != Organisation.Kind.ENTERPRISE:
        raise NotAllowed(_("Only a member of an organisation that is an enterprise claims one."))
    _check_free(enterprise)
    asked = Claim.objects.filter(enterprise=enterprise, state=Claim.State.ASKED)
    if asked.filter(organisation=organisation).exists():
        raise NotAllowed(_("Your organisation claimed this enterprise; it waits for an answer."))
    made = Claim.objects.create(enterprise=enterprise, organisation=organisation, why=why, by=by)
    facts: dict[str, Any] = {"request": made.pk, "organisation": organisation.name}
    record(What.ENTERPRISE_CLAIMED, by=by, target=enterprise, facts=facts)
    return made


@transaction.atomic
def answer(
    *,
    asked: Claim | Correction,
    state: str,
    answer: str,
    withheld: Iterable[Mention] = (),
    by: Member,
) -> None:
    """Answer a claim or a request for correction, once.

    Rows `withheld` are shown no longer and still matched.
    """
    now = type(asked)._default_manager.select_for_update().get(pk=asked.pk)
    if now.state != "asked":
        raise AnsweredMeanwhile
    about = queries.present(now.enterprise.identifier) or now.enterprise
    if state == Claim.State.ACCEPTED:
        _check_free(about)
    now.state, now.answer, now.answered_by, now.answered_at = state, answer, by, timezone.now()
    now.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    hidden = Mention.objects.filter(pk__in=[mention.pk for mention in withheld])
    if refs := list(hidden.order_by("ref").values_list("ref", flat=True)):
        hidden.update(hidden_at=now.answered_at, hidden_why=answer)
        settling.refresh_enterprise(about)
    facts: dict[str, Any] = {"request": now.pk, "state": state}
    if isinstance(now, Claim):
        record(What.CLAIM_ANSWERED, by=by, target=about, facts=facts)
    else:
        record(What.CORRECTION_ANSWERED, by=by, target=about, facts=facts | {"withheld": refs})


@transaction.atomic
def write_entry(*, enterprise: Enterprise, by: Member, **said: str) -> OwnEntry:
    """Add what an owner says of its enterprise; it stands on the page, and earlier ones stay."""
    if not queries.owns(by, enterprise) or by.organisation is None:
        raise NotAllowed(_("Only the owner of an enterprise writes its entry."))
    entry = OwnEntry.objects.create(
        enterprise=enterprise, organisation=by.organisation, by=by, **said
    )
    settling.refresh_enterprise(enterprise)
    record(What.ENTRY_MADE, by=by, target=enterprise, facts={"entry": entry.pk})
    return entry


@transaction.atomic
def add_alias(
    *, mention: Mention, scheme: str, value: str, told_by: str, told_on: date, by: Member
) -> Alias:
    """Add an identifier that somebody else gave the enterprise of a mention, with who says so."""
    enterprise = mention.enterprise
    if enterprise is None:
        raise NotAllowed(_("This row belongs to no enterprise yet."))
    if mention.aliases.filter(scheme=scheme, value=value).exists():
        raise NotAllowed(_("This identifier is there already, or was withdrawn: put it back."))
    said: dict[str, Any] = {"scheme": scheme, "value": value, "told_by": told_by}
    alias = Alias.objects.create(mention=mention, told_on=told_on, by=by, **said)
    settling.refresh_enterprise(enterprise)
    record(What.ALIAS_ADDED, by=by, target=enterprise, facts=said)
    return alias


@transaction.atomic
def withdraw_alias(*, alias: Alias, is_withdrawn: bool, why: str, by: Member) -> None:
    """Keep that an alias is wrong, or is right after all: pages show it no more, or again.

    Nothing is erased: what was withdrawn and put back stands as it stood.
    """
    settling.one_at_a_time()
    if queries.in_force(Alias.objects.filter(pk=alias.pk)).exists() != is_withdrawn:
        raise NotAllowed(_("Somebody did this before."))
    AliasWithdrawal.objects.create(alias=alias, is_withdrawn=is_withdrawn, why=why, by=by)
    enterprise = alias.mention.enterprise
    if enterprise is not None:
        settling.refresh_enterprise(enterprise)
        facts: dict[str, Any] = {"scheme": alias.scheme, "value": alias.value, "why": why}
        what = What.ALIAS_WITHDRAWN if is_withdrawn else What.ALIAS_PUT_BACK
        record(what, by=by, target=enterprise, facts=facts)


@transaction.atomic
def ask_correction(
    *,
    enterprise: Enterprise,
    mention: Mention | None,
    what: str,
    contact: str,
    by: Member | None,
    address: str,
) -> Correction:
    """Keep that somebody asks for a page to be put right; without an account, a few times a day."""
    if by is None:
        _count_request(address)
    asked = Correction.objects.create(
        enterprise=enterprise, mention=mention, what=what, contact=contact, by=by
    )
    record(What.CORRECTION_ASKED, by=by, target=enterprise, facts={"request": asked.pk})
    return asked


@transaction.atomic
def show_again(*, mention: Mention, by: Member) -> None:
    """Show a row that was withheld on request."""
    mention.hidden_at, mention.hidden_why = None, ""
    mention.save(update_fields=["hidden_at", "hidden_why"])
    if mention.enterprise:
        settling.refresh_enterprise(mention.enterprise)
        facts = {"mention": mention.ref}
        record(What.MENTION_SHOWN, by=by, target=mention.enterprise, facts=facts)


def _check_free(enterprise: Enterprise) -> None:
    if queries.owners(enterprise).exists():
        raise NotAllowed(_("This enterprise has an owner."))


def _count_request(address: str) -> None:
    """Count a request of today, in memory and by a digest that tells no address tomorrow."""
    today = timezone.localdate().isoformat()
    key = salted_hmac(f"corrections {today}", address, algorithm="sha256").hexdigest()
    cache.add(key, 0, A_DAY)
    if cache.incr(key) > REQUESTS_A_DAY:
        raise TooManyRequests


def judge(*, pairs: Sequence[tuple[Mention, Mention, bool]], why: str, by: Member) -> str:
    """Keep of pairs whether each is one enterprise, and return the batch they were judged in."""
    judged = {True: Judgement.Judged.SAME, False: Judgement.Judged.DIFFERENT}
    return _judge([(judged[is_same], one, other) for one, other, is_same in pairs], why, by)


@transaction.atomic
def judge_pair(*, pair: Pair, is_same: bool, seen: int, why: str, by: Member) -> str:
    """Keep whether a pair is one enterprise, as `judge`, unless others judged it after `seen`.

    What the same person judged the same way just before is recorded once.

    Raises
    ------
    JudgedMeanwhile, SettledMeanwhile
        Nothing is kept.
    """
    settling.one_at_a_time()
    newer = queries.judgements_of(pair, since=seen)
    said = Judgement.Judged.SAME if is_same else Judgement.Judged.DIFFERENT
    if newer and (newer[-1].by, newer[-1].judged) == (by, said):
        return newer[-1].batch
    if newer:
        raise JudgedMeanwhile(newer)
    is_open = Pair.objects.filter(pk=pair.pk, is_open=True).exists()
    if not is_open and not queries.judgements_of(pair):
        raise SettledMeanwhile
    return judge(pairs=[(pair.one, pair.other, is_same)], why=why, by=by)


def put_off(*, pair: Pair, is_later: bool) -> None:
    """Have a pair judged after all others, or in its turn again."""
    pair.later_at = timezone.now() if is_later else None
    pair.save(update_fields=["later_at"])


def merge(*, mentions: Sequence[Mention], why: str, by: Member) -> str:
    """Keep that mentions are all of one enterprise, and return the batch."""
    first, *others = mentions
    return _judge([(Judgement.Judged.SAME, first, it) for it in others], why, by)


def split(*, mentions: Sequence[Mention], rest: Sequence[Mention], why: str, by: Member) -> str:
    """Keep that none of some mentions is of the enterprise of the rest, and return the batch.

    Of a rest of thousands, those are named that were compared with one that is split off: nothing
    else could put the two together again.
    """
    if len(mentions) * len(rest) > JUDGED_AT_MOST:
        near = queries.compared_with(mentions)
        rest = [it for it in rest if it.pk in near] or rest[:1]
    apart = [(Judgement.Judged.DIFFERENT, one, other) for one in mentions for other in rest]
    if len(apart) > JUDGED_AT_MOST:
        raise NotAllowed(_("These are too many rows to split off in one go. Choose fewer."))
    return _judge(apart, why, by)


@transaction.atomic
def undo(*, batches: Sequence[str], why: str, by: Member) -> str:
    """Have the judgements of batches hold no longer, and return the batch of that.

    An undoing can be undone as well: then what it undid holds again.
    """
    settling.one_at_a_time()
    if any(queries.undone(each) for each in batches):
        raise NotAllowed(_("This was undone already."))
    mentions = queries.judged_in(batches)
    if not mentions:
        raise NotAllowed(_("There is nothing to undo."))
    batch = uuid.uuid4().hex
    Judgement.objects.bulk_create(
        Judgement(batch=batch, judged=Judgement.Judged.UNDO, undone=it, by=by, why=why)
        for it in dict.fromkeys(batches)
    )
    _record_judged(mentions, {"batch": batch, "undone": [*batches]}, by)
    _settle(mentions, by)
    return batch


@transaction.atomic
def _judge(said: Sequence[tuple[str, Mention, Mention]], why: str, by: Member) -> str:
    if not said:
        raise NotAllowed(_("Choose two rows at least."))
    settling.one_at_a_time()
    batch = uuid.uuid4().hex
    Judgement.objects.bulk_create(
        Judgement(batch=batch, judged=judged, one=one, other=other, by=by, why=why)
        for judged, one, other in said
    )
    mentions = [mention for _judged, *both in said for mention in both]
    counts = Counter(str(judged) for judged, *_both in said)
    _record_judged(mentions, {"batch": batch, **counts}, by)
    if not _settle(mentions, by):
        settling.ask_no_more((one.pk, other.pk) for _judged, one, other in said)
    return batch


def _settle(mentions: Sequence[Mention], by: Member) -> bool:
    """Settle mentions, or have a matching do it where thousands depend on them; tell which."""
    newest = queries.newest_matching()
    is_done = settling.settle(mentions, most=SETTLED_AT_MOST)
    if newest and not is_done:
        ask_for_matching(same=newest.same, new=newest.new, by=by)
    return is_done


def _record_judged(mentions: Sequence[Mention], facts: Mapping[str, Any], by: Member) -> None:
    about = next((it.enterprise for it in mentions if it.enterprise), queries.newest_matching())
    if about is not None:
        record(What.JUDGED, by=by, target=about, facts=facts)


def ask_for_matching(*, same: float, new: float, by: Member | None) -> Job:
    """Return the job that matches all lists: the one that is at it already, else a new one."""
    return ask(
        kind=queries.MATCH,
        arguments={"same": same, "new": new, "member": by.pk if by else None},
        title=calculations.translatable("Matching lists of enterprises"),
        key=queries.ALL,
        page=reverse("enterprises:matching"),
        by=by,
    )


def do_match(arguments: Mapping[str, Any], tell: calculations.Tell) -> Mapping[str, Any]:
    """Match all lists; work of a job. What is judged or withdrawn meanwhile counts as well."""
    thresholds = {"same": arguments["same"], "new": arguments["new"]}
    judged, began = queries.judgements(), timezone.now()
    said = [*map(settling.as_judged, judged)]
    rows = list(queries.matchable().values_list(*calculations.MATCHED_BY))
    found = list(calculations.matched(rows, said, **thresholds, tell=tell))
    pairs = [pair for pair, _why in found]
    standing, at_hand = calculations.settled(calculations.given(rows), pairs, said, **thresholds)
    tell(0, 1, calculations.translatable("Storing what was found"))
    at = settling.enterprises_at(standing)
    with transaction.atomic():
        settling.one_at_a_time()
        matching = Matching.objects.create(
            asked_by_id=arguments["member"],
            mentions_count=len(standing),
            enterprises_count=len(at),
            judgements_count=len(judged),
            **thresholds,
        )
        settling.keep_pairs(found, at_hand)
        mentions = Mention.objects.filter(list__is_read=True).only(*settling.STANDING)
        touched = settling.place(mentions.iterator(), standing, is_matching=True)
        record(What.MATCHED, by=matching.asked_by, target=matching, facts=thresholds)
        settling.settle(queries.changed_since(began, judged))
    count_anew(Mention, Pair, Enterprise)
    # After it, part by part: who judges or signs in meanwhile does not wait for 50,000 pages.
    named = sorted(touched.union(at.values()))
    for begin in range(0, len(named), settling.AT_ONCE):
        tell(begin, len(named), calculations.translatable("Writing the pages of enterprises"))
        settling.refresh_enterprises(named[begin : begin + settling.AT_ONCE])
    count_anew(Enterprise, SearchWord)
    return {"mentions": len(standing), "enterprises": matching.enterprises_count}


@transaction.atomic
def add_source(*, by: Member | None, **said: Any) -> Source:  # noqa: ANN401 - fields of a source
    """Add a brand, register or other body that lists enterprises."""
    source = Source.objects.create(created_by=by, **said)
    facts: dict[str, Any] = {"name": source.name, "is_public": source.is_public}
    record(What.SOURCE_ADDED, by=by, target=source, facts=facts)
    return source


def add_list(
    *, source: Source, name: str, content: Iterable[bytes], listed_on: date, by: Member | None
) -> EnterpriseList:
    """Keep the file of a list; what its columns tell is said next.

    Raises
    ------
    InvalidInput
        The file is too large.
    NotAllowed
        The source has this file already.
    """
    digest = calculations.keep_file(name, content)
    if source.lists.filter(digest=digest, withdrawn_at__isnull=True).exists():
        raise NotAllowed(_("This file was added before."))
    with transaction.atomic():
        listed = EnterpriseList.objects.create(
            source=source, filename=name[-200:], digest=digest, listed_on=listed_on, added_by=by
        )
        facts = {"source": source.name, "digest": digest}
        record(What.LIST_ADDED, by=by, target=listed, facts=facts)
    return listed


@transaction.atomic
def choose_columns(
    *, listed: EnterpriseList, sheet: str, columns: Mapping[str, list[str]], by: Member
) -> Job:
    """Keep what the columns of a list tell, for later lists of its source too, and have it read."""
    if listed.is_read or listed.withdrawn_at:
        raise NotAllowed(_("This list was read or withdrawn before."))
    if (listed.columns, listed.sheet) != (dict(columns), sheet):
        listed.mentions.all().delete()  # what a reading that was stopped kept, by other columns
    listed.columns, listed.sheet = dict(columns), sheet
    listed.save(update_fields=["columns", "sheet"])
    if listed.source.columns != listed.columns:
        listed.source.columns = listed.columns
        listed.source.save(update_fields=["columns"])
        facts: dict[str, Any] = {field: [*names] for field, names in columns.items()}
        record(What.COLUMNS_CHOSEN, by=by, target=listed.source, facts=facts)
    return ask(
        kind=queries.READ,
        arguments={"list": listed.pk},
        title=calculations.translatable("Reading a list of enterprises"),
        key=str(listed.pk),
        page=reverse("enterprises:listed", args=[listed.pk]),
        by=by,
    )


def do_read(arguments: Mapping[str, Any], tell: calculations.Tell) -> Mapping[str, Any]:
    """Read a list row by row; work of a job. Rows that a worker that ended has kept stay."""
    listed = EnterpriseList.objects.select_related("source").get(pk=arguments["list"])
    if not listed.is_read:
        kept = listed.digest, listed.filename, listed.sheet, listed.columns
        found = calculations.read(*kept, tell)
        number = listed.mentions.count()
        for batch in found.batches(prefix=f"{listed.pk}/", kept=number):
            tell(number, found.count, calculations.translatable("Keeping rows"))
            Mention.objects.bulk_create(Mention(list=listed, **row) for row in batch)
            number += len(batch)
        listed.notes, listed.mentions_count, listed.is_read = found.notes, number, True
        listed.save(update_fields=["notes", "mentions_count", "is_read"])
        count_anew(Mention)
    return {"mentions": listed.mentions_count}


def withdraw_list(*, listed: EnterpriseList, why: str, by: Member) -> None:
    """Show and match a list no longer; what was found by the help of it is found anew.

    Of a long list that takes a matching; names that only it gave are gone at once.
    """
    newest = queries.newest_matching()
    is_long = newest is not None and listed.mentions_count > SETTLED_AT_MOST
    with transaction.atomic():
        settling.one_at_a_time()
        if EnterpriseList.objects.get(pk=listed.pk).withdrawn_at:
            raise NotAllowed(_("This list was withdrawn before."))
        listed.withdrawn_at, listed.withdrawn_why = timezone.now(), why
        listed.save(update_fields=["withdrawn_at", "withdrawn_why"])
        facts = {"source": listed.source.name, "why": why}
        record(What.LIST_WITHDRAWN, by=by, target=listed, facts=facts)
        if not is_long:
            settling.settle(listed.mentions.exclude(matched=""))
    if newest and is_long:
        at = listed.mentions.filter(enterprise__isnull=False).values_list("enterprise", flat=True)
        settling.refresh_enterprises(set(at))
        ask_for_matching(same=newest.same, new=newest.new, by=by)


def make_demonstration_lists() -> bool:
    """Add invented lists to a site that has none, have them matched, and tell whether so."""
    if Source.objects.exists():
        return False
    with transaction.atomic():
        for said, listed_on, rows in calculations.demonstration_lists():
            source = add_source(by=None, is_invented=True, **said)
            listed = EnterpriseList.objects.create(
                source=source,
                filename=calculations.translatable("made by the program"),
                listed_on=listed_on,
                mentions_count=len(rows),
                is_read=True,
            )
            Mention.objects.bulk_create(
                Mention(list=listed, **row | {"ref": f"{listed.pk}/{number:07d}"})
                for number, row in enumerate(rows)
            )
    same, new = calculations.usual_thresholds()
    ask_for_matching(same=same, new=new, by=None)
    return True
