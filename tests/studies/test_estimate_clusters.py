import pandas as pd
import pytest

from decentwork.estimates.errors import InvalidInput
from decentwork.estimates.provenance import Origin, Provenance
from decentwork.estimators.adaptive_clusters import FrameMean
from decentwork.studies import estimate_clusters as estimate_clusters_module
from decentwork.studies.estimate_clusters import (
    CLUSTER_ESTIMATORS,
    HANSEN_HURWITZ,
    HORVITZ_THOMPSON,
    estimate_clusters,
)
from decentwork.surveys.cluster_networks import ClusterNetworks

ORIGIN = Origin(publisher="Test", title="Test", licence="none", citation="Test", sha256="0" * 64)


def sample(*rows):
    """Return a sample of (id, network, drawn, workers)."""
    table = pd.DataFrame(rows, columns=["id", "network", "drawn", "workers"]).set_index("id")
    return ClusterNetworks(units=table, provenance=Provenance(origins=(ORIGIN,)))


def rows(found, estimator, frame=20):
    return estimate_clusters(found, ["workers"], frame=frame, estimator=estimator)


def test_a_network_met_twice_counts_twice_in_one_estimator_and_once_in_the_other():
    met = sample(("a", "n", 1, 4.0), ("b", "n", 1, 8.0), ("c", "c", 1, 0.0))
    mean, total = rows(met, HANSEN_HURWITZ)
    assert (mean.value, total.value) == (pytest.approx(4.0), pytest.approx(80.0))
    reached = 1 - (18 * 17 * 16) / (20 * 19 * 18)  # of either unit of the network by three draws
    assert rows(met, HORVITZ_THOMPSON)[1].value == pytest.approx(12 / reached)


def test_edge_units_count_with_nothing():
    alone = (("a", "n", 1, 4.0), ("c", "c", 1, 0.0))
    edge = ("e", "", 0, 3.0)
    for estimator in CLUSTER_ESTIMATORS:
        assert rows(sample(*alone), estimator) == rows(sample(*alone, edge), estimator)


def test_a_variance_below_zero_is_told_and_gives_no_interval(monkeypatch):
    below = FrameMean(value=3.0, variance=-0.5)
    monkeypatch.setattr(estimate_clusters_module, "total_of_networks", lambda *a, **k: below)
    met = sample(("a", "n", 1, 4.0), ("c", "c", 1, 0.0))
    mean, total = rows(met, HORVITZ_THOMPSON)
    assert "below zero" in mean.note
    assert (mean.low, total.standard_error, mean.verdict) == (None, None, "too thin")


def test_networks_that_are_all_alike_tell_no_spread():
    mean, _ = rows(sample(("a", "a", 1, 2.0), ("b", "b", 1, 2.0)), HANSEN_HURWITZ)
    assert (mean.value, mean.low) == (2.0, None)
    assert "no spread" in mean.note


def test_a_single_draw_has_no_interval():
    mean, _ = rows(sample(("a", "a", 1, 2.0)), HANSEN_HURWITZ)
    assert "a single unit was drawn" in mean.note


def test_a_frame_drawn_whole_is_known():
    whole = sample(("a", "a", 1, 2.0), ("b", "b", 1, 6.0))
    for estimator in CLUSTER_ESTIMATORS:
        _, total = rows(whole, estimator, frame=2)
        assert (total.value, total.low, total.high) == (8.0, 8.0, 8.0)


def test_no_limit_is_below_what_was_seen():
    met = sample(("a", "n", 1, 40.0), ("b", "n", 0, 80.0), ("c", "c", 1, 0.0))
    for estimator in CLUSTER_ESTIMATORS:
        assert rows(met, estimator)[1].low >= 120.0


def test_units_are_checked_when_the_sample_is_built():
    with pytest.raises(InvalidInput) as told:
        sample(("a", "", 1, 1.0), ("", "n", 0, 2.0))
    assert [problem.where for problem in told.value.problems] == [
        "unit 'a'",
        "unit ''",
        "network 'n'",
    ]
