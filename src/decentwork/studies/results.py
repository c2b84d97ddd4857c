"""From a study's folder to weights, estimates and a release: one way, each step on file."""

import io
import json
from collections.abc import Iterator, Sequence
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
from decentwork.studies.estimate import estimate_weighed
from decentwork.studies.forms import questionnaires_of
from decentwork.studies.known_totals import KnownTotal, calibrated, read_known_totals
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.weighing import RESCALED_BOOTSTRAP, SEED_DESIGN, Weighing, weigh
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.estimated import Estimated, Verdict
from decentwork.surveys.kinds import Kind
from decentwork.surveys.release import SurveyRelease
from decentwork.surveys.sample import ChainSample

SPLITS = (("position",), ("position", "sex"), ("position", "age_group"), ("position", "region"))
"""What figures are released by, besides tiers and the whole chain."""

TOTALS, LOG = "totals.csv", "released/log.jsonl"
THIN = translatable("too few answers or too wide an interval")

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
    (r, b) weights of the rescaled bootstrap, None where none were asked for.
    """

    sample: ChainSample
    weighing: Weighing
    response: Response
    known: tuple[KnownTotal, ...]
    multiplicity: str
    frame: pd.DataFrame

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what is to be known of these weights."""
        return self.weighing.notes

    def to_frame(self) -> pd.DataFrame:
        """Return the weights with their trail."""
        return self.frame.reset_index()


def study_sample(folder: StudyFolder) -> tuple[ChainSample, Response]:
    """Return what a study collected, with each unit's position, and how units responded."""
    design, state = folder.design(), folder.fieldwork()
    submissions = folder.submissions()
    if not submissions.forms:
        raise NothingCollected(str(folder.root))
    sample = chain_sample(design, submissions, state, questionnaires_of(design))
    return sample.with_units(sample.units.assign(position=_positions(sample))), response(state)


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
    path = folder.root / TOTALS
    known = read_known_totals(path) if path.is_file() else ()
    weighing = calibrated(plain, sample.units, known) if known else plain
    weighed = Weighed(
        sample=sample,
        weighing=weighing,
        response=answered,
        known=known,
        multiplicity=chosen,
        frame=_trail(sample, plain, weighing, chosen),
    )
    if keep:
        _write_weights(folder, weighed)
    return weighed


def estimate_study(weighed: Weighed, level: float = 0.95) -> tuple[Estimated, ...]:
    """Return every estimate of a study: by tier, of the whole chain, and by each of `SPLITS`."""
    names = [*_scored(weighed.sample)]
    rows = list(estimate_weighed(weighed.sample, weighed.weighing, names, level=level))
    units, workers = weighed.sample.units, weighed.sample.workers
    known = {*units} | (set() if workers is None or workers.empty else {*workers})
    for by in SPLITS:
        if not {*by} <= known:
            continue  # where no worker answered nobody is told apart by sex
        split = estimate_weighed(weighed.sample, weighed.weighing, names, by=by, level=level)
        rows += [row for row in split if row.tier is None and set(row.group) == set(by)]
    return tuple(rows)


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
    """
    weighed = weigh_study(folder, multiplicity=multiplicity, keep=keep)
    design = folder.design()
    figures = released_figures(estimate_study(weighed), design)
    path = folder.root / LOG
    earlier = read_log(path) if path.is_file() else ()
    rule = rule_of(design)
    table = f"{design.id} round {design.round}"
    # What is merely too thin may become known in a later version; what is confidential may not.
    guarded = [figure for figure in figures if figure.reason != THIN]
    if problems := check_against_log(guarded, earlier, study=table, rule=rule):
        raise InvalidInput("the release", problems)
    made = _release(folder, weighed, figures, decided_by, decided_on, version=len(earlier) + 1)
    if keep:
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


def _release(
    folder: StudyFolder,
    weighed: Weighed,
    figures: tuple[Released, ...],
    decided_by: str,
    decided_on: date,
    version: int,
) -> SurveyRelease:
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
        method=(*weighed.sample.provenance.steps, *_method(weighed)),
        field={"units": len(weighed.sample.units), "workers": workers, "seeds": seeds},
        figures=figures,
    )


def _method(weighed: Weighed) -> Iterator[str]:
    yield (
        f"weighed by {weighed.weighing.method}; a missing number of buyers: {weighed.multiplicity}"
    )
    yield "raised for non-response of seeds by stratum, of suppliers by buyer's tier and kind"
    if weighed.known:
        yield f"calibrated to {len(weighed.known)} known totals"
    yield f"intervals by {weighed.weighing.variance}"


def _positions(sample: ChainSample) -> pd.Series:
    units = sample.units
    tier = np.minimum(units["tier"].to_numpy(), len(_TIER_POSITIONS) - 1)
    at_home = units["kind"].isin(_AT_HOME) | (units["registered"] == "no")
    named = pd.Series(np.array(_TIER_POSITIONS)[tier], index=units.index)
    return named.mask(at_home & (units["tier"] > 0), "home_and_informal")


def _scored(sample: ChainSample) -> Iterator[str]:
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
