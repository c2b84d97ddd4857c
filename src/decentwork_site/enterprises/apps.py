"""The enterprises app: lists of brands and registers, and one page for each enterprise in them."""

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    """Its tables are named after it."""

    name = "decentwork_site.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        """Say who may do what."""
        from decentwork_site.enterprises import queries  # noqa: F401 - importing it says so
