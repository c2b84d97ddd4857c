import numpy as np
import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.matching import on_spark, spark_parts
from decentwork.matching.invented_registers import invented_register
from decentwork.matching.matched import match
from decentwork.matching.on_spark import match_on_spark
from decentwork.matching.spark_session import SparkUnavailable, spark_session

pytestmark = [
    pytest.mark.filterwarnings(r"ignore::DeprecationWarning:pyspark\..*"),
    # pyspark leaves files open where Java did not start
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SIZE = 300


@pytest.fixture(scope="module")
def records():
    return invented_register(SIZE, np.random.default_rng(8))[0]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module", autouse=True)
def small_parts():  # a part whose pairs and mentions do not meet shows only beside others
    with pytest.MonkeyPatch.context() as patch:
        for module in (on_spark, spark_parts):
            patch.setattr(module, "AT_ONCE", 40)
        yield


@pytest.fixture(scope="module")
def here(records):
    return match(records)


@pytest.fixture(scope="module")
def there(records, scratch):
    return match_on_spark(records, master="local[2]", scratch=scratch)


@pytest.fixture(scope="module")
def apart(here):
    united = here.to_frame().groupby("enterprise")["id"].agg(list)
    return united[united.str.len() == 2].iloc[0]


@pytest.fixture(scope="module")
def labels(here, apart):
    asked = here.review()[["id_a", "id_b"]].assign(same=True)
    asked.loc[len(asked)] = [*apart, False]
    return asked


@pytest.fixture(scope="module")
def judged(records, labels, scratch):
    return match_on_spark(records, labels=labels, master="local[2]", scratch=scratch)


def pairs(matched):
    return matched.review().set_index(["id_a", "id_b"])


def test_every_mention_comes_back_in_the_order_of_the_list(records, there):
    assert there.to_frame().columns.tolist() == ["id", "enterprise", "probability", "outcome"]
    assert there.to_frame()["id"].tolist() == records.frame.index.tolist()


def test_enterprises_and_outcomes_are_those_found_in_memory(here, there):
    for column in ("enterprise", "outcome"):
        assert (there.to_frame()[column] == here.to_frame()[column]).mean() > 0.97


def test_pairs_to_judge_have_the_probabilities_and_reasons_of_those_found_in_memory(here, there):
    both = pairs(here).index.intersection(pairs(there).index)
    assert len(both) > 0.9 * len(pairs(here))
    one, other = pairs(here).loc[both], pairs(there).loc[both]
    assert one["why"].equals(other["why"])
    assert (one["probability"] - other["probability"]).abs().max() < 0.05
    assert there.review().columns.tolist() == here.review().columns.tolist()


def test_what_people_judged_holds(labels, apart, judged):
    enterprise = judged.to_frame().set_index("id")["enterprise"]
    asked = labels.iloc[0]
    assert enterprise[asked["id_a"]] == enterprise[asked["id_b"]]
    assert enterprise[apart].nunique() == 2


def test_the_model_learns_from_labels_as_in_memory(records, labels, judged):
    alike = match(records, labels=labels).model
    assert np.abs(judged.model.coefficients - alike.coefficients).max() < 0.1


def test_a_label_of_nobody_is_refused_and_nothing_is_left_in_the_folder(records, scratch):
    labels = pd.DataFrame({"id_a": ["nobody"], "id_b": [records.frame.index[0]], "same": [True]})
    with pytest.raises(InvalidInput, match="nobody"):
        match_on_spark(records, labels=labels, master="local[2]", scratch=scratch)
    assert not list(scratch.iterdir())


def test_an_address_that_is_no_master_is_refused(tmp_path):
    with pytest.raises(SparkUnavailable, match="nowhere"), spark_session(tmp_path, "nowhere"):
        pass
