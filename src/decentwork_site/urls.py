"""Every address of the site: pages carry their language, data do not."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from decentwork_site.chains.api import api
from decentwork_site.chains.urls import files
from decentwork_site.enterprises.api import router as enterprises
from decentwork_site.programmes.api import router as programmes
from decentwork_site.trade.api import router as trade

api.add_router("enterprises", enterprises)
api.add_router("v1/programmes", programmes)
api.add_router("v1/trade", trade)

urlpatterns = [
    path("api/", api.urls),
    path("files/", include(files)),
    *i18n_patterns(
        path("", include("decentwork_site.chains.urls")),
        path("", include("decentwork_site.studies.urls")),
        path("", include("decentwork_site.enterprises.urls")),
        path("", include("decentwork_site.trade.urls")),
        path("", include("decentwork_site.sectors.urls")),
        path("", include("decentwork_site.programmes.urls")),
        path("", include("decentwork_site.members.urls")),
        path("", include("decentwork_site.jobs.urls")),
        path("", include("decentwork_site.audit.urls")),
        prefix_default_language=False,
    ),
]

handler403 = "decentwork_site.members.views.not_allowed"
handler404 = "decentwork_site.chains.views.not_found"
handler500 = "decentwork_site.chains.views.failed"
