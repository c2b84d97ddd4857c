from pathlib import Path

import pytest
from tests.standards.worlds import provenance

from decentwork.estimates.errors import InvalidInput
from decentwork.sources import tvpra_goods

SAMPLES = Path(__file__).parent.parent / "samples" / "usdol"


def test_each_reason_for_listing_is_an_observation_of_its_own():
    frame = tvpra_goods.read_goods(SAMPLES / "goods.csv", provenance()).frame
    cotton = frame[(frame["subject"] == "Cotton") & (frame["period"] == "2022")]
    assert dict(zip(cotton["indicator"], cotton["value"], strict=True)) == {
        "listed_child_labour_good": 0,
        "listed_forced_labour_good": 1,
        "listed_forced_child_labour_good": 0,
        "listed_downstream_good": 0,
    }


def test_an_edition_that_does_not_tell_downstream_goods_apart_has_no_zero_for_them():
    frame = tvpra_goods.read_goods(SAMPLES / "goods.csv", provenance()).frame
    downstream = frame[frame["indicator"] == "listed_downstream_good"]
    assert set(downstream["period"]) == {"2022"}


def test_flags_and_countries_that_are_not_known_are_told_together(tmp_path):
    path = tmp_path / "goods.csv"
    text = (SAMPLES / "goods.csv").read_text()
    path.write_text(
        text.replace("2020,XAA", "2020,QQQ").replace("Cotton,Agriculture,1", "Cotton,A,yes")
    )
    with pytest.raises(InvalidInput) as refused:
        tvpra_goods.read_goods(path, provenance())
    assert [problem.where for problem in refused.value.problems] == ["line 2", "line 3"]
