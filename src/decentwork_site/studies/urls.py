"""Addresses of the studies app."""

from django.urls import path

from decentwork_site.studies import api, views

app_name = "studies"

urlpatterns = [
    path("studies/", views.study_list, name="list"),
    path("studies/new/", views.new, name="new"),
    path("studies/<slug:slug>/", views.overview, name="study"),
    path("studies/<slug:slug>/plan/", views.plan, name="plan"),
    path("studies/<slug:slug>/plan/<str:key>/", views.expected, name="expected"),
    path("studies/<slug:slug>/estimates/", views.estimates, name="estimates"),
    path("studies/<slug:slug>/study.toml", api.design, name="design"),
    path("studies/<slug:slug>/questionnaire/", views.questionnaire, name="questionnaire"),
    path(
        "studies/<slug:slug>/questionnaire/<slug:id>-<str:version>.xlsx",
        api.questionnaire,
        name="questionnaire_file",
    ),
    path("studies/<slug:slug>/consultation/", views.consultation, name="consultation"),
    path("studies/<slug:slug>/fieldwork/", views.fieldwork, name="fieldwork"),
    path("studies/<slug:slug>/visits/", views.visits, name="visits"),
    path("studies/<slug:slug>/submissions/", views.submissions, name="submissions"),
    path("studies/<slug:slug>/matching/", views.matching, name="matching"),
    path("studies/<slug:slug>/decisions/", views.decisions, name="decisions"),
    path("studies/<slug:slug>/plan.<str:kind>", api.plan, name="plan_file"),
    path("studies/<slug:slug>/report.<str:kind>", api.report, name="report_file"),
    path("studies/<slug:slug>/submissions.<str:kind>", api.submissions, name="submissions_file"),
    path("studies/<slug:slug>/release/", views.release, name="release"),
    path("studies/<slug:slug>/released/", views.released, name="released"),
    path("studies/<slug:slug>/released.json", api.released, name="released_file"),
]
