"""The programmes app: what many departments plan, report and learn together."""

from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    """Its tables are named after it."""

    name = "decentwork_site.programmes"
    label = "programmes"

    def ready(self) -> None:
        """Say who may do what."""
        from decentwork_site.programmes import queries  # noqa: F401 - importing it says so
