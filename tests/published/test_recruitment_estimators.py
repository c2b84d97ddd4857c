# Methods B.13 (1), (3), (6): estimates of R package RDS 0.9-10 on its two artificial samples, and a
# toy computed by hand and with it. Closed forms to the printed digits. Successive sampling is
# simulated there: 0.001 is the package's own tolerance, 0.5 per cent the spread of its chances.
# Standard errors of 1,000 replicates have an error of 2 per cent, design effects of 4.5.

import numpy as np
import pytest
from tests.estimators.recruited import toy

from decentwork.estimators.inclusion_chances import analytic_chances, simulated_chances
from decentwork.estimators.recruitment_diagnostics import trait_signs, tree_shape
from decentwork.estimators.salganik_heckathorn import SALGANIK_HECKATHORN, recruitments
from decentwork.estimators.successive_sampling import SUCCESSIVE_SAMPLING
from decentwork.estimators.volz_heckathorn import VOLZ_HECKATHORN
from decentwork.sources.recruitment_table import read_recruitment
from decentwork.studies.estimate_recruitment import estimate_recruitment


@pytest.fixture(scope="module")
def faux(shared_data):
    return read_recruitment(shared_data / "samples" / "rds" / "faux_sample.csv")


@pytest.fixture(scope="module")
def sycamore(shared_data):
    return read_recruitment(shared_data / "samples" / "rds" / "fauxsycamore_sample.csv")


def share(sample, variable, category, weights):
    return float(weights[(sample.people[variable] == category).to_numpy()].sum())


def test_faux_by_recruitment_between_groups(faux):
    weights = SALGANIK_HECKATHORN.weigh(faux, trait="X")
    assert share(faux, "X", "blue", weights) == pytest.approx(0.3109, abs=5e-5)


def test_faux_by_degree(faux):
    weights = VOLZ_HECKATHORN.weigh(faux)
    assert share(faux, "X", "blue", weights) == pytest.approx(0.310334112778454, abs=1e-14)


@pytest.mark.parametrize("inclusion", ["analytic", "simulated"])
def test_faux_by_successive_sampling(faux, inclusion):
    weights = SUCCESSIVE_SAMPLING.weigh(faux, population=1000, inclusion=inclusion)
    assert share(faux, "X", "blue", weights) == pytest.approx(0.308679, abs=0.001)


def test_faux_differential_activity(faux):
    _, red = trait_signs(faux, "X", VOLZ_HECKATHORN.weigh(faux))
    assert red.differential_activity == pytest.approx(1.03342283930911, abs=1e-13)


@pytest.mark.parametrize(
    ("variance", "effect", "tolerance"),
    # Ours does not force a resample to the size of the sample, and keeps the trees' shape in the
    # method of Gile: the last two differ for that, beyond simulation.
    [("salganik", 1.93, 0.09), ("tree", 7.54, 0.15), ("gile", 1.29, 0.15)],
)
def test_faux_design_effects(faux, variance, effect, tolerance):
    blue, _ = estimate_recruitment(
        faux, ["X"], weights="successive_sampling", variance=variance, population=1000
    )
    assert blue.design_effect == pytest.approx(effect, rel=tolerance)


@pytest.mark.parametrize(
    ("weigh", "value"),
    [
        (lambda sample: SALGANIK_HECKATHORN.weigh(sample, trait="disease"), 0.1087),
        (VOLZ_HECKATHORN.weigh, 0.1455),
        (lambda sample: SUCCESSIVE_SAMPLING.weigh(sample, population=715), 0.2032),
    ],
)
def test_sycamore(sycamore, weigh, value):
    # The last is simulated, and printed without its tolerance: 0.0001 covers one rounding more.
    assert share(sycamore, "disease", 1, weigh(sycamore)) == pytest.approx(value, abs=1e-4)


def test_toy_by_recruitment_between_groups():
    found = [share(toy(), "y", 1, SALGANIK_HECKATHORN.weigh(toy(), trait="y", seeds=seeds))
             for seeds in ("include", "exclude")]  # fmt: skip
    assert found == pytest.approx([0.1729559748, 0.17203], abs=5e-6)


def test_toy_by_degree():
    weights = VOLZ_HECKATHORN.weigh(toy())
    assert share(toy(), "y", 1, weights) == pytest.approx(0.1928978518, abs=5e-11)
    assert weights @ toy().people["wage"] == pytest.approx(155.3022797, abs=5e-8)


@pytest.mark.parametrize("inclusion", ["analytic", "simulated"])
@pytest.mark.parametrize(("population", "value"), [(80, 0.2163), (40, 0.2544), (1000, 0.194)])
def test_toy_by_successive_sampling(population, value, inclusion):
    weights = SUCCESSIVE_SAMPLING.weigh(toy(), population=population, inclusion=inclusion)
    # Ten times the samples would halve a spread of 0.001 that the simulation has here.
    tolerance = 0.001 if inclusion == "analytic" else 0.003
    assert share(toy(), "y", 1, weights) == pytest.approx(value, abs=tolerance)


def test_toy_chances_by_degree():
    printed = [0.1563, 0.2892, 0.4017, 0.4963, 0.5740, 0.6409, 0.6964]
    degree, sampled = np.unique(toy().people["degree"], return_counts=True)
    computed = analytic_chances(sampled[None] * 1.0, degree, 80.0)[0]
    assert computed == pytest.approx(printed, rel=0.005)
    rng = np.random.default_rng(1)
    drawn = simulated_chances(sampled * 1.0, degree, 80, rng, samples=10_000)
    # Whole people in each class: one more or less of the largest degrees is 1 per cent.
    assert drawn == pytest.approx(printed, rel=0.012)


def test_toy_recruitment():
    from decentwork.estimators.recruitment_trees import grow

    counts = recruitments(toy().people["y"].to_numpy(dtype=int), grow(toy()), 2)
    assert counts.tolist() == [[15, 3], [4, 5]]


def test_toy_signs():
    _, found = trait_signs(toy(), "y", VOLZ_HECKATHORN.weigh(toy()))
    assert found.recruitment_homophily == pytest.approx(1.304347826, abs=5e-10)
    assert found.population_homophily == pytest.approx(1.661538462, abs=5e-10)
    assert found.differential_activity == pytest.approx(1.793181818, abs=5e-10)
    assert tree_shape(toy()).wave_sizes == (3, 7, 11, 9)
