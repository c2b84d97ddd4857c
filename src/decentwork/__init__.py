"""Decent work at every tier of a supply chain."""

__version__ = "0.1.0"
