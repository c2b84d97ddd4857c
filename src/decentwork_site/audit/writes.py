"""The one write of the audit: an event is added, in the transaction of what it tells of."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from decentwork_site.audit.models import Event, What

Plain = str | int | float | bool | None


def record(
    what: What,
    *,
    by: Any,  # noqa: ANN401 - a member; this app knows no members
    target: models.Model,
    facts: Mapping[str, Plain | list[Plain]] | None = None,
) -> Event:
    """Add an event: `by` did `what` to `target`; None for the installation itself.

    `facts` tell of the act in plain values, never of a respondent.
    """
    return Event.objects.create(
        what=what,
        by=by,
        target_kind=target._meta.label_lower,
        target_id=str(target.pk),
        facts=dict(facts or {}),
    )
