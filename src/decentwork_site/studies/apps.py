"""The studies app: surveys of supply chains, from the plan to the release."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """Its tables are named after it."""

    name = "decentwork_site.studies"
    label = "studies"

    def ready(self) -> None:
        """Say who may do what."""
        from decentwork_site.studies import queries  # noqa: F401 - importing it says so
