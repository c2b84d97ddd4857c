from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.footprints.toy import INDUSTRIES, JOBS, PLACES, provenance, table

from decentwork.accounts.labour import AccountSeries
from decentwork.dossiers.participation_by_group import participation_by_group
from decentwork.estimates.errors import UnknownCode
from decentwork.estimates.interval import NoInterval
from decentwork.estimates.units import Unit
from decentwork.footprints.participation import participation
from decentwork.sources.data_folder import DataFolder
from decentwork.sources.table_names import NamedTable

YEARS = (2010, 2011)
WOMEN = (10.0, 20.0, 30.0, 20.0, 5.0, 5.0)


def series(name, values, years=YEARS, rows=slice(None)):
    cells = pd.DataFrame(
        {"place": PLACES, "industry": INDUSTRIES, "value": values, "how": "observed", "control": ""}
    )[rows]
    return AccountSeries(
        name=name,
        unit=Unit.THOUSAND_PERSONS,
        frame=pd.concat([cells.assign(year=year) for year in years], ignore_index=True),
        median_error=NoInterval("invented"),
        provenance=provenance("Invented account"),
    )


def world(**accounts):
    return NamedTable(
        name="toy",
        years=YEARS,
        account_names=tuple(accounts),
        table=lambda year: replace(table(), year=year),
        published=lambda year: replace(table(), year=year),
        series=accounts.__getitem__,
    )


ALL = {"employment": series("employment", JOBS), "employment_women": series("women", WOMEN)}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("DECENTWORK_DATA", str(tmp_path))
    return DataFolder.default()


def test_participation_stands_beside_the_share_of_a_group_in_each_year(folder):
    found = participation_by_group(world(**ALL), YEARS, "employment", folder).frame
    assert found[["place", "year", "group"]].to_numpy().tolist() == [
        [place, year, "women"] for year in YEARS for place in "ABC"
    ]
    told = participation(table()).frame
    assert found["backward"].to_numpy()[:3] == pytest.approx(told["backward"].to_numpy())
    assert found["share"].tolist()[:3] == pytest.approx([30 / 70, 50 / 105, 10 / 35])


def test_what_serves_demand_abroad_is_that_of_the_footprint(folder):
    found = participation_by_group(world(**ALL), [2011], "employment", folder).frame
    printed = [33.395335 / 70, 52.860015 / 105, 16.480940 / 35]
    assert found["serves_abroad"].tolist() == pytest.approx(printed, abs=1e-6)
    inverse = np.linalg.inv(np.eye(6) - table().transactions / table().output)
    served = inverse @ table().final_demand[:, 1:].sum(axis=1) / table().output
    women, jobs = np.array(WOMEN) * served, np.array(JOBS) * served
    assert found["share_abroad"].iloc[0] == pytest.approx(women[:2].sum() / jobs[:2].sum())


def test_a_place_of_which_a_part_is_not_known_has_no_share(folder):
    holed = {**ALL, "employment_women": series("women", WOMEN, rows=slice(0, 5))}
    found = participation_by_group(world(**holed), [2011], "employment", folder)
    assert found.frame["share"].isna().tolist() == [False, False, True]
    [row] = found.missing().to_dict(orient="records")
    assert (row["group"], row["not_known"], row["places_never"]) == ("women", 1, ("C",))


def test_a_year_without_the_account_says_so(folder):
    late = {"employment": series("employment", JOBS, years=(2011,))}
    found = participation_by_group(world(**late), YEARS, "employment", folder).frame
    assert found["serves_abroad"].isna().tolist() == [True] * 3 + [False] * 3
    assert found["group"].isna().all()
    assert found["backward"].notna().all()


def test_groups_and_years_that_are_not_at_hand_are_refused(folder):
    with pytest.raises(UnknownCode, match="women"):
        participation_by_group(world(**ALL), YEARS, "employment", folder, ["men"])
    with pytest.raises(UnknownCode, match="2010, 2011"):
        participation_by_group(world(**ALL), [1999], "employment", folder)


def test_what_is_not_known_is_none_in_plain_values(folder):
    late = {"employment": series("employment", JOBS, years=(2011,))}
    found = participation_by_group(world(**late), [2010], "employment", folder)
    assert found.to_dict()["rows"][0]["serves_abroad"] is None
    assert str(found) == "Participation and employment by group, 3 places, toy 2010–2010"
