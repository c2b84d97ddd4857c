from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.studies.fields import collected, design, frame, interview

from decentwork.estimates.errors import InvalidInput
from decentwork.sampling.selection import Draw, first_draw, next_cases
from decentwork.studies.confidential import frame_keys, keys, parted
from decentwork.studies.decisions import (
    Decision,
    What,
    assignments,
    check_decision,
    decisions_text,
    in_force,
    read_decisions,
    refused,
)
from decentwork.studies.desk import fieldwork
from decentwork.studies.progress import progress
from decentwork.surveys.design import CutOff, Follow, Stratum
from decentwork.surveys.kinds import Kind
from decentwork.surveys.submissions import Submissions

IDENTIFYING = {"supplier_name", "supplier_phone", "supplier_address"}
SECRET = "a secret of the test"  # noqa: S105 - keys of invented names
NOTHING = Submissions(forms={}, rosters={})


def kept(*interviews):
    return parted(collected(*interviews), IDENTIFYING, SECRET)[0]


def seeds(study=None):
    return first_draw(study or design(), frame())


def decided(*decisions):
    """Decisions as (what, case, value)."""
    return [
        Decision(
            number=at, at="2027-03-01", by="chief", what=what, case_id=id, value=value, why="-"
        )
        for at, (what, id, value) in enumerate(decisions, start=1)
    ]


def rows(*draws: Draw):
    return pd.concat([draw.rows for draw in draws])


def test_before_any_interview_all_seeds_are_open_in_tier_0():
    state = fieldwork(design(), seeds().rows, NOTHING)
    assert len(state.cases) == 3
    assert set(state.cases["tier"]) == {0}
    assert set(state.cases["disposition"]) == {"open"}
    assert set(state.cases["seed_chance"]) == {0.5}
    assert len(state.nominations) == 0


def test_a_study_without_a_draw_has_no_case():
    state = fieldwork(design(), seeds().rows.iloc[:0], NOTHING)
    assert (len(state.cases), len(state.nominations)) == (0, 0)


def test_suppliers_are_listed_by_kind_and_nobody_is_drawn_yet():
    first = seeds()
    a = first.case_ids[0]
    told = kept(interview(a, rosters={"formal_suppliers": ["X"], "home_workers": ["Y", "Z"]}))
    state = fieldwork(design(), first.rows, told)
    assert list(state.nominations.index) == [
        f"{a}/formal/1",
        f"{a}/home_worker/1",
        f"{a}/home_worker/2",
    ]
    assert state.nominations["eligible"].tolist() == [True, False, False]  # not followed here
    assert state.nominations["case_id"].tolist() == ["", "", ""]


@pytest.mark.parametrize(
    ("cutoff", "within"),
    [
        (CutOff(rule="all"), [True, True, True, True]),
        (CutOff(rule="top", number=2), [True, False, True, False]),
        (CutOff(rule="share", share=0.1), [True, True, True, False]),
    ],
)
def test_the_cut_off_says_who_is_eligible(cutoff, within):
    first = seeds()
    shares = ["30", "", "10", "5"]  # who has no share comes last, and was asked for as within
    listed = [{"supplier_name": it, "purchase_share": it} for it in shares]
    told = kept(interview(first.case_ids[0], rosters={"formal_suppliers": listed}))
    state = fieldwork(design(cutoff=cutoff), first.rows, told)
    assert state.nominations["eligible"].tolist() == within


def test_the_cut_off_holds_for_each_kind_apart():
    first = seeds()
    listed = {"formal_suppliers": ["A", "B"], "household_suppliers": ["C", "D"]}
    told = kept(interview(first.case_ids[0], rosters=listed))
    study = design(cutoff=CutOff(rule="top", number=1))
    state = fieldwork(study, first.rows, told)
    assert state.nominations["eligible"].tolist() == [True, False, True, False]


def test_a_foreign_supplier_is_coded_and_ends_the_chain():
    first = seeds()
    listed = [
        {"supplier_name": "X", "supplier_abroad": "yes", "supplier_country": "Viet Nam"},
        {"supplier_name": "Y", "supplier_country": "XAB"},
        {"supplier_name": "Z", "supplier_abroad": "no", "supplier_country": "Avonia"},
    ]
    told = kept(interview(first.case_ids[0], rosters={"formal_suppliers": listed}))
    state = fieldwork(design(), first.rows, told)
    assert state.nominations["abroad"].tolist() == [True, True, False]
    assert state.nominations["country"].tolist() == ["VNM", "XAB", "XAA"]
    assert state.nominations["eligible"].tolist() == [False, False, True]


def test_who_does_not_agree_to_tracing_is_not_drawn_from():
    first = seeds()
    form = interview(first.case_ids[0], rosters={"formal_suppliers": ["X"]}, consent_to_trace="no")
    state = fieldwork(design(), first.rows, kept(form))
    assert not state.nominations["eligible"].any()


def test_without_consent_an_interview_is_a_refusal():
    first = seeds()
    state = fieldwork(design(), first.rows, kept(interview(first.case_ids[0], consent="no")))
    assert state.cases.at[first.case_ids[0], "disposition"] == "refused"


def test_the_newest_form_of_a_case_counts():
    first = seeds()
    a = first.case_ids[0]
    told = kept(
        interview(a, id="2", at="2027-02-02T10:00:00Z"),
        interview(a, id="1", at="2027-02-01T10:00:00Z", outcome="refused"),
    )
    assert fieldwork(design(), first.rows, told).cases.at[a, "disposition"] == "interviewed"


def test_a_decision_on_the_outcome_goes_before_the_form():
    first = seeds()
    a = first.case_ids[0]
    state = fieldwork(
        design(), first.rows, kept(interview(a)), decided((What.OUTCOME, a, "out_of_scope"))
    )
    assert state.cases.at[a, "disposition"] == "out_of_scope"


def followed_up(study, *interviews, frame_keys=None):
    """Return draws after the seeds' interviews, and the state."""
    first = seeds(study)
    told = kept(*interviews)
    state = fieldwork(study, first.rows, told, frame_keys=frame_keys)
    draws = rows(first, next_cases(study, state))
    return draws, fieldwork(study, draws, told, frame_keys=frame_keys)


def test_drawn_suppliers_are_cases_of_the_next_tier():
    a = seeds().case_ids[0]
    draws, state = followed_up(design(), interview(a, rosters={"formal_suppliers": ["X", "Y"]}))
    assert state.nominations["drawn"].tolist() == [True, True]
    drawn = state.cases.loc[state.nominations["case_id"]]
    assert drawn["tier"].tolist() == [1, 1]
    assert drawn["stratum"].tolist() == ["", ""]
    assert drawn["seed_chance"].isna().all()


def test_suppliers_of_one_name_and_phone_are_one_case():
    a, b, _ = seeds().case_ids
    _, state = followed_up(
        design(),
        interview(
            a,
            rosters={
                "formal_suppliers": [
                    {"supplier_name": "Électro Sarl", "supplier_phone": "+33 555-123"}
                ]
            },
        ),
        interview(
            b,
            rosters={
                "formal_suppliers": [
                    {"supplier_name": "ELECTRO SARL", "supplier_phone": "33555123"}
                ]
            },
        ),
    )
    assert len(state.cases) == 4
    assert state.nominations["case_id"].nunique() == 1


def test_suppliers_of_one_name_at_one_place_are_one_case():
    a, b, _ = seeds().case_ids
    same = [{"supplier_name": "Lin", "supplier_address": "12, Mill Road"}]
    _, state = followed_up(
        design(),
        interview(a, rosters={"formal_suppliers": same}),
        interview(b, rosters={"formal_suppliers": same}),
    )
    assert state.nominations["case_id"].nunique() == 1


def test_a_name_alone_makes_nobody_the_same():
    a, b, _ = seeds().case_ids
    same = [{"supplier_name": "Lin"}]
    _, state = followed_up(
        design(),
        interview(a, rosters={"formal_suppliers": same}),
        interview(b, rosters={"formal_suppliers": same}),
    )
    assert state.nominations["case_id"].nunique() == 2


def test_two_are_the_same_or_different_when_somebody_decides_so():
    a, b, _ = seeds().case_ids
    forms = (
        interview(a, rosters={"formal_suppliers": ["X"]}),
        interview(b, rosters={"formal_suppliers": ["Y"]}),
    )
    draws, before = followed_up(design(), *forms)
    x, y = before.nominations["case_id"]
    merged = fieldwork(design(), draws, kept(*forms), decided((What.SAME, x, y)))
    assert merged.nominations["case_id"].tolist() == [y, y]
    assert x not in merged.cases.index
    undone = decided((What.SAME, x, y), (What.UNDO, "", "1"))
    again = fieldwork(design(), draws, kept(*forms), undone)
    assert again.nominations["case_id"].tolist() == [x, y]


def test_agreeing_contacts_of_two_units_can_be_told_apart():
    a, b, _ = seeds().case_ids
    forms = (
        interview(a, rosters={"formal_suppliers": ["X"]}),
        interview(b, rosters={"formal_suppliers": ["X"]}),
    )
    draws, before = followed_up(design(), *forms)
    assert before.nominations["case_id"].nunique() == 1
    second = before.nominations.index[1]
    case = before.nominations.at[second, "case_id"]
    apart = fieldwork(design(), draws, kept(*forms), decided((What.DIFFERENT, second, case)))
    assert apart.nominations["case_id"].nunique() == 2
    assert set(apart.nominations["case_id"]) <= set(apart.cases.index)


def test_of_two_interviews_of_one_unit_the_lists_do_not_add_up():
    a, b, _ = seeds().case_ids
    forms = (
        interview(a, rosters={"formal_suppliers": ["X", "Y"]}),
        interview(b, rosters={"formal_suppliers": ["X", "Z"]}),
    )
    state = fieldwork(design(), seeds().rows, kept(*forms), decided((What.SAME, a, b)))
    assert state.nominations["buyer_id"].tolist() == [b, b]


def test_a_unit_of_the_frame_is_not_followed_as_a_supplier():
    study, first = design(), seeds()
    listed = [
        {"supplier_name": f"Firm {number}", "supplier_phone": f"55510{number:02}"}
        for number in range(6)
    ]
    on_frame = frame_keys(frame(), SECRET, first.seeds)
    a = first.case_ids[0]
    told = kept(interview(a, rosters={"formal_suppliers": [*listed, "X"]}))
    state = fieldwork(study, first.rows, told, frame_keys=on_frame)
    assert state.nominations["eligible"].tolist() == [*[False] * 6, True]
    # Those that are seeds are known by their case.
    assert set(state.nominations["case_id"]) == {"", *first.case_ids}


def rows_and(draws, draw):
    return pd.concat([draws, draw.rows])


def test_the_tier_is_the_shortest_way_found():
    study = design(follow=(Follow(kind=Kind.FORMAL, at_most=None),), deepest_tier=3)
    a, b, _ = seeds(study).case_ids
    forms = [interview(a, rosters={"formal_suppliers": ["X"]})]
    draws, state = followed_up(study, *forms)
    x = state.nominations["case_id"].iloc[0]
    forms.append(interview(x, rosters={"formal_suppliers": ["Y"]}))
    draws = rows_and(draws, next_cases(study, fieldwork(study, draws, kept(*forms)), number=3))
    state = fieldwork(study, draws, kept(*forms))
    y = state.nominations.at[f"{x}/formal/1", "case_id"]
    assert state.cases.at[y, "tier"] == 2
    forms.append(interview(b, rosters={"formal_suppliers": ["Y"]}))
    assert fieldwork(study, draws, kept(*forms)).cases.at[y, "tier"] == 1


def test_a_unit_that_supplies_a_nearer_tier_stands_one_tier_nearer():
    study = design(deepest_tier=3)
    a = seeds(study).case_ids[0]
    forms = [interview(a, rosters={"formal_suppliers": ["X"]})]
    draws, state = followed_up(study, *forms)
    x = state.nominations["case_id"].iloc[0]
    forms.append(interview(x, rosters={"formal_suppliers": ["Y"]}, supplies_nearer="yes"))
    draws = rows_and(draws, next_cases(study, fieldwork(study, draws, kept(*forms)), number=3))
    state = fieldwork(study, draws, kept(*forms))
    y = state.nominations.at[f"{x}/formal/1", "case_id"]
    forms.append(interview(y, supplies_nearer="yes"))
    tiers = fieldwork(study, draws, kept(*forms)).cases["tier"]
    assert (tiers[x], tiers[y]) == (1, 1)


def test_nobody_is_followed_beyond_the_deepest_tier():
    study = design(deepest_tier=1)
    a = seeds(study).case_ids[0]
    forms = [interview(a, rosters={"formal_suppliers": ["X"]})]
    draws, state = followed_up(study, *forms)
    forms.append(
        interview(state.nominations["case_id"].iloc[0], rosters={"formal_suppliers": ["Y"]})
    )
    state = fieldwork(study, draws, kept(*forms))
    assert state.nominations["eligible"].tolist().count(True) == 1


def test_the_same_suppliers_are_drawn_in_whatever_order_interviews_come_in():
    study = design(strata=(Stratum(id="all", frame_units=6, seeds=4),))
    first = seeds(study)
    forms = [
        interview(case, rosters={"formal_suppliers": [f"{at}-{place}" for place in range(5)]})
        for at, case in enumerate(first.case_ids)
    ]

    def drawn_one_after_the_other(order):
        draws = first.rows
        for count in range(1, len(order) + 1):
            told = kept(*(forms[at] for at in order[:count]))
            more = next_cases(study, fieldwork(study, draws, told), number=count + 1)
            draws = rows_and(draws, more)
        return set(zip(draws["nomination_id"], draws["case_id"], strict=True))

    rng = np.random.default_rng(3)
    wanted = drawn_one_after_the_other(range(4))
    assert len(wanted) == 4 + 8
    assert all(drawn_one_after_the_other(rng.permutation(4)) == wanted for _ in range(2))


def test_keys_tell_nothing_without_the_secret():
    by_phone, by_place = keys(SECRET, "Lin", "555 123", "")
    assert by_place == ""
    assert by_phone != keys("another", "Lin", "555 123", "")[0]
    assert keys(SECRET, "Lin", "12", "") == ("", "")


def test_what_identifies_is_taken_out_of_submissions():
    form = interview("A", rosters={"formal_suppliers": ["Rosa Mill"]}, region="north")
    whole, apart = parted(collected(form), {*IDENTIFYING, "region"}, SECRET)
    assert "Rosa" not in whole.to_json()
    assert "Rosa" in apart.to_json()
    assert "interviewed" not in apart.to_json()


def test_progress_counts_by_tier_and_kind():
    a, b, c = seeds().case_ids
    forms = (
        interview(a, rosters={"formal_suppliers": ["X", "Y", "Z"]}),
        interview(b, outcome="refused", at="2027-02-03T10:00:00Z"),
        interview(c, outcome="closed"),
    )
    draws, state = followed_up(design(), *forms)
    told = progress(design(), state, kept(*forms))
    lead = told.cases.loc[(0, "formal")]
    assert lead[["issued", "interviewed", "refused", "closed", "open"]].tolist() == [3, 1, 1, 1, 0]
    assert lead["response_rate"] == 0.5
    assert told.links.loc["formal"].tolist() == [1, 3, 0, 3, 2, 0]
    assert told.days["interviews"].to_dict() == {"2027-02-01": 1}
    assert told.to_dict()["cases"][1]["response_rate"] is None


def test_warnings_name_what_to_look_into():
    study = design(strata=(Stratum(id="all", frame_units=6, seeds=6),))
    first = seeds(study)
    forms = [interview(case, rosters={"formal_suppliers": []}) for case in first.case_ids[:4]]
    forms += [interview(case, outcome="refused") for case in first.case_ids[4:]]
    forms += [interview("TYPO-0000")]
    visits = decided(*((What.ASSIGN, case, "mo") for case in first.case_ids))
    told = kept(*forms)
    state = fieldwork(study, first.rows, told, visits)
    warnings = {it.id: it.facts for it in progress(study, state, told, visits).warnings}
    assert warnings == {
        "form_of_no_case": {"case_ids": ["TYPO-0000"]},
        "depth_not_reached": {"deepest": 0, "planned": 2},
    }
    more = [interview(case) for case in first.case_ids[:1]]
    more += [interview(case, outcome="refused") for case in first.case_ids[1:]]
    state = fieldwork(study, first.rows, kept(*more), visits)
    warnings = {it.id: it.facts for it in progress(study, state, kept(*more), visits).warnings}
    assert warnings["many_refused"] == {"member": "mo", "finished": 6, "refused": 5}


def test_a_kind_that_nobody_lists_is_a_warning():
    study = design(strata=(Stratum(id="all", frame_units=6, seeds=6),))
    first = seeds(study)
    forms = [interview(case, rosters={"formal_suppliers": ["X"]}) for case in first.case_ids]
    state = fieldwork(study, first.rows, kept(*forms))
    (warning,) = progress(study, state, kept(*forms)).warnings
    assert (warning.id, warning.facts) == ("kind_never_listed", {"kind": "household", "buyers": 6})


def test_an_undone_undoing_lets_a_decision_hold_again():
    taken = decided((What.OUTCOME, "A", "closed"), (What.UNDO, "", "1"), (What.UNDO, "", "2"))
    assert in_force(taken[:1]) == tuple(taken[:1])
    assert in_force(taken[:2]) == ()
    assert in_force(taken) == tuple(taken[:1])


def test_the_newest_assignment_counts_and_an_empty_one_takes_it_back():
    taken = decided(
        (What.ASSIGN, "A", "mo"),
        (What.ASSIGN, "B", "mo"),
        (What.ASSIGN, "A", "li"),
        (What.ASSIGN, "B", ""),
    )
    assert assignments(taken) == {"A": "li"}


def test_decisions_written_and_read_are_the_same():
    taken = [replace(it, why='a "reason",\nin two lines') for it in decided((What.SAME, "A", "B"))]
    assert read_decisions(decisions_text(taken)) == tuple(taken)


@pytest.mark.parametrize(
    ("what", "id", "value", "told"),
    [
        (What.OUTCOME, "A", "lost", "'lost' is no outcome"),
        (What.OUTCOME, "Q", "closed", "no case 'Q'"),
        (What.SAME, "A", "Q", "no case 'Q'"),
        (What.SAME, "A", "A", "compared with itself"),
        (What.UNDO, "", "9", "no decision '9'"),
    ],
)
def test_a_decision_that_makes_no_sense_is_refused(what, id, value, told):
    (decision,) = decided((what, id, value))
    problems = check_decision(decision, [], ["A", "B"])
    assert told in str(refused(decision.what, problems))


def test_a_decision_has_a_who_and_a_why():
    (decision,) = decided((What.OUTCOME, "A", "closed"))
    problems = check_decision(replace(decision, by=" ", why=""), [], ["A"])
    assert len(problems) == 2
    with pytest.raises(InvalidInput):
        raise refused(decision.what, problems)
