import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from decentwork.matching.parts import parts


def test_pairs_hold_together_what_they_lead_to():
    chain, alone = [(4, 2), (2, 5), (5, 0)], {1, 3}
    left, right = np.array(chain, np.int32).T
    first = parts(6, left, right)
    assert first.tolist() == [0, 1, 0, 3, 0, 0]
    assert {it for it in range(6) if (first == it).sum() == 1} == alone


def test_parts_are_those_that_scipy_finds():
    rng = np.random.default_rng(8)
    left, right = rng.integers(0, 2_000, (2, 1_500)).astype(np.int32)
    graph = coo_array((np.ones(1_500), (left, right)), shape=(2_000, 2_000))
    number, part = connected_components(graph, directed=False)
    first = parts(2_000, left, right)
    assert len(np.unique(first)) == number
    assert (first == [np.flatnonzero(part == it)[0] for it in part]).all()
