"""The page of the audit, for administrators."""

from django.contrib.auth.decorators import login_required, permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from decentwork_site.audit import queries
from decentwork_site.audit.models import KINDS, What


@login_required
@permission_required("members.administer", raise_exception=True)
def event_list(request: HttpRequest) -> HttpResponse:
    """Show who did what and when."""
    asked = request.GET.get("what", "")
    what = asked if asked in What else ""
    shown = Paginator(queries.events(what), queries.PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "what": what,
        "choices": What.choices,
        "kinds": KINDS,
        "targets": queries.targets(shown),
    }
    return render(request, "audit/list.html", context)
