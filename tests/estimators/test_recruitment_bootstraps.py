import numpy as np
import pytest
from tests.estimators.recruited import drawn, toy

from decentwork.estimators.gile_bootstrap import rebuild, recruited_shares
from decentwork.estimators.neighbourhood_bootstrap import neighbourhood_counts
from decentwork.estimators.recruited_answers import answers_to
from decentwork.estimators.recruitment_trees import grow
from decentwork.estimators.recruitment_variance import bounds, replicate
from decentwork.estimators.salganik_bootstrap import chain_counts, next_chances
from decentwork.estimators.tree_bootstrap import tree_counts

CHAIN = """
    id | recruiter_id | degree
    a  | seed         | 1
    b  | a            | 1
    c  | b            | 1
    """
FORK = """
    id | recruiter_id | degree
    a  | seed         | 1
    b  | a            | 1
    c  | a            | 1
    d  | c            | 1
    """


def groups_of(sample, trait):
    return answers_to(sample, [trait])[0].groups("a test")


def test_a_single_chain_is_resampled_as_itself():
    assert tree_counts(grow(drawn(CHAIN)), 0, 5, seed=1).tolist() == [[1.0, 1.0, 1.0]] * 5


def test_recruits_are_drawn_with_replacement_and_bring_their_own():
    counts = tree_counts(grow(drawn(FORK)), 0, 4_000, seed=1)
    a, b, c, d = counts.T
    assert (a == 1).all()
    assert (b + c == 2).all()
    assert (c == d).all()
    # c is drawn 0, 1 or 2 times with chances 1/4, 1/2, 1/4.
    assert np.bincount(c.astype(int)) / 4_000 == pytest.approx([0.25, 0.5, 0.25], abs=0.03)


def test_seeds_are_drawn_with_replacement():
    counts = tree_counts(grow(toy()), 0, 4_000, seed=1)
    assert (counts[:, :3].sum(axis=1) == 3).all()
    assert counts[:, :3].mean(axis=0) == pytest.approx([1, 1, 1], abs=0.06)


def test_a_replicate_depends_on_the_seed_and_its_number_only():
    forest = grow(toy())
    together = tree_counts(forest, 0, 20, seed=3)
    assert np.array_equal(together[7:], tree_counts(forest, 7, 13, seed=3))
    assert not np.array_equal(together, tree_counts(forest, 0, 20, seed=4))


def test_threads_change_nothing():
    forest = grow(toy())

    def means(first, number):
        return tree_counts(forest, first, number, 1)[:, :2]

    one, two = (replicate(means, 1_200, 30, threads) for threads in (1, 2))
    assert np.array_equal(one, two)
    assert one.shape == (1_200, 2)


def test_a_neighbourhood_is_the_recruiter_and_the_recruits_of_who_was_drawn():
    counts = neighbourhood_counts(grow(drawn(CHAIN)), 0, 200, seed=1)
    # Mean number of neighbours is 4/3, so round(3 / (4/3)) = 2 are drawn: each time b brings a and
    # c, or one of these brings b.
    a, b, c = counts.T
    assert (a == c).all()
    assert (a + b == 2).all()


def test_neighbours_of_a_sample_are_about_as_many_as_the_sample():
    assert neighbourhood_counts(grow(toy()), 0, 2_000, seed=1).sum(axis=1).mean() == pytest.approx(
        30, rel=0.03
    )


def test_neighbourhoods_spread_as_a_simple_random_sample_where_recruits_are_like_anybody():
    lines = [f"p{nth}|{f'p{nth - 1}' if nth else 'seed'}|1" for nth in range(400)]
    forest = grow(drawn("id|recruiter_id|degree\n" + "\n".join(lines)))
    answers = np.random.default_rng(5).permutation(400) < 200
    counts = neighbourhood_counts(forest, 0, 2_000, seed=1)
    spread = ((counts @ answers) / counts.sum(axis=1)).std()
    assert spread == pytest.approx(np.sqrt(0.25 / 400), rel=0.1)


def test_a_chain_moves_between_groups_as_recruitment_does():
    sample = toy()
    groups, forest = groups_of(sample, "y"), grow(sample)
    degree = sample.people["degree"].to_numpy()
    for members in ("by_degree", "by_recruiter"):
        chances = next_chances(groups, forest, degree, members)
        of_group = np.stack([chances[:, groups == it].sum(axis=1) for it in (0, 1)], axis=1)
        assert of_group == pytest.approx(np.array([[15 / 18, 3 / 18], [4 / 9, 5 / 9]]))
        counts, recruited = chain_counts(groups, chances, 0, 2_000, seed=1)
        assert (counts.sum(axis=1) == 30).all()
        assert (recruited.sum(axis=(1, 2)) == 29).all()
        rows = recruited.sum(axis=0)
        assert rows / rows.sum(axis=1, keepdims=True) == pytest.approx(of_group, abs=0.01)


def test_members_are_drawn_by_degree_or_among_those_the_group_recruited():
    sample = toy()
    groups, forest = groups_of(sample, "y"), grow(sample)
    degree = sample.people["degree"].to_numpy()
    seed = list(sample.people.index).index("s1")
    assert next_chances(groups, forest, degree, "by_degree")[0, seed] > 0
    assert next_chances(groups, forest, degree, "by_recruiter")[0, seed] == 0


def test_recruiting_everyone_of_the_population_leaves_nothing_to_chance():
    sample = toy()
    degree = sample.people["degree"].to_numpy()
    counted = np.ones(30, dtype=bool)
    rebuilt = rebuild(grow(sample), groups_of(sample, "y"), degree, counted, 30.0)
    assert rebuilt.people.sum() == 30
    assert recruited_shares(rebuilt, 30.0, 0, 5, seed=1)[:, 1] == pytest.approx([0.3] * 5)


def test_recruiting_anew_gives_about_the_estimate_it_began_with():
    sample = toy()
    degree = sample.people["degree"].to_numpy()
    counted = np.ones(30, dtype=bool)
    rebuilt = rebuild(grow(sample), groups_of(sample, "y"), degree, counted, 80.0)
    assert rebuilt.people.sum() == 80
    found = recruited_shares(rebuilt, 80.0, 0, 1_000, seed=1)
    assert found[:, 1].mean() == pytest.approx(0.2167, abs=0.03)
    assert found.sum(axis=1) == pytest.approx(np.ones(1_000))


def test_an_interval_is_of_percentiles_or_normal():
    replicates = np.arange(101.0)
    assert bounds(replicates, 50.0, 1.0, "percentile", 0.9) == pytest.approx((5, 95))
    assert bounds(replicates, 50.0, 1.0, "normal", 0.95) == pytest.approx((48.04, 51.96), abs=0.01)
