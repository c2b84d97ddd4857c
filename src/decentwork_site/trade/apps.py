"""The trade app: labour behind demand and exports, and what a shock exposes; it keeps nothing."""

from django.apps import AppConfig


class TradeConfig(AppConfig):
    """It has no tables: every answer is calculated from the data folder."""

    name = "decentwork_site.trade"
    label = "trade"
