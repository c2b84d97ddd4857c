import pytest

from decentwork.dossiers.gaps import gap


def left(**changes: object) -> str | None:
    situation = {
        "need": "deficit",
        "obligation": "yes",
        "action_here": True,
        "action_elsewhere": False,
        "effect_known": True,
    }
    return gap(**{**situation, **changes})


def test_an_answered_need_leaves_no_gap():
    assert left() is None


def test_without_evidence_of_need_nothing_is_known_whatever_is_done():
    assert left(need="unknown", obligation="no") == "nothing_known"


def test_a_norm_that_is_met_leaves_no_gap_even_without_action():
    assert left(need="none", action_here=False) is None


def test_no_obligation_comes_before_no_action():
    assert left(obligation="no", action_here=False) == "no_obligation"


def test_an_obligation_that_is_not_in_the_data_is_not_a_missing_one():
    assert left(obligation="unknown", action_here=False) == "no_action"


@pytest.mark.parametrize(
    ("elsewhere", "expected"), [(True, "action_elsewhere"), (False, "no_action")]
)
def test_action_at_another_tier_is_told_apart_from_no_action(elsewhere, expected):
    assert left(action_here=False, action_elsewhere=elsewhere) == expected


def test_action_whose_effect_nobody_states_is_a_gap():
    assert left(effect_known=False) == "no_evidence_of_effect"


def test_an_opportunity_nobody_takes_up_is_a_gap_too():
    assert left(need="opportunity", action_here=False) == "no_action"
