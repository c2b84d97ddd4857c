"""Two stages on a frame small enough to draw in every way: clusters, and people in them."""

from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from tests.studies.seasons import collected, empty, met, season

from decentwork.estimates.errors import InvalidInput
from decentwork.questionnaires.catalogue import questionnaires
from decentwork.studies.cluster_sample import cluster_sample
from decentwork.studies.cluster_visits import cluster_visits
from decentwork.studies.estimate import estimate_weighed
from decentwork.studies.weighing import weigh
from decentwork.surveys.fieldwork import Fieldwork

# Why each person came, by cluster; of the first stratum two clusters are drawn, the other is taken.
FIELDS = {"A": ["sent", "wanted"], "B": [], "C": ["sent", "sent", "wanted"], "D": ["wanted"]}
DESIGN = season(("north", 3, 2), ("south", 1, 1))
DAYS, SENT = 6.0, 3.0


def field(**dispositions):
    """Return the clusters drawn, of the north but D, with what became of them."""
    cases = pd.DataFrame(
        {
            "tier": 0,
            "kind": "formal",
            "stratum": ["south" if case == "D" else "north" for case in dispositions],
            "seed_chance": [1.0 if case == "D" else 2 / 3 for case in dispositions],
            "disposition": list(dispositions.values()),
            "draw": 1,
        },
        index=pd.Index(list(dispositions), name="case_id"),
    )
    named = ["buyer_id", "kind", "unit_id", "case_id", "eligible", "drawn"]
    return Fieldwork(cases=cases, nominations=pd.DataFrame(columns=named))


def sample(state, *forms):
    return cluster_sample(DESIGN, collected(*forms), state, questionnaires())


def all_said(*cases):
    """Return the forms of everybody in some clusters, and the state of the field."""
    forms = []
    for case in cases:
        people = FIELDS[case]
        forms += [met(case, n, len(people), came=why) for n, why in enumerate(people, 1)]
        forms += [] if people else [empty(case)]
    told = {case: "interviewed" if FIELDS[case] else "out_of_scope" for case in cases}
    return field(**told), forms


def totals(found):
    """Return how many days were worked, and how many by people who were sent, with variances."""
    rows = estimate_weighed(found, weigh(found), ["sent_to_work"])
    [days] = [row for row in rows if (row.variable, row.tier) == ("workers", 0)]
    [sent] = [row for row in rows if (row.variable, row.statistic) == ("sent_to_work", "total")]
    return [days.value, sent.value, days.standard_error**2]


def test_over_all_draws_of_clusters_totals_and_their_variance_are_right_on_average():
    found = []
    for pair in combinations("ABC", 2):
        state, forms = all_said(*pair, "D")
        found.append(totals(sample(state, *forms)))
    mean = np.mean(found, axis=0)
    assert mean[:2] == pytest.approx([DAYS, SENT])
    assert mean[2] == pytest.approx(np.var([days for days, _, _ in found]))


def test_over_all_draws_of_clusters_and_of_one_person_in_each_totals_are_right_on_average():
    by_pair = []
    for pair in combinations("ABC", 2):
        drawn = [case for case in (*pair, "D") if FIELDS[case]]
        state, _ = all_said(*pair, "D")
        found = []
        for people in product(*(range(len(FIELDS[case])) for case in drawn)):
            forms = [
                met(case, person + 1, len(FIELDS[case]), came=FIELDS[case][person])
                for case, person in zip(drawn, people, strict=True)
            ]
            made = sample(state, *forms, *(empty(case) for case in pair if not FIELDS[case]))
            rows = estimate_weighed(made, weigh(made), ["sent_to_work"])
            found.append([row.value for row in rows if row.universe == "workers"][:2])
        by_pair.append(np.mean(found, axis=0))
    assert np.mean(by_pair, axis=0) == pytest.approx([DAYS, SENT])


def test_a_field_where_nobody_is_stands_in_the_sample_without_people():
    state, forms = all_said("A", "B", "D")
    found = sample(state, *forms)
    assert list(found.units.index) == ["A", "B", "D"]
    assert set(found.workers["unit_id"]) == {"A", "D"}
    assert found.units["region"].tolist() == ["north", "north", "south"]


def test_clusters_that_refused_are_stood_for_by_those_of_their_stratum():
    forms = [met("A", 1, 2), met("C", 1, 3, outcome="refused", consent=""), met("D", 1, 1)]
    found = sample(field(A="interviewed", C="refused", D="interviewed"), *forms)
    assert found.units["response_factor"].to_dict() == {"A": 2.0, "D": 1.0}


def test_people_found_to_be_too_young_leave_the_list_in_their_share():
    forms = [met("A", 1, 9, children_seen="1"), met("A", 2, 9, outcome="out_of_scope", consent="")]
    found = sample(field(A="interviewed"), *forms)
    assert found.workers["listed"].tolist() == [4.0]  # half of nine less the child that was seen


def test_an_interview_that_others_hear_is_set_aside_and_counted():
    forms = [
        met("A", 1, 4),
        met("A", 2, 4, company="supervisor"),
        met("A", 3, 4, company="workers"),
    ]
    found = sample(field(A="interviewed"), *forms)
    assert found.workers[["listed", "interviewed"]].to_numpy().tolist() == [[4, 1]]
    assert "2 interviews that others could hear are set aside" in found.provenance.steps[1]


def test_of_two_forms_of_a_person_the_newest_counts_and_the_other_is_told():
    later = met("a", 1, 4, at="2027-09-02T10:00:00Z", came="sent")
    found = sample(field(A="interviewed"), met("A", 1, 4), later)
    assert found.workers["sent_to_work"].tolist() == [1.0]
    assert "1 older forms of the same person are left out" in found.provenance.steps


def test_forms_of_a_cluster_that_was_not_drawn_are_left_out_and_told():
    found = sample(field(A="interviewed"), met("A", 1, 4), met("X", 1, 4))
    assert list(found.workers.index) == ["A-1"]
    assert "1 forms of clusters that were not drawn are left out" in found.provenance.steps


def test_the_earliest_count_of_people_holds_and_others_are_told():
    later = met("A", 2, 5, at="2027-09-02T10:00:00Z")
    found = sample(field(A="interviewed"), met("A", 1, 4), later)
    assert found.workers["listed"].tolist() == [4.0, 4.0]
    assert "differ on how many were at work" in found.provenance.steps[-1]


def test_counts_that_cannot_be_are_told_of_all_clusters_at_once():
    state = field(A="interviewed", B="interviewed", C="interviewed", D="interviewed")
    forms = [met("A", n, 2) for n in (1, 2, 3)]
    forms += [met("B", 1, ""), met("C", 1, 2, children_seen="3"), met("D", 1, 1)]
    with pytest.raises(InvalidInput) as told:
        sample(state, *forms)
    assert [str(problem).split(".")[0] for problem in told.value.problems] == [
        "cluster A: 3 people were interviewed, and 2 of 15 and over were at work there",
        "cluster B: no form tells how many people were at work there",
        "cluster C: 3 children among 2 people cannot be",
    ]


def test_a_season_in_which_nobody_spoke_says_so():
    with pytest.raises(InvalidInput, match="nobody spoke alone in any of them"):
        sample(field(A="refused"), met("A", 1, 2, outcome="refused", consent=""))


@pytest.mark.parametrize(
    ("forms", "outcome"),
    [
        ([met("A", 1, 3), met("A", 2, 3, outcome="refused", consent="")], "interviewed"),
        ([met("A", 1, 3, consent=""), met("A", 2, 3, outcome="not_located", consent="")], "open"),
        ([met("A", 1, 3, consent="no"), met("A", 2, 3, company="workers")], "refused"),
        ([met("A", 1, 3, company="supervisor")], "not_located"),
        ([met("A", 1, 3, outcome="out_of_scope", consent="")], "out_of_scope"),
        ([empty("A")], "out_of_scope"),
    ],
    ids=["somebody spoke", "still to be met", "would not", "never alone", "too young", "empty"],
)
def test_what_became_of_a_cluster_follows_from_its_people(forms, outcome):
    assert cluster_visits(collected(*forms))["outcome"].tolist() == [outcome]
