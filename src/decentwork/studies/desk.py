"""The fieldwork desk: who was named, who is the same, who is eligible, what became of each case.

Everything here is derived from draws, submissions and decisions; nothing is kept.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import pandas as pd

from decentwork.classifications.countries import find_country
from decentwork.estimates.errors import InputError
from decentwork.studies.cluster_visits import INTERVIEWS, cluster_visits
from decentwork.studies.decisions import Decision, What, in_force
from decentwork.studies.identities import KEYS, Identities, identify, merged_cases
from decentwork.surveys.design import CutOff, SurveyDesign
from decentwork.surveys.fieldwork import CASE_COLUMNS, NOMINATION_COLUMNS, Fieldwork
from decentwork.surveys.kinds import Disposition, Kind
from decentwork.surveys.submissions import Submissions

UNITS = "economic_unit"
ROSTERS = {
    "formal_suppliers": Kind.FORMAL,
    "household_suppliers": Kind.HOUSEHOLD,
    "home_workers": Kind.HOME_WORKER,
    "agencies": Kind.AGENCY,
}
"""Rosters of the questionnaire for units, and the kind of supplier each lists."""

_ROSTER_QUESTIONS = (
    *KEYS,
    "supplier_abroad",
    "supplier_country",
    "purchase_share",
)
_UNIT_QUESTIONS = (
    "case_id",
    "outcome",
    "consent",
    "consent_to_trace",
    "unit_kind",
    "supplies_nearer",
    "submitted_at",
)


def fieldwork(
    design: SurveyDesign,
    draws: pd.DataFrame,
    submissions: Submissions,
    decisions: Sequence[Decision] = (),
    frame_keys: Mapping[str, str] | None = None,
    groups: Mapping[str, str] | None = None,
) -> Fieldwork:
    """Return the state of fieldwork.

    Parameters
    ----------
    design : SurveyDesign
    draws : DataFrame, columns `DRAW_COLUMNS`
        All draws so far, in order.
    submissions : Submissions
        With `supplier_key_phone` and `supplier_key_place` on rosters, where known: two nominations
        that agree in one of them are the same unit, unless a decision says otherwise.
    decisions : sequence of Decision
    frame_keys : mapping, optional
        Key of a unit of the frame → its case id, "" while it is no seed. Such a unit stands in
        tier 0: where a buyer lists it, it is kept, and not followed.
    groups : mapping, optional
        Mention that was matched → its group: see `identities.identify`.

    Notes
    -----
    The cut-off holds for everything a buyer lists of a kind, foreign suppliers included, as the
    question was put to it; these then end the domestic chain. A supplier listed without its share
    of purchases comes last under "top" and counts as within under "share", since only those were
    asked for. A case's tier is one more than the nearest buyer known to list it, one nearer where
    the unit says that it supplies a nearer tier.
    """
    held = in_force(decisions)
    groups = groups or {}
    merged = merged_cases(held, draws, groups)
    answers = _answers(unit_forms(submissions), merged)
    listed = _within_cutoff(_nominations(answers, submissions), design.cutoff)
    known = identify(draws, listed, held, frame_keys or {}, design.draw_seed, groups)
    listed = listed.assign(
        case_id=[known.cases[id] for id in listed.index],
        unit_id=[known.units[id] for id in listed.index],
        drawn=listed.index.isin(draws["nomination_id"]),
    )
    answers = answers.set_index("buyer_id")
    cases = _cases(design, draws, known, merged, listed, answers)
    decided = {
        merged.get(it.case_id, it.case_id): it.value for it in held if it.what is What.OUTCOME
    }
    cases = cases.assign(disposition=_dispositions(cases, answers, decided))
    listed = listed[listed["buyer_id"].isin(cases.index)]
    nominations = _eligible(design, listed, cases, answers, known)
    return Fieldwork(
        cases=cases[list(CASE_COLUMNS)], nominations=nominations[list(NOMINATION_COLUMNS)]
    )


def unit_forms(submissions: Submissions) -> pd.DataFrame:
    """Return the newest form of each unit, oldest first; index `instance_id`, cells text.

    Of a season, where each form is one person's, a row a cluster visited.
    """
    if INTERVIEWS in submissions.forms:
        return cluster_visits(submissions).reindex(columns=list(_UNIT_QUESTIONS), fill_value="")
    forms = submissions.forms.get(UNITS, pd.DataFrame())
    forms = forms.reindex(columns=list(_UNIT_QUESTIONS), fill_value="").rename_axis("instance_id")
    forms = forms.assign(case_id=[str(id).strip().upper() for id in forms["case_id"]])
    ordered = forms.reset_index().sort_values(["submitted_at", "instance_id"])
    return ordered.drop_duplicates("case_id", keep="last").set_index("instance_id")


def _answers(units: pd.DataFrame, merged: Mapping[str, str]) -> pd.DataFrame:
    """Return one form a case, with `buyer_id` the case.

    Of two cases found to be one, the kept one's: two lists of a buyer would count links twice.
    """
    cases = [merged.get(id, id) for id in units["case_id"]]
    kept = units.assign(buyer_id=cases, own=units["case_id"] == cases)
    return kept.sort_values("own", kind="stable").drop_duplicates("buyer_id", keep="last")


def _nominations(answers: pd.DataFrame, submissions: Submissions) -> pd.DataFrame:
    """Return what every unit lists, index `nomination_id`: "case/kind/position on the roster"."""
    columns = ["case_id", "buyer_id", "kind", "position", *_ROSTER_QUESTIONS]
    found = [
        _listed(answers, submissions.rosters[name], kind)
        for name, kind in ROSTERS.items()
        if len(submissions.rosters.get(name, ()))
    ]
    table = pd.concat([pd.DataFrame(columns=columns, dtype=object), *found])
    ids = table["case_id"] + "/" + table["kind"] + "/" + table["position"].astype(str)
    table = table.set_index(pd.Index(ids, name="nomination_id", dtype=object))
    codes = [_country_code(text) for text in table["supplier_country"]]
    return table.assign(country=pd.Series(codes, index=table.index, dtype=object)).sort_index()


def _listed(answers: pd.DataFrame, roster: pd.DataFrame, kind: Kind) -> pd.DataFrame:
    table = roster.reindex(columns=list(_ROSTER_QUESTIONS), fill_value="")
    table = table.rename_axis(["instance_id", "position"]).reset_index()
    buyers = answers[["case_id", "buyer_id"]]
    return table.join(buyers, on="instance_id", how="inner").assign(kind=str(kind))


def _within_cutoff(nominations: pd.DataFrame, cutoff: CutOff) -> pd.DataFrame:
    share = pd.to_numeric(nominations["purchase_share"], errors="coerce") / 100
    within = pd.Series(True, index=nominations.index)
    if cutoff.rule == "share" and cutoff.share is not None:
        within = share.isna() | (share >= cutoff.share)
    if cutoff.rule == "top" and cutoff.number is not None:
        ranked = nominations.assign(share=share)
        ranked = ranked.sort_values(["share", "position"], ascending=[False, True])
        place = ranked.groupby(["buyer_id", "kind"]).cumcount()
        within = (place < cutoff.number).reindex(nominations.index)
    return nominations.assign(within=within.astype(bool))


def _country_code(text: str) -> str:
    try:
        return find_country(text).iso3 if text else ""
    except InputError:
        return ""


def _cases(
    design: SurveyDesign,
    draws: pd.DataFrame,
    known: Identities,
    merged: Mapping[str, str],
    listed: pd.DataFrame,
    answers: pd.DataFrame,
) -> pd.DataFrame:
    """Return one row a case that was drawn, index `case_id`."""
    pairs = zip(draws["nomination_id"], draws["case_id"], strict=True)
    resolved = [known.cases.get(id) or merged.get(case, case) for id, case in pairs]
    # A seed that was also listed keeps its stratum: rows of the frame go first.
    rows = draws.assign(case_id=resolved, later=draws["stratum"] == "")
    rows = rows.sort_values(["later", "draw"], kind="stable").drop_duplicates("case_id")
    cases = rows.set_index("case_id")[["kind", "stratum", "draw"]].sort_index()
    issued = cases.groupby("stratum").size()
    chances = {each.id: issued.get(each.id, 0) / each.frame_units for each in design.strata}
    told = answers.reindex(cases.index)
    return cases.assign(
        tier=_tiers(cases, listed, told),
        kind=told["unit_kind"].where(told["unit_kind"].isin(list(Kind)), cases["kind"]),
        seed_chance=cases["stratum"].map(chances).astype(float),
    )


def _dispositions(
    cases: pd.DataFrame, answers: pd.DataFrame, decided: Mapping[str, str]
) -> list[str]:
    """Return what became of each case: a decision goes before the form, no consent is a refusal."""
    told = answers.reindex(cases.index)
    outcome = told["outcome"].where(told["outcome"].isin(list(Disposition)), str(Disposition.OPEN))
    unwilling = (outcome == Disposition.INTERVIEWED) & (told["consent"] == "no")
    outcome = outcome.mask(unwilling, str(Disposition.REFUSED))
    return [decided.get(case, outcome[case]) for case in cases.index]


def _tiers(cases: pd.DataFrame, listed: pd.DataFrame, told: pd.DataFrame) -> pd.Series:
    """Return each case's tier by the shortest way from the seeds that is known so far."""
    place = {case: row for row, case in enumerate(cases.index)}
    ways = listed[listed["within"] & listed["buyer_id"].isin(place) & listed["case_id"].isin(place)]
    buyers = ways["buyer_id"].map(place).to_numpy(dtype=np.int64)
    suppliers = ways["case_id"].map(place).to_numpy(dtype=np.int64)
    step = np.where(told["supplies_nearer"].to_numpy() == "yes", 0, 1)[suppliers]
    tiers = np.where(cases["stratum"].to_numpy() != "", 0.0, np.inf)
    while True:
        found = tiers.copy()
        np.minimum.at(found, suppliers, np.maximum(tiers[buyers] + step, 1))
        if np.array_equal(found, tiers):
            break
        tiers = found
    # Whose only buyers were corrected away is still a case: it stands below all that were found.
    deepest = np.max(tiers, where=np.isfinite(tiers), initial=0) + 1
    return pd.Series(np.where(np.isfinite(tiers), tiers, deepest).astype(int), index=cases.index)


def _eligible(
    design: SurveyDesign,
    listed: pd.DataFrame,
    cases: pd.DataFrame,
    answers: pd.DataFrame,
    known: Identities,
) -> pd.DataFrame:
    buyers = cases.reindex(listed["buyer_id"])
    told = answers.reindex(listed["buyer_id"])
    abroad = (listed["supplier_abroad"] == "yes") | ~listed["country"].isin(["", design.place])
    followed = [design.following(kind) is not None for kind in listed["kind"]]
    eligible = (
        listed["within"].to_numpy()
        & np.array(followed, dtype=bool)
        & ~abroad.to_numpy()
        & (buyers["disposition"] == Disposition.INTERVIEWED).to_numpy()
        & (told["consent_to_trace"] != "no").to_numpy()
        & (buyers["tier"] < design.deepest_tier).to_numpy()
        & ~listed.index.isin(known.in_frame)
    )
    found = listed["case_id"].where(listed["case_id"].isin(cases.index), "")
    return listed.assign(abroad=abroad, eligible=eligible, case_id=found)


def unknown_cases(state: Fieldwork, submissions: Submissions) -> Iterator[str]:
    """Yield the case numbers of forms that belong to no case: mostly slips in writing them down."""
    known = set(state.cases.index)
    return (case for case in unit_forms(submissions)["case_id"] if case not in known)
