# Jobs for foreign final demand in 2011 as printed with the published tables and the experimental
# employment file (output = row sum): million jobs and per cent of the country's, within 0.05.

import pytest

from decentwork.footprints.any_footprint import footprint
from decentwork.footprints.leontief import factorise
from decentwork.sources.table_names import named_table


@pytest.fixture(scope="module")
def jobs(data_folder):
    named = named_table("wiod2013", data_folder)
    flows = named.table(2011)
    return footprint(factorise(flows), named.account("employment", flows))


@pytest.mark.parametrize(
    ("place", "million", "per_cent"),
    [
        ("CHN", 141.24, 18.48),
        ("IND", 56.46, 11.96),
        ("IDN", 15.83, 14.43),
        ("MEX", 7.15, 15.16),
    ],
)
def test_jobs_for_foreign_final_demand(jobs, place, million, per_cent):
    total = jobs.at(place=place)
    abroad = total - jobs.at(place=place, market=place)
    assert abroad / 1000 == pytest.approx(million, abs=0.05)
    assert 100 * abroad / total == pytest.approx(per_cent, abs=0.05)


def test_the_footprint_holds_every_job_of_the_world(jobs):
    assert jobs.total / 1000 == pytest.approx(3019, abs=0.5)
