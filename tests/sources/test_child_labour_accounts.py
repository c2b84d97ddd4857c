import pytest
from tests.footprints.toy import provenance

from decentwork.sources.child_labour_accounts import read_hazardous_counts, read_working_counts

HAZARDOUS = "area_type,iso3,area,year,sex,age,sector,thousands,source\n"
WORKING = (
    "report_year,iso3,country,work_age,working_children_pct,working_children_n,agriculture_pct,"
    "industry_pct,services_pct,attending_school_pct,suspect\n"
)


def hazardous(tmp_path, *rows):
    path = tmp_path / "hazardous.csv"
    path.write_text(HAZARDOUS + "".join(f"{row},survey\n" for row in rows))
    return read_hazardous_counts(path, provenance())


def working(tmp_path, *rows):
    path = tmp_path / "working.csv"
    path.write_text(WORKING + "\n".join(rows) + "\n")
    return read_working_counts(path, provenance())


def survey(ages, **sectors):
    return [
        f"country,XAA,Avonia,2016,Total,{ages},{name},{value}" for name, value in sectors.items()
    ]


def test_the_widest_ages_are_taken_and_their_sectors_counted(tmp_path):
    narrow = survey("15-17", Agriculture=1, Industry=2, Services=3, Total=6)
    wide = survey("5-17", Agriculture=4, Industry=5, Services=6, Total=15)
    [found] = hazardous(tmp_path, *narrow, *wide)
    assert (found.place, found.year, found.ages) == ("XAA", 2016, "5-17")
    assert found.counts == {"agriculture": 4, "industry": 5, "services": 6}
    assert found.total == 15


def test_a_survey_that_lacks_a_sector_gives_no_count(tmp_path):
    assert hazardous(tmp_path, *survey("5-17", Industry=5, Services=6, Total=15)) == ()


def test_one_sex_and_regions_give_no_count(tmp_path):
    rows = survey("5-17", Agriculture=4, Industry=5, Services=6)
    girls = [row.replace("Total,5-17", "Female,5-17") for row in rows]
    region = [row.replace("country,XAA", "region,") for row in rows]
    assert hazardous(tmp_path, *girls, *region) == ()


def test_rounded_shares_are_scaled_so_that_the_count_is_kept(tmp_path):
    [found] = working(tmp_path, "2014,XAA,Avonia,6-14,2.6,300000,57.1,15.9,27.1,90,")
    assert found.total == pytest.approx(300)
    assert found.counts["agriculture"] == pytest.approx(300 * 57.1 / 100.1)
    assert found.ages == "6-14"


def test_suspect_rows_and_rows_without_split_give_no_count(tmp_path):
    rows = (
        "2014,XAA,Avonia,6-14,2.6,300000,57.1,15.9,27.0,90,yes",
        "2015,XAA,Avonia,6-14,2.6,300000,,,,90,",
    )
    assert working(tmp_path, *rows) == ()
