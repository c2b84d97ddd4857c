"""The shock builder on the invented sample world."""

import csv
import io

import pytest


def exposed(site, **asked: str) -> list[dict[str, str]]:
    answer = site.get("/trade/shock/exposed.csv", asked)
    assert answer.status_code == 200
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def test_all_demand_gone_exposes_all_labour(sample_site):
    rows = exposed(sample_site, fall="100", by="place")
    assert all(float(row["value"]) == pytest.approx(float(row["labour"])) for row in rows)


def test_half_the_fall_exposes_half_the_labour(sample_site):
    whole = exposed(sample_site, product="c4", market="XAB", fall="100", by="industry")
    half = exposed(sample_site, product="c4", market="XAB", fall="50", by="industry")
    assert [float(row["value"]) * 2 for row in half] == pytest.approx(
        [float(row["value"]) for row in whole]
    )


def test_rows_add_up_and_stay_in_the_address(sample_site):
    asked = {"product": ["c4", "c14"], "market": ["XAB", "XAC"], "month": ["", ""]}
    page = sample_site.get("/trade/shock/", {**asked, "fall": ["30", "20"]}).content.decode()
    assert "product=c4&amp;market=XAB&amp;month=&amp;fall=30&amp;product=c14" in page
    assert "--demand c4=0.7@XAB --demand c14=0.8@XAC" in page


def test_work_is_exposed_and_never_lost(sample_site):
    page = sample_site.get("/trade/shock/", {"product": "c4", "fall": "30"}).content.decode()
    assert "Exposed is not lost" in page
    assert "The thresholds are a choice, not a finding" in page


def test_a_demand_named_twice_is_refused_in_words(sample_site):
    asked = {"product": ["c4", ""], "market": ["XAB", "XAB"], "month": ["", ""], "fall": ["9", "9"]}
    assert "names a demand twice" in sample_site.get("/trade/shock/", asked).content.decode()


@pytest.mark.parametrize("fall", ["130", "-3", "much"])
def test_what_is_no_fall_is_told(sample_site, fall):
    page = sample_site.get("/trade/shock/", {"product": "c4", "fall": fall}).content.decode()
    assert f"The table has no {fall}" in page
