import json

import pytest
from tests.estimators.recruited import drawn, toy

from decentwork.estimators.recruited_answers import NeedsGroups
from decentwork.estimators.recruitment_diagnostics import trait_signs, tree_shape
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN

PEOPLE = """
    id | recruiter_id | degree | owner
    a  | seed         | 10     | no
    e  | seed         | 15     | yes
    b  | a            | 10     | yes
    c  | a            | 12     | yes
    d  | b            | 8      | no
    """


def signs(sample, variable, category):
    found = trait_signs(sample, variable, VOLZ_HECKATHORN.weigh(sample))
    return next(it for it in found if it.category == category)


def test_the_shape_of_trees():
    found = tree_shape(drawn(PEOPLE))
    assert found.wave_sizes == (2, 2, 1)
    assert found.trees == {"a": 4, "e": 1}
    assert found.largest_seed_share == 0.8
    assert found.mean_recruits == 1.5


def test_heaping_is_one_without_preference_and_five_where_all_are_multiples_of_five():
    # of 10, 15, 10, 12, 8 three are multiples of five: 5 * 3/5
    assert tree_shape(drawn(PEOPLE)).heaping == 3.0
    assert tree_shape(toy()).heaping is None


def test_convergence_ends_at_the_estimate_and_bottlenecks_stay_in_their_tree():
    sample = toy()
    found = signs(sample, "y", "1")
    assert found.convergence[-1] == pytest.approx(0.1928978518)
    assert {name: len(series) for name, series in found.bottlenecks.items()} == {
        "s1": 11,
        "s2": 11,
        "s3": 8,
    }
    assert len(found.by_wave) == 4


def test_a_series_that_has_nobody_yet_is_unknown():
    sample = drawn(PEOPLE.replace("| 10     | no", "| 10     |"))
    assert signs(sample, "owner", "yes").convergence[0] is None


def test_a_trend_over_waves_is_seen_and_its_absence_too():
    rows = [f"p{it}|{'seed' if it == 0 else f'p{it - 1}'}|5|" for it in range(40)]
    header = "id|recruiter_id|degree|owner\n"
    later = drawn(
        header + "\n".join(row + ("yes" if it > 19 else "no") for it, row in enumerate(rows))
    )
    mixed = drawn(
        header + "\n".join(row + ("yes" if it % 2 else "no") for it, row in enumerate(rows))
    )
    assert signs(later, "owner", "yes").trend_p < 0.001
    assert signs(mixed, "owner", "yes").trend_p > 0.5


def test_signs_are_plain_values():
    found = trait_signs(toy(), "y", VOLZ_HECKATHORN.weigh(toy()))
    assert json.loads(json.dumps([it.to_dict() for it in found]))[1]["category"] == "1"
    assert json.loads(json.dumps(tree_shape(toy()).to_dict()))["wave_sizes"] == [3, 7, 11, 9]


def test_a_quantity_has_no_groups_to_recruit_each_other():
    with pytest.raises(NeedsGroups):
        trait_signs(toy(), "wage", VOLZ_HECKATHORN.weigh(toy()))
