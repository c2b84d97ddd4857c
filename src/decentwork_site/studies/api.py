"""Files of the studies app, for the command line, phones and readers; who may have one is above."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language, gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from decentwork_site.studies import calculations, queries, writes
from decentwork_site.studies.models import Study
from decentwork_site.studies.queries import for_who_may, signed_in

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_who_may("see")
def design(request: HttpRequest, study: Study) -> HttpResponse:
    """Give the design as the file that the command line reads."""
    content = calculations.written(calculations.design(study.slug))
    return _attached(content, "application/toml", f"{study.slug}.toml")


@for_who_may("see")
def questionnaire(request: HttpRequest, study: Study, id: str, version: str) -> HttpResponse:
    """Give a questionnaire as XLSForm."""
    content = calculations.questionnaire_file(study.slug, id, version)
    return _attached(content, XLSX, f"{study.slug}-{id}-{version}.xlsx")


@for_who_may("work")
def report(request: HttpRequest, study: Study, kind: str) -> HttpResponse:
    """Give the report that was written in the reader's language."""
    return _paper(study, calculations.REPORT, kind)


@for_who_may("work")
def plan(request: HttpRequest, study: Study, kind: str) -> HttpResponse:
    """Give the plan that was written in the reader's language."""
    return _paper(study, calculations.PLAN, kind)


@require_POST  # it leaves a trace
@for_who_may("work")
def submissions(request: HttpRequest, study: Study, kind: str) -> HttpResponse:
    """Give all submissions with their rosters, without what identifies; the audit tells of it."""
    if kind not in calculations.EXPORTS:
        return _attached(None, "", "")
    content = writes.export(study=study, kind=kind, by=signed_in(request))
    return _attached(content, calculations.EXPORTS[kind], f"{study.slug}-submissions.{kind}")


@never_cache
def released(request: HttpRequest, slug: str) -> HttpResponse:
    """Give the newest release as its file, to anyone."""
    study, release = queries.released(slug)
    content = calculations.release_text(study.slug, release.file, release.digest)
    return _attached(content, "application/json", release.file)


def _paper(study: Study, name: str, kind: str) -> HttpResponse:
    content = calculations.paper(study.slug, name, get_language() or "en", kind)
    return _attached(content, calculations.PAPERS.get(kind, ""), f"{study.slug}-{name}.{kind}")


def _attached(content: str | bytes | None, media_type: str, name: str) -> HttpResponse:
    """Answer with a file, or that there is none."""
    if content is None:
        raise Http404(gettext("There is no such file."))
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
