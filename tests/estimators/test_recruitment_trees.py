from tests.estimators.recruited import drawn, toy

from decentwork.estimators.recruitment_trees import grow


def test_everyone_has_a_recruiter_a_wave_and_a_seed():
    forest = grow(
        drawn("""
        id | recruiter_id | degree
        c  | b            | 1
        a  | seed         | 1
        b  | a            | 1
        d  | a            | 1
        e  | seed         | 1
        """)
    )
    assert forest.recruiter.tolist() == [2, -1, 1, 1, -1]
    assert forest.wave.tolist() == [2, 0, 1, 1, 0]
    assert forest.seed_of.tolist() == [1, 1, 1, 1, 4]
    assert forest.seeds.tolist() == [1, 4]


def test_each_ones_recruits_stand_together():
    forest = grow(toy())
    recruits = [forest.recruits[forest.first[row] : forest.first[row + 1]] for row in range(3)]
    assert [it.tolist() for it in recruits] == [[3, 4], [5, 6, 7], [8, 9]]
