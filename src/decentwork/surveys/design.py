"""The design of a supply chain survey, declared: scope, seeds, tiers, cut-off, follow-ups, cost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from decentwork.classifications.names import LANGUAGES, Named
from decentwork.surveys.kinds import Disposition, Kind

_COUNTED = {
    "employees": ("employees", "salariés", "asalariados"),
    "agency_workers": ("agency workers", "intérimaires", "trabajadores de agencia"),
    "home_workers": ("home workers", "travailleurs à domicile", "trabajadores a domicilio"),
    "family_workers": ("family workers", "travailleurs familiaux", "trabajadores familiares"),
    "apprentices": ("apprentices", "apprentis", "aprendices"),
    "seasonal_workers": ("seasonal workers", "saisonniers", "temporeros"),
    "transport_workers": ("transport workers", "travailleurs du transport", "transportistas"),
    "owners_at_work": (
        "owners who work there",
        "propriétaires qui y travaillent",
        "propietarios que trabajan allí",
    ),
}
COUNTED_WORKERS = tuple(_COUNTED)
"""Who may count as a worker."""


def counted_name(worker: str, language: str) -> str:
    """Return the name of one of `COUNTED_WORKERS`, in English where a language has none."""
    names = dict(zip(LANGUAGES, _COUNTED[worker], strict=True))
    return names.get(language, names["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the seed frame: `frame_units` units of which `seeds` are drawn at random."""

    id: str
    frame_units: int
    seeds: int

    @property
    def take_all(self) -> bool:
        """Say whether every unit of the stratum is a seed."""
        return self.seeds == self.frame_units

    @property
    def chance(self) -> float:
        """Return a unit's chance to be a seed."""
        return self.seeds / self.frame_units


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOff:
    """Which suppliers a buyer lists, and which buyers a supplier counts: the same rule both ways.

    `rule` "all"; "top": the `number` largest by value of each kind; "share": those with at least
    `share` (0–1) of the buyer's purchases of the product in scope.
    """

    rule: str
    number: int | None = None
    share: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """How many of the listed suppliers of a kind are followed up from each buyer.

    `at_most` None means all. `response` is the share expected to answer, for planning.
    """

    kind: Kind
    at_most: int | None
    response: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerStage:
    """How many workers are interviewed in a unit, and who counts as one."""

    per_unit: int
    counted: tuple[str, ...]
    off_site: bool = True  # workers may be interviewed away from the workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """What a unit of each kind and a worker cost, in `currency`; `budget` None without limit."""

    currency: str
    fixed: float
    unit: Mapping[Kind, float]
    worker: float
    budget: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyDesign(Named):
    """A survey that starts from units certainly in the chain and follows its links.

    `place` ISO alpha-3, `chain` a slug of the list of chains; `goods` and `industries` codes of the
    scope; `deepest_tier` the last tier that is followed (0: seeds only); `draw_seed` the recorded
    seed of every draw; `links` how links are observed: "suppliers" (listed by buyers) or "clusters"
    (district × field × day, for seasons). `names` is the title in every language; `office` produces
    the figures and alone decides their release.
    """

    id: str
    place: str
    chain: str
    period: str
    office: str
    round: int = 1
    goods: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    strata: tuple[Stratum, ...]
    deepest_tier: int
    cutoff: CutOff
    follow: tuple[Follow, ...]
    workers: WorkerStage
    costs: Costs
    draw_seed: int
    links: str = "suppliers"
    invented: bool = False
    frame: str = ""  # what the list of seeds was made from
    note: str = ""
    topics: tuple[str, ...] = ()
    ratios: tuple[str, ...] = ()  # estimated beside what questionnaires score
    replaced: tuple[Disposition, ...] = ()
    multiplicity: str = ""
    minimum_cell: int = 5
    wanted: Mapping[str, float] = field(default_factory=dict)
    assumptions: Mapping[str, Any] = field(default_factory=dict)

    def following(self, kind: str) -> Follow | None:
        """Return how units of a kind are followed; None when the design does not follow them."""
        return next((each for each in self.follow if each.kind == kind), None)

    def stratum(self, id: str) -> Stratum:
        """Return one stratum; KeyError when the design has none of that id."""
        return {each.id: each for each in self.strata}[id]
