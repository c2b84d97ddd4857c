"""Addresses of the jobs app."""

from django.urls import path

from decentwork_site.jobs import views

app_name = "jobs"

urlpatterns = [
    path("jobs/", views.job_list, name="list"),
    path("jobs/<int:id>/", views.job_page, name="job"),
    path("jobs/<int:id>/stop/", views.stop, name="stop"),
]
