"""Addresses of the sectors app; what a reader asks is in the query, so that a link repeats it."""

from django.urls import path

from decentwork_site.sectors import views

app_name = "sectors"

urlpatterns = [
    path("sectors/<slug:slug>/", views.sector, name="sector"),
    path("sectors/<slug:slug>/sector.<str:kind>", views.sector_file, name="file"),
    path("sectors/<slug:slug>/<slug:panel>.<str:kind>", views.chart_file, name="chart"),
]
