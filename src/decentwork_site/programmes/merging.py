"""Taking what differs in a changed file into the records of a programme, versions kept."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.utils import timezone

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record as record_event
from decentwork_site.members.models import Member
from decentwork_site.programmes import calculations, history, papers, queries, settling, writes
from decentwork_site.programmes.models import (
    Incoming,
    Programme,
    Record,
    Reference,
    Update,
    Version,
)

Plain = dict[str, Any]
HEADER = -1
"""The number by which somebody chooses what the file says of the programme as a whole."""
NAMED_NO_MORE = calculations.translatable("The file no longer has it, and others name it.")


class Crossed(ValueError):
    """Records were saved since the file was compared; `changes` tell how both read now."""

    def __init__(self, changes: Sequence[Plain]) -> None:
        self.changes = tuple(changes)
        super().__init__(f"{len(self.changes)} records were changed meanwhile.")


def take(incoming: Incoming, *, goes: bool, over: Collection[int], by: Member) -> None:
    """Take the differences of a file; in a transaction.

    Those that cross what was changed here are taken only where their number is among `over`.

    Raises
    ------
    Crossed
        A record is no longer as it was when the file was compared; nothing may be kept.
    NotComplete
        A record would be gone that others name, or one be named that is not there.
    """
    programme = Programme.objects.select_for_update().get(pk=incoming.programme_id)
    if not queries.edits(by, programme):
        raise writes.NotAllowed("Records are changed by a programme officer.")
    held: Plain = incoming.comparison or {}
    wanted = [
        each
        for number, each in enumerate(held["changes"])
        if number in over or each["kind"] in ("new", "changed") or (goes and each["kind"] == "gone")
    ]
    present = _locked(programme, wanted)
    _check_uncrossed(wanted, present)
    if HEADER in over and held["header"]["version"] != programme.version:
        raise Crossed(())
    touched = [key for it in present.values() for key in settling.headline(it)]
    saved = [
        *_add(programme, [it for it in wanted if not it["key"] and it["section"] != "updates"], by),
        *_change(present, [it for it in wanted if it["key"]], by),
    ]
    settling.settle(saved, touched)
    _check_named(programme, saved)
    _add_updates(programme, [it["sent"] for it in wanted if it["section"] == "updates"], by)
    if HEADER in over:
        given = {"header": held["header"]["sent"], "version": programme.version, "by": by}
        writes.save_header(programme=programme, **given)
    incoming.taken_at = timezone.now()
    incoming.save(update_fields=["taken_at"])
    facts: dict[str, Any] = {"file": incoming.filename, "records": len(wanted)}
    record_event(What.PROGRAMME_MERGED, by=by, target=programme, facts=facts)


def keep_crossed(incoming: Incoming, changes: Iterable[Plain]) -> None:
    """Keep how records read now that were changed since the file was compared."""
    newer = {(it["section"], it["identity"]): it for it in changes}
    held: Plain = incoming.comparison or {}
    held["changes"] = [newer.get((it["section"], it["identity"]), it) for it in held["changes"]]
    present = Programme.objects.get(pk=incoming.programme_id)
    held["header"] |= {"held": present.header, "version": present.version}
    incoming.comparison = held
    incoming.save(update_fields=["comparison"])


def _locked(programme: Programme, wanted: Iterable[Plain]) -> dict[str, Record]:
    """Return the records that are to be changed, and those of the names of new ones; locked."""
    keys = [it["key"] or it["identity"] for it in wanted]
    found: dict[str, Record] = {}
    for some in queries.batched(keys):
        rows = queries.records(programme).filter(key__in=some).select_for_update(of=("self",))
        found |= {it.key: it for it in rows}
    return found


def _check_uncrossed(wanted: Iterable[Plain], present: dict[str, Record]) -> None:
    crossed = []
    for each in wanted:
        now = present.get(each["key"] or each["identity"])
        if each["section"] == "updates" or (now.version if now else 0) == each["version"]:
            continue
        told: Plain = {"held": now.content if now else None, "kind": "crossed"}
        told |= {"key": now.key if now else "", "version": now.version if now else 0}
        crossed.append(each | told)
    if crossed:
        raise Crossed(crossed)


def _add(programme: Programme, wanted: Sequence[Plain], by: Member) -> list[Record]:
    """Add new records, each at the end of its section."""
    made, at = [], history.last_positions(programme)
    for each in wanted:
        section, content = each["section"], each["sent"]
        if content is None:  # crossed with a deletion that was made here as well
            continue
        key = content.get("id") or settling.new_key(section)
        at[section] = at.get(section, -1) + 1
        made.append(
            Record(
                programme=programme,
                section=section,
                key=key,
                content=content,
                words=calculations.words_of(key, content),
                position=at[section],
                changed_by=by,
            )
        )
    made = Record.objects.bulk_create(made, batch_size=settling.IN_ONE_GO)
    versions = [settling.version(it, Version.Act.MADE, by) for it in made]
    Version.objects.bulk_create(versions, batch_size=settling.IN_ONE_GO)
    return made


def _change(present: dict[str, Record], wanted: Iterable[Plain], by: Member) -> list[Record]:
    """Give records the content that the file has; those that it no longer has go."""
    saved, versions, now = [], [], timezone.now()
    for each in wanted:
        record = present[each["key"]]
        act = Version.Act.DELETED if each["sent"] is None else Version.Act.CHANGED
        if each["sent"] is None:
            record.deleted_at = now
        else:
            record.content = each["sent"]
            record.words = calculations.words_of(record.key, record.content)
        record.version, record.changed_at, record.changed_by = record.version + 1, now, by
        saved.append(record)
        versions.append(settling.version(record, act, by))
    fields = ["content", "words", "version", "changed_at", "changed_by", "deleted_at"]
    Record.objects.bulk_update(saved, fields, batch_size=500)
    Version.objects.bulk_create(versions, batch_size=settling.IN_ONE_GO)
    return saved


def _check_named(programme: Programme, saved: Iterable[Record]) -> None:
    """Raise `NotComplete` where records name what is not there."""
    held = list(saved)
    gone = {it.key for it in held if it.deleted_at}
    there = {it.key for it in held} - gone
    named: set[str] = set()
    for each in held:
        if each.deleted_at is None:
            named |= settling.named(each.section, each.content)
    named -= there
    known: set[str] = set()
    for some in queries.batched(named):
        found = queries.records(programme).filter(key__in=some)
        known |= set(found.values_list("key", flat=True))
    told = [*papers.missing_records(sorted(named - known))]
    for some in queries.batched(gone):
        still = Reference.objects.filter(programme=programme, named__in=some)
        measured = Update.objects.filter(programme=programme, indicator__in=some)
        keys = {
            *still.values_list("named", flat=True),
            *measured.values_list("indicator", flat=True),
        }
        told += [{"where": key, "what": NAMED_NO_MORE, "hint": ""} for key in sorted(keys)]
    if told:
        raise writes.NotComplete(told)


def _add_updates(programme: Programme, rows: Iterable[Plain], by: Member) -> None:
    """Add updates that the file has anew: what it calls approved is still to be approved here."""
    waits = {
        Update.State.APPROVED: Update.State.SUBMITTED,
        Update.State.RETURNED: Update.State.DRAFT,
    }
    sent = []
    for row in rows:
        state = row.get("state", Update.State.DRAFT)
        sent.append(row | {"state": waits.get(state, state)})
    settling.add_updates(programme, sent, by)
