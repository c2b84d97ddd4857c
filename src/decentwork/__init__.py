"""Decent work at every tier of a supply chain.

What a user needs is importable from here; each name is loaded when it is first asked for, so that
`decentwork --help` waits for no array library.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decentwork.accounts.balance import balance
    from decentwork.accounts.tables import Table
    from decentwork.classifications.chains import Chain, find_chain
    from decentwork.classifications.countries import Country, find_country
    from decentwork.dossiers.assemble import build_dossier
    from decentwork.dossiers.dossier import Dossier
    from decentwork.estimates.errors import DecentWorkError, EstimationError, InputError
    from decentwork.estimates.estimate import Estimate
    from decentwork.estimates.interval import Interval, NoInterval
    from decentwork.estimates.provenance import Provenance
    from decentwork.estimates.units import Unit
    from decentwork.footprints.any_footprint import footprint
    from decentwork.footprints.leontief import factorise
    from decentwork.footprints.participation import participation
    from decentwork.footprints.paths import structural_paths
    from decentwork.indicators.figure import Figure
    from decentwork.sources.data_folder import DataFolder
    from decentwork.sources.survey_tables import read_chain_sample
    from decentwork.sources.table_names import named_table
    from decentwork.studies.estimate import estimate

__version__ = "0.1.0"

__all__ = [
    "Chain",
    "Country",
    "DataFolder",
    "DecentWorkError",
    "Dossier",
    "Estimate",
    "EstimationError",
    "Figure",
    "InputError",
    "Interval",
    "NoInterval",
    "Provenance",
    "Table",
    "Unit",
    "balance",
    "build_dossier",
    "estimate",
    "factorise",
    "find_chain",
    "find_country",
    "footprint",
    "named_table",
    "participation",
    "read_chain_sample",
    "structural_paths",
]

_HOMES = {
    "accounts.balance": ("balance",),
    "accounts.tables": ("Table",),
    "classifications.chains": ("Chain", "find_chain"),
    "classifications.countries": ("Country", "find_country"),
    "dossiers.assemble": ("build_dossier",),
    "dossiers.dossier": ("Dossier",),
    "estimates.errors": ("DecentWorkError", "EstimationError", "InputError"),
    "estimates.estimate": ("Estimate",),
    "estimates.interval": ("Interval", "NoInterval"),
    "estimates.provenance": ("Provenance",),
    "estimates.units": ("Unit",),
    "footprints.any_footprint": ("footprint",),
    "footprints.leontief": ("factorise",),
    "footprints.participation": ("participation",),
    "footprints.paths": ("structural_paths",),
    "indicators.figure": ("Figure",),
    "sources.data_folder": ("DataFolder",),
    "sources.survey_tables": ("read_chain_sample",),
    "sources.table_names": ("named_table",),
    "studies.estimate": ("estimate",),
}


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"decentwork.{home}"), name)
    raise AttributeError(f"decentwork has no {name!r}")
