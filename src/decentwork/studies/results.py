"""From a study's folder to weights, estimates and a release: one way, each step on file."""

import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import numpy as np
import pandas as pd

from decentwork import __version__
from decentwork.estimates.disclosure import Released, protect_estimates
from decentwork.estimates.disclosure_rule import DisclosureRule
from decentwork.estimates.errors import InputError, InvalidInput
from decentwork.estimates.messages import translatable
from decentwork.estimates.release_log import add_release, check_against_log, read_log
from decentwork.estimates.release_log import release as logged
from decentwork.estimators.propagation import propagate
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.sampling.nonresponse import Response, response
from decentwork.studies.analysis import chain_sample
from decentwork.studies.chain_map import sizes_by_kind
from decentwork.studies.cluster_sample import CLUSTERS, POSITION, cluster_sample, of_days
from decentwork.studies.estimate import estimate_weighed, ratios_that_fit
from decentwork.studies.forms import questionnaires_of
from decentwork.studies.known_totals import KnownTotal, calibrated, read_known_totals
from decentwork.studies.matching_uncertainty import RESOLUTIONS, widened
from decentwork.studies.observed_chain import released_chain
from decentwork.studies.releases import releases
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.weighing import RESCALED_BOOTSTRAP, SEED_DESIGN, Weighing, weigh
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.estimated import Estimated, Verdict
from decentwork.surveys.kinds import Kind
from decentwork.surveys.release import SurveyRelease
from decentwork.surveys.sample import ChainSample
from decentwork.surveys.submissions import Submissions

SPLITS = (("position",), ("position", "sex"), ("position", "age_group"), ("position", "region"))
"""What figures are released by, besides tiers and the whole chain."""

RATIOS = (
    "unit_women/workers",
    "unit_home_workers/workers",
    "unit_agency_workers/workers",
    "unit_injuries/workers",
    "monthly_earnings[sex=female]/monthly_earnings[sex=male]",
)
"""Ratios of a study whose design names none, where its questionnaires ask for both sides."""

TOTALS, LOG = "totals.csv", "released/log.jsonl"
THIN = translatable("too few answers or too wide an interval")

SILENT = "nobody answered in {strata}: figures are of the other strata only"

_OF_A_VERSION = ("version", "decided_on", "decided_by", "software")
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


class NothingChanged(InputError):
    """A round was released already, and nothing in it is different since."""

    def __init__(self, newest: SurveyRelease) -> None:
        self.round, self.version, self.decided_on = newest.round, newest.version, newest.decided_on
        super().__init__(
            f"Nothing changed since version {newest.version} of {newest.decided_on:%Y-%m-%d}, "
            f"which stays the release of round {newest.round}. "
            "A new version is for a correction, such as answers that came in later."
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
    make = cluster_sample if of_clusters else chain_sample
    sample = make(design, submissions, state, questionnaires_of(design))
    position = POSITION if of_clusters else _positions(sample)
    return sample.with_units(sample.units.assign(position=position)), response(state)


def weigh_study(
    folder: StudyFolder, *, multiplicity: str = "", replicates: int = 0, keep: bool = True
) -> Weighed:
    """Return the weights of a study, and write them with their trail into `results`.

    Parameters
    ----------
    folder : StudyFolder
    multiplicity : what stands in for a missing number of buyers; "" as the design says
    replicates : replicate weights to write beside, 0 for none
    keep : whether files are written
    """
    sample, answered = study_sample(folder)
    chosen = multiplicity or folder.design().multiplicity or "refuse"
    variance = RESCALED_BOOTSTRAP if replicates else SEED_DESIGN
    plain = weigh(sample, variance=variance, multiplicity=chosen, replicates=replicates or 1)
    plain = replace(plain, notes=(*plain.notes, *_silent(answered)))
    path = folder.root / TOTALS
    known = read_known_totals(path) if path.is_file() else ()
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


def plausible(folder: StudyFolder, weighed: Weighed) -> tuple[Weighed, ...]:
    """Return a study weighed under resolutions of suppliers' names that may as well be true.

    They are drawn by the design's own seed from what the newest matching leaves open; none where
    nothing was matched, or nothing is in doubt. Of their estimates the values count: they have no
    variance of their own.
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
            sample, answered = _sample(folder, submissions, groups)
            weighing = weigh(sample, multiplicity=weighed.multiplicity)
            if weighed.known:
                weighing = calibrated(weighing, sample.units, weighed.known)
            weighing = replace(weighing, variances=None)
            made[key] = replace(weighed, sample=sample, weighing=weighing, response=answered)
    return tuple(made[frozenset(groups.items())] for groups in drawn)


def estimate_study(
    weighed: Weighed, level: float = 0.95, others: Sequence[Weighed] = ()
) -> tuple[Estimated, ...]:
    """Return every estimate of a study: by tier, of the whole chain, and by each of `SPLITS`.

    With `others`, see `plausible`, errors and intervals cover how else suppliers may be matched.
    """
    return over_resolutions(lambda each: _estimates(each, level), weighed, others, level)


def over_resolutions(
    made: Callable[[Weighed], tuple[Estimated, ...]],
    weighed: Weighed,
    others: Sequence[Weighed],
    level: float = 0.95,
) -> tuple[Estimated, ...]:
    """Return estimates that `made` makes, widened by what it makes of other resolutions."""
    distinct = {id(each): each for each in others}  # one that was drawn twice is estimated once
    found = {key: made(each) for key, each in distinct.items()}
    return widened(made(weighed), [found[id(each)] for each in others], level)


def _estimates(weighed: Weighed, level: float) -> tuple[Estimated, ...]:
    names, ratios = [*scored(weighed.sample)], weighed.ratios
    found = (weighed.sample, weighed.weighing, names)
    rows = list(estimate_weighed(*found, ratios=ratios, level=level))
    units, workers = weighed.sample.units, weighed.sample.workers
    known = {*units} | (set() if workers is None or workers.empty else {*workers})
    tiers = weighed.sample.tiers
    whole = tiers[0] if len(tiers) == 1 else None  # a chain of one tier is that tier
    for by in SPLITS:
        if not {*by} <= known:
            continue  # where no worker answered nobody is told apart by sex
        split = estimate_weighed(*found, by=by, ratios=ratios, level=level)
        rows += [
            replace(row, tier=None)
            for row in split
            if row.tier == whole and set(row.group) == set(by)
        ]
    rows += sizes_by_kind(weighed.sample, weighed.weighing, level)
    return tuple(of_days(rows) if weighed.links == CLUSTERS else rows)


def released_figures(rows: tuple[Estimated, ...], design: SurveyDesign) -> tuple[Released, ...]:
    """Return estimates as they may leave: past disclosure control, and none that is too thin."""
    protected = protect_estimates(rows, rule_of(design))
    return tuple(
        replace(each, value=None, low=None, high=None, standard_error=None, reason=THIN)
        if each.value is not None and each.verdict == Verdict.TOO_THIN
        else each
        for each in protected
    )


def rule_of(design: SurveyDesign) -> DisclosureRule:
    """Return the disclosure rule of a study: its own smallest cell where that is stricter."""
    return DisclosureRule(units=max(design.minimum_cell, DisclosureRule().units))


def keep_estimates(folder: StudyFolder, rows: Sequence[Estimated]) -> Path:
    """Write estimates for the office's own eyes, one row each, and return the file's path."""
    plain = [row.to_dict() for row in rows]
    for row in plain:
        row["group"] = "; ".join(f"{name}={value}" for name, value in row.get("group", {}).items())
    text = io.StringIO()
    pd.DataFrame(plain).to_csv(text, index=False, lineterminator="\n", float_format="%.10g")
    path = folder.results / "estimates.csv"
    with writing(folder.root):
        write(path, text.getvalue())
    return path


def release_study(
    folder: StudyFolder,
    *,
    decided_by: str,
    decided_on: date,
    keep: bool,
    multiplicity: str = "",
) -> SurveyRelease:
    """Return the release of a round; with `keep` it is written, and can never be changed.

    Raises
    ------
    InvalidInput
        Together with what was released before, a withheld figure could be worked out.
    NothingChanged
        With `keep`, where the newest version of the round says the same.
    """
    weighed = weigh_study(folder, multiplicity=multiplicity, keep=keep)
    design = folder.design()
    figures = released_figures(estimate_study(weighed, others=plausible(folder, weighed)), design)
    path = folder.root / LOG
    earlier = read_log(path) if path.is_file() else ()
    rule = rule_of(design)
    table = f"{design.id} round {design.round}"
    # What is merely too thin may become known in a later version; what is confidential may not.
    guarded = [figure for figure in figures if figure.reason != THIN]
    if problems := check_against_log(guarded, earlier, study=table, rule=rule):
        raise InvalidInput("the release", problems)
    made = unreleased(
        folder,
        weighed,
        figures,
        decided_by=decided_by,
        decided_on=decided_on,
        version=len(earlier) + 1,
    )
    made = replace(made, chain_map=released_chain(folder, weighed, figures, rule))
    if keep:
        _check_news(folder, made)
        record = logged(
            guarded,
            study=table,
            table=made.filename,
            by=decided_by,
            at=datetime.combine(decided_on, time(), UTC),
            rule=rule,
        )
        with writing(folder.root):
            write(folder.root / "released" / made.filename, _json(made.to_dict()))
            add_release(path, record)
    return made


def unreleased(
    folder: StudyFolder,
    weighed: Weighed,
    figures: tuple[Released, ...],
    *,
    decided_by: str,
    decided_on: date,
    version: int,
) -> SurveyRelease:
    """Return figures as the release that they would make; nothing is written."""
    design = folder.design()
    workers = 0 if weighed.sample.workers is None else len(weighed.sample.workers)
    seeds = int((weighed.sample.units["tier"] == 0).sum())
    return SurveyRelease(
        names=design.names,
        study=design.id,
        round=design.round,
        version=version,
        place=design.place,
        chain=design.chain,
        period=design.period,
        office=design.office,
        decided_on=decided_on,
        decided_by=decided_by,
        software=__version__,
        digest=folder.submissions().digest,
        invented=design.invented,
        method=(*weighed.sample.provenance.steps, *_method(weighed), *matching_steps(folder)),
        field={"units": len(weighed.sample.units), "workers": workers, "seeds": seeds},
        figures=figures,
        basis=_basis(design, weighed),
    )


def _check_news(folder: StudyFolder, made: SurveyRelease) -> None:
    same_round = [each for each, _, _ in releases(folder) if each.round == made.round]
    for newest in same_round[-1:]:
        kept = {name: getattr(newest, name) for name in _OF_A_VERSION}
        if _json(replace(made, **kept).to_dict()) == _json(newest.to_dict()):
            raise NothingChanged(newest)


def _basis(design: SurveyDesign, weighed: Weighed) -> dict[str, str]:
    """Return what another round must share for its figures to be of the same things."""
    cutoff = (design.cutoff.rule, design.cutoff.number, design.cutoff.share)
    forms = (f"{each.id} {each.version}" for each in questionnaires_of(design))
    return {
        "scope": ", ".join((*design.goods, *design.industries)),
        "links": design.links,
        "deepest_tier": str(design.deepest_tier),
        "cutoff": " ".join(str(each) for each in cutoff if each is not None),
        "follow": ", ".join(str(each.kind) for each in design.follow if each.at_most != 0),
        "workers": ", ".join(design.workers.counted),
        "questionnaires": ", ".join(forms),
        "weights": weighed.weighing.method,
        "variance": weighed.weighing.variance,
        "multiplicity": weighed.multiplicity,
        "calibration": "; ".join(each.name for each in weighed.known),
    }


def _silent(answered: Response) -> Iterator[str]:
    """Yield a note on strata that nothing is known of."""
    seeds = answered.seeds
    strata = seeds.index[(seeds["answered"] == 0) & (seeds["outside"] < seeds["issued"])]
    if len(strata):
        yield SILENT.format(strata=", ".join(map(str, strata)))


def _method(weighed: Weighed) -> Iterator[str]:
    if weighed.links == CLUSTERS:
        yield "a cluster weighs one over its chance, its people as many as were at work there"
        yield "raised by stratum for clusters in which nobody could be interviewed"
    else:
        missing = weighed.multiplicity
        yield f"weighed by {weighed.weighing.method}; a missing number of buyers: {missing}"
        yield "raised for non-response of seeds by stratum, of suppliers by buyer's tier and kind"
    if weighed.known:
        yield f"calibrated to {len(weighed.known)} known totals"
    yield f"intervals by {weighed.weighing.variance}"


def matching_steps(folder: StudyFolder) -> Iterator[str]:
    """Yield how suppliers' names were matched, where they were."""
    if settled := folder.units_settled():
        how = settled.matches
        yield (
            f"{len(how.mentions)} names matched: one unit from a probability of {how.same:.4g} on, "
            f"two below {how.new:.4g}, else asked; {len(settled.open_pairs)} pairs not judged yet"
        )
        yield f"intervals cover {RESOLUTIONS} matchings that may as well be true"


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


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
