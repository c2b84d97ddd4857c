"""The address of the audit."""

from django.urls import path

from decentwork_site.audit import views

app_name = "audit"

urlpatterns = [path("audit/", views.event_list, name="list")]
