"""From a study's folder to its weights, each with its trail."""

import contextlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from decentwork.calibration.calibrate import TotalsNotReached
from decentwork.estimates.errors import InputError, InvalidInput
from decentwork.estimators.design_adherent import DESIGN_ADHERENT
from decentwork.estimators.generalised_weight_share import GENERALISED_WEIGHT_SHARE
from decentwork.estimators.multiplicity import MODEL, OBSERVED, REFUSE
from decentwork.estimators.propagation import propagate
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sampling.nonresponse import Response, response
from decentwork.studies.analysis import chain_sample
from decentwork.studies.cluster_sample import CLUSTERS, POSITION, cluster_sample
from decentwork.studies.estimate import ratios_that_fit
from decentwork.studies.forms import questionnaires_of
from decentwork.studies.known_totals import KnownTotal, calibrated, read_known_totals
from decentwork.studies.matching_uncertainty import RESOLUTIONS
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.weighing import SEED_DESIGN, Weighing, weigh
from decentwork.surveys.kinds import Kind
from decentwork.surveys.sample import ChainSample
from decentwork.surveys.submissions import Submissions

RATIOS = (
    "unit_women/workers",
    "unit_home_workers/workers",
    "unit_agency_workers/workers",
    "unit_injuries/workers",
    "monthly_earnings[sex=female]/monthly_earnings[sex=male]",
)
"""Ratios of a study whose design names none, where its questionnaires ask for both sides."""

TOTALS = "totals.csv"
SILENT = "nobody answered in {strata}: figures are of the other strata only"

_AT_HOME = (Kind.HOUSEHOLD, Kind.HOME_WORKER)
_TIER_POSITIONS = ("lead", "suppliers", "lower_tiers")


class NothingCollected(InputError):
    """A study has no answers yet."""

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(
            f"{path}: no interview has been taken in yet. "
            "Import submissions with: decentwork survey import FOLDER FILE…"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A study's units weighed: what the weights are made of, one row a unit.

    `frame` (r rows, index `id`): `tier`, `kind`, `stratum`, `seed_chance`, `response_factor`,
    `buyers_in_scope` as told, `multiplicity` as used, `calibration_factor`, `weight`. `replicates`
    (r, b) weights of the rescaled bootstrap, None where none were asked for. `links` as in the
    design; `ratios` names of those that are estimated.
    """

    sample: ChainSample
    weighing: Weighing
    response: Response
    known: tuple[KnownTotal, ...]
    multiplicity: str
    links: str
    frame: pd.DataFrame
    ratios: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Return counts only: rows about respondents never reach a log."""
        return f"Weighed({self.sample!r}, {self.weighing!r})"

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is to be known of these weights."""
        return self.weighing.notes

    def to_frame(self) -> pd.DataFrame:
        """Return the weights with their trail."""
        return self.frame.reset_index()


def study_sample(folder: StudyFolder) -> tuple[ChainSample, Response]:
    """Return what a study collected, with each unit's position, and how units responded."""
    return _sample(folder, folder.submissions(), None)


def _sample(
    folder: StudyFolder, submissions: Submissions, groups: Mapping[str, str] | None
) -> tuple[ChainSample, Response]:
    design, state = folder.design(), folder.fieldwork(groups, submissions)
    if not submissions.forms:
        raise NothingCollected(str(folder.root))
    of_clusters = design.links == CLUSTERS
    found = (design, submissions, state, questionnaires_of(design))
    if of_clusters:
        sample = cluster_sample(*found)
    else:
        sample = chain_sample(*found, supposed=groups is not None)
    position = POSITION if of_clusters else _positions(sample)
    return sample.with_units(sample.units.assign(position=position)), response(state)


def weigh_study(
    folder: StudyFolder,
    *,
    weights: str = GENERALISED_WEIGHT_SHARE.name,
    variance: str = SEED_DESIGN,
    multiplicity: str = "",
    replicates: int = 1000,
    seed: int = 1,
    keep: bool = True,
) -> Weighed:
    """Return the weights of a study, and write them with their trail into `results`.

    Weights that give totals are calibrated to those that the study's folder knows.

    Parameters
    ----------
    folder : StudyFolder
    weights, variance, replicates, seed : see `weigh`
    multiplicity : what stands in for a missing number of buyers; "" as the design says
    keep : whether files are written
    """
    sample, answered = study_sample(folder)
    chosen = multiplicity or folder.design().multiplicity or REFUSE
    if weights == DESIGN_ADHERENT.name:
        chosen = OBSERVED  # it asks for nobody's number of buyers
    plain = weigh(sample, weights, variance, multiplicity=chosen, replicates=replicates, seed=seed)
    plain = replace(plain, notes=(*plain.notes, *_silent(answered)))
    path = folder.root / TOTALS
    known = read_known_totals(path) if plain.gives_totals and path.is_file() else ()
    weighing = calibrated(plain, sample.units, known) if known else plain
    weighed = Weighed(
        sample=sample,
        weighing=weighing,
        response=answered,
        known=known,
        multiplicity=chosen,
        links=folder.design().links,
        frame=_trail(sample, plain, weighing, chosen),
        ratios=folder.design().ratios or ratios_that_fit(sample, weighing, RATIOS),
    )
    if keep:
        _write_weights(folder, weighed)
    return weighed


def plausible(folder: StudyFolder, weighed: Weighed, seed: int = 1) -> tuple[Weighed, ...]:
    """Return a study weighed under resolutions of suppliers' names that may as well be true.

    They are drawn by the design's own seed from what the newest matching leaves open; none where
    nothing was matched, or nothing is in doubt. Of their estimates the values count: they have no
    variance of their own. A unit that only such a resolution traces, and that was not asked for
    its number of buyers, has the one that `model` gives it.

    Parameters
    ----------
    seed : that `weighed` was made with
    """
    settled = folder.units_settled()
    if settled is None:
        return ()
    rng = np.random.default_rng(folder.design().draw_seed)
    drawn = settled.plausible_groups(RESOLUTIONS, rng)
    submissions = folder.submissions()
    made: dict[frozenset[tuple[str, str]], Weighed] = {}
    for groups in drawn:
        key = frozenset(groups.items())
        if key not in made:
            made[key] = _under(weighed, *_sample(folder, submissions, groups), seed)
    return tuple(made[frozenset(groups.items())] for groups in drawn)


def _under(weighed: Weighed, sample: ChainSample, answered: Response, seed: int) -> Weighed:
    """Return the weights of one resolution, made as those of a study were."""
    filled = MODEL if weighed.multiplicity == REFUSE else weighed.multiplicity
    weighing = weigh(sample, weighed.weighing.method, multiplicity=filled, seed=seed)
    if weighed.known:
        # Totals out of reach of one resolution leave its figures uncalibrated: further from the
        # published ones, so that intervals grow, and never shrink, for it.
        with contextlib.suppress(InvalidInput, TotalsNotReached):
            weighing = calibrated(weighing, sample.units, weighed.known)
    weighing = replace(weighing, variances=None)
    return replace(weighed, sample=sample, weighing=weighing, response=answered)


def _silent(answered: Response) -> Iterator[str]:
    """Yield a note on strata that nothing is known of."""
    seeds = answered.seeds
    strata = seeds.index[(seeds["answered"] == 0) & (seeds["outside"] < seeds["issued"])]
    if len(strata):
        yield SILENT.format(strata=", ".join(map(str, strata)))


def _positions(sample: ChainSample) -> pd.Series:
    units = sample.units
    tier = np.minimum(units["tier"].to_numpy(), len(_TIER_POSITIONS) - 1)
    at_home = units["kind"].isin(_AT_HOME) | (units["registered"] == "no")
    named = pd.Series(np.array(_TIER_POSITIONS)[tier], index=units.index)
    return named.mask(at_home & (units["tier"] > 0), "home_and_informal")


def scored(sample: ChainSample) -> Iterator[str]:
    """Yield the indicators that were scored, of units and of workers."""
    tables = [sample.units] if sample.workers is None else [sample.units, sample.workers]
    rules = dict.fromkeys(rule.id for form in questionnaires() for rule in form.indicators)
    for rule in rules:
        if any(rule in table and table[rule].notna().any() for table in tables):
            yield rule


def _trail(
    sample: ChainSample, plain: Weighing, weighing: Weighing, multiplicity: str
) -> pd.DataFrame:
    units = sample.units
    used = propagate(sample, multiplicity).buyers
    factor = np.divide(
        weighing.weights,
        plain.weights,
        out=np.ones(len(units)),
        where=plain.weights > 0,
    )
    kept = ["tier", "kind", "stratum", "seed_chance", "response_factor", "buyers_in_scope"]
    return units[kept].assign(
        multiplicity=np.where(units["tier"] > 0, used, np.nan),
        calibration_factor=factor,
        weight=weighing.weights,
    )


def _write_weights(folder: StudyFolder, weighed: Weighed) -> None:
    sample, weights = weighed.sample, pd.Series(weighed.weighing.weights, weighed.frame.index)
    tables = {"weights.csv": weighed.frame}
    if sample.workers is not None:
        people = sample.workers[["unit_id", "listed", "interviewed"]]
        raised = people["unit_id"].map(weights) * people["listed"] / people["interviewed"]
        tables["worker_weights.csv"] = people.assign(weight=raised)
    if weighed.weighing.replicates is not None:
        made = weighed.weighing.replicates
        names = [f"replicate_{number}" for number in range(1, made.shape[1] + 1)]
        tables["replicates.csv"] = pd.DataFrame(made, index=weighed.frame.index, columns=names)
    with writing(folder.root):
        for name, table in tables.items():
            text = io.StringIO()
            table.to_csv(text, lineterminator="\n", float_format="%.10g")
            write(folder.results / name, text.getvalue())
