"""Positions in a supply chain that evidence can speak about.

A tier is a surveyed position; a step of an input-output calculation is a production round and is
never called a tier. A national figure is context and stands outside the chain.
"""

from dataclasses import dataclass

from decentwork.classifications.names import Named
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.messages import translatable


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Named):
    """A position in the chain; `definition` is plain English that the site translates."""

    id: str
    definition: str


def tiers() -> tuple[Tier, ...]:
    """Return all tiers in their fixed order: the country, the whole chain, then down the chain."""
    return _TIERS


def tier(id: str) -> Tier:
    """Return one tier; an unlisted id raises `UnknownCode`."""
    for entry in _TIERS:
        if entry.id == id:
            return entry
    raise UnknownCode(id, "the tiers of a supply chain", [entry.id for entry in _TIERS])


_TIERS = (
    Tier(
        id="context",
        names={"en": "National context", "fr": "Contexte national", "es": "Contexto nacional"},
        definition=translatable("The whole country; says nothing about one tier of the chain."),
    ),
    Tier(
        id="whole_chain",
        names={
            "en": "Whole chain, tier not stated",
            "fr": "Chaîne entière, rang non précisé",
            "es": "Toda la cadena, nivel no indicado",
        },
        definition=translatable("This industry or good in the country, at a tier not stated."),
    ),
    Tier(
        id="lead",
        names={
            "en": "Lead firms and exporters",
            "fr": "Entreprises chefs de file et exportateurs",
            "es": "Empresas líderes y exportadoras",
        },
        definition=translatable(
            "Lead firms and exporters in the country, with which a survey of the chain begins."
        ),
    ),
    Tier(
        id="suppliers",
        names={
            "en": "Direct suppliers",
            "fr": "Fournisseurs directs",
            "es": "Proveedores directos",
        },
        definition=translatable("Enterprises that supply a lead firm or an exporter."),
    ),
    Tier(
        id="lower_tiers",
        names={
            "en": "Lower tiers",
            "fr": "Rangs inférieurs",
            "es": "Niveles inferiores",
        },
        definition=translatable("Suppliers of suppliers, down to the raw material."),
    ),
    Tier(
        id="home_and_informal",
        names={
            "en": "Home-based and informal work",
            "fr": "Travail à domicile et informel",
            "es": "Trabajo a domicilio e informal",
        },
        definition=translatable("People working at home or in units that are not registered."),
    ),
)
