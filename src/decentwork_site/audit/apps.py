"""The audit app: who changed what."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Its table is named after it."""

    name = "decentwork_site.audit"
    label = "audit"
