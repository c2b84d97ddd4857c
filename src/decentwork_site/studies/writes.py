"""Every write of the studies app; each is recorded. What is collected goes into the study's folder.

A folder and the database cannot be changed in one transaction: the folder goes first, so that an
event tells only of what was done.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from decentwork_site.audit.models import What
from decentwork_site.audit.writes import record
from decentwork_site.jobs.models import Job
from decentwork_site.jobs.writes import ask
from decentwork_site.members.models import Member, Organisation
from decentwork_site.members.writes import add_organisation
from decentwork_site.studies import calculations, queries
from decentwork_site.studies.calculations import SurveyDesign, Upload, translatable
from decentwork_site.studies.models import Comment, Release, Study, View

PLAN, CHEAPEST, ESTIMATE = "studies.plan", "studies.cheapest", "studies.estimate"
PREVIEW, RELEASE, REPORT = "studies.preview", "studies.release", "studies.report"
PLAN_PAPER, MATCH = "studies.plan_paper", "studies.match"

Tell = Callable[[int, int, str], None]


class NotAllowed(ValueError):
    """Who asks may not do this, whatever page it was asked from."""


class AnsweredMeanwhile(ValueError):
    """What came of a view was said already; it is said once."""


@transaction.atomic
def create_study(*, slug: str, template: str, place: str, period: str, by: Member) -> Study:
    """Make a study from a template or, with `ROUND` before it, as the next round of another.

    The office of who makes it produces its figures; a next round is made by the same office.
    """
    office = by.organisation
    if office is None or not queries.creates(by):
        raise NotAllowed("A study is made by a statistician of an office.")
    study = Study.objects.create(slug=slug, office=office, created_by=by)
    if template.startswith(queries.ROUND):
        earlier = Study.objects.get(slug=template.removeprefix(queries.ROUND))
        _check_releases(by, earlier)
        made = calculations.create_next_round(slug=slug, earlier=earlier.slug, period=period)
    else:
        made = calculations.create(
            slug=slug, template_id=template, place=place, office=office.name, period=period
        )
    study.is_invented = made
    study.save(update_fields=["is_invented"])
    record(What.STUDY_CREATED, by=by, target=study, facts={"template": template, "place": place})
    return study


@transaction.atomic
def adopt_folders() -> list[Study]:
    """Make the rows of folders that the command line made, and return them.

    The office that a design names is added where the site does not know it.
    """
    known = set(Study.objects.values_list("slug", flat=True))
    adopted = []
    for slug, office, is_invented in calculations.folders():
        if slug not in known:
            adopted.append(_adopted(slug, office, is_invented))
    return adopted


def _adopted(slug: str, name: str, is_invented: bool) -> Study:
    office = Organisation.objects.filter(name__iexact=name).first()
    office = office or add_organisation(name=name, kind=Organisation.Kind.OFFICE, by=None)
    study = Study.objects.create(slug=slug, office=office, is_invented=is_invented)
    record(What.STUDY_CREATED, by=None, target=study)
    record_releases(study=study, by=None)
    return study


def set_design(*, study: Study, design: SurveyDesign, version: str, by: Member) -> None:
    """Put another design in place of the one of a version, before anything was drawn."""
    calculations.set_design(study.slug, design, version)
    facts = {"version": calculations.version(design)}
    record(What.DESIGN_CHANGED, by=by, target=study, facts=facts)


def ask_for_plan(*, study: Study, design_text: str, draws: int, by: Member) -> Job:
    """Return the job that simulates a design: one that is done or at it already, else a new one."""
    key = calculations.plan_key(study.slug, design_text, draws)
    known = queries.plan_job(key)
    if known and known.state in (Job.State.DONE, *Job.UNFINISHED):
        return known
    return ask(
        kind=PLAN,
        arguments={"design": design_text, "draws": draws},
        title=translatable("Simulating a survey design"),
        key=key,
        page=_page(study, "plan"),
        by=by,
    )


def do_plan(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Simulate a design; work of a job."""
    tell(0, 1, translatable("Simulating surveys"))
    return calculations.planned(arguments["design"], arguments["draws"])


def ask_for_plan_paper(*, study: Study, language: str, by: Member) -> Job:
    """Return the job that writes the plan of a study as DOCX and PDF."""
    return ask(
        kind=PLAN_PAPER,
        arguments={"slug": study.slug, "language": language},
        title=translatable("Writing the plan"),
        key=f"{study.slug} {language}",
        page=_page(study, "plan"),
        by=by,
    )


def do_plan_paper(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Write a plan; work of a job."""
    tell(0, 1, translatable("Simulating surveys"))
    calculations.write_plan(arguments["slug"], arguments["language"])
    return {"language": arguments["language"]}


def ask_for_cheapest(*, study: Study, topic: str, tier: int, points: float, by: Member) -> Job:
    """Return the job that searches the cheapest design of a precision, in points of per cent."""
    return ask(
        kind=CHEAPEST,
        arguments={
            "design": calculations.written(calculations.design(study.slug)),
            "topic": topic,
            "tier": tier,
            "half_width": points / 100,
        },
        title=translatable("Searching the cheapest design"),
        key=study.slug,
        page=_page(study, "plan"),
        by=by,
    )


def do_cheapest(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Search the cheapest design; work of a job."""
    tell(0, 1, translatable("Simulating one design after another"))
    return calculations.cheapest(
        arguments["design"], arguments["topic"], arguments["tier"], arguments["half_width"]
    )


def ask_for_estimates(*, study: Study, multiplicity: str, by: Member) -> Job:
    """Return the job that estimates all that a study asked about; a new run is a new job."""
    job = ask(
        kind=ESTIMATE,
        arguments={"slug": study.slug, "multiplicity": multiplicity},
        title=translatable("Estimating a survey"),
        key=study.slug,
        page=_page(study, "estimates"),
        by=by,
    )
    record(What.ESTIMATED, by=by, target=study, facts={"multiplicity": multiplicity})
    return job


def do_estimates(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Estimate; work of a job. Its figures are past disclosure control.

    Beside them it keeps what the office should look into, case numbers included: for those only
    who work on the study.
    """
    tell(0, 1, translatable("Weighing and estimating"))
    return calculations.estimated(arguments["slug"], arguments["multiplicity"])


def ask_for_report(*, study: Study, multiplicity: str, language: str, by: Member) -> Job:
    """Return the job that writes the results and methods of a study as DOCX and PDF."""
    return ask(
        kind=REPORT,
        arguments={"slug": study.slug, "multiplicity": multiplicity, "language": language},
        title=translatable("Writing a report"),
        key=f"{study.slug} {language}",
        page=_page(study, "estimates"),
        by=by,
    )


def do_report(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Write a report; work of a job."""
    tell(0, 1, translatable("Writing a report"))
    study, language = Study.objects.get(slug=arguments["slug"]), arguments["language"]
    with override(language):
        said = queries.consultation_told(study), queries.comments_told(study)
    calculations.report(study.slug, language, arguments["multiplicity"], *said)
    return {"language": language}


def ask_for_release(
    *,
    study: Study,
    decided_by: str,
    decided_on: date,
    multiplicity: str,
    keep: bool,
    by: Member,
) -> Job:
    """Return the job that prepares a release or, with `keep`, makes it for good."""
    _check_releases(by, study)
    return ask(
        kind=RELEASE if keep else PREVIEW,
        arguments={
            "slug": study.slug,
            "decided_by": decided_by,
            "decided_on": decided_on.isoformat(),
            "multiplicity": multiplicity,
            "member": by.pk,
        },
        title=translatable("Releasing figures") if keep else translatable("Preparing a release"),
        key=study.slug,
        page=_page(study, "release"),
        by=by,
    )


def do_preview(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Prepare a release and keep nothing but what it would show; work of a job."""
    tell(0, 1, translatable("Weighing and estimating"))
    return _prepared(arguments, keep=False)


def do_release(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Make a release and record it; work of a job.

    A worker that ended between the two left the file: then it is recorded, and no second one made.
    """
    study = Study.objects.get(slug=arguments["slug"])
    by = Member.objects.get(pk=arguments["member"])
    _check_releases(by, study)
    if not record_releases(study=study, by=by):
        tell(0, 1, translatable("Weighing and estimating"))
        _prepared(arguments, keep=True)
        record_releases(study=study, by=by)
    return {"released": True}


def _prepared(arguments: Mapping[str, Any], *, keep: bool) -> dict[str, Any]:
    return calculations.prepared_release(
        arguments["slug"],
        decided_by=arguments["decided_by"],
        decided_on=date.fromisoformat(arguments["decided_on"]),
        multiplicity=arguments["multiplicity"],
        keep=keep,
    )


def set_frame(*, study: Study, upload: Upload, by: Member) -> None:
    """Take in the list that seeds are drawn from; its content is not recorded."""
    calculations.set_frame(study.slug, upload)
    record(What.FRAME_ADDED, by=by, target=study)


def draw(*, study: Study, at_most: int | None, by: Member) -> int:
    """Draw whom to visit next and return how many cases that are."""
    count = calculations.draw(study.slug, at=_now(), at_most=at_most)
    if count:
        record(What.CASES_DRAWN, by=by, target=study, facts={"cases": count})
    return count


def assign(
    *, study: Study, case_ids: Sequence[str], member: str, seen: int = 0, by: Member
) -> None:
    """Give cases to an enumerator; "" takes them back. `seen` is the last decision they know of."""
    calculations.assign(study.slug, case_ids, member, by=by.name, at=_now(), seen=seen)
    facts: dict[str, str | int] = {"to": member, "cases": len(case_ids)}
    record(What.CASES_ASSIGNED, by=by, target=study, facts=facts)


def take_in(*, study: Study, uploads: Sequence[Upload], by: Member) -> dict[str, Any]:
    """Accept submissions, whole or not at all; the same ones again change nothing."""
    taken = calculations.take_in(study.slug, uploads, by=by.name, at=_now())
    if taken["changed"]:
        facts = {name: taken[name] for name in ("new", "corrected")}
        record(What.SUBMISSIONS_IMPORTED, by=by, target=study, facts=facts)
    return taken


def export(*, study: Study, kind: str, by: Member) -> bytes:
    """Return all submissions of a study as a file, and record who took them away."""
    content = calculations.exported(study.slug, kind)
    record(What.SUBMISSIONS_EXPORTED, by=by, target=study, facts={"format": kind})
    return content


def decide(
    *, study: Study, what: str, case_id: str, value: str, why: str, seen: int = 0, by: Member
) -> None:
    """Record a decision on a case or nomination; `seen` is the last decision they know of."""
    given = {"by": by.name, "at": _now(), "why": why}
    calculations.decide(study.slug, what, case_id, value, **given, seen=seen)
    record(What.DECISION_TAKEN, by=by, target=study, facts={"what": what})


def undo(*, study: Study, number: int, why: str, by: Member) -> None:
    """Record that a decision no longer holds."""
    calculations.undo(study.slug, number, by=by.name, at=_now(), why=why)
    record(What.DECISION_TAKEN, by=by, target=study, facts={"what": "undo", "number": number})


def judge(
    *, study: Study, one: str, other: str, is_same: bool, why: str, seen: int, by: Member
) -> None:
    """Record whether two mentions are one unit; `seen` is the last decision they know of."""
    given = {"by": by.name, "at": _now(), "why": why}
    calculations.judge(study.slug, (one, other, is_same), **given, seen=seen)
    record(What.DECISION_TAKEN, by=by, target=study, facts={"what": "same or different"})


def ask_for_matching(*, study: Study, same: float, new: float, by: Member) -> Job:
    """Return the job that matches the names that a study collected."""
    return ask(
        kind=MATCH,
        arguments={"slug": study.slug, "same": same, "new": new, "by": by.name},
        title=translatable("Matching the names of suppliers"),
        key=study.slug,
        page=_page(study, "matching"),
        by=by,
    )


def do_match(arguments: Mapping[str, Any], tell: Tell) -> Mapping[str, Any]:
    """Match the names of a study; work of a job."""
    return calculations.match(
        arguments["slug"],
        by=arguments["by"],
        at=_now(),
        same=arguments["same"],
        new=arguments["new"],
        tell=tell,
    )


@transaction.atomic
def give_view(*, study: Study, on: str, text: str, by: Member) -> View:
    """Record what a constituent says of the design or the questionnaire, before the release."""
    view = View.objects.create(
        study=study, on=on, text=text, organisation=_constituent(by, study), by=by
    )
    record(What.VIEW_GIVEN, by=by, target=study, facts={"on": on})
    return view


@transaction.atomic
def answer_view(*, view: View, outcome: str, by: Member) -> View:
    """Record what came of a constituent's view; said once."""
    view = View.objects.select_for_update().get(pk=view.pk)
    if not queries.works_on(by, view.study):
        raise NotAllowed("What came of a view is said by who works on the study.")
    if view.outcome:
        raise AnsweredMeanwhile(view.pk)
    view.outcome, view.answered_by, view.answered_at = outcome, by, timezone.now()
    view.save(update_fields=["outcome", "answered_by", "answered_at"])
    record(What.VIEW_ANSWERED, by=by, target=view.study, facts={"view": view.pk})
    return view


@transaction.atomic
def record_releases(*, study: Study, by: Member | None) -> list[Release]:
    """Record the releases that lie in a study's folder and are not recorded yet.

    `by` is None for those that the command line made.
    """
    if by is not None:
        _check_releases(by, study)
    known = set(queries.releases_of(study).values_list("round", "version"))
    made = []
    for each in calculations.released_files(study.slug):
        if (each["round"], each["version"]) not in known:
            made.append(Release.objects.create(study=study, released_by=by, **each))
            facts = {name: each[name] for name in ("round", "version", "digest")}
            record(What.RELEASED, by=by, target=study, facts=facts)
    return made


@transaction.atomic
def publish_comment(
    *, release: Release, kind: str, text: str, language: str, by: Member
) -> Comment:
    """Publish what a constituent says of the interpretation; the figures stay as they are."""
    comment = Comment.objects.create(
        release=release,
        organisation=_constituent(by, release.study),
        kind=kind,
        text=text,
        language=language,
        by=by,
    )
    record(What.COMMENT_PUBLISHED, by=by, target=release.study, facts={"kind": kind})
    return comment


def _check_releases(by: Member, study: Study) -> None:
    if not queries.releases(by, study):
        raise NotAllowed("Only the office that produces the figures decides on their release.")


def _constituent(by: Member, study: Study) -> Organisation:
    if by.organisation is None or not queries.speaks_on(by, study):
        raise NotAllowed("Representatives of government, employers and workers speak here.")
    return by.organisation


def _page(study: Study, name: str) -> str:
    """Return the address of a page in the site's first language, as jobs keep it."""
    with override(settings.LANGUAGE_CODE):
        return reverse(f"studies:{name}", args=[study.slug])


def _now() -> str:
    return timezone.now().isoformat(timespec="seconds")
