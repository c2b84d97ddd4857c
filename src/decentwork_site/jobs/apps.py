"""The jobs app: long work."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Its table is named after it."""

    name = "decentwork_site.jobs"
    label = "jobs"
