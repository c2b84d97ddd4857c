"""Every read of the audit: all events, or those of one target."""

from django.db import models
from django.db.models import QuerySet

from decentwork_site.audit.models import Event

PAGE = 50


def events(what: str = "") -> QuerySet[Event]:
    """Return events, the newest first; only those of one sort when `what` names it."""
    found = Event.objects.select_related("by")
    return found.filter(what=what) if what else found


def events_of(target: models.Model) -> QuerySet[Event]:
    """Return what happened to one target, the newest first."""
    kind, id = target._meta.label_lower, str(target.pk)
    return Event.objects.filter(target_kind=kind, target_id=id).select_related("by")
