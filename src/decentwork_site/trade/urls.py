"""Addresses of the trade app; what a reader asks is in the query, so that a link repeats it."""

from django.urls import path

from decentwork_site.trade import views

app_name = "trade"

urlpatterns = [
    path("trade/", views.workbench, name="workbench"),
    path("trade/labour.<str:kind>", views.labour_file, name="labour_file"),
    path("trade/shock/", views.shock, name="shock"),
    path("trade/shock/exposed.<str:kind>", views.shock_file, name="shock_file"),
]
