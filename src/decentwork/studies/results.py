"""From a study's weights to estimates and a release: one way, each step on file."""

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pandas as pd

from decentwork import __version__
from decentwork.estimates.disclosure import Released, protect_estimates
from decentwork.estimates.disclosure_rule import DisclosureRule
from decentwork.estimates.errors import InputError, InvalidInput
from decentwork.estimates.messages import translatable
from decentwork.estimates.release_log import add_release, check_against_log, read_log
from decentwork.estimates.release_log import release as logged
from decentwork.studies.chain_map import sizes_by_kind
from decentwork.studies.cluster_sample import CLUSTERS, of_days
from decentwork.studies.estimate import estimate_weighed
from decentwork.studies.forms import questionnaires_of
from decentwork.studies.matching_uncertainty import RESOLUTIONS, widened
from decentwork.studies.observed_chain import released_chain
from decentwork.studies.releases import releases
from decentwork.studies.safe_files import write, writing
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.study_weights import Weighed, plausible, scored, weigh_study
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.estimated import Estimated, Estimates, Verdict
from decentwork.surveys.release import SurveyRelease

SPLITS = (("position",), ("position", "sex"), ("position", "age_group"), ("position", "region"))
"""What figures are released by, besides tiers and the whole chain."""

LOG = "released/log.jsonl"
THIN = translatable("too few answers or too wide an interval")

_OF_A_VERSION = ("version", "decided_on", "decided_by", "software")


class NothingChanged(InputError):
    """A round was released already, and nothing in it is different since."""

    def __init__(self, newest: SurveyRelease) -> None:
        self.round, self.version, self.decided_on = newest.round, newest.version, newest.decided_on
        super().__init__(
            f"Nothing changed since version {newest.version} of {newest.decided_on:%Y-%m-%d}, "
            f"which stays the release of round {newest.round}. "
            "A new version is for a correction, such as answers that came in later."
        )


def estimate_study(
    weighed: Weighed, level: float = 0.95, others: Sequence[Weighed] = ()
) -> Estimates:
    """Return every estimate of a study: by tier, of the whole chain, and by each of `SPLITS`.

    With `others`, see `plausible`, errors and intervals cover how else suppliers may be matched.
    """
    return Estimates(over_resolutions(lambda each: _estimates(each, level), weighed, others, level))


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


def _json(values: object) -> str:
    return json.dumps(values, ensure_ascii=False, indent=1) + "\n"
