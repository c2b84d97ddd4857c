"""How far fieldwork is: cases and links by tier and kind, response, and what to look into."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from decentwork.sampling.selection import next_cases
from decentwork.studies.cluster_visits import held_in_company
from decentwork.studies.decisions import Decision, assignments
from decentwork.studies.desk import unit_forms, unknown_cases
from decentwork.surveys.design import SurveyDesign
from decentwork.surveys.fieldwork import Fieldwork
from decentwork.surveys.kinds import ELIGIBLE, Disposition
from decentwork.surveys.submissions import Submissions

ENOUGH = 5  # cases or interviews before a share of them says anything
HIGH_REFUSAL = 0.4
HIGH_NOT_LOCATED = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWarning:
    """Something to look into: an `id` that pages have a sentence for, and its facts."""

    id: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far fieldwork is.

    `cases` by (`tier`, `kind`): `issued`, a count of each `Disposition`, `response_rate` and
    `cooperation_rate`. `links` by `kind`: `buyers` interviewed in tiers that are followed, `found`
    nominations, `abroad`, `eligible`, `drawn`, `followed` (drawn, and the unit answered). `days`
    by `date`: `interviews`. Rates are 0–1, missing where nobody could answer yet.

    Notes
    -----
    The response rate is AAPOR's RR1 over the cases that are finished: interviews over interviews,
    refusals and units not located, which may all belong to the chain; closed units, units out of
    scope and wrong links do not. The cooperation rate (COOP1) is interviews over interviews and
    refusals.

    References
    ----------
    American Association for Public Opinion Research, Standard Definitions, 10th ed. (2023).
    """

    cases: pd.DataFrame
    links: pd.DataFrame
    days: pd.DataFrame
    warnings: tuple[FieldWarning, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values; missing rates are None."""
        tables = {"cases": self.cases, "links": self.links, "days": self.days}
        plain = {name: _records(table) for name, table in tables.items()}
        warnings = [{"id": each.id, **each.facts} for each in self.warnings]
        return {**plain, "warnings": warnings}


def progress(
    design: SurveyDesign,
    state: Fieldwork,
    submissions: Submissions,
    decisions: Sequence[Decision] = (),
) -> Progress:
    """Return how far fieldwork is."""
    return Progress(
        cases=_by_tier_and_kind(state.cases),
        links=_by_kind(design, state),
        days=_days(state, submissions),
        warnings=tuple(_warnings(design, state, submissions, assignments(decisions))),
    )


def _by_tier_and_kind(cases: pd.DataFrame) -> pd.DataFrame:
    outcomes = [str(each) for each in Disposition]
    counts = pd.crosstab([cases["tier"], cases["kind"]], cases["disposition"])
    counts = counts.reindex(columns=outcomes, fill_value=0).rename_axis(columns=None)
    counts.insert(0, "issued", counts.sum(axis="columns"))
    interviewed = counts[Disposition.INTERVIEWED]
    able = counts[[str(each) for each in Disposition if each in ELIGIBLE]].sum(axis="columns")
    asked = interviewed + counts[Disposition.REFUSED]
    return counts.assign(
        response_rate=interviewed / able.where(able > 0),
        cooperation_rate=interviewed / asked.where(asked > 0),
    )


def _by_kind(design: SurveyDesign, state: Fieldwork) -> pd.DataFrame:
    interviewed = state.cases["disposition"] == Disposition.INTERVIEWED
    buyers = state.cases.index[interviewed & (state.cases["tier"] < design.deepest_tier)]
    listed = state.nominations
    answered = listed["drawn"] & listed["case_id"].isin(state.cases.index[interviewed])
    counts = listed.assign(found=1, followed=answered).groupby("kind")
    names = ["found", "abroad", "eligible", "drawn", "followed"]
    kinds = [str(each.kind) for each in design.follow]
    table = counts[names].sum().astype(int)
    table = table.reindex([*kinds, *sorted(set(table.index) - set(kinds))], fill_value=0)
    table.insert(0, "buyers", len(buyers))
    return table.rename_axis("kind")


def _days(state: Fieldwork, submissions: Submissions) -> pd.DataFrame:
    forms = unit_forms(submissions)
    interviewed = state.cases.index[state.cases["disposition"] == Disposition.INTERVIEWED]
    dates = forms.loc[forms["case_id"].isin(interviewed), "submitted_at"].str[:10]
    counts = dates[dates != ""].value_counts().sort_index()
    return counts.rename("interviews").rename_axis("date").to_frame()


def _warnings(
    design: SurveyDesign,
    state: Fieldwork,
    submissions: Submissions,
    visited_by: Mapping[str, str],
) -> Iterator[FieldWarning]:
    links = _by_kind(design, state)
    for kind in links.index[(links["found"] == 0) & (links["buyers"] >= ENOUGH)]:
        facts = {"kind": kind, "buyers": int(links.at[kind, "buyers"])}
        yield FieldWarning(id="kind_never_listed", facts=facts)
    cases = state.cases.assign(member=[visited_by.get(case, "") for case in state.cases.index])
    yield from _high(cases[cases["member"] != ""], "member", Disposition.REFUSED, HIGH_REFUSAL)
    heard, interviews = held_in_company(submissions, cases.index)
    if heard:
        facts = {"heard": heard, "interviews": interviews}
        yield FieldWarning(id="held_in_company", facts=facts)
    if design.links == "suppliers":  # of a field, nobody met alone says nothing of its address
        yield from _high(cases, "tier", Disposition.NOT_LOCATED, HIGH_NOT_LOCATED)
    if unknown := sorted(unknown_cases(state, submissions)):
        yield FieldWarning(id="form_of_no_case", facts={"case_ids": unknown})
    deepest = int(cases["tier"].max()) if len(cases) else 0
    done = len(cases) > 0 and not (cases["disposition"] == Disposition.OPEN).any()
    if deepest < design.deepest_tier and done and not len(next_cases(design, state).rows):
        facts = {"deepest": deepest, "planned": design.deepest_tier}
        yield FieldWarning(id="depth_not_reached", facts=facts)


def _high(
    cases: pd.DataFrame, by: str, outcome: Disposition, limit: float
) -> Iterator[FieldWarning]:
    """Yield a warning for each group of finished cases in which an outcome is frequent."""
    finished = cases[cases["disposition"] != Disposition.OPEN]
    for group, found in finished.groupby(by)["disposition"]:
        count = int((found == outcome).sum())
        if len(found) >= ENOUGH and count >= limit * len(found):
            facts = {by: group, "finished": len(found), str(outcome): count}
            yield FieldWarning(id=f"many_{outcome}", facts=facts)


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    plain = table.reset_index().astype(object)
    rows: list[dict[str, Any]] = plain.where(plain.notna(), None).to_dict("records")
    return rows
