"""Pages of long work: how far it is, found again later."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import translate_url
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from decentwork_site.jobs import queries, writes
from decentwork_site.jobs.models import Job


@never_cache
@login_required
def job_list(request: HttpRequest) -> HttpResponse:
    """Show the work that one asked for, the newest first."""
    shown = Paginator(queries.seen_by(request.user), queries.PAGE).get_page(request.GET.get("page"))
    return render(request, "jobs/list.html", {"shown": shown})


@never_cache
@login_required
def job_page(request: HttpRequest, id: int) -> HttpResponse:
    """Show how far a job is; the part that changes is asked for again while it is at work."""
    job = get_object_or_404(queries.seen_by(request.user), pk=id)
    # the middleware of django_htmx adds the attribute
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    template = "jobs/_job.html" if is_part else "jobs/job.html"
    return render(request, template, shown(job))


@require_POST
@login_required
def stop(request: HttpRequest, id: int) -> HttpResponse:
    """Stop a job that one asked for."""
    job = get_object_or_404(queries.seen_by(request.user), pk=id)
    writes.stop(job=job, now=timezone.now())
    return redirect("jobs:job", job.pk)


def shown(job: Job) -> dict[str, Any]:
    """Return what the fragment `jobs/_job.html` needs."""
    left = job.time_left(timezone.now())
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):  # in which the address was stored
        page = translate_url(job.page, language) if job.page else ""
    seconds = None if left is None else int(left.total_seconds())
    return {"job": job, "page": page, "seconds_left": seconds}
