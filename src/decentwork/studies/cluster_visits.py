"""Visits to the clusters of a season: whom interviewers met in each, and what became of it.

A form is one person's; an interview counts only where nobody could hear it. What a person says
where a supervisor or others listen is no answer about force, fees or complaints, so it is set aside
and counted apart: those who spoke alone stand for those who could not.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from decentwork.surveys.kinds import Disposition
from decentwork.surveys.submissions import Submissions

INTERVIEWS = "monitoring_interview"

ALONE, IN_COMPANY = "alone", "in_company"

_QUESTIONS = (
    "case_id",
    "worker_number",
    "people_present",
    "children_seen",
    "outcome",
    "company",
    "consent",
    "submitted_at",
)
_HEARD_BY = ("workers", "supervisor")


def person_forms(submissions: Submissions) -> pd.DataFrame:
    """Return the newest form of each person met, oldest first.

    Returns
    -------
    DataFrame, index `instance_id`, cells text
        `case_id` the cluster, `worker_number` "" in a form that tells of a field where nobody was,
        `people_present`, `children_seen`, `outcome`, `company`, `consent`, `submitted_at`, and
        `met`: "alone", "in_company" (both interviewed with consent) or a `Disposition`.
    """
    forms = submissions.forms.get(INTERVIEWS, pd.DataFrame())
    forms = forms.reindex(columns=list(_QUESTIONS), fill_value="").rename_axis("instance_id")
    forms = forms.assign(case_id=[str(id).strip().upper() for id in forms["case_id"]])
    ordered = forms.reset_index().sort_values(["submitted_at", "instance_id"])
    newest = ordered.drop_duplicates(["case_id", "worker_number"], keep="last")
    return newest.set_index("instance_id").assign(met=_met)


def _met(forms: pd.DataFrame) -> pd.Series:
    """Return what became of each person; who agreed to nothing yet is still to be asked."""
    known = forms["outcome"].where(forms["outcome"].isin(list(Disposition)), str(Disposition.OPEN))
    begun = known == Disposition.INTERVIEWED
    heard = np.where(forms["company"].isin(_HEARD_BY), IN_COMPANY, ALONE)
    told = forms["consent"].map({"yes": "", "no": str(Disposition.REFUSED)})
    told = told.fillna(str(Disposition.OPEN))
    return known.mask(begun, told.mask(told == "", pd.Series(heard, index=forms.index)))


def people_present(forms: pd.DataFrame) -> pd.Series:
    """Return how many people were at work in each cluster, index `case_id`; missing if not told.

    The earliest form that tells it counts: the question is how many were there on arrival.
    """
    return _first_told(forms, "people_present")


def children_seen(forms: pd.DataFrame) -> pd.Series:
    """Return how many of them seemed younger than 15, by the earliest form that tells it."""
    return _first_told(forms, "children_seen")


def _first_told(forms: pd.DataFrame, question: str) -> pd.Series:
    numbers = pd.to_numeric(forms[question], errors="coerce").astype(float)
    return numbers.groupby(forms["case_id"]).first()


def cluster_visits(submissions: Submissions) -> pd.DataFrame:
    """Return one row a cluster that a form tells of, oldest first; index of its newest form.

    `outcome` is the cluster's: interviewed where somebody spoke alone; open while somebody is still
    to be met; refused where nobody spoke and somebody would not; out of scope where nobody was at
    work, or only people whom the survey is not of; else not located, as where all had company.
    """
    forms = person_forms(submissions)
    present = people_present(forms)
    outcomes = {
        case: str(_outcome(set(met), present[case]))
        for case, met in forms.groupby("case_id")["met"]
    }
    visits = forms.reset_index().drop_duplicates("case_id", keep="last").set_index("instance_id")
    visits = visits[["case_id", "submitted_at"]]
    return visits.assign(outcome=[outcomes[case] for case in visits["case_id"]], consent="yes")


def _outcome(met: set[str], present: float) -> Disposition:
    if ALONE in met:
        return Disposition.INTERVIEWED
    if present == 0 or met == {Disposition.OUT_OF_SCOPE}:
        return Disposition.OUT_OF_SCOPE
    for outcome in (Disposition.OPEN, Disposition.REFUSED):
        if outcome in met:
            return outcome
    return Disposition.NOT_LOCATED


def held_in_company(submissions: Submissions, cases: Iterable[str]) -> tuple[int, int]:
    """Return how many interviews in these clusters somebody could hear, and how many there were."""
    forms = person_forms(submissions)
    met = forms["met"][forms["case_id"].isin(list(cases))]
    heard = int((met == IN_COMPANY).sum())
    return heard, heard + int((met == ALONE).sum())
