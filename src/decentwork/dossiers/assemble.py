"""Build the dossier of one supply chain from the files of a data folder."""

from collections.abc import Sequence

from decentwork import __version__
from decentwork.classifications.chains import Chain
from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.countries import country
from decentwork.dossiers.actions import actions_in
from decentwork.dossiers.dossier import Dossier, Exhibit, PlacedFigure
from decentwork.dossiers.evidence import Evidence, placed
from decentwork.dossiers.goods_evidence import goods_figures
from decentwork.dossiers.matrix import matrix
from decentwork.dossiers.obligations import obligations, rule_figures
from decentwork.dossiers.questions import open_questions
from decentwork.dossiers.region_evidence import region_figures
from decentwork.dossiers.summary import CHILD_LABOUR, in_short
from decentwork.dossiers.trade_evidence import trade_figures
from decentwork.dossiers.work_evidence import work_figures
from decentwork.estimates.errors import EmptyDataFolder
from decentwork.indicators.figure import Figure
from decentwork.sources.data_folder import DataFolder

# Series on work that a chart shows over the years, in the order of topics.
TRENDS = (
    "union_density",
    "labour_rights_noncompliance",
    "fatal_injury_rate",
    "hours_week",
    "informal_employment",
    "unemployment_rate",
)
# What each exhibit draws; one is shown where at least one of its figures is known.
EXHIBITS = (
    ("indicator_trends", "work", TRENDS),
    ("child_labour_definitions", "work", CHILD_LABOUR),
    ("jobs_over_time", "trade", ("jobs_foreign_demand_12", "jobs_foreign_demand_35")),
    ("jobs_by_market", "trade", ("jobs_by_market_35",)),
    ("jobs_by_round", "trade", ("jobs_by_round",)),
    (
        "participation_over_time",
        "trade",
        ("backward_participation", "forward_participation"),
    ),
    (
        "listed_goods_by_edition",
        "goods",
        ("listed_child_labour_good", "listed_forced_labour_good"),
    ),
)


def build_dossier(place: str, chain: str, folder: DataFolder) -> Dossier:
    """Return all that is known, binding, done and missing for one country and chain.

    Parameters
    ----------
    place : str
        ISO alpha-3 code.
    chain : str
        Slug of the list of chains.
    folder : DataFolder
        Where the data sets are; one that is missing is a stated unknown, not an error.

    Raises
    ------
    UnknownCode
        The place or the chain is not in its classification.
    EmptyDataFolder
        The folder holds no data set at all.
    """
    if not folder.names():
        raise EmptyDataFolder(str(folder.root))
    where, what = country(place), chain_of(chain)
    folder = folder.sample_world() if where.invented else folder
    evidence = gather(where.iso3, what, folder)
    binding = obligations(where.iso3, what, folder)
    actions = actions_in(where.iso3, what.slug)
    questions = open_questions(evidence, what.slug, actions)
    return Dossier(
        place=where.iso3,
        chain=what.slug,
        industries=(f"wiod35:{what.wiod35}",),
        key=folder.fingerprint(folder.known()),
        version=__version__,
        invented=where.invented,
        figures=evidence.placed,
        in_short=in_short(evidence, questions),
        exhibits=_exhibits(evidence),
        cells=matrix(evidence, binding, actions),
        actions=actions,
        open_questions=questions,
    )


def gather(place: str, chain: Chain, folder: DataFolder) -> Evidence:
    """Return all figures known of a chain, in the order of sections."""
    work = work_figures(place, chain, folder)
    return Evidence(
        place=place,
        placed=(
            *placed("work", [*work, *_beside(place, work, folder)]),
            *placed("trade", trade_figures(place, chain, folder)),
            *placed("goods", goods_figures(place, chain, folder)),
            *placed("rules", rule_figures(place, chain, folder)),
        ),
    )


def _beside(place: str, work: Sequence[Figure], folder: DataFolder) -> list[Figure]:
    """Return what publishers give for the region, of each indicator the country has a figure of."""
    known = dict.fromkeys(figure.indicator for figure in work if figure.value is not None)
    return [figure for id in known for figure in region_figures(place, id, folder)]


def _exhibits(evidence: Evidence) -> tuple[Exhibit, ...]:
    here = {
        id: [item for item in evidence.known(*indicators) if item.figure.at.place == evidence.place]
        for id, _, indicators in EXHIBITS
    }
    here["indicator_trends"] = _trends(evidence)
    drawn = (
        Exhibit(id=id, section=section, figures=tuple(item.id for item in here[id]))
        for id, section, _ in EXHIBITS
    )
    return tuple(exhibit for exhibit in drawn if exhibit.figures)


def _trends(evidence: Evidence) -> list[PlacedFigure]:
    """Return the national series of more than one year, and what is published for the region."""
    found: list[PlacedFigure] = []
    for indicator in TRENDS:
        known = [item for item in evidence.known(indicator) if not item.figure.at.industry]
        widest = [item for item in known if _same_people(item, known[0])]
        home = [item for item in widest if item.figure.at.place == evidence.place]
        if len(home) > 1:
            found += widest
    return found


def _same_people(one: PlacedFigure, other: PlacedFigure) -> bool:
    first, second = one.figure, other.figure
    return (first.at.group, first.subject) == (second.at.group, second.subject)
