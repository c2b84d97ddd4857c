"""Build the dossier of one supply chain from the files of a data folder."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from decentwork import __version__
from decentwork.classifications.chains import Chain
from decentwork.classifications.chains import chain as chain_of
from decentwork.classifications.countries import country
from decentwork.dossiers.actions import actions_in
from decentwork.dossiers.dossier import Dossier
from decentwork.dossiers.evidence import Evidence, placed
from decentwork.dossiers.exhibits import exhibits
from decentwork.dossiers.gap_rows import rows_of
from decentwork.dossiers.goods_evidence import goods_figures
from decentwork.dossiers.matrix import matrix
from decentwork.dossiers.obligations import obligations, rule_figures
from decentwork.dossiers.programmes_at_hand import programmes_at_hand
from decentwork.dossiers.questions import open_questions
from decentwork.dossiers.region_evidence import region_figures
from decentwork.dossiers.summary import in_short
from decentwork.dossiers.survey_evidence import survey_figures, surveyed_chain
from decentwork.dossiers.trade_evidence import trade_figures
from decentwork.dossiers.work_evidence import work_figures
from decentwork.estimates.errors import EmptyDataFolder
from decentwork.indicators.figure import Figure
from decentwork.sources.data_folder import DataFolder


def build_dossier(place: str, chain: str, folder: DataFolder, on: date | None = None) -> Dossier:
    """Return all that is known, binding, done and missing for one country and chain.

    Parameters
    ----------
    place : str
        ISO alpha-3 code.
    chain : str
        Slug of the list of chains.
    folder : DataFolder
        Where the data sets are; one that is missing is a stated unknown, not an error.
    on : date, optional
        The day on which actions are planned or begun; today if not given.

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
    programmes, day = programmes_at_hand(folder), on or date.today()
    actions = actions_in(where.iso3, what.slug, programmes, day)
    questions = open_questions(evidence, what.slug, actions)
    dossier = Dossier(
        place=where.iso3,
        chain=what.slug,
        industries=(f"wiod35:{what.wiod35}",),
        key=folder.fingerprint(folder.known()),
        version=__version__,
        invented=where.invented,
        figures=evidence.placed,
        in_short=in_short(evidence, questions),
        exhibits=exhibits(evidence, surveyed_chain(where.iso3, what, folder)),
        cells=matrix(evidence, binding, actions),
        actions=actions,
        open_questions=questions,
    )
    return replace(dossier, gap_rows=rows_of(dossier, binding, programmes, day))


def gather(place: str, chain: Chain, folder: DataFolder) -> Evidence:
    """Return all figures known of a chain, in the order of sections."""
    work = work_figures(place, chain, folder)
    return Evidence(
        place=place,
        placed=(
            *placed("tiers", survey_figures(place, chain, folder)),
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
