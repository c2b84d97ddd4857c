import numpy as np
import pytest
from tests.estimators.recruited import drawn, toy

from decentwork.estimators.recruited_answers import NeedsGroups
from decentwork.estimators.salganik_heckathorn import (
    SALGANIK_HECKATHORN,
    GroupsApart,
    GroupUncounted,
    group_shares,
    stationary,
)


def test_two_groups_of_equal_degree_have_the_shares_of_their_cross_recruitment():
    # p_A = C'_BA / (C'_AB + C'_BA) = 0.5 / (0.25 + 0.5)
    counts = np.array([[3.0, 1.0], [2.0, 2.0]])
    assert group_shares(counts, np.ones(2)) == pytest.approx([2 / 3, 1 / 3])


def test_recruitment_made_equal_in_both_directions_has_the_same_equilibrium():
    counts = np.array([[4.0, 3.0, 1.0], [1.0, 5.0, 2.0], [3.0, 1.0, 4.0]])
    equilibrium = stationary(counts)
    flows = equilibrium[:, None] * counts / counts.sum(axis=1, keepdims=True)
    assert stationary(flows + flows.T) == pytest.approx(equilibrium)


def test_a_group_that_never_recruits_another_is_named():
    people = drawn("""
        id | recruiter_id | degree | place
        a  | seed         | 2      | hill
        b  | a            | 2      | hill
        c  | a            | 2      | port
        d  | c            | 2      | port
        """)
    with pytest.raises(GroupsApart, match="'port' never recruited anyone who answered 'hill'"):
        SALGANIK_HECKATHORN.weigh(people, trait="place")


def test_a_quantity_has_no_groups():
    with pytest.raises(NeedsGroups, match="'wage' is a quantity"):
        SALGANIK_HECKATHORN.weigh(toy(), trait="wage")


def test_a_group_of_which_nobody_counts_is_named():
    people = drawn("""
        id | recruiter_id | degree | place
        a  | seed         | 2      | hill
        b  | a            |        | port
        c  | b            | 3      | hill
        d  | c            | 3      | hill
        """)
    with pytest.raises(GroupUncounted, match="'port'"):
        SALGANIK_HECKATHORN.weigh(people, trait="place", missing_degree="drop")


def test_members_of_a_group_share_its_weight_equally():
    weights = SALGANIK_HECKATHORN.weigh(toy(), trait="y")
    answered = toy().people["y"].to_numpy() == 1
    assert np.ptp(weights[answered]) == pytest.approx(0)
