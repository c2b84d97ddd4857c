"""Every read of the studies app, and who may do what in one.

An administrator keeps accounts and sees no answers: who works on a study has a role in it.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rules.permissions import add_perm
from rules.predicates import predicate

from decentwork_site.jobs.models import Job
from decentwork_site.jobs.queries import latest
from decentwork_site.members.models import Member, Organisation, Role
from decentwork_site.members.queries import Visitor, has_role, studies_with_role
from decentwork_site.studies.models import Comment, Release, Study, View


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


STEPS = (
    ("work", "plan", _("Plan")),
    ("see", "questionnaire", _("Questionnaires")),
    ("see", "consultation", _("Consultation")),
    ("work", "fieldwork", _("Fieldwork")),
    ("visit", "visits", _("My visits")),
    ("work", "submissions", _("Submissions")),
    ("work", "decisions", _("Decisions")),
    ("work", "estimates", _("Estimates")),
    ("release", "release", _("Release")),
)
"""The pages of a study in the order of the work: who may see each, its address, its name."""


def steps(visitor: Visitor, study: Study, summary: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the pages that a visitor may see, and which of them comes next."""
    due = "consultation"
    if summary["has_frame"]:
        due = "fieldwork"
    if summary["issued"]:
        due = "estimates" if summary["imports"] else "submissions"
    if not works_on(visitor, study):
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


def comments_on(release: Release) -> QuerySet[Comment]:
    """Return what constituents published on a release."""
    return Comment.objects.filter(release=release).select_related("organisation")


def enumerators_of(study: Study) -> QuerySet[Member]:
    """Return the members who can be given cases of a study."""
    roles = Role.objects.filter(kind=Role.Kind.ENUMERATOR, study__in=("", study.slug))
    return Member.objects.filter(is_active=True, pk__in=roles.values("member"))


def plan_job(key: str) -> Job | None:
    """Return the newest job that simulates a design."""
    return latest("studies.plan", key)


def cheapest_job(study: Study) -> Job | None:
    """Return the newest job that searches the cheapest design of a study."""
    return latest("studies.cheapest", study.slug)


def estimate_job(study: Study) -> Job | None:
    """Return the newest job that estimates a study."""
    return latest("studies.estimate", study.slug)


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
