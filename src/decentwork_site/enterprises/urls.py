"""Addresses of the enterprises app."""

from django.urls import path

from decentwork_site.enterprises import api, review, views

app_name = "enterprises"

urlpatterns = [
    path("enterprises/", views.enterprise_list, name="list"),
    path("enterprises/enterprises.csv", api.enterprise_list_file, name="list_file"),
    path("enterprises/requests/", views.requests, name="requests"),
    path("enterprises/requests/<str:kind>/<int:number>/", views.answer, name="answer"),
    path("enterprises/sources/", views.sources, name="sources"),
    path("enterprises/sources/new/", views.new_source, name="new_source"),
    path("enterprises/sources/<int:number>/", views.source, name="source"),
    path("enterprises/lists/<int:number>/", views.listed, name="listed"),
    path("enterprises/matching/", views.matching, name="matching"),
    path("enterprises/review/", review.review, name="review"),
    path("enterprises/review/merged/", review.merged, name="merged"),
    path("enterprises/review/enterprise/<str:identifier>/", review.cluster, name="cluster"),
    path("enterprises/review/log/", review.log, name="log"),
    # Last: whatever is no other page is taken for an identifier.
    path("enterprises/<str:identifier>/", views.enterprise, name="enterprise"),
    path("enterprises/<str:identifier>/correction/", views.correction, name="correction"),
    path("enterprises/<str:identifier>/claim/", views.claim, name="claim"),
    path("enterprises/<str:identifier>/own-entry/", views.own_entry, name="own_entry"),
    path("enterprises/<str:identifier>/identifiers/", views.aliases, name="aliases"),
]
