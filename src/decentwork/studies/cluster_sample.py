"""From a season's interviews to the sample that is estimated from: clusters, and people in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Provenance
from decentwork.questionnaires.questionnaire import Questionnaire
from decentwork.sampling.nonresponse import response
from decentwork.studies.analysis import FOUND_OUTSIDE, origin, scored
from decentwork.studies.cluster_visits import (
    ALONE,
    IN_COMPANY,
    INTERVIEWS,
    children_seen,
    people_present,
    person_forms,
)
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.estimated import Estimated
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import Disposition
from decentwork.surveys.sample import LINK_COLUMNS, UNIT_COLUMNS, WORKER_COLUMNS, ChainSample
from decentwork.surveys.submissions import Submissions

CLUSTERS = "clusters"
"""What `SurveyDesign.links` says of a survey of a season."""

POSITION = "lower_tiers"
"""Where figures of a season stand: fields are the raw material's end of a chain, however many
traders lie between. They are the survey's seeds, but no lead firms, and not the whole chain."""

DAYS = "days_worked"

_SPOKE = (ALONE, IN_COMPANY, str(Disposition.REFUSED))  # who was found to belong to the survey


def cluster_sample(
    design: SurveyDesign,
    submissions: Submissions,
    fieldwork: Fieldwork,
    questionnaires: Iterable[Questionnaire],
) -> ChainSample:
    """Return the sample of a season: clusters that were drawn and found, and who spoke in them.

    Returns
    -------
    ChainSample
        Units are clusters (a field on a day), all of tier 0, without links. Those in which nobody
        was at work stand in it, without workers: they are part of how clusters vary. The
        `response_factor` of the others is their stratum's; their `region` is the stratum, a
        district. Workers are people who spoke alone and agreed; `listed` of them are who was at
        work on arrival, less those who seemed younger than 15, who are not interviewed, and less
        the share of people met whom the survey turned out not to be of.

    Raises
    ------
    InvalidInput
        Nobody spoke; or a cluster has interviews and no number of people, or a number that cannot
        be. Tells every cluster.

    Notes
    -----
    A person stands in every cluster that they work in. Totals are therefore of days worked, one
    person in one field on one day, and shares are of days: who comes every day weighs more than who
    came once. Of people, they would need everybody's days of the whole season, which a person met
    halfway through it cannot tell.
    """
    known = {each.id: each for each in questionnaires}
    forms = person_forms(submissions)
    cases = fieldwork.cases
    ours = forms[forms["case_id"].isin(cases.index)]
    spoke = cases["disposition"] == Disposition.INTERVIEWED
    counted = _counts(ours, spoke[spoke].index)
    if problems := [*_problems(counted)]:
        raise InvalidInput("the sample", problems)
    found = cases[spoke | cases["disposition"].isin(FOUND_OUTSIDE)].sort_index()
    alone = ours[(ours["met"] == ALONE) & ours["case_id"].isin(counted.index)]
    answers = submissions.forms[INTERVIEWS].loc[alone.index]
    workers = _workers(alone, answers, counted, known[INTERVIEWS])
    return ChainSample(
        units=_units(found, response(fieldwork).seeds["factor"]),
        links=pd.DataFrame(columns=list(LINK_COLUMNS)).astype({"listed": int, "followed": int}),
        workers=workers,
        provenance=Provenance(
            origins=(origin(design, submissions),),
            steps=tuple(_steps(submissions, forms, ours, found, len(workers))),
        ),
    )


def of_days(rows: Iterable[Estimated]) -> Iterator[Estimated]:
    """Yield a season's estimates: of people in the fields, who are counted by days worked.

    How many clusters there are is known from the frame; by tier they are what they are by position.
    """
    for row in rows:
        if row.universe == "workers" and row.group:
            is_size = row.variable == "workers"
            yield replace(row, variable=DAYS) if is_size else row


def _counts(forms: pd.DataFrame, clusters: pd.Index) -> pd.DataFrame:
    """Return, by cluster with interviews, who was `present`, `children`, `interviewed`, `listed`.

    Children whom nobody counted are not taken off: not told is not none.
    """
    met = pd.crosstab(forms["case_id"], forms["met"])
    met = met.reindex(clusters.sort_values(), fill_value=0)
    met = met.reindex(columns=[*_SPOKE, str(Disposition.OUT_OF_SCOPE)], fill_value=0)
    ours = met[list(_SPOKE)].sum(axis="columns")
    present = people_present(forms).reindex(met.index)
    children = children_seen(forms).reindex(met.index).fillna(0)
    of_survey = ours / (ours + met[str(Disposition.OUT_OF_SCOPE)]).replace(0, np.nan)
    listed = np.maximum((present - children) * of_survey, met[ALONE])
    return pd.DataFrame(
        {
            "present": present,
            "children": children,
            "interviewed": met[ALONE],
            "listed": listed,
        }
    )


def _problems(counted: pd.DataFrame) -> Iterator[Problem]:
    if not counted["interviewed"].any():
        hint = "Import the forms of the season; an interview that others hear does not count."
        yield Problem("clusters", "nobody spoke alone in any of them.", hint)
    mend = "Correct the form where it was collected and import it again."
    for row in counted.reset_index(names="case").itertuples():
        where = f"cluster {row.case}"
        if not row.interviewed:
            what = "was decided to be interviewed, but nobody spoke alone there."
            yield Problem(where, what, "Undo the decision.")
        elif np.isnan(row.present):
            yield Problem(where, "no form tells how many people were at work there.", mend)
        elif row.children > row.present:
            what = f"{row.children:g} children among {row.present:g} people cannot be."
            yield Problem(where, what, mend)
        elif row.interviewed > row.present - row.children:
            what = (
                f"{row.interviewed} people were interviewed, and {row.present - row.children:g} of "
                "15 and over were at work there."
            )
            yield Problem(where, what, mend)


def _units(found: pd.DataFrame, factors: pd.Series) -> pd.DataFrame:
    spoke = found["disposition"] == Disposition.INTERVIEWED
    units = pd.DataFrame(
        {
            "tier": found["tier"].astype(int),
            "seed_chance": found["seed_chance"].astype(float),
            "buyers_in_scope": np.nan,
            "stratum": found["stratum"],
            "kind": found["kind"].astype(str),
            "region": found["stratum"],
            "registered": "",
            # Who was not met was at work: a field where nobody is stands for itself.
            "response_factor": found["stratum"].map(factors).where(spoke, 1.0).astype(float),
        },
        index=found.index.rename("id"),
    )
    return units[list(UNIT_COLUMNS)]


def _workers(
    alone: pd.DataFrame,
    answers: pd.DataFrame,
    counted: pd.DataFrame,
    questionnaire: Questionnaire,
) -> pd.DataFrame:
    """Return who spoke alone, index "case-number"."""
    cluster = alone["case_id"]
    design = pd.DataFrame(
        {
            "unit_id": cluster,
            "listed": cluster.map(counted["listed"]).astype(float),
            "interviewed": cluster.map(counted["interviewed"]).astype(int),
        }
    )
    ids = pd.Index(cluster + "-" + alone["worker_number"], name="id")
    told = design[list(WORKER_COLUMNS)].join(scored(questionnaire, answers))
    return told.set_axis(ids).sort_index()


def _steps(
    submissions: Submissions,
    forms: pd.DataFrame,
    ours: pd.DataFrame,
    found: pd.DataFrame,
    people: int,
) -> Iterator[str]:
    spoke = int((found["disposition"] == Disposition.INTERVIEWED).sum())
    yield f"{spoke} clusters with interviews and {len(found) - spoke} in which nobody was at work"
    heard = int((ours["met"] == IN_COMPANY).sum())
    refused = int((ours["met"] == Disposition.REFUSED).sum())
    yield (
        f"{people} people interviewed alone and with consent; {refused} refused; {heard} "
        "interviews that others could hear are set aside"
    )
    yield "totals and shares are of days worked: one person in one field on one day"
    if twice := len(submissions.forms[INTERVIEWS]) - len(forms):
        yield f"{twice} older forms of the same person are left out"
    if unknown := len(forms) - len(ours):
        yield f"{unknown} forms of clusters that were not drawn are left out"
    told = ours[ours["people_present"] != ""].groupby("case_id")["people_present"].nunique()
    if several := int((told > 1).sum()):
        yield f"forms of {several} clusters differ on how many were at work: the earliest counts"
