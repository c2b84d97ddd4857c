from dataclasses import replace
from datetime import date

import pytest
from tests.studies.fields import design
from tests.surveys.released import figure, release

from decentwork.sources.data_folder import DataFolder
from decentwork.studies.results import _json
from decentwork.studies.rounds import known_rounds, next_round, round_before
from decentwork.studies.study_folder import StudyFolder
from decentwork.surveys.round_changes import Difference, NotComparable, compare

BASIS = {"cutoff": "top 8", "weights": "generalised_weight_share"}


def two_rounds(first, second):
    return release(first), replace(release(second), round=2)


def test_a_difference_beyond_both_intervals_together_is_a_rise():
    # 6 and 8 to each side make one of 10
    earlier = figure(value=100.0, low=94.0, high=106.0)
    [change] = compare(*two_rounds(earlier, figure(value=112.0, low=104.0, high=120.0))).changes
    assert (change.change, change.low, change.high, change.direction) == (12, 2, 22, "rose")


def test_a_difference_within_the_intervals_is_unclear_and_not_called_unchanged():
    earlier = figure(value=100.0, low=94.0, high=106.0)
    [change] = compare(*two_rounds(earlier, figure(value=109.0, low=101.0, high=117.0))).changes
    assert change.direction == "unclear"


def test_each_side_counts_by_how_far_it_reaches_towards_the_other():
    # a fall of 10 is at most √(3² + 4²) less deep, and at most √(6² + 8²) deeper
    earlier = figure(value=0.30, low=0.26, high=0.38)
    [change] = compare(*two_rounds(earlier, figure(value=0.20, low=0.14, high=0.23))).changes
    assert (change.low, change.high) == pytest.approx((-0.20, -0.05))
    assert change.direction == "fell"


def test_what_one_round_withheld_or_gave_no_interval_is_not_compared():
    hidden = figure(value=None, low=None, high=None, standard_error=None, reason="too few")
    assert compare(*two_rounds(figure(), hidden)).changes == ()
    assert compare(*two_rounds(figure(low=None, high=None), figure())).changes == ()


def test_figures_of_other_groups_or_positions_are_not_compared():
    women = figure(group={"position": "lead", "sex": "female"})
    assert compare(*two_rounds(figure(), women)).changes == ()
    assert compare(*two_rounds(figure(), figure(group={"position": "suppliers"}))).changes == ()


def test_two_studies_or_rounds_in_the_wrong_order_are_refused():
    first, second = two_rounds(figure(), figure())
    with pytest.raises(NotComparable, match="later"):
        compare(second, first)
    with pytest.raises(NotComparable, match="different"):
        compare(first, replace(second, chain="garments"))


def test_what_is_not_alike_in_design_or_method_is_named():
    first, second = two_rounds(figure(), figure())
    first, second = replace(first, basis=BASIS), replace(second, basis=BASIS | {"cutoff": "all"})
    assert compare(first, second).differences == (
        Difference(what="cutoff", earlier="top 8", later="all"),
    )
    assert compare(first, replace(second, basis=BASIS)).differences == ()


def test_a_release_that_does_not_tell_its_basis_is_one_difference():
    first, second = two_rounds(figure(), figure())
    [told] = compare(first, replace(second, basis=BASIS)).differences
    assert told.what == "basis"


def test_the_next_round_is_the_same_design_with_a_draw_of_its_own():
    later = next_round(design(round=2), period="2029", draw_seed=99)
    assert later == design(round=3, period="2029", draw_seed=99)
    with pytest.raises(NotComparable, match="same seed"):
        next_round(design(), period="2029", draw_seed=design().draw_seed)


def test_rounds_are_found_in_the_study_and_in_the_data_folder_newest_version_first(tmp_path):
    folder = StudyFolder.create(tmp_path / "study", design(id="avonia-electronics", round=3))
    data = DataFolder(tmp_path / "data")
    assert round_before(folder, data) is None
    first = release(figure())
    corrected = replace(first, version=2, decided_on=date(2026, 12, 1))
    other, later = replace(first, study="another", round=2), replace(first, round=2)
    for made in (other, later):
        path = tmp_path / made.filename
        path.write_text(_json(made.to_dict()))
        data.add(path)
    for made in (corrected, first):
        (folder.root / "released" / made.filename).write_text(_json(made.to_dict()))
    assert known_rounds(folder, data) == {1: corrected, 2: later}
    assert round_before(folder, data) == later
