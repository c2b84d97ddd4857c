"""The sectors app: a sector over countries and years; it keeps nothing."""

from django.apps import AppConfig


class SectorsConfig(AppConfig):
    """It has no tables: every page is made from the data folder."""

    name = "decentwork_site.sectors"
    label = "sectors"
