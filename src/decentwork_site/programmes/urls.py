"""Addresses of the programmes app."""

from django.urls import path

from decentwork_site.programmes import api, coordination, exchange, report_pages, review, views

app_name = "programmes"

urlpatterns = [
    path("programmes/", views.programme_list, name="list"),
    path("programmes/new/", views.new_programme, name="new"),
    path("programmes/import/", exchange.import_file, name="import"),
    path("programmes/portfolio/", coordination.portfolio, name="portfolio"),
    path("programmes/portfolio.<str:kind>", coordination.portfolio_file, name="portfolio_file"),
    path("programmes/<slug:slug>/", views.programme, name="programme"),
    path("programmes/<slug:slug>/coordination/", coordination.coordination, name="coordination"),
    path(
        "programmes/<slug:slug>/coordination.<str:kind>",
        coordination.coordination_file,
        name="coordination_file",
    ),
    path("programmes/<slug:slug>/needs/", coordination.needs_page, name="needs"),
    path("programmes/<slug:slug>/answer/", coordination.plan_answer, name="answer"),
    path("programmes/<slug:slug>/edit/", views.edit_header, name="edit"),
    path("programmes/<slug:slug>/publish/", exchange.publish, name="publish"),
    path("programmes/<slug:slug>/files/", exchange.files, name="files"),
    path("programmes/<slug:slug>/files/<int:number>/", exchange.incoming, name="incoming"),
    path("programmes/<slug:slug>/report/", report_pages.report, name="report"),
    path("programmes/<slug:slug>/report.<str:kind>", report_pages.report_file, name="report_file"),
    path("programmes/<slug:slug>/report/<str:key>/", report_pages.paragraph, name="paragraph"),
    path("programmes/<slug:slug>/departments/", views.departments, name="departments"),
    path("programmes/<slug:slug>/progress/", review.progress, name="progress"),
    path("programmes/<slug:slug>/programme.<str:kind>", api.programme, name="file"),
    path("programmes/<slug:slug>/updates/", review.update_list, name="updates"),
    path("programmes/<slug:slug>/updates/new/", review.new_update, name="new_update"),
    path("programmes/<slug:slug>/updates/<int:number>/", review.update, name="update"),
    path("programmes/<slug:slug>/records/<str:key>/", views.record, name="record"),
    path("programmes/<slug:slug>/records/<str:key>/edit/", views.edit_record, name="edit_record"),
    path(
        "programmes/<slug:slug>/records/<str:key>/versions/<int:number>/",
        views.version,
        name="version",
    ),
    path("programmes/<slug:slug>/<slug:section>/", views.section, name="section"),
    path("programmes/<slug:slug>/<slug:section>/new/", views.new_record, name="new_record"),
]
