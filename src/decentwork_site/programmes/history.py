"""Reads of what came and went in a programme: versions, files, long work, rewritten paragraphs."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from decentwork_site.audit.models import Event, What
from decentwork_site.audit.queries import events_of
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.queries import latest
from decentwork_site.programmes.models import (
    Incoming,
    Programme,
    Record,
    Reference,
    Rewriting,
    Update,
    Version,
)
from decentwork_site.programmes.queries import records

Plain = dict[str, Any]
IMPORT, COMPARE, MERGE = "programmes.import", "programmes.compare", "programmes.merge"
PUBLISH, EXPORT, REPORT = "programmes.publish", "programmes.export", "programmes.report"


def made_from(token: str) -> Programme | None:
    """Return the programme that a file of this token was taken into."""
    made = Event.objects.filter(what=What.PROGRAMME_CREATED, facts__file=token).first()
    return Programme.objects.filter(pk=made.target_id).first() if made else None


def held_at(programme: Programme, at: datetime) -> dict[str, list[Plain]]:
    """Return the records of a programme as they were at some time, by section."""
    rows = Version.objects.filter(record__programme=programme, at__lte=at)
    last: dict[int, tuple[str, str, Plain]] = {}
    fields = ("record_id", "record__section", "act", "content")
    for pk, section, act, content in rows.order_by("record_id", "number").values_list(*fields):
        last[pk] = (section, act, content)
    found: dict[str, list[Plain]] = defaultdict(list)
    for section, act, content in last.values():
        if act != Version.Act.DELETED:
            found[section].append(content)
    return found


def versions_held(programme: Programme) -> dict[str, list[tuple[str, int, Plain]]]:
    """Return key, version and content of each record, by section and in its order."""
    rows: dict[str, list[tuple[str, int, Plain]]] = defaultdict(list)
    fields = ("section", "key", "version", "content")
    for section, key, version, content in records(programme).values_list(*fields):
        rows[section].append((key, version, content))
    return rows


def last_positions(programme: Programme) -> dict[str, int]:
    """Return the last position that is taken in each section."""
    rows = Record.objects.filter(programme=programme).order_by().values("section")
    return {row["section"]: row["last"] for row in rows.annotate(last=Max("position"))}


def job_of(kind: str | tuple[str, ...], key: str) -> Job | None:
    """Return the job of a kind, or of some, that was asked for last for a key."""
    kinds = (kind,) if isinstance(kind, str) else kind
    found = [it for each in kinds if (it := latest(each, key))]
    return max(found, key=lambda it: it.pk, default=None) if key else None


def incoming(programme: Programme) -> QuerySet[Incoming]:
    """Return the changed files that came for a programme, the newest first."""
    return Incoming.objects.filter(programme=programme).select_related("made_by", "programme")


def withdrawals(programme: Programme) -> QuerySet[Event]:
    """Return when a published programme was withdrawn, by whom and why."""
    return events_of(programme).filter(what=What.PROGRAMME_WITHDRAWN)


def size(programme: Programme) -> int:
    """Return how many records and updates a programme has."""
    return records(programme).count() + Update.objects.filter(programme=programme).count()


def fingerprint(programme: Programme) -> str:
    """Return a key that changes when something of a programme is saved."""
    saved = Record.objects.filter(programme=programme).aggregate(
        at=Max("changed_at"), n=Count("pk")
    )
    told = Update.objects.filter(programme=programme).aggregate(
        at=Max("changed_at"), decided=Max("decided_at"), n=Count("pk")
    )
    return f"{programme.version} {saved} {told}"


def rewritings(programme: Programme, form: str, language: str) -> QuerySet[Rewriting]:
    """Return the paragraphs of a report that editors rewrote and that are used."""
    return every_rewriting(programme, form, language).filter(is_used=True)


def every_rewriting(programme: Programme, form: str, language: str) -> QuerySet[Rewriting]:
    """Return the paragraphs of a report that editors rewrote, those given back as well."""
    found = Rewriting.objects.filter(programme=programme, form=form, language=language)
    return found.select_related("changed_by", "programme")


def codes_named(programme: Programme, field: str) -> list[str]:
    """Return what records name in a field, each once."""
    found = Reference.objects.filter(programme=programme, field=field).order_by("named")
    return list(found.values_list("named", flat=True).distinct())


def givers(programme: Programme) -> QuerySet[Record]:
    """Return the organisations that give money to something in a programme."""
    funders = records(programme, "roles").filter(content__role="funder")
    pks = Reference.objects.filter(programme=programme).filter(
        Q(field="organisation", record__in=funders.values("pk")) | Q(field="source")
    )
    return records(programme, "organisations").filter(key__in=pks.values("named"))
