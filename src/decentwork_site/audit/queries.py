"""Every read of the audit: all events, or those of one target."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.models import QuerySet

from decentwork_site.audit.models import Event

PAGE = 50


def events(what: str = "") -> QuerySet[Event]:
    """Return events, the newest first; only those of one sort when `what` names it."""
    found = Event.objects.select_related("by")
    return found.filter(what=what) if what else found


def targets(shown: Iterable[Event]) -> dict[tuple[str, str], str]:
    """Return what the targets of events are called, by kind and id, as far as they are there."""
    wanted: dict[str, set[str]] = {}
    for event in shown:
        wanted.setdefault(event.target_kind, set()).add(event.target_id)
    return {
        (kind, str(each.pk)): str(each)
        for kind, ids in wanted.items()
        for each in apps.get_model(kind)._default_manager.filter(pk__in=ids)
    }


def events_of(target: models.Model) -> QuerySet[Event]:
    """Return what happened to one target, the newest first."""
    kind, id = target._meta.label_lower, str(target.pk)
    return Event.objects.filter(target_kind=kind, target_id=id).select_related("by")
