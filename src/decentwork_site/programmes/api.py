"""Files of the programmes app: a whole programme as its reader may have it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext

from decentwork_site.programmes import calculations, queries
from decentwork_site.programmes.models import Programme
from decentwork_site.programmes.queries import for_who_may


@for_who_may("read")
def programme(request: HttpRequest, programme: Programme, kind: str) -> HttpResponse:
    """Return a programme as a file; to officers with all that is not public."""
    if kind not in calculations.FORMATS:
        raise Http404(gettext("There is no such file."))
    is_public = not queries.edits(request.user, programme)
    held = queries.held(programme, is_public=is_public)
    whole = calculations.whole(programme.header, held)
    answer = HttpResponse(
        calculations.written(whole, kind), content_type=calculations.FORMATS[kind]
    )
    answer["Content-Disposition"] = f'attachment; filename="{programme.slug}.{kind}"'
    return answer
