"""The chains app: supply chains and their dossiers."""

from django.apps import AppConfig


class ChainsConfig(AppConfig):
    """Its tables are named after it."""

    name = "decentwork_site.chains"
    label = "chains"
