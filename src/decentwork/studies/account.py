"""All that a report of a study says, as plain values: design, fieldwork, weights, results."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
import pandas as pd

from decentwork import __version__
from decentwork.estimates.disclosure import Released
from decentwork.estimators.seed_design import seed_design
from decentwork.sampling.nonresponse import Response
from decentwork.studies.cluster_sample import CLUSTERS
from decentwork.studies.diagnostics import diagnosed
from decentwork.studies.forms import cutoff_texts
from decentwork.studies.observed_chain import released_chain
from decentwork.studies.results import (
    estimate_study,
    matching_steps,
    released_figures,
    rule_of,
    unreleased,
)
from decentwork.studies.study_folder import StudyFolder
from decentwork.studies.study_weights import Weighed, plausible, weigh_study
from decentwork.studies.verdicts import RULES, kish_effect
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.release import SurveyRelease
from decentwork.surveys.round_changes import compare

LEVEL = 0.95


def account(
    folder: StudyFolder,
    *,
    multiplicity: str = "",
    earlier: SurveyRelease | None = None,
    consultation: Sequence[Mapping[str, Any]] = (),
    comments: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any]:
    """Return what a report of the study says; nothing in it tells of a respondent.

    Parameters
    ----------
    folder : StudyFolder
    multiplicity : what stands in for a missing number of buyers; "" as the design says
    earlier : the release of a round before, to compare with, if any
    consultation, comments : what constituents said beforehand and after release, if any
    """
    design = folder.design()
    weighed = weigh_study(folder, multiplicity=multiplicity, keep=False)
    others = plausible(folder, weighed)
    figures = released_figures(estimate_study(weighed, LEVEL, others), design)
    progress = folder.progress().to_dict()
    return {
        "title": dict(design.names),
        "place": design.place,
        "chain": design.chain,
        "period": design.period,
        "office": design.office,
        "round": design.round,
        "invented": design.invented,
        "design": design_facts(design),
        "field": progress["cases"],
        "nonresponse": _nonresponse(weighed.response),
        "weights": _weights(weighed),
        "variance": _variance(folder, weighed),
        "estimates": [figure.to_dict() for figure in figures],
        "chain_map": released_chain(folder, weighed, figures, rule_of(design)),
        "diagnostics": progress["warnings"],
        "tiers": diagnosed(weighed.sample, weighed.multiplicity),
        "disclosure": _disclosure(design, figures),
        "verdict_rules": [asdict(rule) | {"verdict": str(rule.verdict)} for rule in RULES],
        "rounds": _compared(folder, weighed, figures, earlier),
        "consultation": [dict(each) for each in consultation],
        "comments": [dict(each) for each in comments],
        "remake": _remake(folder, weighed),
    }


def _compared(
    folder: StudyFolder,
    weighed: Weighed,
    figures: tuple[Released, ...],
    earlier: SurveyRelease | None,
) -> dict[str, Any]:
    """Return the figures as they would be released beside those of an earlier round."""
    if earlier is None:
        return {}
    later = unreleased(
        folder, weighed, figures, decided_by="", decided_on=earlier.decided_on, version=0
    )
    return compare(earlier, later).to_dict()


def _disclosure(design: SurveyDesign, figures: Sequence[Released]) -> dict[str, Any]:
    return {
        "rule": rule_of(design).to_dict(),
        "shown": sum(figure.value is not None for figure in figures),
        "withheld": dict(Counter(figure.reason for figure in figures if figure.reason)),
    }


def design_facts(design: SurveyDesign) -> dict[str, Any]:
    """Return a design as reports tell it: plain values."""
    return {
        "strata": [
            {
                "id": each.id,
                "frame_units": each.frame_units,
                "seeds": each.seeds,
                "chance": each.chance,
                "take_all": each.take_all,
            }
            for each in design.strata
        ],
        "links": design.links,
        "cutoff": dict(cutoff_texts(design.cutoff)),
        "follow": [{"kind": str(each.kind), "at_most": each.at_most} for each in design.follow],
        "deepest_tier": design.deepest_tier,
        "workers": {"per_unit": design.workers.per_unit, "counted": list(design.workers.counted)},
        "draw_seed": design.draw_seed,
    }


def _nonresponse(response: Response) -> dict[str, Any]:
    seeds = response.seeds.rename_axis("stratum").reset_index()
    return {"seeds": _records(seeds), "cells": _records(response.cells.reset_index())}


def _weights(weighed: Weighed) -> dict[str, Any]:
    buyers = weighed.frame["buyers_in_scope"]
    missing = (buyers.isna() | (buyers == 0)) & (weighed.frame["tier"] > 0)
    return {
        "method": weighed.weighing.method,
        "multiplicity": weighed.multiplicity,
        "multiplicity_missing": int(missing.sum()),
        "calibration": [{"name": each.name, "total": each.total} for each in weighed.known],
        "spread": list(_spread(weighed.frame)),
    }


def _spread(frame: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for tier, rows in frame.groupby("tier"):
        weights = rows["weight"].to_numpy(dtype=float)
        carrying = weights[weights > 0]
        several = len(carrying) > 0
        yield {
            "tier": int(str(tier)),
            "units": len(rows),
            "zero": int((weights == 0).sum()),
            "smallest": float(carrying.min()) if several else None,
            "median": float(np.median(carrying)) if several else None,
            "largest": float(carrying.max()) if several else None,
            "kish": kish_effect(carrying) if several else None,
        }


def _variance(folder: StudyFolder, weighed: Weighed) -> dict[str, Any]:
    design = seed_design(weighed.sample)
    return {
        "method": weighed.weighing.variance,
        "level": LEVEL,
        "seeds": int((weighed.sample.units["tier"] == 0).sum()),
        "strata": len(design.seeds),
        "notes": [*weighed.notes, *matching_steps(folder)],
    }


def _remake(folder: StudyFolder, weighed: Weighed) -> dict[str, Any]:
    chosen = "" if weighed.links == CLUSTERS else f" --multiplicity {weighed.multiplicity}"
    return {
        "software": __version__,
        "digest": folder.submissions().digest,
        "draw_seed": folder.design().draw_seed,
        "commands": [
            f"decentwork survey weigh FOLDER{chosen}",
            f"decentwork survey estimate FOLDER{chosen}",
            f"decentwork survey report FOLDER{chosen}",
        ],
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.astype(object).where(table.notna(), None)
    rows: list[dict[str, Any]] = plain.to_dict("records")
    return rows
