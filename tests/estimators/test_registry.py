import numpy as np
import pandas as pd
import pytest
from tests.estimators.recruited import toy
from tests.studies.chain_worlds import surveyed, world

from decentwork.estimators import ESTIMATORS

CHOSEN = {
    "salganik_heckathorn": {"trait": "y"},
    "successive_sampling": {"population": 80},
}


@pytest.fixture(scope="module")
def samples():
    chain = surveyed(world(np.random.default_rng(1), (40, 60)), np.random.default_rng(2), seeds=20)
    return {"chain": chain, "recruitment": toy()}


@pytest.fixture(params=sorted(ESTIMATORS))
def estimator(request):
    return ESTIMATORS[request.param]


def weights(estimator, sample):
    return estimator.weigh(sample, **CHOSEN.get(estimator.name, {}))


def test_every_module_that_defines_an_estimator_is_in_the_list(project):
    folder = project / "src" / "decentwork" / "estimators"
    defining = [it.stem for it in folder.glob("*.py") if " = Estimator(" in it.read_text()]
    assert sorted(defining) == sorted(ESTIMATORS)


def test_every_estimator_says_what_it_needs_and_whose_it_is(estimator):
    assert estimator.sample in ("chain", "recruitment")
    assert estimator.needs
    assert estimator.assumes
    assert any(letter.isdigit() for letter in estimator.source)  # the year of the work


def test_weights_are_finite_and_none_is_negative(estimator, samples):
    found = weights(estimator, samples[estimator.sample])
    assert np.isfinite(found).all()
    assert (found >= 0).all()


@pytest.mark.parametrize(
    "estimator", [each for each in ESTIMATORS.values() if not each.gives_totals]
)
def test_relative_weights_sum_to_one(estimator, samples):
    sample = samples[estimator.sample]
    found = pd.Series(weights(estimator, sample))
    tiers = sample.units["tier"].to_numpy() if estimator.sample == "chain" else np.zeros(len(found))
    assert found.groupby(tiers).sum().to_numpy() == pytest.approx(1)
