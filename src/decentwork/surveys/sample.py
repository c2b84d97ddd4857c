"""A surveyed chain: the units that answered, the links that led to them, and their workers.

Nothing here identifies anyone: ids are case numbers, names and contacts are kept elsewhere.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.provenance import Provenance
from decentwork.surveys.chain_checks import check_links, check_units, check_workers

UNIT_COLUMNS = (
    "tier",
    "seed_chance",
    "buyers_in_scope",
    "stratum",
    "kind",
    "region",
    "registered",
    "response_factor",
)
LINK_COLUMNS = ("buyer_id", "supplier_id", "kind", "listed", "followed", "response_factor")
WORKER_COLUMNS = ("unit_id", "listed", "interviewed")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainSample:
    """Units, links and workers of a link-tracing survey, checked when built.

    `units` (r rows, index `id`): `tier` int, 0 for seeds; `seed_chance` chance in (0, 1] of seeds,
    missing elsewhere; `buyers_in_scope` the unit's multiplicity, its in-scope buyers in the tier
    before under the same cut-off, missing for seeds; `stratum` of the seeds' design, "" without;
    `kind`, `region`, `registered` where known; `response_factor` by how much a seed stands for
    seeds that did not answer; then the variables.
    `links` (one a followed link): `buyer_id`, `supplier_id`, `kind`, `listed` how many suppliers
    (of that kind) the buyer listed and `followed` how many of them were followed;
    `response_factor` by how much they stand for more, or for fewer, that did not answer.
    `workers` (index `id`): `unit_id`, `listed` workers on the unit's list, `interviewed` how many
    of them answered, then the variables; None where no worker was asked.

    Raises
    ------
    InvalidInput
        With every problem of all three tables at once.
    """

    units: pd.DataFrame
    links: pd.DataFrame
    workers: pd.DataFrame | None = None
    provenance: Provenance

    def __post_init__(self) -> None:
        problems = [*check_units(self.units), *check_links(self.links, self.units)]
        if self.workers is not None:
            problems += check_workers(self.workers, self.units)
        if problems:
            raise InvalidInput("the surveyed chain", problems)

    def __repr__(self) -> str:
        """Return counts only: rows about respondents never reach a log."""
        workers = 0 if self.workers is None else len(self.workers)
        return f"ChainSample({len(self.units)} units, {len(self.links)} links, {workers} workers)"

    @property
    def variables(self) -> tuple[str, ...]:
        """Return the columns of units, then of workers, that are not part of the design."""
        of_units = [name for name in self.units.columns if name not in UNIT_COLUMNS]
        workers = () if self.workers is None else self.workers.columns
        of_workers = [name for name in workers if name not in WORKER_COLUMNS]
        return tuple(dict.fromkeys((*of_units, *of_workers)))

    @property
    def tiers(self) -> tuple[int, ...]:
        """Return the tiers that units were found in, in order."""
        return tuple(int(tier) for tier in np.unique(self.units["tier"]))

    def with_units(self, units: pd.DataFrame) -> "ChainSample":
        """Return a copy with other columns of units."""
        return replace(self, units=units)
