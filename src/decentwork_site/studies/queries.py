"""Every read of the studies app, and who may do what in one.

An administrator keeps accounts and sees no answers: who works on a study has a role in it.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from rules.permissions import add_perm
from rules.predicates import predicate

from decentwork_site.audit.models import Event, What
from decentwork_site.audit.queries import events_of
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.queries import latest
from decentwork_site.members.models import Member, Organisation, Role
from decentwork_site.members.queries import Visitor, has_role, studies_with_role
from decentwork_site.studies.models import Comment, Release, Study, View

Page = Callable[..., HttpResponse]


def creates(visitor: Visitor) -> bool:
    """Tell whether a visitor may create studies: a statistician of an office."""
    return has_role(visitor, Role.Kind.STATISTICIAN) and _office_of(visitor) is not None


def works_on(visitor: Visitor, study: Study | None) -> bool:
    """Tell whether a visitor plans, draws, imports, decides and estimates in a study."""
    return study is not None and has_role(visitor, Role.Kind.STATISTICIAN, study.slug)


def visits_for(visitor: Visitor, study: Study | None) -> bool:
    """Tell whether a visitor is given cases to visit."""
    return study is not None and has_role(visitor, Role.Kind.ENUMERATOR, study.slug)


def speaks_on(visitor: Visitor, study: Study | None) -> bool:
    """Tell whether a visitor speaks for a constituent on a study."""
    return (
        study is not None
        and isinstance(visitor, Member)
        and visitor.organisation is not None
        and visitor.organisation.kind in Organisation.CONSTITUENTS
        and has_role(visitor, Role.Kind.REPRESENTATIVE, study.slug)
    )


def releases(visitor: Visitor, study: Study | None) -> bool:
    """Tell whether a visitor may release: who works on the study in the office that produces it."""
    return (
        study is not None
        and works_on(visitor, study)
        and isinstance(visitor, Member)
        and visitor.organisation_id == study.office_id
    )


def takes_part_in(visitor: Visitor, study: Study | None) -> bool:
    """Tell whether a visitor has any part in a study, and so sees its design and questionnaire."""
    return any(may(visitor, study) for may in (works_on, visits_for, speaks_on))


add_perm("studies.create", predicate(creates))
add_perm("studies.work", predicate(works_on))
add_perm("studies.visit", predicate(visits_for))
add_perm("studies.speak", predicate(speaks_on))
add_perm("studies.release", predicate(releases))
add_perm("studies.see", predicate(takes_part_in))


def for_who_may(act: str) -> Callable[[Page], Page]:
    """Show a page of one study only to those who may `act` in it; others are told so."""

    def kept(page: Page) -> Page:
        @never_cache
        @login_required
        @wraps(page)
        def shown(request: HttpRequest, slug: str, **parts: str) -> HttpResponse:
            found = study(slug)
            if found is None:
                raise Http404(gettext("There is no such study."))
            if not request.user.has_perm(f"studies.{act}", found):
                raise PermissionDenied
            return page(request, found, **parts)

        return shown

    return kept


def signed_in(request: HttpRequest) -> Member:
    """Return who is signed in; called where somebody must be."""
    if not isinstance(request.user, Member):
        raise PermissionDenied
    return request.user


STEPS = (
    ("work", "plan", _("Plan")),
    ("see", "questionnaire", _("Questionnaires")),
    ("see", "consultation", _("Consultation")),
    ("work", "fieldwork", _("Fieldwork")),
    ("visit", "visits", _("My visits")),
    ("work", "submissions", _("Submissions")),
    ("work", "matching", _("Matching")),
    ("work", "decisions", _("Decisions")),
    ("work", "estimates", _("Estimates")),
    ("release", "release", _("Release")),
)
"""The pages of a study in the order of the work: who may see each, its address, its name."""


STAGES = {
    "planned": (_("being planned"), "consultation"),
    "listed": (_("seeds can be drawn"), "fieldwork"),
    "drawn": (_("in the field"), "submissions"),
    "collected": (_("answers are coming in"), "estimates"),
    "estimated": (_("estimated, not released"), "release"),
    "released": (_("released"), ""),
}
"""How far a study can be: what that is called, and the page that comes next for its makers."""


def stage(study: Study, summary: Mapping[str, Any]) -> str:
    """Return how far a study is, one of `STAGES`."""
    newest, estimated = newest_release(study), estimate_job(study)
    if newest and newest.round >= summary["round"]:
        return "released"
    if summary["imports"]:
        return "estimated" if estimated and estimated.result else "collected"
    if summary["issued"]:
        return "drawn"
    return "listed" if summary["has_frame"] else "planned"


def steps(visitor: Visitor, study: Study, summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the pages that a visitor may see, and which of them comes next."""
    due = STAGES[stage(study, summary)][1]
    if not works_on(visitor, study) and due:
        due = "visits" if visits_for(visitor, study) else "consultation"
    return [
        {"id": id, "name": name, "is_next": id == due}
        for act, id, name in STEPS
        if visitor.has_perm(f"studies.{act}", study)
    ]


def studies_of(visitor: Visitor) -> QuerySet[Study]:
    """Return the studies that a visitor has a part in, and all that were released."""
    own = studies_with_role(visitor)
    is_released = Q(pk__in=Release.objects.values("study"))
    found = Study.objects.select_related("office")
    return found if "" in own else found.filter(Q(slug__in=own) | is_released)


ROUND = "round:"
"""Stands before the name of a study where another one can be its next round."""


def can_go_on(visitor: Visitor) -> list[Study]:
    """Return the studies of which a visitor can make the next round: those they may release."""
    return [each for each in studies_of(visitor) if releases(visitor, each)]


def study(slug: str) -> Study | None:
    """Return a study, None where there is none."""
    return Study.objects.select_related("office").filter(slug=slug).first()


def views_on(study: Study) -> QuerySet[View]:
    """Return what constituents said of a design and questionnaire, the oldest first."""
    return View.objects.filter(study=study).select_related("organisation", "by", "answered_by")


def consultation_told(study: Study) -> list[dict[str, str]]:
    """Return what constituents said beforehand as a report tells it."""
    return [
        {
            "comment": view.text,
            "outcome": view.outcome,
            "about": view.get_on_display(),
            "who": view.organisation.name,
            "constituency": view.organisation.kind,
        }
        for view in views_on(study)
    ]


def comments_told(study: Study) -> list[dict[str, str]]:
    """Return what constituents published on the newest release as a report tells it."""
    release = newest_release(study)
    return [
        {
            "text": comment.text,
            "kind": comment.kind,
            "who": comment.organisation.name,
            "constituency": comment.organisation.kind,
            "at": comment.at.date().isoformat(),
        }
        for comment in (comments_on(release) if release else ())
    ]


def releases_of(study: Study) -> QuerySet[Release]:
    """Return the releases of a study, the newest first."""
    return Release.objects.filter(study=study)


def newest_release(study: Study) -> Release | None:
    """Return the newest release of a study, None before the first."""
    return releases_of(study).first()


def released(slug: str) -> tuple[Study, Release]:
    """Return a study and its newest release; Http404 where nothing was released."""
    found = study(slug)
    release = newest_release(found) if found else None
    if found is None or release is None:
        raise Http404(gettext("Nothing was released of such a study."))
    return found, release


def comments_on(release: Release) -> QuerySet[Comment]:
    """Return what constituents published on a release."""
    return Comment.objects.filter(release=release).select_related("organisation")


def names() -> dict[str, str]:
    """Return what people are called, by the name that they sign in with."""
    return dict(Member.objects.values_list("name", "display_name"))


def prepared(job: Job | None) -> dict[str, str]:
    """Return what was given when a release was prepared."""
    given = ("decided_by", "decided_on", "multiplicity")
    return {name: job.arguments[name] for name in given} if job else {}


def enumerators_of(study: Study) -> QuerySet[Member]:
    """Return the members who can be given cases of a study."""
    roles = Role.objects.filter(kind=Role.Kind.ENUMERATOR, study__in=("", study.slug))
    return Member.objects.filter(is_active=True, pk__in=roles.values("member"))


def design_event(study: Study, version: str) -> Event | None:
    """Return who put a version of the design in place and when, None where it was not done here."""
    return events_of(study).filter(what=What.DESIGN_CHANGED, facts__version=version).first()


def plan_job(key: str) -> Job | None:
    """Return the newest job that simulates a design."""
    return latest("studies.plan", key)


def cheapest_job(study: Study) -> Job | None:
    """Return the newest job that searches the cheapest design of a study."""
    return latest("studies.cheapest", study.slug)


def estimate_job(study: Study) -> Job | None:
    """Return the newest job that estimates a study."""
    return latest("studies.estimate", study.slug)


def matching_job(study: Study) -> Job | None:
    """Return the newest job that matches the names in a study."""
    return latest("studies.match", study.slug)


def preview_job(study: Study) -> Job | None:
    """Return the newest job that prepared a release of a study."""
    return latest("studies.preview", study.slug)


def release_job(study: Study) -> Job | None:
    """Return the newest job that released figures of a study."""
    return latest("studies.release", study.slug)


def _office_of(visitor: Visitor) -> Organisation | None:
    if not isinstance(visitor, Member) or visitor.organisation is None:
        return None
    is_office = visitor.organisation.kind == Organisation.Kind.OFFICE
    return visitor.organisation if is_office else None
