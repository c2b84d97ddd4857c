"""From answers to the sample that is estimated from: units, links, workers, and nobody's name."""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd

from decentwork.estimates.errors import InvalidInput, Problem
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.questionnaires.questionnaire import Questionnaire
from decentwork.questionnaires.scoring import analysis_columns, score
from decentwork.sampling.nonresponse import Response, response
from decentwork.studies.desk import UNITS, unit_forms
from decentwork.surveys.coherent_chain import Chain, coherent, reached
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import Disposition
from decentwork.surveys.sample import LINK_COLUMNS, UNIT_COLUMNS, WORKER_COLUMNS, ChainSample
from decentwork.surveys.submissions import Submissions

WORKERS = "worker"
LICENCE = "Confidential; statistics only"

FOUND_OUTSIDE = (
    Disposition.CLOSED,
    Disposition.OUT_OF_SCOPE,
    Disposition.WRONG_LINK,
    Disposition.ABROAD,
)
"""Dispositions of cases that count with nothing."""

_FIELD_COUNTS = ("issued", "outside")


def chain_sample(
    design: SurveyDesign,
    submissions: Submissions,
    fieldwork: Fieldwork,
    questionnaires: Iterable[Questionnaire],
    *,
    supposed: bool = False,
) -> ChainSample:
    """Return the sample: units interviewed with consent, the links to them, and their workers.

    Parameters
    ----------
    design : SurveyDesign
    submissions : Submissions
        Of a case with several forms, the newest counts, as at the desk.
    fieldwork : Fieldwork
        Says tier (also for publication), kind, stratum, seed chance and disposition of each case.
    questionnaires : the questionnaires of the study
        Score the answers; what they say identifies is not read.
    supposed : bool
        Whether `fieldwork` rests on a matching drawn by chance: what that contradicts is then not
        refused, see `coherent`.

    Returns
    -------
    ChainSample
        Units and workers carry the questionnaires' domains and indicators. Links carry, for each
        buyer and kind, `listed` domestic suppliers within the cut-off and `followed` those of them
        that answered; further `issued`, those that were drawn, and `outside`, those drawn and found
        outside the chain (closed, out of scope, wrong link, abroad), which count with nothing. What
        this leaves out, and non-response, is in the `response_factor` of seeds and links.

    Raises
    ------
    InvalidInput
        The sample contradicts itself; tells every problem.
    """
    known = {each.id: each for each in questionnaires}
    answers = _answers(submissions, fieldwork)
    answered = response(fieldwork)
    units = _units(answers, fieldwork, answered, known[UNITS])
    links = _links(units, fieldwork, answered)
    people = _agreed(submissions.forms[WORKERS]) if WORKERS in submissions.forms else ()
    workers = _workers(people, answers, known[WORKERS]) if len(people) else None
    found = Chain(units, links, workers)
    units, links, workers = coherent(found) if supposed else reached(found)
    steps = [
        f"{len(found.units)} units interviewed with consent, of {len(fieldwork.cases)} cases",
        f"{_told_nearer(answers, units)} units say that they also supply a nearer tier; "
        "the tier of every unit is the nearest that fieldwork found",
        *_left_out(len(found.units) - len(units)),
    ]
    if workers is not None:
        outside = len(people) - len(workers)
        steps.append(f"{len(workers)} workers interviewed with consent; {outside} of other units")
    provenance = Provenance(origins=(origin(design, submissions),), steps=tuple(steps))
    return ChainSample(units=units, links=links, workers=workers, provenance=provenance)


def origin(design: SurveyDesign, submissions: Submissions) -> Origin:
    """Return where a sample comes from: the office, the study's round, what was collected."""
    title = design.name()
    cited = f"{design.office}, {title}, {design.period}, round {design.round}"
    return Origin(
        publisher=design.office,
        title=title,
        licence=LICENCE,
        citation=f"{cited} (invented data)" if design.invented else cited,
        edition=f"round {design.round}",
        sha256=submissions.digest,
    )


def _agreed(forms: pd.DataFrame) -> pd.DataFrame:
    """Return the forms of interviews with consent, `case_id` written as at the desk."""
    agreed = forms[(forms["outcome"] == Disposition.INTERVIEWED) & (forms["consent"] == "yes")]
    return agreed.assign(case_id=[str(id).strip().upper() for id in agreed["case_id"]])


def _answers(submissions: Submissions, fieldwork: Fieldwork) -> pd.DataFrame:
    """Return the answers of interviewed units, index case id in order."""
    if UNITS not in submissions.forms:
        hint = "Import the forms of economic units first."
        raise InvalidInput("the sample", [Problem("units", "there are no submissions.", hint)])
    newest = unit_forms(submissions).index
    agreed = _agreed(submissions.forms[UNITS].loc[newest]).set_index("case_id")
    cases = fieldwork.cases
    interviewed = cases.index[cases["disposition"] == Disposition.INTERVIEWED]
    return agreed.loc[agreed.index.intersection(interviewed).sort_values()].rename_axis("id")


def _units(
    answers: pd.DataFrame, fieldwork: Fieldwork, answered: Response, questionnaire: Questionnaire
) -> pd.DataFrame:
    cases = fieldwork.cases.loc[answers.index]
    found = scored(questionnaire, answers)
    design = pd.DataFrame(
        {
            "tier": cases["tier"].astype(int),
            "seed_chance": cases["seed_chance"].astype(float),
            "buyers_in_scope": _number(answers, "buyers_in_scope").where(cases["tier"] > 0),
            "stratum": cases["stratum"].fillna(""),
            "kind": cases["kind"].astype(str),
            "region": answers.get("region", ""),
            "registered": found.get("registered", ""),
            "response_factor": cases["stratum"].map(answered.seeds["factor"]).astype(float),
        },
        index=answers.index,
    )
    # The kind was taken from the answer already, where there is one.
    further = found.drop(columns=[*UNIT_COLUMNS, "unit_kind"], errors="ignore")
    return design[list(UNIT_COLUMNS)].join(further)


def _links(units: pd.DataFrame, fieldwork: Fieldwork, answered: Response) -> pd.DataFrame:
    """Return one row a followed link between units of the sample, with its buyer's counts."""
    cases, named = fieldwork.cases, fieldwork.nominations
    eligible = named[named["eligible"].astype(bool)]
    drawn = eligible[eligible["drawn"].astype(bool)]
    outside = cases.index[cases["disposition"].isin(FOUND_OUTSIDE)]
    found = drawn[drawn["case_id"].isin(units.index) & drawn["buyer_id"].isin(units.index)]
    found = found.rename(columns={"case_id": "supplier_id"})
    # Named on two rosters: the link of the kind that the unit turned out to be.
    other = found["kind"].to_numpy() != units["kind"].reindex(found["supplier_id"]).to_numpy()
    found = found.assign(other=other).sort_values(["buyer_id", "supplier_id", "other"])
    found = found.drop_duplicates(["buyer_id", "supplier_id"])
    keys = ["buyer_id", "kind"]
    # A unit that a buyer names twice is one supplier.
    counts = {
        "listed": eligible.groupby(keys)["unit_id"].nunique(),
        "followed": found.groupby(keys).size(),
        "issued": drawn.groupby(keys)["unit_id"].nunique(),
        "outside": drawn[drawn["case_id"].isin(outside)].groupby(keys)["unit_id"].nunique(),
    }
    links = found[["supplier_id", *keys]].join(pd.DataFrame(counts).fillna(0).astype(int), on=keys)
    links = links.join(answered.lists["factor"].rename("response_factor"), on=keys)
    return links[[*LINK_COLUMNS, *_FIELD_COUNTS]].reset_index(drop=True)


def _workers(
    people: pd.DataFrame, answers: pd.DataFrame, questionnaire: Questionnaire
) -> pd.DataFrame:
    """Return workers of the units of the sample, index "case-number"; a unit's newest form each."""
    people = people.sort_values("submitted_at").drop_duplicates(
        ["case_id", "worker_number"], keep="last"
    )
    people = people[people["case_id"].isin(answers.index)]
    ids = people["case_id"] + "-" + people["worker_number"]
    people = people.set_index(pd.Index(ids, name="id")).sort_index()
    unit = people["case_id"]
    listed = _number(answers, "workers_listed")
    design = pd.DataFrame(
        {
            "unit_id": unit,
            "listed": unit.map(listed),
            "interviewed": unit.map(unit.value_counts()),
        },
        index=people.index,
    )
    return design[list(WORKER_COLUMNS)].join(scored(questionnaire, people))


def scored(questionnaire: Questionnaire, answers: pd.DataFrame) -> pd.DataFrame:
    """Return domains and indicators, the only answers that get into a sample."""
    return analysis_columns(questionnaire, answers).join(score(questionnaire, answers))


def _number(answers: pd.DataFrame, question: str) -> pd.Series:
    told: Mapping[str, pd.Series] = answers
    cells = told[question] if question in told else pd.Series("", index=answers.index)
    return pd.to_numeric(cells, errors="coerce").astype(float)


def _left_out(units: int) -> Iterator[str]:
    if units:
        yield (
            f"{units} of them are left out: as names are matched now, no followed link leads to "
            "them from a seed within the deepest tier"
        )


def _told_nearer(answers: pd.DataFrame, units: pd.DataFrame) -> int:
    told = answers.get("supplies_nearer", pd.Series("", index=answers.index))
    return int((told.loc[units.index] == "yes").sum())
